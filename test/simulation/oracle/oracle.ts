import type { Decided, Row, Wish } from './asks';
import { counts, wishesOf, writable } from './asks';
import { createEffort, isSame } from './effort';
import type { Answered, Observed, Oracle, Promised, Told, Violation } from './facts';
import type { Span } from './spans';
import { after, beyond, common, tidy, wholeMinutes, without } from './spans';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** R7: a clock further off than this removes nothing. */
const CLOCK_TOLERANCE = 2 * MINUTE;
/** After trouble the next poll may wait this much longer than the interval (W10), and a tick may be a minute late. */
const LATEST_EXTRA = 7 * MINUTE;
/** A freed place is refilled at the next tick, by a run that may take its time (D3). */
const REFILL_GRACE = 3 * MINUTE;
/** One broken house breaks a promise every minute; the first few tell the story. */
const MOST_TOLD = 200;

interface RunWatched {
  readonly startedAt: number;
  readonly before: ReadonlyMap<string, readonly Span[]>;
  readonly answers: Answered[];
  observed: Observed | null;
  /** Exceptions that a hand edited while the run went on. */
  readonly edited: Set<string>;
}

interface Poll {
  readonly startedAt: number;
  readonly endedAt: number;
  readonly isWholly: boolean;
  readonly told: Told;
  readonly rows: readonly Row[];
  readonly observed: Observed | null;
}

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
  readonly lists: ReadonlyMap<string, readonly Span[]>;
  /** How many periods each exception holds. */
  readonly places: ReadonlyMap<string, number>;
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
  const lists = new Map<string, readonly Span[]>(start.lists);
  /** What may be open at all: known at the last good read, or kept by a rule that was told. */
  const basis = new Map<string, readonly Span[]>(
    [...start.lists].map(([id, list]) => [id, tidy(list.map(wholeMinutes))]),
  );
  /** Whatever hands ever wrote, and whatever the program ever wrote. */
  const hands = new Map<string, readonly Span[]>(basis);
  const mine = new Map<string, readonly Span[]>();
  const everManaged = new Set<string>(decided.managed);
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
  /** By exception: the begin of the last poll that nothing was in the way of. */
  const healthy = new Map<string, number>();

  const answerKey = (exceptionId: string, bookings: readonly string[], span: Span): string =>
    JSON.stringify([exceptionId, bookings, span]);
  const answerTo = (wish: Wish) => answers.get(answerKey(wish.exceptionId, [wish.bookingId], wish.span));
  const noteLags = (): void => {
    for (const line of decided.lines)
      longestLag.set(line.exceptionId, Math.max(ask(longestLag, line.exceptionId, 0), line.lagMinutes));
  };
  noteLags();

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

  /** What the answers of a run ask for; odd openings and rows of unknown status apart. */
  function wanted(list: readonly Answered[], exceptionId: string): { plain: Span[]; odd: Span[]; unclear: Span[] } {
    const plain: Span[] = [];
    const odd: Span[] = [];
    const unclear: Span[] = [];
    for (const { rows: answered } of list) {
      for (const row of answered) {
        const isUnknown = row.status === 'unknown';
        const meant = isUnknown ? lastCounting.get(row.id) : row;
        if (meant === undefined || !counts(meant, decided)) continue;
        for (const wish of wishesFor(meant)) {
          if (wish.exceptionId !== exceptionId) continue;
          if (isUnknown) unclear.push(wish.span);
          else if (wish.isOdd && answerTo(wish) !== 'confirmed') odd.push(wish.span);
          else plain.push(wish.span);
        }
      }
    }
    return { plain, odd, unclear };
  }

  /** P3: what is open from now on has a reason. */
  function checkOpen(at: number, exceptionId: string, allowed: readonly Span[]): void {
    const wrong = beyond(after(ask(lists, exceptionId, []), at), allowed)[0];
    if (wrong === undefined) return;
    say(
      'P3',
      at,
      `${exceptionId} ${wrong[1]}`,
      () => `exception ${exceptionId} is open without a reason: ${text(wrong)}`,
    );
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
      const shut = without([from, to], ask(lists, wish.exceptionId, []))[0];
      if (shut === undefined || isExcused(wish, Math.max(since, decidedAt), shut)) continue;
      say(
        'P4',
        shut[0],
        `${wish.exceptionId} ${wish.bookingId} ${wish.span[1]}`,
        () => `exception ${wish.exceptionId} is shut for booking ${wish.bookingId}: ${text(shut)}`,
      );
    }
  }

  function isExcused(wish: Wish, since: number, [at]: Span): boolean {
    const known = healthy.get(wish.exceptionId);
    const id = wish.exceptionId;
    // No contact, refused, asleep, off, paused, its clock wrong: no poll in health since it was booked.
    if (known === undefined || known < since || known < ask(handEditAt, id, 0)) return true;
    if (wish.span[0] >= known + decided.horizonHours * HOUR - MINUTE) return true;
    if (wish.isOdd && answerTo(wish) !== 'confirmed') return true;
    if (plan === null) return false;
    if (plan.notWritten.includes(id)) return true;
    if (
      plan.holds.some(
        (one) => one.holds === 'opening' && one.exceptionId === id && one.bookings.includes(wish.bookingId),
      )
    )
      return true;
    // R5: nothing is added for a status that nobody knows; only what had a place before must stay.
    if (unknownNow.has(wish.bookingId) && leftOutAt.has(`${id} ${wish.bookingId}`)) return true;
    const isLeftOut = plan.overflow.some((one) => one.exceptionId === id && one.bookings.includes(wish.bookingId));
    // It was to get its place, and nothing could be written since.
    const isWaiting = known < ask(leftOutAt, `${id} ${wish.bookingId}`, 0);
    return (isLeftOut || isWaiting) && !hasRoomSince(id, at);
  }

  /** P15: whether a place has been free for so long that it should have been refilled. */
  function hasRoomSince(exceptionId: string, at: number): boolean {
    const places = ask(start.places, exceptionId, Infinity);
    const ends = ask(lists, exceptionId, [])
      .map(([, to]) => to)
      .sort((a, b) => b - a);
    const freeSince = ends[places - 1] ?? ask(listAt, exceptionId, start.at);
    const ableSince = Math.max(isWell ? wellSince : at, isAwake ? awakeSince : at, processAt, offsetAt);
    return at - freeSince > REFILL_GRACE && at - ableSince > decided.intervalMinutes * MINUTE + LATEST_EXTRA;
  }
  /** What the program was last told of each booking. */
  const knownRows = new Map<string, Row>();
  const unknownNow = new Set<string>();
  const leftOutAt = new Map<string, number>();
  const listAt = new Map<string, number>();

  /** Nothing happens between two facts but time. */
  function advance(at: number): void {
    checkCovered(at);
    now = Math.max(now, at);
  }

  function isGood(id: string, watched: RunWatched, ended: Told, at: number): boolean {
    // A server whose readings lag behind has not been read.
    const seen = tidy(after(watched.observed?.lists.get(id) ?? [], at));
    return (
      isSame(seen, tidy(after(ask(lists, id, []), at))) &&
      ended.hasPlan &&
      !ended.isRefill &&
      !ended.isBroken &&
      watched.answers.length > 0 &&
      watched.answers.every((one) => one.isWholly) &&
      watched.observed?.isWholly === true &&
      !watched.edited.has(id) &&
      !ended.notWritten.includes(id) &&
      !ended.differing.includes(id) &&
      ended.actions.every((one) => one.exceptionId !== id || one.isConfirmed)
    );
  }

  /** What may be open after a good poll: what is booked, and of what was open before what a rule keeps. */
  function allowedAfter(at: number, id: string, watched: RunWatched, ended: Told): readonly Span[] {
    const before = ask(watched.before, id, []).map(wholeMinutes);
    const held = ended.holds.filter((one) => one.exceptionId === id && one.holds === 'removal').map((one) => one.span);
    if (!decided.managed.includes(id)) return tidy([...ask(hands, id, []), ...common(before, held)]);
    const { plain, odd, unclear } = wanted(watched.answers, id);
    const foreign = ended.foreign.filter((one) => one.exceptionId === id).map((one) => one.span);
    const tail = at + ask(longestLag, id, 0) * MINUTE + Math.abs(offset);
    const early: Span = writable([watched.startedAt - DAY, tail]);
    return tidy([...plain, ...common(before, [...odd, ...unclear, ...held, ...foreign, ...keptByPerson(id), early])]);
  }

  const refusedRemovals: { readonly exceptionId: string; readonly span: Span }[] = [];
  const keptByPerson = (id: string): Span[] =>
    refusedRemovals.filter((one) => one.exceptionId === id).map((one) => one.span);

  /** D3: what is left out starts later than everything that only waits in the list. */
  function checkOrder(at: number, id: string, watched: RunWatched, ended: Told): void {
    const left = ended.overflow.filter((one) => one.exceptionId === id);
    if (left.length === 0 || !isGood(id, watched, ended, at)) return;
    const { unclear, odd } = wanted(watched.answers, id);
    const hasOthers = [...ended.holds, ...ended.foreign].some((one) => one.exceptionId === id);
    if (hasOthers || unclear.length > 0 || odd.length > 0) return;
    const first = Math.min(...left.map(({ from }) => from));
    const later = ask(lists, id, []).find(([from]) => from > at && from > first);
    if (later !== undefined)
      say(
        'P15',
        at,
        `${id} order ${later[0]}`,
        () => `exception ${id} holds ${text(later)} and leaves out ${time(first)}`,
      );
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
    const { endedAt, startedAt, told: ended, observed, rows: answered } = poll;
    const leftOut = tidy(ended.overflow.map(({ from, to }): Span => [from, to]));
    const horizon = startedAt + decided.horizonHours * HOUR - CLOCK_TOLERANCE;
    for (const id of decided.managed) {
      const open = observed?.lists.get(id) ?? [];
      const soon = wanted([{ isComplete: true, isWholly: true, rows: answered }], id).plain.filter(
        ([from]) => from < horizon,
      );
      const missing = beyond(beyond(after(tidy(soon), endedAt + CLOCK_TOLERANCE), open), leftOut)[0];
      if (missing !== undefined) return say13(`exception ${id} was not open: ${text(missing)}`);
      const extra = beyond(after(open, endedAt), ask(basis, id, []))[0];
      if (extra !== undefined) return say13(`exception ${id} was open without a reason: ${text(extra)}`);
    }
  }

  return {
    decided(at, next) {
      advance(at);
      decided = next;
      decidedAt = at;
      wishes = null;
      wishesKept = new WeakMap();
      next.managed.forEach((id) => everManaged.add(id));
      noteLags();
      // What is known opens through the new lines too, also while nothing can be read.
      const isKnown: Answered = { isComplete: true, isWholly: false, rows: [...knownRows.values()] };
      for (const id of next.managed) basis.set(id, tidy([...ask(basis, id, []), ...wanted([isKnown], id).plain]));
    },
    booked(at, bookingId, row) {
      advance(at);
      wishes = null;
      if (row === null) rows.delete(bookingId);
      else rows.set(bookingId, { row, since: at });
    },
    list(at, id, list, by) {
      advance(at);
      const before = ask(lists, id, []);
      lists.set(id, list);
      listAt.set(id, at);
      if (by === 'hand') {
        handEditAt.set(id, at);
        run?.edited.add(id);
        // A hand writes seconds; the program keeps whole minutes of it (R1).
        const whole = list.map(wholeMinutes);
        hands.set(id, tidy([...ask(hands, id, []), ...whole]));
        basis.set(id, tidy([...ask(basis, id, []), ...whole]));
        return;
      }
      const isManaged = decided.managed.includes(id);
      if (!everManaged.has(id)) say('P5', at, id, () => `exception ${id} was never mapped and is written to`);
      else if (!isManaged) {
        const gone = beyond(beyond(before, list), ask(mine, id, []))[0];
        const added = beyond(after(list, at), before)[0];
        if (gone !== undefined)
          say('P5', at, `${id} gone`, () => `exception ${id} is no longer mapped and loses another's ${text(gone)}`);
        if (added !== undefined)
          say('P5', at, `${id} added`, () => `exception ${id} is no longer mapped and gets ${text(added)}`);
      }
      mine.set(id, tidy([...ask(mine, id, []), ...list]));
      if (
        isWell &&
        run !== null &&
        wellSince <= run.startedAt &&
        isSame(tidy(after(before, at)), tidy(after(list, at)))
      )
        say('P2', at, `${id} ${at}`, () => `exception ${id} is written and nothing changes`);
      const { plain, odd, unclear } = wanted(run?.answers ?? [], id);
      // What is odd or unclear may stay as far as it is open, never be added; so it has to be there before (the basis has it).
      checkOpen(at, id, tidy([...ask(basis, id, []), ...plain, ...common(before, [...odd, ...unclear])]));
    },
    sent(at, id, list) {
      advance(at);
      const places = ask(start.places, id, Infinity);
      if (list.length > places)
        say('P15', at, `${id} ${at}`, () => `exception ${id} has ${places} places and is sent ${list.length} periods`);
      const { tries, most } = effort.sent(at, id, list);
      if (tries > most)
        say('P10', at, `${id} ${at}`, () => `exception ${id} is written ${tries} times within five minutes`);
    },
    health(at, well) {
      advance(at);
      if (well && !isWell) wellSince = at;
      isWell = well;
    },
    pcClock(at, offsetMs) {
      advance(at);
      offset = offsetMs;
      offsetAt = at;
      effort.reset(at);
    },
    awake(at, awake) {
      advance(at);
      if (awake && !isAwake) awakeSince = at;
      isAwake = awake;
    },
    processStarted(at) {
      advance(at);
      processAt = at;
      run = null;
      effort.reset(at);
    },
    memoryLost(at) {
      advance(at);
      for (const [id, list] of lists) hands.set(id, tidy([...ask(hands, id, []), ...list]));
    },
    runBegan(at) {
      advance(at);
      run = { startedAt: at, before: new Map(lists), answers: [], observed: null, edited: new Set() };
    },
    answered(at, answer) {
      advance(at);
      run?.answers.push(answer);
      if (answer.isWholly) knownRows.clear();
      for (const row of answer.rows) {
        knownRows.set(row.id, row);
        if (row.status === 'unknown') unknownNow.add(row.id);
        else unknownNow.delete(row.id);
        if (!counts(row, decided)) continue;
        lastCounting.set(row.id, row);
        for (const { exceptionId, span } of wishesFor(row))
          latest.set(exceptionId, Math.max(ask(latest, exceptionId, 0), span[1]));
      }
    },
    observed(at, answer) {
      advance(at);
      if (run !== null) run.observed = answer;
      effort.seen(at, answer.lists);
    },
    runEnded(at, ended) {
      advance(at);
      const watched = run;
      run = null;
      lastRunEndedAt = at;
      if (watched === null) return;
      if (ended.hasPlan) plan = ended;
      for (const { exceptionId, bookings } of ended.overflow)
        for (const bookingId of bookings) leftOutAt.set(`${exceptionId} ${bookingId}`, at);
      // Asleep in the middle of it, a run writes no more by what it read before (P11).
      const isAwakeThroughout = isAwake && awakeSince <= watched.startedAt;
      const isHealthy =
        isWell && isAwakeThroughout && wellSince <= watched.startedAt && Math.abs(offset) <= CLOCK_TOLERANCE;
      for (const id of everManaged) {
        const isManaged = decided.managed.includes(id);
        checkOrder(at, id, watched, ended);
        if (isGood(id, watched, ended, at)) basis.set(id, allowedAfter(at, id, watched, ended));
        else {
          basis.set(id, tidy([...ask(basis, id, []), ...wanted(watched.answers, id).plain]));
          const isTold = ended.notWritten.includes(id) || watched.edited.has(id) || effort.isExhausted(at, id);
          if (isHealthy && !ended.isRefill && isManaged && !isTold)
            say(
              'P1',
              at,
              `${id} ${at}`,
              () => `exception ${id} is not as it should be after a poll that nothing was in the way of`,
            );
        }
        if (isHealthy && !ended.isRefill && !effort.isExhausted(at, id)) healthy.set(id, watched.startedAt);
        checkOpen(at, id, ask(basis, id, []));
      }
      if (ended.isRefill) return;
      const isWholly =
        watched.answers.length > 0 &&
        watched.answers.every((one) => one.isWholly) &&
        watched.observed?.isWholly === true;
      const last = watched.answers.at(-1);
      poll = {
        startedAt: watched.startedAt,
        endedAt: at,
        isWholly,
        told: ended,
        rows: last?.rows ?? [],
        observed: watched.observed,
      };
      if (last?.isComplete === true && watched.observed?.isComplete === true) goodPollAt = watched.startedAt;
    },
    personAnswered(at, { exceptionId, bookings, span, holds, answer }) {
      advance(at);
      answers.set(answerKey(exceptionId, bookings, span), answer);
      if (holds === 'removal' && answer === 'refused') refusedRemovals.push({ exceptionId, span });
      if (holds !== 'opening') return;
      // Opens with the next poll in health, from memory also without one.
      healthy.delete(exceptionId);
      if (answer === 'confirmed') basis.set(exceptionId, tidy([...ask(basis, exceptionId, []), span]));
    },
    shown(at, { state, missedPolls }) {
      advance(at);
      if (state === 'ready') checkReady(at);
      if (!isAwake) return;
      const interval = decided.intervalMinutes * MINUTE;
      const idleSince = Math.max(awakeSince, lastRunEndedAt, processAt);
      if (at - idleSince > interval + LATEST_EXTRA)
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
      for (const [id, list] of lists) {
        const lastReason = Math.max(at, ask(latest, id, 0), ...ask(hands, id, []).map(([, to]) => to));
        const open = after(list, lastReason)[0];
        if (open !== undefined && (mine.get(id)?.length ?? 0) > 0)
          say('P16', at, id, () => `exception ${id} stays open after everything has ended: ${text(open)}`);
        checkOpen(at, id, ask(basis, id, []));
      }
    },
    ownership(at, what, before, afterwards) {
      if (before !== afterwards) say('P5', at, what, () => `${what} is not as it was`);
    },
    violations: () => found,
  };
}
