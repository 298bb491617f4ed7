import type { Trouble } from '../../shared/errors';
import type { GroupId, RoomId } from '../../shared/ids';
import { runId } from '../../shared/ids';
import type { Instant, ZoneName } from '../../shared/time';
import { applyPlan } from './apply';
import { attempt } from './attempt';
import { createAwakeWatch } from './awake-watch';
import { differing, differingMemberships } from './compare';
import type { Knowledge } from './desired';
import { CLOCK_TOLERANCE_MS, createMatcher, knowBookings } from './desired';
import type { Engine } from './engine-api';
import type {
  AccessReading,
  ActionResult,
  BookingReading,
  Hold,
  Memory,
  PeopleReading,
  Plan,
  PlannedAction,
  Policy,
  RememberedAnswer,
  RunProgress,
  RunResult,
} from './model';
import { EMPTY_MEMORY, readsBookings, targetKeyOf } from './model';
import type { Observed } from './observed';
import { observed } from './observed';
import { planRun, settleZone } from './plan';
import type { Call, EnginePorts, RunRequest } from './ports';
import type { BookingsRead } from './read';
import { groupsOf, observeAccess, observePeople, readBookings, rereadGroups } from './read';
import { rememberAnswers, rememberEnd, rememberKnowledge } from './remember';
import { verdictOf } from './verdict';
import { createWriteTries } from './write-tries';

/**
 * One house's engine over its ports. It keeps in mind only what may be lost: the holds last shown, and how often a write was tried lately.
 * Everything else is read anew in every run, or lies in the journal's memory (M1).
 */
export function createEngine(ports: EnginePorts): Engine {
  const { clock, journal, random, hash, logger } = ports;
  const tries = createWriteTries();
  let lastHolds: readonly Hold[] = [];
  /** Given by people and not yet saved by a run. */
  let givenAnswers: readonly RememberedAnswer[] = [];
  let isRunning = false;
  let isResumeAsked = false;

  async function perform(policy: Policy, request: RunRequest, isDryRun: boolean): Promise<RunResult> {
    const id = request.runId ?? runId(random.id());
    const startedAt = clock.now();
    const awake = createAwakeWatch(() => clock.now());
    const callOf = (step: RunProgress['step']): Call => ({
      abort: request.abort,
      onProgress: (done, total) => {
        awake.note();
        progress(request, step, done, total);
      },
    });
    const troubles: Trouble[] = [];

    // What cannot be journalled is not written: after a crash nobody could tell what is there (P8).
    let canWrite = !isDryRun;
    const must = async (work: () => Promise<unknown>): Promise<void> => {
      if (!canWrite) return;
      const done = await attempt(work);
      if (done.ok) return;
      canWrite = false;
      troubles.push(done.trouble);
    };
    await must(() => journal.startRun({ runId: id, trigger: request.trigger, startedAt }));
    const loaded = await attempt(() => journal.loadMemory());
    if (!loaded.ok) {
      canWrite = false;
      troubles.push(loaded.trouble);
    }
    let memory = rememberAnswers(loaded.ok ? loaded.value : EMPTY_MEMORY, givenAnswers);
    if (isResumeAsked) memory = { ...memory, restorations: [] };

    const end = async (known: {
      readonly bookings: BookingReading | null;
      readonly access: AccessReading | null;
      readonly people: PeopleReading | null;
      readonly plan: Plan | null;
      readonly actions: readonly ActionResult[];
      /** What is left of the plan, where something of it was carried out. */
      readonly left?: Plan;
    }): Promise<RunResult> => {
      lastHolds = known.plan?.holds ?? lastHolds;
      const { left, ...run } = known;
      const asking = left ?? run.plan;
      const result = (): RunResult => {
        const sofar = {
          ...run,
          hashToAccept: asking === null || asking.consents.length === 0 ? null : asking.hash,
          troubles,
        };
        return {
          runId: id,
          trigger: request.trigger,
          startedAt,
          endedAt: clock.now(),
          ...sofar,
          result: verdictOf({
            ...sofar,
            trigger: request.trigger,
            policy,
            memory,
            now: clock.now(),
            canReadBack: ports.access.canReadBack,
          }),
          differing: differing(known.plan, known.access, policy, clock.now()),
          differingMemberships: differingMemberships(known.plan, known.people, clock.now()),
        };
      };
      if (isDryRun) return result();
      const answers = givenAnswers;
      if (loaded.ok) memory = rememberAnswers(memory, answers);
      let ended = result();
      // The end and what is remembered of it are one step: a run that changes nothing waits for the disk twice, at its start and here.
      const finished = await attempt(() => journal.finishRun(ended, loaded.ok ? memory : null));
      if (!finished.ok) {
        troubles.push(finished.trouble);
        ended = result();
      } else if (loaded.ok) {
        givenAnswers = givenAnswers.filter((one) => !answers.includes(one));
        isResumeAsked = false;
      }
      logger.info('run-ended', {
        runId: id,
        trigger: ended.trigger,
        result: ended.result,
        actions: ended.actions.length,
        holds: ended.plan?.holds.length ?? 0,
        differing: ended.differing.length,
      });
      return ended;
    };

    // Read, unless the run needs UniLock alone. Each step is noted: what was read before a sleep is not written after it (P11).
    const read = readsBookings(request.trigger)
      ? await readBookings(ports, policy, memory, callOf('read-bookings'))
      : null;
    awake.note();
    troubles.push(...(read === null ? [] : troublesOfBookings(read.reading, startedAt)));
    if (isAborted(request, troubles))
      return end({ bookings: read?.reading ?? null, access: null, people: null, plan: null, actions: [] });

    // Observe.
    const observe = (step: RunProgress['step']): Promise<AccessReading> => observeAccess(ports, policy, callOf(step));
    const access = await observe('read-access');
    awake.note();
    troubles.push(...access.troubles, ...clockTroubles(read?.reading.clockSkewMs ?? null, access.clockSkewMs));
    const isBlind = access.completeness === 'unreadable';
    const zone = isBlind ? null : settleZone(policy.houseZone, access.zone, clock.now());
    // Without bookings no persons are needed: who is whom is remembered with them.
    const people = await peopleFor(groupsOf(policy, memory), readsBookings(request.trigger), zone);
    troubles.push(...(people?.troubles ?? []));
    const knowledge = know(policy, read, memory, isBlind ? null : access, people, ports);
    memory = rememberKnowledge(memory, knowledge);
    if (isBlind || isAborted(request, troubles)) {
      return end({ bookings: read?.reading ?? null, access: isBlind ? null : access, people, plan: null, actions: [] });
    }

    async function peopleFor(
      groups: readonly GroupId[],
      withPersons: boolean,
      houseZone: ZoneName | null,
    ): Promise<PeopleReading | null> {
      if (groups.length === 0 || houseZone === null) return null;
      return observePeople(ports, { groups, withPersons, zone: houseZone }, callOf('read-people'));
    }

    // Desire and plan. A consent counts for exactly the plan that was shown (W1).
    const planWith = (there: Observed, remembered: Memory): Plan =>
      planRun({
        policy,
        knowledge,
        access: there.access ?? access,
        people: there.people,
        memory: remembered,
        now: clock.now(),
        hash,
      });
    const atFirst = observed(access, people);
    progress(request, 'plan', 0, 1);
    let plan = planWith(atFirst, memory);
    if (request.acceptPlanHash !== null && plan.consents.length > 0) {
      if (request.acceptPlanHash === plan.hash) {
        const at = clock.now();
        memory = rememberAnswers(
          memory,
          plan.consents.map((one) => ({ hash: one.hash, answer: 'confirmed', at })),
        );
        plan = planWith(atFirst, memory);
      } else {
        troubles.push({ code: 'plan-changed', context: {} });
      }
    }
    progress(request, 'plan', 1, 1);
    for (const one of plan.blocked) if (one.exceptionId === null && one.groupId === null) troubles.push(one.trouble);
    if (isDryRun || zone === null) return end({ bookings: read?.reading ?? null, access, people, plan, actions: [] });

    // Apply and read back. A run that writes nothing saves its memory once, at its end.
    if (plan.actions.length > 0 && awake.hasSlept()) {
      troubles.push({ code: 'run-interrupted', context: {} });
      return end({ bookings: read?.reading ?? null, access, people, plan, actions: [] });
    }
    if (plan.actions.length > 0 && (access.waitingSince ?? null) !== null) {
      // W13: what was handed over last has not been taken, and must not be overwritten. The changes wait for a run that finds it gone.
      if (!troubles.some(({ code }) => code === 'handover-not-taken'))
        troubles.push({ code: 'handover-waiting', context: { side: 'access' } });
      return end({ bookings: read?.reading ?? null, access, people, plan, actions: [] });
    }
    if (plan.actions.length > 0) await must(() => journal.saveMemory(memory));
    if (!canWrite) return end({ bookings: read?.reading ?? null, access, people, plan, actions: [] });
    const applied = await applyPlan({
      ports,
      runId: id,
      zone,
      plan,
      memory,
      observed: atFirst,
      tries,
      awake,
      abort: request.abort,
      onWritten: (done, total) => progress(request, 'write', done, total),
      observe: readBack,
      planAgain: planWith,
    });
    if (applied.stoppedBy !== null) troubles.push(applied.stoppedBy);
    else if (applied.handoverTrouble !== null) troubles.push(applied.handoverTrouble);
    for (const { action, outcome, trouble } of applied.results) {
      if (outcome === 'failed' || outcome === 'unconfirmed') {
        logger.warn('write-not-confirmed', {
          runId: id,
          target: targetKeyOf(action),
          outcome,
          code: trouble?.code ?? null,
        });
      }
    }

    async function readBack(actions: readonly PlannedAction[], before: Observed): Promise<Observed> {
      const isOnException = actions.some((one) => one.on === 'exception');
      const newer = isOnException ? await observe('read-back') : before.access;
      const groups = [...new Set(actions.flatMap((one) => (one.on === 'membership' ? [one.groupId] : [])))];
      const again =
        groups.length === 0 || zone === null
          ? before.people
          : rereadGroups(
              before.people,
              await observePeople(ports, { groups, withPersons: false, zone }, callOf('read-back')),
              groups,
            );
      return observed(newer?.completeness === 'unreadable' ? null : newer, again);
    }

    // Remember (M1).
    memory = rememberEnd(applied.memory, {
      now: clock.now(),
      runId: id,
      holds: plan.holds,
      targets: new Map(applied.plan.targets.map((target) => [target.exceptionId, target.entries])),
      managed: new Set(policy.managed.map((one) => one.id)),
      memberships: applied.plan.memberships,
      atFirst,
      observed: applied.observed,
      isUnseen: tries.isUnseen,
      canLag: ports.access.canReadBack,
    });
    return end({
      ...(plan.consents.length > 0 && plan.actions.length > 0 ? { left: planWith(applied.observed, memory) } : {}),
      bookings: read?.reading ?? null,
      access: applied.observed.access,
      people: applied.observed.people,
      // What was shown and carried out, with the targets of what had to be planned again.
      plan: {
        ...plan,
        targets: applied.plan.targets,
        releases: applied.plan.releases,
        memberships: applied.plan.memberships,
      },
      actions: applied.results,
    });
  }

  return {
    async run(policy, request) {
      isRunning = true;
      try {
        return await perform(policy, request, false);
      } finally {
        isRunning = false;
      }
    },
    plan: (policy, request) => perform(policy, request, true),
    async answerHold(holdHash, answer) {
      const hold = lastHolds.find((one) => one.hash === holdHash && one.canBeConfirmed);
      if (hold === undefined) return false;
      const given = { hash: holdHash, answer, at: clock.now() };
      givenAnswers = [...givenAnswers, given];
      lastHolds = lastHolds.filter((one) => one.hash !== holdHash);
      // A run in progress saves it with its own memory; two savers would overwrite one another.
      if (isRunning) return true;
      try {
        await journal.saveMemory(rememberAnswers(await journal.loadMemory(), [given]));
      } catch (thrown) {
        // Who is told that it failed must not see it obeyed later: it is asked again.
        lastHolds = [...lastHolds, hold];
        throw thrown;
      } finally {
        givenAnswers = givenAnswers.filter((one) => one !== given);
      }
      return true;
    },
    resumeStopped() {
      isResumeAsked = true;
    },
    holds: () => lastHolds,
  };
}

const know = (
  policy: Policy,
  read: BookingsRead | null,
  memory: Memory,
  access: AccessReading | null,
  people: PeopleReading | null,
  { clock, hash }: Pick<EnginePorts, 'clock' | 'hash'>,
): Knowledge =>
  knowBookings({
    policy,
    reading: read?.reading ?? null,
    vanished: read?.vanished ?? new Set(),
    memory: memory.reading,
    access,
    matcher: createMatcher(people?.persons ?? null, policy.matchBy),
    guard: {
      memory: memory.guard,
      answers: memory.answers,
      now: clock.now(),
      digest: (text) => hash.digest(text),
    },
  });

function progress(request: RunRequest, step: RunProgress['step'], done: number, total: number): void {
  request.onProgress?.({ step, done, total });
}

function isAborted(request: RunRequest, troubles: Trouble[]): boolean {
  if (request.abort?.aborted !== true) return false;
  troubles.push({ code: 'cancelled', context: {} });
  return true;
}

/** What a person should know of the reading: why it is not complete, and what was not understood (R3, R5). */
const troublesOfBookings = (reading: BookingReading, startedAt: Instant): Trouble[] => [
  ...reading.troubles,
  ...rejectTrouble(reading),
  ...statusTroubles(reading, startedAt),
];

/** R3: bookings that could not be understood and so are not opened. Too many, and the reading itself says so. */
const rejectTrouble = ({ completeness, rejected, bookings }: BookingReading): Trouble[] => {
  const [first] = rejected;
  if (first === undefined || completeness !== 'complete') return [];
  const { path, roomId } = first;
  const counted = { rejected: rejected.length, total: bookings.length + rejected.length };
  return [{ code: 'reading-partial', context: { side: 'bookings', reason: 'rejected', path, roomId, ...counted } }];
};

/** Rooms told at most: a profile that lacks one word must not fill a screen. */
const MAX_STATUS_TROUBLES = 10;

/** R5: the rooms with meetings ahead of which nobody knows whether they should open. */
function statusTroubles({ completeness, bookings }: BookingReading, now: Instant): Trouble[] {
  if (completeness === 'unreadable') return [];
  const counted = new Map<RoomId, number>();
  for (const { roomId, status, period } of bookings)
    if (status === 'unknown' && period.to > now) counted.set(roomId, (counted.get(roomId) ?? 0) + 1);
  return [...counted]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .slice(0, MAX_STATUS_TROUBLES)
    .map(([roomId, count]) => ({ code: 'status-unknown', context: { side: 'bookings', roomId, bookings: count } }));
}

/** R7: a clock that is off. Where both servers disagree with ours, ours is the likely one; where one does, that one. */
function clockTroubles(bookingsMs: number | null, accessMs: number | null): Trouble[] {
  const isOff = (skewMs: number | null): skewMs is number => skewMs !== null && Math.abs(skewMs) > CLOCK_TOLERANCE_MS;
  const told = (side: string, skewMs: number): Trouble[] => [
    { code: 'clock-differs', context: { side, seconds: Math.round(skewMs / 1000) } },
  ];
  if (isOff(bookingsMs)) return told(isOff(accessMs) ? 'program' : 'bookings', bookingsMs);
  return isOff(accessMs) ? told('access', accessMs) : [];
}
