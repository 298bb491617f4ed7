import type { ExceptionId } from '../../../shared/ids';
import type { Instant } from '../../../shared/time';
import type { AccessReading, PeopleReading, Plan, Policy } from '../model';
import { coverageFromNow, isSameCoverage } from '../model';
import { isMembershipAsWanted, observed } from '../observed';

/** Managed exceptions that do not hold what they should, as far as is known (W3). What could not be read differs: nobody knows. */
export function differing(
  plan: Plan | null,
  access: AccessReading | null,
  policy: Policy,
  now: Instant,
): readonly ExceptionId[] {
  if (plan === null || access === null) return [];
  const observed = new Map(access.exceptions.map((one) => [one.id, one.periods]));
  const wanted = new Map(plan.targets.map((one) => [one.exceptionId, one.periods]));
  return policy.managed
    .map((one) => one.id)
    .filter((id) => {
      const there = observed.get(id);
      const target = wanted.get(id);
      if (there === undefined || target === undefined) return true;
      return !isSameCoverage(coverageFromNow(there, now), coverageFromNow(target, now));
    });
}

/** How many memberships do not hold what they should, as far as is known. Those of a group that could not be read differ: nobody knows. */
export function differingMemberships(plan: Plan | null, people: PeopleReading | null, now: Instant): number {
  if (plan === null) return 0;
  const there = observed(null, people);
  return plan.memberships.filter(
    ({ groupId, personId, periods }) =>
      there.group(groupId) === undefined || !isMembershipAsWanted(there.member(groupId, personId), periods, now),
  ).length;
}
