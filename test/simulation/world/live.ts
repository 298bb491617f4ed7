import { createMemorySettingsStore } from '../../../electron/store';
import type { Booking, RunResult } from '../../../electron/sync/model';
import type { Clock, Logger } from '../../../electron/sync/ports';
import { asAppError } from '../../../shared/errors';
import type { Settings } from '../../../shared/settings';
import { settingsSchema } from '../../../shared/settings';
import { exceptionOf } from '../../builders';
import type { Period } from '../../../shared/time';
import { HOUR_MS, MINUTE_MS, addMinutes, addMs, instant } from '../../../shared/time';
import { FakeRandom } from '../../fakes';
import type { Decided, Row } from '../oracle/asks';
import type { Shown, Told, Violation } from '../oracle/facts';
import { createOracle } from '../oracle/oracle';
import type { Span } from '../oracle/spans';
import type { Bend, Process } from './pc';
import { createDisk, startProcess } from './pc';
import type { PcTime, Servers } from './servers';
import { CANARY, HOUSE_ZONE, USER, emailOf, startServers } from './servers';
import type { Decision, Setting, Story, StoryEvent } from './story';
import { temporaryFolder } from '../../builders/temporary-folder';

/** How a program is broken on purpose, to prove that the oracle notices. */
export interface Broken {
  readonly bend?: Bend;
  readonly shown?: (shown: Shown) => Shown;
}

export interface Life {
  readonly violations: readonly Violation[];
  readonly days: number;
  readonly runs: number;
  readonly writes: number;
  /** Every list that UniLock ever held, as text: two lives of one story are equal. */
  readonly record: string;
}

const CLOCK_TOLERANCE_MS = 2 * MINUTE_MS;
/** Four readings after a lag has been ordered, the last lagging one is over. */
const LAG_READINGS = 4;

/** What is shown is looked at after every so many runs, and every hour. */
const RUNS_TO_SHOW = 8;

const spanOf = ({ from, to }: Period): Span => [from, to];

function settingsOf(setting: Setting, addresses: Servers['addresses']): Settings {
  const connection = { userName: USER };
  return settingsSchema.parse({
    version: 2,
    isSetUp: true,
    bookings: { ...connection, connectorId: 'pronestor', kind: 'pronestor', address: addresses.pronestor },
    access: { ...connection, connectorId: 'unilock', kind: 'unilock-webapi', address: addresses.unilock },
    locations: setting.locations.map(({ id }) => ({ id })),
    rooms: setting.rooms.map(({ id, locationId }) => ({ id, locationId })),
    houseZone: HOUSE_ZONE,
    ...patchOf(setting.policy),
  });
}

const patchOf = ({ mapping, exceptions, intervalMinutes, horizonHours, countsPending }: Decision) => ({
  mapping,
  exceptions,
  timing: { intervalMinutes, horizonHours },
  countsPending,
});

const decidedOf = (setting: Setting, decision: Decision): Decided => ({
  lines: decision.mapping,
  managed: decision.exceptions.map(({ id }) => id),
  rooms: new Map(setting.rooms.map((room) => [room.id, room])),
  intervalMinutes: decision.intervalMinutes,
  horizonHours: decision.horizonHours,
  countsPending: decision.countsPending,
});

/** What a run told, as plain values for the oracle. */
function toldOf(result: RunResult, isJournalled: boolean): Told {
  const { plan } = result;
  return {
    hasPlan: plan !== null,
    isRefill: result.trigger === 'refill',
    isBroken: !isJournalled || result.troubles.some(({ code }) => code.startsWith('journal-') || code === 'cancelled'),
    overflow: (plan?.overflow ?? []).flatMap(({ exceptionId, periods }) =>
      periods.map(({ period, bookings }) => ({ exceptionId, bookings, from: period.from, to: period.to })),
    ),
    holds: (plan?.holds ?? []).map(({ holds, exceptionId, bookings, period }) => ({
      holds,
      exceptionId: exceptionId ?? '',
      bookings,
      span: spanOf(period),
    })),
    notWritten: [
      ...(plan?.consents ?? []).map(({ exceptionId }) => exceptionId),
      ...(plan?.blocked ?? []).flatMap(({ exceptionId }) => exceptionId ?? []),
    ],
    foreign: (plan?.targets ?? []).flatMap(({ exceptionId, entries }) =>
      entries.filter(({ isForeign }) => isForeign).map(({ period }) => ({ exceptionId, span: spanOf(period) })),
    ),
    actions: result.actions.map(({ action, outcome, writes }) => ({
      exceptionId: exceptionOf(action),
      isConfirmed: outcome === 'confirmed',
      writes,
    })),
    differing: result.differing,
  };
}

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
  const machine: { process: Process | null; isToStart: boolean } = { process: null, isToStart: false };
  let decision = setting.policy;
  let runs = 0;
  let writes = 0;

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
  settings.save(settingsOf(setting, servers.addresses));
  const listOf = (id: string): readonly Span[] =>
    (building.record().exceptionChanges.get(id)?.at(-1)?.periods ?? []).map(spanOf);
  const oracle = createOracle({
    at: now,
    decided: decidedOf(setting, decision),
    lists: new Map(building.exceptions().map(({ id }) => [id, listOf(id)])),
    places: new Map(setting.exceptions.map(({ id, places }) => [id, places])),
  });

  // What UniLock holds, told change by change.
  const heard = new Map<string, number>(building.exceptions().map(({ id }) => [id, 1]));
  function tellLists(by: 'program' | 'hand'): void {
    for (const { id } of building.exceptions()) {
      const changes = building.record().exceptionChanges.get(id) ?? [];
      for (const change of changes.slice(heard.get(id))) {
        oracle.list(now, id, change.periods.map(spanOf), by);
        lists.push(
          `${new Date(change.savedAt).toISOString()} ${id} ${by} ${JSON.stringify(change.periods.map(spanOf))}`,
        );
      }
      heard.set(id, changes.length);
    }
  }

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
  const lags: number[] = [];
  const down = { pronestor: 0, unilock: 0 };
  let fullDisks = 0;

  // Whether the program can be expected to poll.
  let isAsleep = false;
  let isPaused = false;
  let sleepInCall: { callsLeft: number; readonly minutes: number } | null = null;
  const tellAwake = (): void => oracle.awake(now, machine.process !== null && !isAsleep && !isPaused);

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
          attendees: event.persons.map((person) => ({
            name: `${CANARY} ${person}`,
            email: emailOf(person),
            isExternal: false,
          })),
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
      case 'hand-edit': {
        const { exceptionId, add, drop } = event;
        const there = building.periodsOf(exceptionId);
        const left = drop === 'all' ? [] : drop === 'first' ? there.slice(1) : there;
        const periods =
          add === null || left.length >= building.exception(exceptionId).maxPeriods ? left : [...left, add];
        building.editByHand({ exceptionId, periods, at: instant(now) });
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
          if (event.fault.kind === 'lagging-read') lags.push(LAG_READINGS);
          else endOne();
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

  // The servers in process answer with the same booking as long as nothing changes it.
  const rowsMade = new WeakMap<Booking, Row>();
  function rowOf(booking: Booking): Row {
    const made = rowsMade.get(booking);
    if (made !== undefined) return made;
    const { id, roomId, locationId, period, status } = booking;
    const row: Row = { id, roomId, locationId, status, from: period.from, to: period.to };
    rowsMade.set(booking, row);
    return row;
  }

  async function duringCall(): Promise<void> {
    if (setting.servers === 'in-process') await pc.elapse(latency.below(1500));
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
          const rows = reading.bookings.map(rowOf);
          oracle.answered(now, { isComplete, isWholly: isComplete && isRight && isWhole, rows });
        },
        observed: (reading) => {
          const isComplete = reading.completeness === 'complete';
          const isRight = Math.abs(reading.clockSkewMs ?? 0) <= CLOCK_TOLERANCE_MS;
          const seen = new Map(reading.exceptions.map(({ id, periods }) => [id as string, periods.map(spanOf)]));
          oracle.observed(now, { isComplete, isWholly: isComplete && isRight, lists: seen });
          for (let index = lags.length - 1; index >= 0; index--) {
            lags[index]! -= 1;
            if (lags[index]! > 0) continue;
            lags.splice(index, 1);
            endOne();
          }
        },
        sending: (exceptionId, periods) => {
          writes += 1;
          oracle.sent(now, exceptionId, periods.map(spanOf));
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
        if (core === null) return;
        for (const hold of core.holds()) {
          if (!hold.canBeConfirmed) continue;
          const { hash, exceptionId, holds, bookings, period } = hold;
          try {
            await core.answerHold(hash, event.answer);
          } catch (thrown) {
            // It settled itself meanwhile. An answer that the disk has no room for is kept in mind and obeyed all the same.
            if (asAppError(thrown).code === 'hold-unknown') continue;
          }
          oracle.personAnswered(now, {
            exceptionId: exceptionId ?? '',
            bookings,
            span: spanOf(period),
            holds,
            answer: event.answer,
          });
          await settle();
          if (machine.process === null) return;
        }
        return;
      case 'consent': {
        const hash = core?.status().planHash ?? null;
        if (core === null || hash === null) return;
        core.syncNow({ trigger: 'manual', acceptPlanHash: hash });
        return settle();
      }
      default:
        return;
    }
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
  ];
  for (const event of story.events)
    if (PC_KINDS.includes(event.kind)) atPc.push(event);
    else schedule(event.at, () => happenInWorld(event));

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
    const ungiven = (): string =>
      JSON.stringify(building.members('3').filter(({ validity }) => validity.kind === 'always'));
    oracle.ownership(now, 'memberships that hands gave', JSON.stringify(givenAtFirst(setting)), ungiven());
    if (logger.hasSung) throw new Error(`P20: a name has reached the log, seed ${seed}`);
  } finally {
    machine.process?.kill();
    machine.process?.close();
    await servers.close();
    disk.close();
    folder?.remove();
  }
  return { violations: oracle.violations(), days: setting.days, runs, writes, record: lists.join('\n') };
}

const givenAtFirst = ({ persons }: Setting): unknown[] =>
  Array.from({ length: Math.min(2, persons) }, (_, index) => ({
    groupId: '3',
    personId: String(500 + index),
    validity: { kind: 'always' },
  }));
