import type { Decided, Row, Target, Whole, Wish } from './asks';
import { asTold, counts, hasUnmatched, isMembership, membershipOf, wholeOf, wishesOf, writable } from './asks';
import { createEffort, isSame } from './effort';
import type { Answered, Observed, ObservedPeople, Oracle, Promised, Standing, Told, Violation } from './facts';
import { MOST_RESTORATIONS, createLogins, createRestorations } from './limits';
import { createMembers, isGiven, periodsOf, seenOf, showsNobody } from './members';
import type { Span } from './spans';
import { after, beyond, common, inWholeMinutes, tidy, wholeMinutes, without } from './spans';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** R7: a clock further off than this removes nothing. */
const CLOCK_TOLERANCE = 2 * MINUTE;
/** After trouble the next poll may wait this much longer than the interval (W10), and a tick may be a minute late. */
const LATEST_EXTRA = 7 * MINUTE;
/** A freed place is refilled at the next tick, by a run that may take its time (D3). */
const REFILL_GRACE = 3 * MINUTE;
/** Periods that one membership holds (D5). */
const MEMBERSHIP_PLACES = 50;
/** One broken house breaks a promise every minute; the first few tell the story. */
const MOST_TOLD = 200;

interface RunWatched {
  readonly startedAt: number;
  readonly before: ReadonlyMap<string, readonly Span[]>;
  readonly answers: Answered[];
  observed: Observed | null;
  people: ObservedPeople | null;
  /** Lists that a hand edited while the run went on. */
  readonly edited: Set<Target>;
}

interface Poll {
  readonly startedAt: number;
  readonly endedAt: number;
  readonly isWholly: boolean;
  readonly told: Told;
  readonly rows: readonly Row[];
  readonly observed: Observed | null;
  readonly people: ObservedPeople | null;
}

/** What bookings ask of one list: what opens, and what may only stay as far as it is open. */
interface Wanted {
  readonly plain: Span[];
  readonly odd: Span[];
  readonly unclear: Span[];
}
const NOTHING: Wanted = { plain: [], odd: [], unclear: [] };

/** Remembers one value per key, with a default made when there is none. */
const ask = <T>(map: ReadonlyMap<string, T>, key: string, otherwise: T): T => map.get(key) ?? otherwise;

/**
 * Watches a house from outside and says which promise was not kept, and when. It is told facts (facts.ts) and knows nothing of the engine:
 * neither its code nor its types, and no interval code is shared. It checks at change points: between two facts nothing changes but time,
 * so every minute is looked at.
 */
export function createOracle(start: {
  readonly at: number;
  readonly decided: Decided;
  /** What UniLock holds at first: its exceptions, and who is a member of which group. */
  readonly standings: ReadonlyMap<Target, Standing>;
  readonly persons: readonly string[];
  /** How many periods each exception holds. */
  readonly places: ReadonlyMap<Target, number>;
}): Oracle {
  const found: Violation[] = [];
  const told = new Set<string>();
  /** The same thing is told once, however long it lasts. */
  const say = (promise: Promised, at: number, key: string, what: () => string): void => {
    if (told.has(`${promise} ${key}`) || found.length >= MOST_TOLD) return;
    told.add(`${promise} ${key}`);
    found.push({ promise, at, what: what() });
  };

  let decided = start.decided;
  let decidedAt = start.at;
  let now = start.at;
  const rows = new Map<string, { readonly row: Row; readonly since: number }>();
  let wishes: { readonly wish: Wish; readonly since: number }[] | null = null;
  const standings = new Map<Target, Standing>(start.standings);
  /** The periods of each list; none of a membership that a hand gave for ever, or of nobody. */
  const lists = new Map<Target, readonly Span[]>([...standings].map(([id, one]) => [id, periodsOf(one)]));
  /** What may be open at all: known at the last good read, or kept by a rule that was told. */
  const basis = new Map<Target, readonly Span[]>([...lists].map(([id, list]) => [id, tidy(list.map(wholeMinutes))]));
  /** Whatever hands ever wrote, and whatever the program ever wrote. */
  const hands = new Map<Target, readonly Span[]>(basis);
  const mine = new Map<Target, readonly Span[]>();
  /** W6: the list as the program last wrote it, or found it as it should be. What differs from it is another's edit. */
  const lastConfirmed = new Map<Target, readonly Span[]>();
  const everManaged = new Set<Whole>(decided.managed);
  const members = createMembers();
  const logins = createLogins();
  const restorations = createRestorations();
  let isRemoving = false;
  let isTakenBack = false;
  /** The last end that any booking the program was told of could ask for. */
  const latest = new Map<string, number>();
  const lastCounting = new Map<string, Row>();
  const handEditAt = new Map<string, number>();
  const longestLag = new Map<string, number>();
  const answers = new Map<string, 'confirmed' | 'refused'>();
  const effort = createEffort();
  let isWell = true;
  let wellSince = start.at;
  let offset = 0;
  let offsetAt = start.at;
  let isAwake = false;
  let awakeSince = start.at;
  let processAt = start.at;
  let run: RunWatched | null = null;
  let poll: Poll | null = null;
  let plan: Told | null = null;
  let goodPollAt = start.at;
  let lastRunEndedAt = start.at;
  /** R7: a clock set back within an interval begins as much of it anew, never more than has passed of it. */
  let setBackMs = 0;
  /** By exception: the begin of the last poll that nothing was in the way of. */
  const healthy = new Map<string, number>();

  const answerKey = (whole: Whole, bookings: readonly string[], span: Span): string =>
    JSON.stringify([whole, bookings, span]);
  const answerTo = (wish: Wish) => answers.get(answerKey(wholeOf(wish.target), [wish.bookingId], wish.span));
  const noteLags = (): void => {
    for (const line of decided.lines)
      longestLag.set(line.whole, Math.max(ask(longestLag, line.whole, 0), line.lagMinutes));
  };
  noteLags();
  const lagOf = (id: Target): number => ask(longestLag, wholeOf(id), 0) * MINUTE;
  const targetsKept = new Map<Whole, readonly Target[]>();
  function targetsOf(whole: Whole): readonly Target[] {
    const isGroup = whole.startsWith('group/');
    const known =
      targetsKept.get(whole) ?? (isGroup ? start.persons.map((person) => membershipOf(whole, person)) : [whole]);
    targetsKept.set(whole, known);
    return known;
  }
  const isManaged = (id: Target): boolean => decided.managed.includes(wholeOf(id));
  const placesOf = (id: Target): number => (isMembership(id) ? MEMBERSHIP_PLACES : ask(start.places, id, Infinity));
  /** P23 is what P3 and P4 are for people. */
  const openPromise = (id: Target): Promised => (isMembership(id) ? 'P23' : 'P3');
  const coveredPromise = (id: Target): Promised => (isMembership(id) ? 'P23' : 'P4');

  const time = (at: number): string => new Date(at).toISOString().replace(/:00\.000Z$/, 'Z');
  const text = ([from, to]: Span): string => `${time(from)} to ${time(to)}`;

  /** The wishes of rows that are told again and again, as long as nothing is decided anew. */
  let wishesKept = new WeakMap<Row, readonly Wish[]>();
  function wishesFor(row: Row): readonly Wish[] {
    const kept = wishesKept.get(row);
    if (kept !== undefined) return kept;
    const made = wishesOf(row, decided);
    wishesKept.set(row, made);
    return made;
  }

  /** What rows ask for, by list; odd openings and rows of unknown status apart. */
  let wantedKept = new WeakMap<readonly Row[], ReadonlyMap<Target, Wanted>>();
  function wantedOf(answered: readonly Row[]): ReadonlyMap<Target, Wanted> {
    const kept = wantedKept.get(answered);
    if (kept !== undefined) return kept;
    const made = new Map<Target, Wanted>();
    for (const row of answered) {
      const isUnknown = row.status === 'unknown';
      const meant = isUnknown ? lastCounting.get(row.id) : row;
      if (meant === undefined || !counts(meant, decided)) continue;
      for (const wish of wishesFor(meant)) {
        const one = made.get(wish.target) ?? { plain: [], odd: [], unclear: [] };
        made.set(wish.target, one);
        if (isUnknown) one.unclear.push(wish.span);
        else if (wish.isOdd && answerTo(wish) !== 'confirmed') one.odd.push(wish.span);
        else one.plain.push(wish.span);
      }
    }
    wantedKept.set(answered, made);
    return made;
  }
  const forgetWanted = (): void => void (wantedKept = new WeakMap());

  /** What the answers of a run ask of a list. */
  function wanted(list: readonly Answered[], id: Target): Wanted {
    const all = list.flatMap(({ rows: answered }) => wantedOf(answered).get(id) ?? []);
    if (all.length < 2) return all[0] ?? NOTHING;
    return {
      plain: all.flatMap(({ plain }) => plain),
      odd: all.flatMap(({ odd }) => odd),
      unclear: all.flatMap(({ unclear }) => unclear),
    };
  }
  /** What everything that the program knows asks of a list. */
  const wantedByKnown = (id: Target): readonly Span[] => wantedOf(knownList).get(id)?.plain ?? [];

  /** P3: what is open from now on has a reason. */
  function checkOpen(at: number, id: Target, allowed: readonly Span[]): void {
    const wrong = beyond(after(ask(lists, id, []), at), allowed)[0];
    if (wrong === undefined) return;
    say(openPromise(id), at, `${id} ${wrong[1]}`, () => `${id} is open without a reason: ${text(wrong)}`);
  }

  /** When a list opens. A membership that a hand gave follows nothing, or an exception. */
  function coverageOf(id: Target): readonly Span[] {
    const standing = standings.get(id);
    if (standing === undefined || 'periods' in standing) return inWholeMinutes(ask(lists, id, []));
    return standing.follows === null ? [[-Infinity, Infinity]] : inWholeMinutes(ask(lists, standing.follows, []));
  }

  /** P4: what is booked was open from the last fact until now, or somebody was told why not. */
  function checkCovered(until: number): void {
    if (until <= now) return;
    wishes ??= [...rows.values()].flatMap(({ row, since }) =>
      counts(row, decided) ? wishesFor(row).map((wish) => ({ wish, since })) : [],
    );
    // A clock within the tolerance may end a period as much too early.
    const early = offset > 0 && offset <= CLOCK_TOLERANCE ? offset : 0;
    for (const { wish, since } of wishes) {
      const from = Math.max(wish.span[0], now);
      const to = Math.min(wish.span[1] - early, until);
      if (from >= to) continue;
      const { target, bookingId, span } = wish;
      const shut = without([from, to], coverageOf(target))[0];
      if (shut === undefined || isExcused(wish, Math.max(since, decidedAt), shut)) continue;
      say(
        coveredPromise(target),
        shut[0],
        `${target} ${bookingId} ${span[1]}`,
        () => `${target} is shut for booking ${bookingId}: ${text(shut)}`,
      );
    }
  }

  function isExcused(wish: Wish, since: number, [at]: Span): boolean {
    const id = wish.target;
    const known = healthy.get(id);
    // No contact, refused, asleep, off, paused, its clock wrong: no poll in health since it was booked.
    if (known === undefined || known < since || known < ask(handEditAt, id, 0)) return true;
    if (wish.span[0] >= known + decided.horizonHours * HOUR - MINUTE) return true;
    if (wish.isOdd && answerTo(wish) !== 'confirmed') return true;
    if (plan === null) return false;
    const whole = wholeOf(id);
    if (plan.notWritten.includes(whole)) return true;
    if (
      plan.holds.some((one) => one.holds === 'opening' && one.whole === whole && one.bookings.includes(wish.bookingId))
    )
      return true;
    if (isToldGiven(wish)) return true;
    // W5: a person agreed that it is gone; the next poll in health brings it back if it is not.
    if (known < ask(agreedGoneAt, `${whole} ${wish.bookingId}`, 0)) return true;
    // R5: nothing is added for a status that nobody knows; only what had a place before must stay.
    if (unknownNow.has(wish.bookingId) && leftOutAt.has(`${id} ${wish.bookingId}`)) return true;
    const isUnclear = unknownNow.has(wish.bookingId) || known < ask(clearAt, wish.bookingId, 0);
    if (isUnclear && common(ask(shutWhenUnknown, `${id} ${wish.bookingId}`, []), [[at, at + 1]]).length > 0)
      return true;
    const isLeftOut = plan.overflow.some((one) => one.target === id && one.bookings.includes(wish.bookingId));
    // It was to get its place, and nothing could be written since.
    const isWaiting = known < ask(leftOutAt, `${id} ${wish.bookingId}`, 0);
    return (isLeftOut || isWaiting) && !hasRoomSince(id, at);
  }

  /** D5: a hand gave the membership, and it was told that it does not cover the booking; or the exception that it follows has changed since. */
  function isToldGiven({ target, bookingId }: Wish): boolean {
    const standing = standings.get(target);
    if (standing !== undefined && 'follows' in standing && standing.follows !== null)
      if (ask(listAt, standing.follows, start.at) >= ask(healthy, target, 0)) return true;
    if (members.isSurelyOurs(target)) return false;
    return toldGiven.get(target)?.has(bookingId) === true;
  }
  /** Bookings that were told not to be covered, since a hand last touched the membership. */
  const toldGiven = new Map<Target, Set<string>>();

  /** P15: whether a place has been free for so long that it should have been refilled. */
  function hasRoomSince(id: Target, at: number): boolean {
    const places = placesOf(id);
    const ends = ask(lists, id, [])
      .map(([, to]) => to)
      .sort((a, b) => b - a);
    const freeSince = ends[places - 1] ?? ask(listAt, id, start.at);
    const ableSince = Math.max(isWell ? wellSince : at, isAwake ? awakeSince : at, processAt, offsetAt);
    // Nothing is refilled for people but with a poll.
    const grace = isMembership(id) ? decided.intervalMinutes * MINUTE + LATEST_EXTRA : REFILL_GRACE;
    return at - freeSince > grace && at - ableSince > decided.intervalMinutes * MINUTE + LATEST_EXTRA;
  }
  /** What the program was last told of each booking. */
  const knownRows = new Map<string, Row>();
  let knownList: readonly Row[] = [];
  const unknownNow = new Set<string>();
  /** What was shut for a booking, and rightly so, when its status became one that nobody knows. */
  const shutWhenUnknown = new Map<string, readonly Span[]>();
  /** By booking: the begin of the run that read a known status again. */
  const clearAt = new Map<string, number>();
  function noteUnknown(at: number, row: Row): void {
    if (unknownNow.has(row.id)) return;
    unknownNow.add(row.id);
    const since = Math.max(rows.get(row.id)?.since ?? start.at, decidedAt);
    for (const wish of wishesFor(row)) {
      const shut = beyond(after([wish.span], at), coverageOf(wish.target));
      const rightly = shut.filter((span) => isExcused(wish, since, span));
      shutWhenUnknown.set(`${wish.target} ${row.id}`, rightly);
    }
  }
  function noteKnown(at: number, { id }: Row): void {
    if (unknownNow.delete(id)) clearAt.set(id, run?.startedAt ?? at);
  }
  const leftOutAt = new Map<string, number>();
  const agreedGoneAt = new Map<string, number>();
  const listAt = new Map<string, number>();

  /** Nothing happens between two facts but time. */
  function advance(at: number): void {
    checkCovered(at);
    now = Math.max(now, at);
  }

  /** P11: what a run read before a sleep it does not write after it; the next run does. */
  const isAwakeSince = (startedAt: number): boolean => isAwake && awakeSince <= startedAt;

  function isGood(id: Target, watched: RunWatched, ended: Told, at: number): boolean {
    // A server whose readings lag behind has not been read.
    const shown = isMembership(id) ? seenOf(watched.people, id) : { periods: watched.observed?.lists.get(id) ?? [] };
    const seen = tidy(after(periodsOf(shown), at));
    const list = ask(lists, id, []);
    return (
      [list, list.map(asTold)].some((one) => isSame(seen, tidy(after(one, at)))) &&
      ended.hasPlan &&
      !ended.isRefill &&
      !ended.isBroken &&
      isAwakeSince(watched.startedAt) &&
      watched.answers.length > 0 &&
      watched.answers.every((one) => one.isWholly) &&
      watched.observed?.isWholly === true &&
      (!isMembership(id) || (shown !== undefined && watched.people?.hasPersons === true)) &&
      !watched.edited.has(id) &&
      !ended.notWritten.includes(wholeOf(id)) &&
      !ended.differing.includes(id) &&
      ended.actions.every((one) => one.target !== id || one.isConfirmed)
    );
  }

  /** What may be open after a good poll: what is booked, and of what was open before what a rule keeps. */
  function allowedAfter(at: number, id: Target, watched: RunWatched, ended: Told): readonly Span[] {
    const before = ask(watched.before, id, []).map(wholeMinutes);
    const whole = wholeOf(id);
    const held = ended.holds.filter((one) => one.whole === whole && one.holds === 'removal').map((one) => one.span);
    // Of what runs when it is unmapped, the minute is brought to its end (R1); nobody knows its lag any more.
    if (!isManaged(id))
      return tidy([...ask(hands, id, []), ...common(before, [...held, writable([watched.startedAt - DAY, at])])]);
    const { plain, odd, unclear } = wanted(watched.answers, id);
    // W6: only what another hand wrote, or what nobody can tell to be ours since memory was lost.
    const said = ended.foreign.filter((one) => one.target === id).map((one) => one.span);
    const foreign = common(said, ask(hands, id, []));
    const tail = at + lagOf(id) + Math.abs(offset);
    const early: Span = writable([watched.startedAt - DAY, tail]);
    return tidy([
      ...plain,
      // D5: what hands added to a membership stays theirs.
      ...(isMembership(id) ? ask(hands, id, []) : []),
      ...common(before, [...odd, ...unclear, ...held, ...foreign, ...keptByPerson(whole), early]),
    ]);
  }

  /** Neither a member, nor asked for, nor allowed in: most people of most groups. */
  const isNobody = (id: Target, { before }: RunWatched): boolean =>
    !standings.has(id) &&
    ask(before, id, []).length === 0 &&
    ask(basis, id, []).length === 0 &&
    wantedByKnown(id).length === 0;

  /**
   * Until the next poll in health, what a poll told that it does not write is not written, but for what a refill was seen to write all the same. A
   * poll with a wrong clock may write, too, but not what is over by its clock.
   */
  function stillNotWritten(ended: Told): readonly Whole[] {
    if (plan === null) return [];
    if (!ended.isRefill) return plan.notWritten;
    const written = ended.actions.filter((one) => one.isConfirmed).map(({ target }) => wholeOf(target));
    return plan.notWritten.filter((one) => !written.includes(one));
  }

  /** After a run: what may be open from now on, and whether the list is as it should be. */
  function judgeList(at: number, id: Target, watched: RunWatched, ended: Told, isPoll: boolean): void {
    checkOrder(at, id, watched, ended);
    const seen = seenOf(watched.people, id);
    // Who stands there and is not shown stands in a reading that lags behind, or in one that shows nobody: neither says whose it is.
    const isHidden = showsNobody(watched.people, id) || (seen === null && standings.has(id));
    if (isMembership(id) && !ended.isBroken && !isHidden) {
      const wants = wantedByKnown(id);
      if (members.remembered(at, id, seen, wants) === 'adopted') mine.set(id, tidy([...ask(mine, id, []), ...wants]));
    }
    if (isGood(id, watched, ended, at)) {
      basis.set(id, allowedAfter(at, id, watched, ended));
      if (lastConfirmed.has(id)) lastConfirmed.set(id, ask(lists, id, []));
    } else {
      basis.set(id, tidy([...ask(basis, id, []), ...wanted(watched.answers, id).plain]));
      const isTold = ended.notWritten.includes(wholeOf(id)) || watched.edited.has(id) || effort.isExhausted(at, id);
      if (isPoll && isManaged(id) && !isTold)
        say('P1', at, `${id} ${at}`, () => `${id} is not as it should be after a poll that nothing was in the way of`);
    }
    checkOpen(at, id, ask(basis, id, []));
  }

  const refusedRemovals: { readonly whole: Whole; readonly span: Span }[] = [];
  const keptByPerson = (whole: Whole): Span[] =>
    refusedRemovals.filter((one) => one.whole === whole).map((one) => one.span);

  /** D3: what is left out starts later than everything that only waits in the list. */
  function checkOrder(at: number, id: string, watched: RunWatched, ended: Told): void {
    const left = ended.overflow.filter((one) => one.target === id);
    if (left.length === 0 || !isGood(id, watched, ended, at)) return;
    const { unclear, odd } = wanted(watched.answers, id);
    const hasOthers =
      ended.holds.some((one) => one.whole === wholeOf(id)) || ended.foreign.some((one) => one.target === id);
    if (hasOthers || unclear.length > 0 || odd.length > 0) return;
    const first = Math.min(...left.map(({ from }) => from));
    const later = ask(lists, id, []).find(([from]) => from > at && from > first);
    if (later !== undefined)
      say('P15', at, `${id} order ${later[0]}`, () => `${id} holds ${text(later)} and leaves out ${time(first)}`);
  }

  /** P5, W8: the program writes only what is its own, and keeps what others added. */
  function checkOwner(at: number, id: Target, before: readonly Span[], list: readonly Span[]): void {
    const whole = wholeOf(id);
    if (!everManaged.has(whole)) return say('P5', at, id, () => `${id} was never mapped and is written to`);
    const added = beyond(after(list, at), before)[0];
    if (isRemoving && added !== undefined)
      say('P19', at, `${id} added`, () => `everything is taken back, and ${id} gets ${text(added)}`);
    // What it was not shown it cannot know: a hand was quicker, or the reading lags behind.
    const seen = isMembership(id) ? seenOf(run?.people ?? null, id) : null;
    if (isMembership(id)) {
      const why = run?.edited.has(id) === true ? null : members.whyNotOurs(at, id, seen, wantedByKnown(id));
      if (why !== null) say('P5', at, `${id} ${at}`, () => `${id} ${why}`);
      members.written(id, seen);
    }
    const isShared = isManaged(id) && !isMembership(id);
    if (isShared) return;
    const known = isMembership(id) ? common(before, periodsOf(seen)) : before;
    const gone = beyond(beyond(after(known, at), list), ask(mine, id, []))[0];
    if (gone !== undefined && run?.edited.has(id) !== true)
      say('P5', at, `${id} gone`, () => `${id} loses another's ${text(gone)}`);
    if (added !== undefined && !isManaged(id))
      say('P5', at, `${id} added`, () => `${id} is no longer mapped and gets ${text(added)}`);
  }

  /** P12, W6: what another writer changed is put back a few times, then the program gives in. */
  function checkNotFought(at: number, id: Target, before: readonly Span[], list: readonly Span[]): void {
    const written = lastConfirmed.get(id);
    lastConfirmed.set(id, list);
    if (written === undefined || isSame(tidy(after(written, at)), tidy(after(before, at)))) return;
    const times = restorations.restored(at, id);
    if (times > MOST_RESTORATIONS)
      say('P12', at, `${id} ${at}`, () => `${id} is put back ${times} times within an hour, against another writer`);
  }

  /** P19: nothing of ours is left, but what people inside have to leave (W4). */
  function checkTakenBack(at: number): void {
    for (const [id, list] of lists) {
      const left = beyond(after(list, at), ask(hands, id, []))[0];
      if (left !== undefined) say('P19', at, id, () => `everything was taken back, and ${id} keeps ${text(left)}`);
    }
  }

  /** D4: who gets no access because nobody or several match is told. */
  function checkUnmatchedTold(at: number, watched: RunWatched, ended: Told): void {
    const until = watched.startedAt + decided.horizonHours * HOUR - HOUR;
    for (const row of watched.answers.at(-1)?.rows ?? []) {
      const isSoon = row.from > at && row.to < until && row.to - row.from < 12 * HOUR;
      if (!isSoon || !counts(row, decided) || ended.unmatched.includes(row.id)) continue;
      if (hasUnmatched(row, decided))
        say('P23', at, `unmatched ${row.id}`, () => `nobody is told that somebody of booking ${row.id} gets no access`);
    }
  }

  function checkReady(at: number): void {
    const say13 = (why: string): void =>
      say('P13', at, `${why} ${poll?.startedAt ?? 0}`, () => `ready is shown: ${why}`);
    if (poll === null || poll.startedAt < processAt) return say13('this program has not polled');
    if (poll.startedAt < decidedAt) return say13('the mapping is newer than the poll');
    if (!poll.isWholly) return say13('the last poll did not read everything');
    const freshMs = 2 * decided.intervalMinutes * MINUTE + 2 * MINUTE;
    if (offsetAt <= poll.startedAt && at - poll.endedAt > freshMs) return say13('the readings are old');
    if (poll.told.holds.length > 0 || poll.told.notWritten.length > 0) return say13('something is held or asked');
    const isUrgent = poll.told.overflow.some(({ from }) => poll !== null && from - poll.endedAt < DAY - 10 * MINUTE);
    if (isUrgent) return say13('overflow within a day');
    const { endedAt, startedAt, told: ended, observed, people, rows: answered } = poll;
    const horizon = startedAt + decided.horizonHours * HOUR - CLOCK_TOLERANCE;
    for (const id of decided.managed.flatMap(targetsOf)) {
      const seen = isMembership(id) ? seenOf(people, id) : { periods: observed?.lists.get(id) ?? [] };
      if (seen === undefined || (isMembership(id) && people?.hasPersons !== true))
        return say13(`${wholeOf(id)} was not read`);
      if (isGiven(seen) || ended.givenByHand.some((one) => one.target === id)) continue;
      const open = inWholeMinutes(periodsOf(seen));
      const leftOut = tidy(
        ended.overflow.filter(({ target }) => target === id).map(({ from, to }): Span => [from, to]),
      );
      const soon = (wantedOf(answered).get(id) ?? NOTHING).plain.filter(([from]) => from < horizon);
      const missing = beyond(beyond(after(tidy(soon), endedAt + CLOCK_TOLERANCE), open), leftOut)[0];
      if (missing !== undefined) return say13(`${id} was not open: ${text(missing)}`);
      const extra = beyond(after(open, endedAt), [...ask(basis, id, []), ...ask(hands, id, []).map(asTold)])[0];
      if (extra !== undefined) return say13(`${id} was open without a reason: ${text(extra)}`);
    }
  }

  return {
    decided(at, next) {
      advance(at);
      decided = next;
      decidedAt = at;
      wishes = null;
      wishesKept = new WeakMap();
      forgetWanted();
      restorations.forget();
      lastConfirmed.clear();
      next.managed.forEach((id) => everManaged.add(id));
      noteLags();
      // What is known opens through the new lines too, also while nothing can be read.
      for (const id of next.managed.flatMap(targetsOf))
        basis.set(id, tidy([...ask(basis, id, []), ...wantedByKnown(id)]));
    },
    booked(at, bookingId, row) {
      advance(at);
      wishes = null;
      if (row === null) rows.delete(bookingId);
      else rows.set(bookingId, { row, since: at });
    },
    stands(at, id, standing, by) {
      advance(at);
      const before = ask(lists, id, []);
      const list = periodsOf(standing);
      const wasThere = standings.has(id);
      if (standing === null) standings.delete(id);
      else standings.set(id, standing);
      lists.set(id, list);
      listAt.set(id, at);
      if (by === 'hand') {
        handEditAt.set(id, at);
        run?.edited.add(id);
        members.touched(id);
        toldGiven.delete(id);
        // A hand writes seconds; the program keeps whole minutes of it (R1).
        const whole = list.map(wholeMinutes);
        const isThere = ([from, to]: Span): boolean => before.some((one) => one[0] === from && one[1] === to);
        const theirs = list.filter((one) => !isThere(one)).map(wholeMinutes);
        hands.set(id, tidy([...ask(hands, id, []), ...theirs]));
        basis.set(id, tidy([...ask(basis, id, []), ...whole]));
        return;
      }
      checkOwner(at, id, before, list);
      checkNotFought(at, id, before, list);
      mine.set(id, tidy([...ask(mine, id, []), ...list]));
      const isUnchanged = isMembership(id)
        ? wasThere === (standing !== null) && isSame(before, list)
        : isSame(tidy(after(before, at)), tidy(after(list, at)));
      // P11: sent before a sleep and heard of after it, when what it was to change may be over.
      if (isWell && run !== null && wellSince <= run.startedAt && isAwakeSince(run.startedAt) && isUnchanged)
        say('P2', at, `${id} ${at}`, () => `${id} is written and nothing changes`);
      const { plain, odd, unclear } = wanted(run?.answers ?? [], id);
      // What is odd or unclear may stay as far as it is open, never be added; so it has to be there before (the basis has it).
      checkOpen(at, id, tidy([...ask(basis, id, []), ...plain, ...common(before, [...odd, ...unclear])]));
    },
    sent(at, id, list) {
      advance(at);
      const places = placesOf(id);
      if (list.length > places)
        say('P15', at, `${id} ${at}`, () => `${id} has ${places} places and is sent ${list.length} periods`);
      const { tries, most } = effort.sent(at, id, list);
      if (tries > most) say('P10', at, `${id} ${at}`, () => `${id} is written ${tries} times within five minutes`);
    },
    health(at, well) {
      advance(at);
      if (well && !isWell) wellSince = at;
      isWell = well;
    },
    pcClock(at, offsetMs) {
      advance(at);
      setBackMs += Math.min(Math.max(0, offset - offsetMs), at - lastRunEndedAt);
      offset = offsetMs;
      offsetAt = at;
      effort.reset(at);
      logins.clockJumped();
      restorations.forget();
    },
    awake(at, awake) {
      advance(at);
      if (awake && !isAwake) awakeSince = at;
      isAwake = awake;
    },
    processStarted(at) {
      advance(at);
      processAt = at;
      // What a run that was killed had read is known, as of one that could not be finished.
      if (run !== null)
        for (const id of decided.managed.flatMap(targetsOf))
          basis.set(id, tidy([...ask(basis, id, []), ...wanted(run.answers, id).plain]));
      run = null;
      effort.reset(at);
    },
    memoryLost(at) {
      advance(at);
      for (const [id, list] of lists) hands.set(id, tidy([...ask(hands, id, []), ...list]));
      members.memoryLost();
      restorations.forget();
      lastConfirmed.clear();
    },
    runBegan(at) {
      advance(at);
      run = { startedAt: at, before: new Map(lists), answers: [], observed: null, people: null, edited: new Set() };
    },
    answered(at, answer) {
      advance(at);
      run?.answers.push(answer);
      if (answer.isWholly) knownRows.clear();
      for (const row of answer.rows) {
        knownRows.set(row.id, row);
        if (row.status === 'unknown') noteUnknown(at, lastCounting.get(row.id) ?? row);
        else noteKnown(at, row);
        if (!counts(row, decided)) continue;
        lastCounting.set(row.id, row);
        for (const { target, span } of wishesFor(row)) latest.set(target, Math.max(ask(latest, target, 0), span[1]));
      }
      knownList = [...knownRows.values()];
    },
    observed(at, answer) {
      advance(at);
      if (run !== null) run.observed = answer;
      effort.seen(at, answer.lists);
    },
    observedPeople(at, answer) {
      advance(at);
      if (run === null) return;
      // Read back is only what was written to, and nobody asks for the persons again.
      const before = run.people;
      run.people =
        before === null
          ? answer
          : { hasPersons: before.hasPersons, groups: new Map([...before.groups, ...answer.groups]) };
      for (const group of answer.groups.keys()) {
        const shown = targetsOf(group).map((id) => [id, seenOf(answer, id)] as const);
        // A member whose time is over still has to be taken out.
        const told = shown.filter(([, seen]) => seen === null || after(periodsOf(seen), at).length > 0);
        effort.seen(at, new Map(told.map(([id, seen]) => [id, periodsOf(seen)])));
      }
    },
    runEnded(at, ended) {
      advance(at);
      const watched = run;
      run = null;
      lastRunEndedAt = at;
      setBackMs = 0;
      if (watched === null) return;
      for (const { target, bookings } of ended.overflow)
        for (const bookingId of bookings) leftOutAt.set(`${target} ${bookingId}`, at);
      for (const { target, bookings } of ended.givenByHand)
        toldGiven.set(target, new Set([...(toldGiven.get(target) ?? []), ...bookings]));
      const isHealthy =
        isWell &&
        isAwakeSince(watched.startedAt) &&
        wellSince <= watched.startedAt &&
        Math.abs(offset) <= CLOCK_TOLERANCE;
      const isPoll = isHealthy && !ended.isRefill;
      const notWritten = [...ended.notWritten, ...(isPoll ? [] : stillNotWritten(ended))];
      if (ended.hasPlan) plan = { ...ended, notWritten };
      for (const id of [...everManaged].flatMap(targetsOf)) {
        if (isPoll && !effort.isExhausted(at, id)) healthy.set(id, watched.startedAt);
        if (isMembership(id) && isNobody(id, watched)) continue;
        judgeList(at, id, watched, ended, isPoll);
      }
      const isSpoilt = [...watched.edited].some(isMembership) || ended.actions.some((one) => !one.isConfirmed);
      if (isPoll && ended.differingMemberships > 0 && !isSpoilt)
        say('P1', at, `memberships ${at}`, () => `${ended.differingMemberships} memberships are not as they should be`);
      if (isPoll && ended.hasPlan) checkUnmatchedTold(at, watched, ended);
      if (ended.isRefill) return;
      const isWholly =
        watched.answers.length > 0 &&
        watched.answers.every((one) => one.isWholly) &&
        watched.observed?.isWholly === true &&
        watched.people?.hasPersons !== false;
      const last = watched.answers.at(-1);
      poll = {
        startedAt: watched.startedAt,
        endedAt: at,
        isWholly,
        told: ended,
        rows: last?.rows ?? [],
        observed: watched.observed,
        people: watched.people,
      };
      if (last?.isComplete === true && watched.observed?.isComplete === true) goodPollAt = watched.startedAt;
    },
    personAnswered(at, { whole, bookings, span, holds, answer }) {
      advance(at);
      answers.set(answerKey(whole, bookings, span), answer);
      forgetWanted();
      if (holds === 'removal' && answer === 'refused') refusedRemovals.push({ whole, span });
      if (holds === 'removal' && answer === 'confirmed')
        for (const bookingId of bookings) agreedGoneAt.set(`${whole} ${bookingId}`, at);
      if (holds !== 'opening') return;
      for (const id of targetsOf(whole)) {
        // Opens with the next poll in health, from memory also without one.
        healthy.delete(id);
        if (answer === 'confirmed')
          basis.set(id, tidy([...ask(basis, id, []), ...(isMembership(id) ? wantedByKnown(id) : [span])]));
      }
    },
    shown(at, { state, missedPolls }) {
      advance(at);
      if (state === 'ready') checkReady(at);
      if (!isAwake) return;
      const interval = decided.intervalMinutes * MINUTE;
      const idleSince = Math.max(awakeSince, lastRunEndedAt, processAt);
      if (at - idleSince > interval + setBackMs + LATEST_EXTRA)
        say('P4', at, `idle ${idleSince}`, () => `no poll since ${time(idleSince)} although the program is awake`);
      const missedSince = Math.max(goodPollAt, awakeSince, processAt);
      if (at - missedSince <= 2 * interval + 2 * MINUTE) return;
      const isHidden = state === 'ready' || (missedPolls < 2 && offsetAt < missedSince);
      if (isHidden)
        say('P22', at, `${missedSince}`, () => `no good poll since ${time(missedSince)}, and it does not show`);
    },
    stopped(at) {
      advance(at);
      isAwake = false;
      if (isTakenBack) checkTakenBack(at);
      for (const [id, list] of lists) {
        const lastReason = Math.max(at, ask(latest, id, 0), ...ask(hands, id, []).map(([, to]) => to));
        const open = after(list, lastReason)[0];
        if (open !== undefined && (mine.get(id)?.length ?? 0) > 0)
          say('P16', at, id, () => `${id} stays open after everything has ended: ${text(open)}`);
        checkOpen(at, id, ask(basis, id, []));
      }
    },
    removing(at) {
      advance(at);
      isRemoving = true;
      decided = { ...decided, managed: [] };
      decidedAt = at;
      wishes = null;
      wishesKept = new WeakMap();
      forgetWanted();
    },
    removed(at, isDone) {
      advance(at);
      isTakenBack = isDone;
      if (isDone) checkTakenBack(at + Math.max(0, ...longestLag.values()) * MINUTE + CLOCK_TOLERANCE);
      else if (isWell && at - wellSince > HOUR)
        say('P19', at, 'not done', () => 'not everything could be taken back, and nothing was in the way of it');
    },
    dryRun(at, dry, after) {
      advance(at);
      if (dry.writes > 0) say('P18', at, `writes ${at}`, () => `a dry run has written ${dry.writes} times`);
      if (dry.hash !== after.hash)
        say('P18', at, `plan ${at}`, () => `a run has planned ${after.hash} right after a dry run planned ${dry.hash}`);
    },
    loginRefused(at) {
      advance(at);
      const wrong = logins.refused(at);
      if (wrong !== null) say('W11', at, `${at}`, () => wrong);
    },
    personActed(at) {
      advance(at);
      logins.personActed();
      restorations.forget();
    },
    consented(at) {
      advance(at);
      for (const id of plan?.asked ?? []) lastConfirmed.set(id, ask(lists, id, []));
    },
    violations: () => found,
  };
}
