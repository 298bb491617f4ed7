import type { ExceptionId } from '../../../shared/ids';
import type { Instant } from '../../../shared/time';
import type {
  AccessReading,
  Blocked,
  ConsentNeeded,
  Hold,
  Memory,
  Overflow,
  PeopleReading,
  Plan,
  PlannedAction,
  PlannedRelease,
  PlannedTarget,
  Policy,
} from '../model';
import { targetKeyOf } from '../model';
import type { Knowledge } from '../desired';
import { desire } from '../desired';
import type { Hash } from '../ports';
import { claimsByException } from './claims';
import { createContext } from './context';
import { oddHash, openingHolds } from './holds';
import { settleZone } from './house-zone';
import { byText, inWritingOrder } from './order';
import { planException } from './plan-exception';
import { planMembers } from './plan-members';
import { exceptionsToRelease, planRelease } from './release';

export interface PlanInput {
  readonly policy: Policy;
  readonly knowledge: Knowledge;
  /** complete or partial; an unreadable one plans nothing. */
  readonly access: AccessReading;
  /** null: none was wanted, or it could not be made; then nothing of the groups is planned. */
  readonly people: PeopleReading | null;
  readonly memory: Memory;
  readonly now: Instant;
  readonly hash: Hash;
}

const blockedBy = (exceptionId: ExceptionId, code: Blocked['trouble']['code']): Blocked => ({
  exceptionId,
  groupId: null,
  locationId: null,
  trouble: { code, context: { exceptionId } },
});

const targetText = ({ exceptionId, groupId }: Pick<Hold, 'exceptionId' | 'groupId'>): string =>
  `${exceptionId ?? ''}/${groupId ?? ''}`;

const byId = (a: { readonly exceptionId: ExceptionId }, b: { readonly exceptionId: ExceptionId }): number =>
  byText(a.exceptionId, b.exceptionId);

/**
 * The plan of one run: a value, in stable order, the same for the same inputs, whether it is shown or carried out (P18).
 * Nothing here reads a clock, a store or a server.
 */
export function planRun(input: PlanInput): Plan {
  const { policy, knowledge, access, memory, now, hash } = input;
  const zone = settleZone(policy.houseZone, access.zone, now);
  if (zone === null) return unsettled(input);

  const answers = new Map(memory.answers.map((one) => [one.hash, one.answer]));
  const digest = (value: unknown): string => hash.digest(JSON.stringify(value));
  const desired = desire({
    policy,
    knowledge,
    zone,
    now,
    answerOf: (odd) => answers.get(oddHash(odd, digest)) ?? null,
  });
  const context = createContext(
    { now, policy, knowledge, desire: desired, memory, accessSkewMs: access.clockSkewMs },
    hash,
  );
  const claimsOf = claimsByException(memory);
  const observed = new Map(access.exceptions.map((one) => [one.id, one]));
  const missing = access.completeness === 'complete' ? 'mapping-target-missing' : 'reading-partial';

  const actions: PlannedAction[] = [];
  const targets: PlannedTarget[] = [];
  const releases: PlannedRelease[] = [];
  const overflow: Overflow[] = [];
  const holds: Hold[] = [...openingHolds(context)];
  const consents: ConsentNeeded[] = [];
  const blocked: Blocked[] = [];

  for (const managed of policy.managed) {
    const there = observed.get(managed.id);
    if (there === undefined) {
      // One missing target stops itself only.
      blocked.push(blockedBy(managed.id, missing));
      continue;
    }
    const one = planException(managed, there, claimsOf(managed.id), context);
    targets.push(one.target);
    holds.push(...one.holds);
    if (one.action !== null) actions.push(one.action);
    if (one.overflow !== null) overflow.push(one.overflow);
    if (one.consent !== null) consents.push(one.consent);
    if (one.isFought) blocked.push(blockedBy(managed.id, 'other-writer'));
  }

  // W7. R7: with a clock in doubt nothing is taken away, not even here.
  if (knowledge.blocks.other !== 'clock-differs') {
    const remembered = [...memory.confirmed, ...memory.intents].map((one) => one.exceptionId);
    for (const id of exceptionsToRelease(remembered, new Set(policy.managed.map((one) => one.id)))) {
      const there = observed.get(id);
      if (there === undefined) continue;
      const one = planRelease(there, claimsOf(id), context);
      releases.push(one.release);
      if (one.action !== null) actions.push(one.action);
    }
  }

  const members = planMembers({ people: input.people, exceptions: observed, context });

  return sealed(
    {
      madeAt: now,
      actions: inWritingOrder([...actions, ...members.actions], now),
      overflow: overflow.sort(byId),
      holds: [...holds, ...members.holds].sort(
        (a, b) => byText(targetText(a), targetText(b)) || a.period.from - b.period.from || byText(a.hash, b.hash),
      ),
      consents: consents.sort(byId),
      blocked: [...blocked.sort((a, b) => byText(targetText(a), targetText(b))), ...members.blocked],
      targets: targets.sort(byId),
      releases,
      memberships: members.targets,
      membershipOverflow: members.overflow,
      unmatched: desired.unmatched,
      givenByHand: members.givenByHand,
    },
    digest,
  );
}

/** R1: the house's zone is not known or in dispute; nothing is written until a person settles it. */
function unsettled({ policy, access, now, hash }: PlanInput): Plan {
  const context = { typed: policy.houseZone, told: access.zone };
  return sealed(
    {
      madeAt: now,
      actions: [],
      overflow: [],
      holds: [],
      consents: [],
      blocked: [{ exceptionId: null, groupId: null, locationId: null, trouble: { code: 'zone-unsettled', context } }],
      targets: [],
      releases: [],
      memberships: [],
      membershipOverflow: [],
      unmatched: [],
      givenByHand: [],
    },
    (value) => hash.digest(JSON.stringify(value)),
  );
}

/** The hash is over what a person is shown and answers: what would be written, what is held or asked, what does not fit. */
function sealed(plan: Omit<Plan, 'hash'>, digest: (value: unknown) => string): Plan {
  const bounds = (periods: readonly { readonly from: Instant; readonly to: Instant }[]): number[] =>
    periods.flatMap(({ from, to }) => [from, to]);
  return {
    ...plan,
    hash: digest([
      plan.actions.map((one) => [targetKeyOf(one), one.kind, bounds(one.before), bounds(one.after)]),
      plan.holds.map((one) => one.hash),
      plan.consents.map((one) => one.hash),
      plan.overflow.map((one) => [one.exceptionId, bounds(one.periods.map(({ period }) => period))]),
      plan.membershipOverflow.map((one) => [
        one.groupId,
        one.personId,
        bounds(one.periods.map(({ period }) => period)),
      ]),
    ]),
  };
}
