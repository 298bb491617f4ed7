import type { GroupId, PersonId } from '../../../shared/ids';
import type { Instant } from '../../../shared/time';
import type { ConfirmedPeriod, LedgerMembership, Memory, ObservedGroup } from '../model';
import { normalise } from '../model';
import type { Claims } from './claims';
import { NO_CLAIMS } from './claims';

/** The ledger, ready to be asked for one membership. */
export type LedgerIndex = ReadonlyMap<GroupId, ReadonlyMap<PersonId, LedgerMembership>>;

export const indexLedger = (memory: Memory): LedgerIndex =>
  new Map(
    memory.ledger.map(({ groupId, members }) => [groupId, new Map(members.map((one) => [one.personId, one]))] as const),
  );

/** What the ledger says of one membership, in the form in which an exception's list is judged (W8). */
export function claimsOfMembership(given: LedgerMembership | undefined): Claims {
  // What is adopted was confirmed by nobody: then nothing that is there counts as another's addition.
  if (given === undefined) return NO_CLAIMS;
  const periods: readonly ConfirmedPeriod[] = given.periods;
  const ours = periods.filter((one) => !one.isForeign);
  const foreign = periods.filter((one) => one.isForeign).map((one) => one.period);
  return {
    ours,
    oursCovered: normalise(ours.map((one) => one.period)),
    foreign,
    foreignCovered: normalise(foreign),
    confirmed: periods.map((one) => one.period),
    sent: [],
  };
}

/**
 * R4: a group that was seen to hold members of ours with periods ahead and shows nobody says nothing: neither who is in it, nor that ours are not.
 * What was only sent may never have come, so that nobody is there is no surprise (P8).
 */
export function isSuddenlyEmpty(group: ObservedGroup, ours: Iterable<LedgerMembership>, now: Instant): boolean {
  const isExpected = ({ periods, hasBeenRead }: LedgerMembership): boolean =>
    hasBeenRead && periods.some(({ period }) => period.to > now);
  return group.members.length === 0 && [...ours].some(isExpected);
}
