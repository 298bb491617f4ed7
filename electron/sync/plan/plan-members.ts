import type { BookingId, ExceptionId, GroupId, MappingLineId, PersonId } from '../../../shared/ids';
import type { Instant } from '../../../shared/time';
import { includesPeriod } from '../../../shared/time';
import type { MemberAsks } from '../desired';
import { ascending, mergeAsks } from '../desired';
import type {
  Blocked,
  Coverage,
  DesiredPeriod,
  GivenByHand,
  GroupLine,
  Hold,
  LedgerMembership,
  MembershipAction,
  MembershipOverflow,
  MembershipTarget,
  ObservedException,
  ObservedGroup,
  ObservedMembership,
  PeopleReading,
  TargetEntry,
} from '../model';
import { asListed, clipFrom, coverageFromNow, isInside, isSameCoverage, MEMBERSHIP_PLACES, normalise } from '../model';
import type { Claims } from './claims';
import type { PlanContext } from './context';
import { isOverflowUrgent } from './entries';
import { removalHolds } from './holds';
import { claimsOfMembership, indexLedger, isSuddenlyEmpty } from './ledger';
import { byText } from './order';
import type { ListPlan } from './plan-list';
import { changesOf, planList } from './plan-list';

/** What is planned for all memberships of one run. */
export interface MembersPlan {
  readonly actions: readonly MembershipAction[];
  readonly targets: readonly MembershipTarget[];
  readonly overflow: readonly MembershipOverflow[];
  readonly holds: readonly Hold[];
  readonly givenByHand: readonly GivenByHand[];
  readonly blocked: readonly Blocked[];
}

/** A plan that still grows. */
interface Growing {
  readonly actions: MembershipAction[];
  readonly targets: MembershipTarget[];
  readonly overflow: MembershipOverflow[];
  /** By hash, group and period: the people of one booking share one hold. */
  readonly holds: Map<string, Hold>;
  readonly givenByHand: GivenByHand[];
  readonly blocked: Blocked[];
}

interface MembersInput {
  readonly people: PeopleReading | null;
  readonly exceptions: ReadonlyMap<ExceptionId, ObservedException>;
  readonly context: PlanContext;
}

const NO_ASKS: MemberAsks = { asks: [], sticking: [] };

/** Plans every membership that is wanted or in the ledger, group by group (D4, D5, W7, W8). A group that was not read is left alone and told. */
export function planMembers(input: MembersInput): MembersPlan {
  const { context, people } = input;
  const ledger = indexLedger(context.memory);
  const managed = new Set(context.policy.managedGroups.map((one) => one.id));
  const read = new Map(people?.groups.map((group) => [group.id, group]));
  const plan: Growing = {
    actions: [],
    targets: [],
    overflow: [],
    holds: new Map(),
    givenByHand: [],
    blocked: [],
  };
  for (const groupId of [...new Set([...managed, ...ledger.keys()])].sort(byText)) {
    const group = read.get(groupId);
    if (group === undefined) {
      plan.blocked.push({
        exceptionId: null,
        groupId,
        locationId: null,
        trouble: { code: 'group-unread', context: { groupId } },
      });
      continue;
    }
    planGroup(group, ledger.get(groupId) ?? new Map(), managed.has(groupId), input, plan);
  }
  return { ...plan, holds: [...plan.holds.values()] };
}

function planGroup(
  group: ObservedGroup,
  ledger: ReadonlyMap<PersonId, LedgerMembership>,
  isManaged: boolean,
  { context, exceptions }: MembersInput,
  plan: Growing,
): void {
  const wanted = (isManaged ? context.desire.members.get(group.id) : undefined) ?? new Map<PersonId, MemberAsks>();
  const members = new Map(group.members.map((one) => [one.personId, one]));
  const lineOf = (id: MappingLineId): GroupLine | undefined => {
    const line = isManaged ? context.groupLines.get(id) : undefined;
    return line?.groupId === group.id ? line : undefined;
  };
  // Somebody new may stand there with access for ever, and a whole list written over it would cut that. Ours are put back, and the next reading
  // shows the rest.
  const persons = isSuddenlyEmpty(group, ledger.values(), context.now)
    ? ledger.keys()
    : [...wanted.keys(), ...ledger.keys()];
  for (const personId of [...new Set(persons)].sort(byText)) {
    const asks = wanted.get(personId) ?? NO_ASKS;
    const desired = mergeAsks(asks.asks);
    const observed = members.get(personId);
    const given = ledger.get(personId);
    const isOurs = observed === undefined || isOursOrAdopted(observed, given, desired, context);
    if (!isOurs) {
      const reach = coverageByHand(observed, exceptions, context);
      const bookings = desired.filter(({ period }) => !isInside(clipFrom([period], context.fromNow), reach));
      if (bookings.length > 0) {
        plan.givenByHand.push({
          groupId: group.id,
          personId,
          bookings: ascending(bookings.flatMap((one): readonly BookingId[] => one.bookings)),
        });
      }
      continue;
    }
    planMembership({ group: group.id, personId, observed, given, desired, asks, lineOf, context }, plan);
  }
}

/**
 * W8: ours by the ledger; or, with nothing in the ledger, without future periods or with exactly the wanted ones. What only our clock in doubt
 * calls over is not over (R7).
 */
function isOursOrAdopted(
  observed: ObservedMembership,
  given: LedgerMembership | undefined,
  desired: readonly DesiredPeriod[],
  context: PlanContext,
): boolean {
  if (observed.basis !== 'periods') return false;
  if (given !== undefined) return true;
  if (observed.periods.some(context.mayRunYet)) return false;
  const future = coverageFromNow(observed.periods, context.now);
  const wanted = clipFrom(normalise(desired.map((one) => one.period)), context.fromNow);
  return future.length === 0 || isSameCoverage(future, wanted);
}

/** From now on, what a membership that others gave lets in. */
function coverageByHand(
  { basis, periods, exceptionId }: ObservedMembership,
  exceptions: ReadonlyMap<ExceptionId, ObservedException>,
  context: PlanContext,
): Coverage {
  switch (basis) {
    case 'always':
      return [{ from: context.fromNow, to: Infinity as typeof context.fromNow }];
    case 'periods':
      return coverageFromNow(periods, context.now);
    case 'exception':
      return exceptionId === null ? [] : coverageFromNow(exceptions.get(exceptionId)?.periods ?? [], context.now);
  }
}

interface MembershipInput {
  readonly group: GroupId;
  readonly personId: PersonId;
  readonly observed: ObservedMembership | undefined;
  readonly given: LedgerMembership | undefined;
  readonly desired: readonly TargetEntry[];
  readonly asks: MemberAsks;
  lineOf(id: MappingLineId): GroupLine | undefined;
  readonly context: PlanContext;
}

/** D5: one membership's whole list. Others' periods in it stay and count; with nothing left from now on the person is taken out. */
function planMembership(input: MembershipInput, plan: Growing): void {
  const { group, personId, observed, given, desired, asks, lineOf, context } = input;
  const list = {
    context,
    desired,
    sticking: asks.sticking,
    claims: claimsOfMembership(given),
    foreignEdits: 'keep' as const,
    observed: observed?.periods ?? [],
    places: MEMBERSHIP_PLACES,
    lineOf,
  };
  const planned = planList(list);
  const { entries, leftOut, stays, before, targetCoverage } = planned;
  const isEmpty = targetCoverage.length === 0 && !before.some(context.mayRunYet);
  // An ended membership without the ledger's word is none of ours to take back (W8).
  if (isEmpty && given === undefined) return;
  const periods = isEmpty ? [] : asListed(planned.periods, list.observed);
  plan.targets.push({ groupId: group, personId, desired, periods, entries: isEmpty ? [] : entries });
  const isSure = observed?.isInDoubt !== true;
  const isAsWanted = isSure && planned.isEqual && !hasLeftover(list.claims, planned, context.now);
  if (isEmpty ? observed !== undefined : !isAsWanted) {
    plan.actions.push({
      on: 'membership',
      groupId: group,
      personId,
      ...changesOf(list, planned),
      before: observed?.periods ?? [],
      after: periods,
    });
  }
  if (leftOut.length > 0) {
    plan.overflow.push({
      groupId: group,
      personId,
      places: MEMBERSHIP_PLACES,
      periods: leftOut.map(({ period, bookings, lines }) => ({ period, bookings, lines })),
      isUrgent: isOverflowUrgent(leftOut, context.now),
    });
  }
  for (const hold of removalHolds({ exceptionId: null, groupId: group }, stays, before, lineOf, context)) {
    plan.holds.set(`${hold.hash}/${group}/${hold.period.from}/${hold.period.to}`, hold);
  }
}

/**
 * Whether a row of ours that nobody wants any more still stands beneath another's longer one. Nothing differs from now on (W3); but when the other
 * hand takes its own away, ours would let somebody in (W8).
 */
function hasLeftover({ ours }: Claims, { before, entries }: ListPlan, now: Instant): boolean {
  if (!entries.some((entry) => entry.isForeign)) return false;
  const wanted = entries.map((entry) => entry.period);
  return ours.some(
    ({ period }) => period.to > now && includesPeriod(before, period) && !includesPeriod(wanted, period),
  );
}
