import type { Trouble } from '../../shared/errors';
import { ERROR_TRAITS } from '../../shared/errors';
import type { ExceptionId } from '../../shared/ids';
import type { Instant } from '../../shared/time';
import type {
  AccessReading,
  ActionResult,
  BookingReading,
  Memory,
  PeopleReading,
  Plan,
  Policy,
  RunResultKind,
  Trigger,
} from './model';
import { differing, differingMemberships } from './compare';

interface Judged {
  readonly trigger: Trigger;
  readonly policy: Policy;
  readonly memory: Memory;
  readonly now: Instant;
  readonly canReadBack: boolean;
  readonly bookings: BookingReading | null;
  readonly access: AccessReading | null;
  readonly people: PeopleReading | null;
  readonly plan: Plan | null;
  readonly actions: readonly ActionResult[];
  readonly troubles: readonly Trouble[];
}

/** The troubles after which a run has not been carried out, whatever else it did. */
const FATAL: ReadonlySet<Trouble['code']> = new Set(['cancelled', 'zone-unsettled', 'bug']);

const isFatal = ({ code }: Trouble): boolean => FATAL.has(code) || ERROR_TRAITS[code].class === 'local';

/** What a run comes to (M2, P13): equal only on fresh complete readings of both sides that agree, with nothing held, asked, blocked or urgent. */
export function verdictOf(run: Judged): RunResultKind {
  const { bookings, access, plan } = run;
  const couldRead = access !== null && access.completeness !== 'unreadable' && bookings?.completeness !== 'unreadable';
  if (!couldRead || plan === null || run.troubles.some(isFatal)) return 'failed';
  // A refill has read nothing of the bookings: it cannot know whether the house is ready (P13).
  const isWholeReading = run.trigger === 'remove-all' ? isAccessWhole(run, access) : isHouseWhole(run, access);
  const isSettled =
    plan.holds.length === 0 &&
    plan.consents.length === 0 &&
    plan.blocked.length === 0 &&
    // W13: what nobody takes has not been handed over, and what waits behind it neither.
    !hasTrouble(run, 'handover-not-taken') &&
    !hasTrouble(run, 'handover-waiting') &&
    ![...plan.overflow, ...plan.membershipOverflow].some((one) => one.isUrgent) &&
    run.memory.releasing.every((id) => run.trigger === 'remove-all' && isLeaving(plan, id)) &&
    run.actions.every(({ outcome }) => outcome === 'confirmed' || outcome === 'handed-over');
  const isEqual =
    differing(plan, access, run.policy, run.now).length === 0 && differingMemberships(plan, run.people, run.now) === 0;
  if (!isWholeReading || !isSettled || !isEqual) return 'different';
  return run.canReadBack ? 'equal' : 'handed-over';
}

const hasTrouble = ({ troubles }: Judged, code: Trouble['code']): boolean => troubles.some((one) => one.code === code);

const isClockSure = (run: Judged): boolean => !hasTrouble(run, 'clock-differs');

/** Everything was read that says what should be open and what is. */
const isHouseWhole = (run: Judged, access: AccessReading): boolean =>
  run.bookings?.completeness === 'complete' &&
  run.bookings.unreadRooms.length === 0 &&
  run.bookings.unreadLocations.length === 0 &&
  // A booking that could not be understood is not open, and nobody knows when it should be.
  run.bookings.rejected.length === 0 &&
  // Nor does anybody know whether one should be whose status nobody knows (R5).
  !hasTrouble(run, 'status-unknown') &&
  access.completeness === 'complete' &&
  // Without the persons nobody can say who should be let in (D4).
  (run.people === null || run.people.persons?.completeness === 'complete') &&
  // Nor, without the list of groups, whether a group is there that shows no members (R3).
  (run.people === null || !run.people.groups.some(({ isUnlisted }) => isUnlisted === true)) &&
  isClockSure(run);

/** To take everything back, UniLock is all that has to be known; a group that was not read is among what is blocked. */
const isAccessWhole = (run: Judged, access: AccessReading): boolean =>
  access.completeness === 'complete' && isClockSure(run);

/** W4: all that is left of ours in the exception is what people inside have to leave; it ends by itself (W9). */
const isLeaving = (plan: Plan, id: ExceptionId): boolean =>
  plan.releases.some((one) => one.exceptionId === id && one.entries.some((entry) => !entry.isForeign));
