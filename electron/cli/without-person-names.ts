import type { ActionDto, PlanDto, Status } from '../../shared/dto';

/**
 * Documents are kept, sent and searched: persons stand in them by their ids only (rule M3). The names of rooms, groups and exceptions are
 * nobody's.
 */
const withoutPersonName = <T extends object>(given: T): Omit<T, 'personName' | 'name'> =>
  Object.fromEntries(Object.entries(given).filter(([key]) => key !== 'personName' && key !== 'name')) as Omit<
    T,
    'personName' | 'name'
  >;

/** Actions for a document. */
export const actionsWithoutPersonNames = <T extends ActionDto>(actions: readonly T[]) => actions.map(withoutPersonName);

/** A plan for a document. */
export const planWithoutPersonNames = (plan: PlanDto) => ({
  ...plan,
  actions: actionsWithoutPersonNames(plan.actions),
  membershipOverflow: plan.membershipOverflow.map(withoutPersonName),
  unmatched: plan.unmatched.map(withoutPersonName),
  givenByHand: plan.givenByHand.map(withoutPersonName),
});

/** A status for a document. */
export const statusWithoutPersonNames = ({ withoutAccess, ...status }: Status) => ({
  ...status,
  withoutAccess: { ...withoutAccess, people: withoutAccess.people.map(withoutPersonName) },
});
