import { createMemoryJournal, createMemorySettingsStore } from '../../../electron/store';
import type { Booking } from '../../../electron/sync/model';
import { exceptionKey, membershipKey } from '../../../electron/sync/model';
import type { Clock, Logger } from '../../../electron/sync/ports';
import { asAppError } from '../../../shared/errors';
import { exceptionId, groupId, personId } from '../../../shared/ids';
import { HOUR_MS, MINUTE_MS, addMinutes, addMs, instant } from '../../../shared/time';
import { FakeRandom } from '../../fakes';
import type { Row, Target } from '../oracle/asks';
import { isMembership } from '../oracle/asks';
import type { Shown, Standing, Violation } from '../oracle/facts';
import { createOracle } from '../oracle/oracle';
import type { Bend, Process } from './pc';
import { createDisk, startProcess } from './pc';
import type { PcTime } from './servers';
import { CANARY, guestOf, startServers, validityOf } from './servers';
import type { Decision, Story, StoryEvent } from './story';
import {
  decidedOf,
  groupKey,
  observedPeopleOf,
  patchOf,
  peopleOf,
  rowOf,
  settingsOf,
  spanOf,
  standingOf,
  toldOf,
} from './told';
import { temporaryFolder } from '../../builders/temporary-folder';

/** How a program is broken on purpose, to prove that the oracle notices. */
export interface Broken {
  readonly bend?: Bend;
  readonly shown?: (shown: Shown) => Shown;
}

/** What a life came across besides, counted: a promise that is never tried is not kept but idle. */
export interface Seen {
  readonly membershipWrites: number;
  /** Compared with the run after them (P18). */
  readonly dryRuns: number;
  /** Carried through to the end (P19). */
  readonly removals: number;
  readonly refusedLogins: number;
  readonly otherPcs: number;
}

export interface Life {
  readonly violations: readonly Violation[];
  readonly days: number;
  readonly runs: number;
  readonly writes: number;
  readonly seen: Seen;
  /** Everything that UniLock ever held, as text: two lives of one story are equal. */
  readonly record: string;
}

const CLOCK_TOLERANCE_MS = 2 * MINUTE_MS;
/** Four readings after a lag has been ordered, the last lagging one is over. */
const LAG_READINGS = 4;

/** Periods that one membership holds (D5). */
const MEMBERSHIP_PLACES = 50;

/** What nobody does any more once everything was taken back. */
const OF_A_SET_UP_PROGRAM: readonly StoryEvent['kind'][] = ['pause', 'decide', 'answer-holds', 'consent', 'dry-run'];

const CALL = { abort: null, onProgress: null };

/** What is shown is looked at after every so many runs, and every hour. */
const RUNS_TO_SHOW = 8;

/** Names reach neither log nor journal (P20). */
function canaryLogger(): Logger & { readonly hasSung: boolean } {
  let hasSung = false;
  const listen = (_event: string, fields: unknown): void => {
    if (!hasSung && fields !== undefined) hasSung = JSON.stringify(fields).includes(CANARY);
  };
  return {
    info: listen,
    warn: listen,
    get hasSung() {
      return hasSung;
    },
  };
}

/** Lives a story from its first to its last minute, with the real program in it, and lets the oracle watch. */
export async function live(story: Story, broken: Broken = {}): Promise<Life> {
  const { setting, seed } = story;
  const end = addMinutes(setting.start, setting.days * 24 * 60);
  const random = new FakeRandom(seed + 1);
  const latency = new FakeRandom(seed + 2);
  const settings = createMemorySettingsStore();
  const logger = canaryLogger();
  const folder = setting.journal === 'sqlite' ? temporaryFolder('simulation') : null;
  const disk = createDisk(setting.journal, folder?.path ?? null);
  const lists: string[] = [];

  let now: number = setting.start;
  let offsetMs = 0;
  /** The program, or null while it is off. */
  const machine: { process: Process | null; isToStart: boolean; second: Process | null } = {
    process: null,
    isToStart: false,
    second: null,
  };
  let decision = setting.policy;
  let runs = 0;
  let writes = 0;
  const seen = { membershipWrites: 0, dryRuns: 0, removals: 0, refusedLogins: 0, otherPcs: 0 };

  // What is still to come by itself: the story's happenings in the world, and the ends of what lasts.
  const agenda: { readonly at: number; readonly happen: () => Promise<void> | void }[] = [];
  const schedule = (at: number, happen: () => Promise<void> | void): void => {
    const place = agenda.findIndex((one) => one.at > at);
    agenda.splice(place === -1 ? agenda.length : place, 0, { at, happen });
  };
  async function elapseTo(target: number): Promise<void> {
    for (let next = agenda[0]; next !== undefined && next.at <= target; next = agenda[0]) {
      agenda.shift();
      now = Math.max(now, next.at);
      await next.happen();
    }
    now = Math.max(now, target);
  }
  const pc: PcTime = {
    now: () => instant(now + offsetMs),
    trueNow: () => instant(now),
    offsetMs: () => offsetMs,
    elapse: (milliseconds) => elapseTo(now + Math.round(milliseconds)),
  };
  const clock: Clock = {
    now: pc.now,
    wait: (milliseconds, abort) => (abort?.aborted === true ? Promise.resolve() : pc.elapse(milliseconds)),
  };

  const servers = await startServers(setting, pc);
  const { house, building } = servers;
  settings.save(settingsOf(setting, setting.policy, servers.addresses));

  // What UniLock holds, told change by change.
  const heard = new Map<Target, number>();
  /** The changes of each list that the oracle has not heard of. */
  function* unheard(): Generator<{ target: Target; at: number; standing: Standing | null }> {
    const { exceptionChanges, membershipChanges } = building.record();
    const news = <Change>(target: Target, changes: readonly Change[]): readonly Change[] => {
      const known = heard.get(target) ?? 0;
      heard.set(target, changes.length);
      return known === changes.length ? [] : changes.slice(known);
    };
    for (const [id, changes] of exceptionChanges) {
      const target = exceptionKey(exceptionId(id));
      for (const { savedAt, periods } of news(target, changes))
        yield { target, at: savedAt, standing: { periods: periods.map(spanOf) } };
    }
    for (const [group, ofGroup] of membershipChanges) {
      for (const [person, changes] of ofGroup) {
        const target = membershipKey(groupId(group), personId(person));
        for (const { savedAt, validity, periods } of news(target, changes))
          yield { target, at: savedAt, standing: validity === null ? null : standingOf(validity, periods) };
      }
    }
  }
  const atFirst = new Map<Target, Standing>();
  for (const { target, standing } of unheard()) if (standing !== null) atFirst.set(target, standing);
  function tellLists(by: 'program' | 'hand'): void {
    for (const { target, at, standing } of unheard()) {
      oracle.stands(now, target, standing, by);
      lists.push(`${new Date(at).toISOString()} ${target} ${by} ${JSON.stringify(standing)}`);
    }
  }

  const oracle = createOracle({
    at: now,
    decided: decidedOf(setting, decision),
    standings: atFirst,
    persons: setting.persons.map(({ id }) => id),
    places: new Map(setting.exceptions.map(({ id, places }) => [exceptionKey(exceptionId(id)), places])),
  });

  // What Pronestor holds, told row by row.
  const homeOf = new Map(setting.rooms.map(({ id, locationId }) => [id, locationId]));
  const rowsOf = new Map<string, readonly string[]>();
  function tellMeeting(meetingId: string): void {
    const meeting = house.meetings().find(({ id }) => id === meetingId);
    const rows = (meeting?.bookings ?? []).map((booking): Row => ({
      id: booking.id,
      roomId: booking.roomId,
      locationId: homeOf.get(booking.roomId) ?? '',
      from: Math.floor(meeting!.from / 1000) * 1000,
      to: Math.floor(meeting!.to / 1000) * 1000,
      status: booking.isTakenOut ? 'empty' : meeting!.status.toLowerCase(),
      people: peopleOf(meeting!.organiser, meeting!.attendees),
    }));
    const ids = rows.map(({ id }) => id);
    for (const id of rowsOf.get(meetingId) ?? []) if (!ids.includes(id)) oracle.booked(now, id, null);
    for (const row of rows) oracle.booked(now, row.id, row);
    rowsOf.set(meetingId, ids);
  }

  // What is wrong at the moment.
  let troubles = 0;
  const begin = (): void => {
    troubles += 1;
    oracle.health(now, false);
  };
  const endOne = (): void => {
    troubles -= 1;
    oracle.health(now, troubles === 0);
  };
  const lags: { readonly isOfPeople: boolean; left: number }[] = [];
  /** A reading was made after which a lag may be over. */
  function countLags(isOfPeople: boolean): void {
    for (let index = lags.length - 1; index >= 0; index--) {
      const lag = lags[index]!;
      if (lag.isOfPeople !== isOfPeople && decision.groups.length > 0) continue;
      lag.left -= 1;
      if (lag.left > 0) continue;
      lags.splice(index, 1);
      endOne();
    }
  }
  const down = { pronestor: 0, unilock: 0 };
  let fullDisks = 0;

  // Whether the program can be expected to poll.
  let isAsleep = false;
  let isPaused = false;
  /** Everything was taken back: the program is not set up any more. */
  let isRemoved = false;
  /** Calls take no time. */
  let isQuick = false;
  let newsOfWorld = 0;
  let sleepInCall: { callsLeft: number; readonly minutes: number } | null = null;
  const tellAwake = (): void => oracle.awake(now, machine.process !== null && !isAsleep && !isPaused && !isRemoved);

  const isKnown = (id: string): boolean => house.meetings().some((meeting) => meeting.id === id);
  /** What happens in the world, whatever the PC does. false: it is the PC's, and waits until no run goes on. */
  function happenInWorld(event: StoryEvent): Promise<void> | void {
    switch (event.kind) {
      case 'book':
        house.makeMeeting({
          id: event.meetingId,
          bookingIds: event.bookingIds,
          roomIds: event.roomIds,
          from: event.from,
          to: event.to,
          status: event.status,
          isPrivate: event.isPrivate,
          title: `${CANARY} title`,
          organiser: guestOf(event.organiser),
          attendees: event.persons.map(guestOf),
        });
        return tellMeeting(event.meetingId);
      case 'invite':
        if (!isKnown(event.meetingId)) return;
        house.changePeople(event.meetingId, {
          organiser: guestOf(event.organiser),
          attendees: event.persons.map(guestOf),
        });
        return tellMeeting(event.meetingId);
      case 'move':
        if (!isKnown(event.meetingId)) return;
        house.moveMeeting(event.meetingId, { from: event.from, to: event.to, roomIds: event.roomIds });
        return tellMeeting(event.meetingId);
      case 'status':
        if (!isKnown(event.meetingId)) return;
        house.setStatus(event.meetingId, event.status);
        return tellMeeting(event.meetingId);
      case 'vanish':
        if (!isKnown(event.meetingId)) return;
        house.removeMeeting(event.meetingId);
        return tellMeeting(event.meetingId);
      case 'hand-give':
        giveByHand(event);
        return tellLists('hand');
      case 'hand-edit': {
        const { exceptionId: id, add, drop } = event;
        const there = building.periodsOf(id);
        const left = drop === 'all' ? [] : drop === 'first' ? there.slice(1) : there;
        const periods = add === null || left.length >= building.exception(id).maxPeriods ? left : [...left, add];
        building.editByHand({ exceptionId: id, periods, at: instant(now) });
        return tellLists('hand');
      }
      case 'down': {
        const { side } = event;
        begin();
        down[side] += 1;
        schedule(addMinutes(event.at, event.minutes), () => {
          endOne();
          down[side] -= 1;
          return down[side] === 0 ? servers.comeBack(side) : undefined;
        });
        return down[side] === 1 ? servers.goDown(side) : undefined;
      }
      case 'fault': {
        const stop = servers.faults(event.side).inject(event.fault);
        begin();
        return schedule(addMinutes(event.at, event.minutes), () => {
          stop();
          const isOfPeople = event.fault.operation?.endsWith('-member') === true;
          if (event.fault.kind === 'lagging-read') lags.push({ isOfPeople, left: LAG_READINGS });
          else endOne();
        });
      }
      case 'wrong-password': {
        const type = (more: 1 | -1): void => {
          wrongPasswords += more;
          servers.typePassword(wrongPasswords === 0);
          oracle.personActed(now);
        };
        begin();
        type(1);
        return schedule(addMinutes(event.at, event.minutes), () => {
          type(-1);
          endOne();
        });
      }
      case 'disk-full':
        begin();
        fullDisks += 1;
        return schedule(addMinutes(event.at, event.minutes), () => {
          endOne();
          fullDisks -= 1;
        });
      case 'pc-clock': {
        const isOff = Math.abs(event.offsetMs) > CLOCK_TOLERANCE_MS;
        if (isOff) begin();
        offsetMs += event.offsetMs;
        oracle.pcClock(now, offsetMs);
        return schedule(addMinutes(event.at, event.minutes), () => {
          offsetMs -= event.offsetMs;
          oracle.pcClock(now, offsetMs);
          if (isOff) endOne();
        });
      }
      default:
        return;
    }
  }

  /** What somebody at UniLock does to a membership. */
  function giveByHand({ groupId: group, personId: person, how }: Extract<StoryEvent, { kind: 'hand-give' }>): void {
    const key = { groupId: groupId(group), personId: personId(person) };
    const there = building.members(group).find((one) => one.personId === person)?.validity ?? null;
    if (how === null) {
      building.deleteMember({ ...key, at: instant(now) });
    } else if (typeof how === 'object' && 'add' in how) {
      const added = validityOf(how.add);
      if (added.kind !== 'periods' || (there !== null && there.kind !== 'periods')) return;
      const periods = [...(there?.periods ?? []), ...added.periods].slice(0, MEMBERSHIP_PLACES);
      building.giveByHand({ ...key, validity: { kind: 'periods', periods } }, instant(now));
    } else {
      building.giveByHand({ ...key, validity: validityOf(how) }, instant(now));
    }
  }

  // The servers in process answer with the same booking as long as nothing changes it.
  const rowsMade = new WeakMap<Booking, Row>();
  function rowMadeOf(booking: Booking): Row {
    const made = rowsMade.get(booking) ?? rowOf(booking);
    rowsMade.set(booking, made);
    return made;
  }

  let wrongPasswords = 0;
  let loginsHeard = 0;
  /** W11: as long as the password is wrong every login is a refused one. */
  function tellLogins(): void {
    const logins = servers.logins();
    for (let n = loginsHeard; wrongPasswords > 0 && n < logins; n++) {
      seen.refusedLogins += 1;
      oracle.loginRefused(now);
    }
    loginsHeard = logins;
  }

  async function duringCall(): Promise<void> {
    if (setting.servers === 'in-process' && !isQuick) await pc.elapse(latency.below(1500));
    const sleep = sleepInCall;
    if (sleep === null || (sleep.callsLeft -= 1) > 0) return;
    sleepInCall = null;
    isAsleep = true;
    tellAwake();
    await pc.elapse(sleep.minutes * MINUTE_MS);
    isAsleep = false;
    tellAwake();
  }

  async function start(): Promise<void> {
    oracle.processStarted(now);
    machine.process = await startProcess({
      servers,
      settings,
      journal: disk.open(clock),
      clock,
      random,
      logger,
      isDiskFull: () => fullDisks > 0,
      duringCall,
      bend: broken.bend ?? null,
      listener: {
        runBegan: () => {
          runs += 1;
          oracle.runBegan(now);
        },
        answered: (reading) => {
          const isComplete = reading.completeness === 'complete';
          const isRight = Math.abs(reading.clockSkewMs ?? 0) <= CLOCK_TOLERANCE_MS;
          const isWhole = reading.unreadLocations.length + reading.unreadRooms.length + reading.rejected.length === 0;
          const rows = reading.bookings.map(rowMadeOf);
          tellLogins();
          oracle.answered(now, { isComplete, isWholly: isComplete && isRight && isWhole, rows });
        },
        observed: (reading) => {
          const isComplete = reading.completeness === 'complete';
          const isRight = Math.abs(reading.clockSkewMs ?? 0) <= CLOCK_TOLERANCE_MS;
          const shown = new Map(reading.exceptions.map(({ id, periods }) => [exceptionKey(id), periods.map(spanOf)]));
          oracle.observed(now, { isComplete, isWholly: isComplete && isRight, lists: shown });
          countLags(false);
        },
        observedPeople: (reading) => {
          oracle.observedPeople(now, observedPeopleOf(reading));
          countLags(true);
        },
        sending: (target, periods) => {
          writes += 1;
          if (isMembership(target)) seen.membershipWrites += 1;
          oracle.sent(now, target, periods.map(spanOf));
        },
        sent: () => tellLists('program'),
        runEnded: (result, isJournalled) => oracle.runEnded(now, toldOf(result, isJournalled)),
      },
    });
    isPaused = false;
    tellAwake();
    machine.process.core.start();
    await settle();
  }

  /** Lets the run that goes on come to its end; a process that was killed in it is off from then on. */
  async function settle(): Promise<void> {
    const current = machine.process;
    if (current === null) return;
    await current.idle();
    runsSettled = runs;
    if (current.isDead) {
      current.close();
      machine.process = null;
      tellAwake();
      schedule(now + offMinutes * MINUTE_MS, () => void (machine.isToStart = true));
    } else if (runs - runsShown >= RUNS_TO_SHOW) show(current);
  }
  let offMinutes = 1;
  let shownAt = 0;
  let runsShown = 0;
  let runsSettled = 0;

  function show(current: Process): void {
    shownAt = now;
    runsShown = runs;
    const { state, missedPolls, pausedUntil } = current.core.status();
    if (isPaused && pausedUntil === null) {
      isPaused = false;
      tellAwake();
    }
    oracle.shown(now, (broken.shown ?? ((shown) => shown))({ state, missedPolls }));
  }

  async function turnOff(minutes: number): Promise<void> {
    if (machine.process === null) return;
    await machine.process.core.stop();
    machine.process.close();
    machine.process = null;
    tellAwake();
    schedule(now + minutes * MINUTE_MS, () => void (machine.isToStart = true));
  }

  /** What people do at the PC, or what becomes of it; never in the middle of a run but where the story says so. */
  async function happenAtPc(event: StoryEvent): Promise<void> {
    if (isRemoved && OF_A_SET_UP_PROGRAM.includes(event.kind)) return;
    const core = machine.process?.core ?? null;
    switch (event.kind) {
      case 'sleep':
        if (event.inCall !== null) {
          sleepInCall = { callsLeft: event.inCall, minutes: event.minutes };
          return;
        }
        isAsleep = true;
        tellAwake();
        await elapseTo(now + event.minutes * MINUTE_MS);
        isAsleep = false;
        tellAwake();
        machine.process?.core.wake();
        return settle();
      case 'kill':
        offMinutes = event.offMinutes;
        machine.process?.killAtCall(event.inCall, event.moment);
        return;
      case 'restart':
        return turnOff(event.offMinutes);
      case 'lose-journal':
        await turnOff(event.offMinutes);
        if (machine.process !== null) return;
        disk.lose();
        oracle.memoryLost(now);
        return;
      case 'pause':
        if (core === null) return;
        core.pause(addMs(pc.now(), event.minutes * MINUTE_MS));
        isPaused = true;
        tellAwake();
        return;
      case 'decide':
        decision = event.policy;
        oracle.decided(now, decidedOf(setting, decision));
        if (core === null) settings.save({ ...settings.read().settings, ...patchOf(decision) });
        else core.saveSettings(patchOf(decision));
        return settle();
      case 'answer-holds':
        return answerHolds(event.answer);
      case 'consent': {
        const hash = core?.status().planHash ?? null;
        if (core === null || hash === null) return;
        oracle.personActed(now);
        oracle.consented(now);
        core.syncNow({ trigger: 'manual', acceptPlanHash: hash });
        return settle();
      }
      case 'dry-run':
        return dryRun();
      case 'remove-all':
        return removeAll();
      default:
        return;
    }
  }

  /** Answers every question that is asked; one may be about many doors and groups (W5). */
  async function answerHolds(answer: 'confirmed' | 'refused'): Promise<void> {
    const asked = (machine.process?.core.holds() ?? []).filter(({ canBeConfirmed }) => canBeConfirmed);
    for (const hash of new Set(asked.map((one) => one.hash))) {
      const process = machine.process;
      if (process === null) return;
      try {
        await Promise.race([process.core.answerHold(hash, answer), process.died]);
      } catch (thrown) {
        // It settled itself meanwhile. An answer that the disk has no room for is kept in mind and obeyed all the same.
        if (asAppError(thrown).code === 'hold-unknown') continue;
      }
      if (process.isDead) return settle();
      for (const { hash: each, exceptionId: id, groupId: group, holds, bookings, period } of asked) {
        if (each !== hash) continue;
        const whole = id === null ? groupKey(group ?? '') : exceptionKey(exceptionId(id));
        oracle.personAnswered(now, { whole, bookings, span: spanOf(period), holds, answer });
      }
      await settle();
    }
  }

  /** P18: a dry run, and at once a run. Compared when nothing came between them and no minute began, by which a plan may differ. */
  async function dryRun(): Promise<void> {
    const process = machine.process;
    if (process === null || isPaused || troubles > 0 || isRemoved) return;
    const before = { minute: Math.floor(pc.now() / MINUTE_MS), writes, news: newsOfWorld, lists: lists.length };
    isQuick = true;
    try {
      const dry = await Promise.race([process.core.plan('settings', null, CALL), process.died]);
      if (dry === undefined) {
        await settle();
        return;
      }
      const written = { hash: dry.hash, writes: writes - before.writes + lists.length - before.lists };
      const { runId } = process.core.syncNow({ trigger: 'manual', acceptPlanHash: null });
      oracle.personActed(now);
      const isSame = (): boolean => newsOfWorld === before.news && Math.floor(pc.now() / MINUTE_MS) === before.minute;
      await settle();
      if (machine.process !== process || !isSame()) return;
      const { plan } = await process.core.whenDone(runId);
      if (plan === null) return;
      seen.dryRuns += 1;
      oracle.dryRun(now, written, { hash: plan.hash });
    } finally {
      isQuick = false;
    }
  }

  /** P19. What could not be taken back is asked for again by the story's next such event. */
  async function removeAll(): Promise<void> {
    const process = machine.process;
    if (process === null) return;
    oracle.removing(now);
    isRemoved = true;
    tellAwake();
    const removing = process.core.removeEverything({ isUnattended: false }, CALL).catch(() => null);
    await Promise.race([removing, process.died]);
    if (process.isDead) return settle();
    const removal = await removing;
    if (removal?.isDone === true) seen.removals += 1;
    oracle.removed(now, removal?.isDone === true);
  }

  /** P12: another PC with a memory of its own. To everybody else its writes are a hand's. */
  async function startSecond(policy: Decision): Promise<void> {
    const own = createMemorySettingsStore();
    own.save(settingsOf(setting, policy, servers.addresses));
    const second = await startProcess({
      servers,
      settings: own,
      journal: createMemoryJournal({ clock }),
      clock,
      random: new FakeRandom(seed + 3),
      logger,
      isDiskFull: () => false,
      duringCall: () => pc.elapse(latency.below(1500)),
      bend: null,
      listener: {
        runBegan: () => undefined,
        answered: () => undefined,
        observed: () => undefined,
        observedPeople: () => undefined,
        sending: () => undefined,
        sent: () => tellLists('hand'),
        runEnded: () => undefined,
      },
    });
    machine.second = second;
    seen.otherPcs += 1;
    second.core.start();
    await second.idle();
    // Whoever sat there has agreed to what it would take away (W1).
    second.core.syncNow({ trigger: 'manual', acceptPlanHash: second.core.status().planHash });
    await second.idle();
  }
  async function liveSecond(): Promise<void> {
    const { secondPc } = setting;
    const { second } = machine;
    if (secondPc === null || now < secondPc.from) return;
    tellLogins();
    if (now >= secondPc.to) {
      await second?.core.stop();
      machine.second = null;
    } else if (second === null) {
      await startSecond(secondPc.policy);
    } else {
      second.ticker.tick();
      await second.idle();
    }
    // W11: two PCs cannot know of each other's refusals.
    loginsHeard = servers.logins();
  }

  const atPc: StoryEvent[] = [];
  const PC_KINDS: readonly StoryEvent['kind'][] = [
    'sleep',
    'kill',
    'restart',
    'lose-journal',
    'pause',
    'decide',
    'answer-holds',
    'consent',
    'dry-run',
    'remove-all',
  ];
  for (const event of story.events)
    if (PC_KINDS.includes(event.kind)) atPc.push(event);
    else
      schedule(event.at, () => {
        newsOfWorld += 1;
        return happenInWorld(event);
      });

  try {
    // What is booked before the first minute is there when the program starts.
    await elapseTo(now);
    await start();
    for (let next = 0; now < end;) {
      const minute = (Math.floor((now + offsetMs) / MINUTE_MS) + 1) * MINUTE_MS - offsetMs;
      const wish = machine.process?.ticker.wokenAt ?? null;
      const woken = wish === null || wish - offsetMs <= now ? Infinity : wish - offsetMs;
      const event = atPc[next];
      const target = Math.min(minute, woken, end, event === undefined ? Infinity : Math.max(event.at, now));
      await elapseTo(target);
      await liveSecond();
      if (event !== undefined && event.at <= now) {
        next += 1;
        await happenAtPc(event);
        continue;
      }
      if (machine.process === null) {
        if (machine.isToStart) {
          machine.isToStart = false;
          await start();
        }
        continue;
      }
      machine.process.ticker.tick();
      if (runs !== runsSettled) await settle();
      else if (now - shownAt >= HOUR_MS) show(machine.process);
    }
    oracle.stopped(now);
    if (logger.hasSung) throw new Error(`P20: a name has reached the log, seed ${seed}`);
  } finally {
    machine.second?.kill();
    machine.process?.kill();
    machine.process?.close();
    await servers.close();
    disk.close();
    folder?.remove();
  }
  return { violations: oracle.violations(), days: setting.days, runs, writes, seen, record: lists.join('\n') };
}
