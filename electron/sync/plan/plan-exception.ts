import { overlaps } from '../../../shared/time';
import type {
  DesiredPeriod,
  Hold,
  ManagedException,
  ObservedException,
  Overflow,
  PlannedAction,
  PlannedTarget,
  TargetEntry,
} from '../model';
import { clipFrom, isSameCoverage, normalise, subtract, wholeMinutes } from '../model';
import type { ConsentNeeded } from '../model';
import type { Claims } from './claims';
import { askersOf, hasForeignEdit } from './claims';
import { describeChanges, kindOf, targetCoverage } from './changes';
import type { PlanContext } from './context';
import { candidatesOf, fitPlaces, overflowOf } from './entries';
import { consentFor, removalHolds } from './holds';
import { isFought } from './other-writer';
import { partRest } from './staying';

/** What is planned for one managed exception. */
export interface ExceptionPlan {
  readonly action: PlannedAction | null;
  readonly target: PlannedTarget;
  readonly overflow: Overflow | null;
  readonly holds: readonly Hold[];
  /** W1: asked and not answered yet; then nothing of the exception is written. */
  readonly consent: ConsentNeeded | null;
  /** W6: another writer has been put back too often. */
  readonly isFought: boolean;
}

/** D3: what UniLock says, else what was set; never less than one. */
export const placesOf = (managed: ManagedException, observed: ObservedException | undefined): number =>
  Math.max(1, observed?.maxPeriods ?? managed.places);

/** Desired, observed and memory of one exception become its whole list and, when that differs from now on (W3), one action. */
export function planException(
  managed: ManagedException,
  observedException: ObservedException,
  claims: Claims,
  context: PlanContext,
): ExceptionPlan {
  const { now, fromNow } = context;
  const places = placesOf(managed, observedException);
  const desired: readonly DesiredPeriod[] = context.desire.periods.get(managed.id) ?? [];
  const before = wholeMinutes(observedException.periods);
  const observed = clipFrom(normalise(before), fromNow);
  const wanted = clipFrom(normalise(desired.map((one) => one.period)), fromNow);

  const parting = partRest(subtract(observed, wanted), { context, managed, claims, before });
  const notOver = before.filter(context.mayRunYet).map((period): TargetEntry => ({
    period,
    ...askersOf(claims.ours, period),
    isHeld: false,
    hasStay: true,
    isForeign: false,
  }));
  const candidates = [...notOver, ...candidatesOf(desired, parting.stays, before, now)];
  // R7: with a clock in doubt nobody knows what runs, so what is there goes for nothing new.
  const isInDoubt = context.knowledge.blocks.other === 'clock-differs';
  const { entries, leftOut } = fitPlaces(
    candidates,
    places,
    now,
    ({ period }) => isInDoubt && before.some((one) => overlaps(one, period)),
  );
  const periods = entries.map((entry) => entry.period);
  const target = targetCoverage(periods, context);
  const isEqual = isSameCoverage(observed, target);

  const consent = consentFor(managed.id, parting.needsConsent, context);
  const fought = !isEqual && isFought(context.memory.restorations, managed.id) && hasForeignEdit(claims, before, now);
  const action: PlannedAction | null =
    isEqual || consent !== null || fought
      ? null
      : {
          exceptionId: managed.id,
          kind: kindOf(observed, target),
          before: observedException.periods,
          after: periods,
          changes: describeChanges({ context, claims, before, entries, observed, target, places }),
          version: observedException.version,
        };
  return {
    action,
    target: {
      exceptionId: managed.id,
      desired,
      periods,
      entries,
      places,
    },
    overflow: overflowOf(managed.id, places, leftOut, now),
    holds: removalHolds(managed.id, parting.stays, before, context),
    consent,
    isFought: fought,
  };
}
