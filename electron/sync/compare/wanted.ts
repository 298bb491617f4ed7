import type { ExceptionId } from '../../../shared/ids';
import type { Instant, Period, ZoneName } from '../../../shared/time';
import { addMs, covers, DAY_MS, HOUR_MS, isSamePeriod } from '../../../shared/time';
import type { Desire, Knowledge, OddAsk } from '../desired';
import { desire, horizonEndOf, knowBookings } from '../desired';
import type { AccessReading, BookingReading, Memory, Plan, Policy } from '../model';
import { isInside } from '../model';

/** What the calendar is made from: readings with names, the last plan, and memory. Values only. */
export interface CompareInput {
  readonly policy: Policy;
  /** The newest reading that can be believed at all; null: none yet, then memory's is shown, without names. */
  readonly bookings: BookingReading | null;
  readonly access: AccessReading | null;
  /** The last run's plan: explains what waits, is held or did not fit. */
  readonly plan: Plan | null;
  readonly memory: Memory;
  readonly now: Instant;
  /** The house's zone; null until known: then nothing can be said to be wanted (R1). */
  readonly houseZone: ZoneName | null;
  /** false: what is there is only what was handed over (W13). */
  readonly canReadBack: boolean;
}

/** What bookings want in any range, past and beyond the horizon too: for showing, never for writing. */
export interface Wanted {
  readonly knowledge: Knowledge;
  readonly desire: Desire | null;
}

/** Whether a hold of the last plan keeps this odd opening shut (D6); as the plan decided it, so that the view agrees with what was written. */
function answerFrom(plan: Plan | null, policy: Policy): (odd: OddAsk) => 'confirmed' | 'refused' | null {
  if (plan === null) return () => 'confirmed';
  const horizonEnd = horizonEndOf(policy, plan.madeAt);
  return ({ exceptionId, ask }) => {
    const isHeld = plan.holds.some(
      (hold) =>
        hold.holds === 'opening' &&
        hold.exceptionId === exceptionId &&
        hold.bookings.includes(ask.booking) &&
        isSamePeriod(hold.period, ask.period),
    );
    if (isHeld) return null;
    if (ask.period.from >= horizonEnd) return 'confirmed';
    const target = plan.targets.find((one) => one.exceptionId === exceptionId);
    const isWanted = target?.desired.some(
      (one) => one.bookings.includes(ask.booking) && isInside([ask.period], [one.period]),
    );
    return isWanted === true ? 'confirmed' : 'refused';
  };
}

/** What is wanted of each exception anywhere in the range. */
export function wantedIn(range: Period, input: CompareInput): Wanted {
  const { policy, memory, plan, houseZone } = input;
  const knowledge = knowBookings({
    policy,
    reading: input.bookings,
    vanished: new Set(),
    memory: memory.reading,
    access: null,
    matcher: null,
    guard: null,
  });
  if (houseZone === null) return { knowledge, desire: null };
  // A day more on either side: what is there and reaches into the range may belong to an opening that does not.
  const from = addMs(range.from, -DAY_MS);
  const to = addMs(range.to, DAY_MS);
  return {
    knowledge,
    desire: desire({
      // The calendar has no lanes for groups yet.
      policy: { ...policy, groupLines: [], horizonHours: Math.ceil((to - from) / HOUR_MS) },
      knowledge,
      zone: houseZone,
      now: from,
      answerOf: answerFrom(plan, policy),
    }),
  };
}

/** The target's entry that covers the instant; why something stays open although nobody's booking wants it. */
export const entryAt = (plan: Plan | null, exceptionId: ExceptionId, at: Instant) =>
  plan?.targets.find((one) => one.exceptionId === exceptionId)?.entries.find((entry) => covers(entry.period, at));
