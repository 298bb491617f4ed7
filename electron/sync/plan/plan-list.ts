import type { Period } from '../../../shared/time';
import { overlaps } from '../../../shared/time';
import type { Change, Coverage, TargetEntry, ActionKind } from '../model';
import { clipFrom, isSameCoverage, normalise, subtract, wholeMinutes } from '../model';
import { describeChanges, kindOf, targetCoverage } from './changes';
import { askersOf } from './claims';
import { candidatesOf, fitPlaces } from './entries';
import type { Parting, PartingInput, Stay } from './staying';
import { partRest } from './staying';

/** One whole list of periods under our hand: an exception's, or a membership's. */
export interface ListInput extends Omit<PartingInput, 'before'> {
  /** As observed. */
  readonly observed: readonly Period[];
  /** How many periods fit (D3, D5). */
  readonly places: number;
}

export interface ListPlan {
  readonly entries: readonly TargetEntry[];
  readonly periods: readonly Period[];
  readonly leftOut: readonly TargetEntry[];
  readonly stays: readonly Stay[];
  readonly needsConsent: Parting['needsConsent'];
  /** Observed, in whole minutes, as listed. */
  readonly before: readonly Period[];
  /** Whether nothing has to be written: same coverage from now on (W3). */
  readonly isEqual: boolean;
  readonly observedCoverage: Coverage;
  readonly targetCoverage: Coverage;
}

/** Desired, observed and claimed become the whole list that should be there. */
export function planList(input: ListInput): ListPlan {
  const { context, desired, places } = input;
  const { now, fromNow } = context;
  const before = wholeMinutes(input.observed);
  const observedCoverage = clipFrom(normalise(before), fromNow);
  const wanted = clipFrom(normalise(desired.map((one) => one.period)), fromNow);
  const { stays, needsConsent } = partRest(subtract(observedCoverage, wanted), { ...input, before });
  const notOver = before.filter(context.mayRunYet).map((period): TargetEntry => ({
    period,
    ...askersOf(input.claims.ours, period),
    isHeld: false,
    hasStay: true,
    isForeign: false,
  }));
  const all = [...notOver, ...candidatesOf(desired, stays, before, now)];
  // R7: with a clock in doubt nobody knows what runs, so what is there goes for nothing new.
  const isInDoubt = context.knowledge.blocks.other === 'clock-differs';
  const isThere = ({ period }: TargetEntry): boolean => isInDoubt && before.some((one) => overlaps(one, period));
  const { entries, leftOut } = fitPlaces(all, places, now, isThere);
  const periods = entries.map((entry) => entry.period);
  const target = targetCoverage(periods, context);
  return {
    entries,
    periods,
    leftOut,
    stays,
    needsConsent,
    before,
    isEqual: isSameCoverage(observedCoverage, target),
    observedCoverage,
    targetCoverage: target,
  };
}

/** What writing the list changes, and which way (W2). */
export function changesOf(
  input: ListInput,
  list: ListPlan,
): { readonly kind: ActionKind; readonly changes: readonly Change[] } {
  const { context, claims, desired, places } = input;
  const { before, entries, observedCoverage: observed, targetCoverage: target } = list;
  return {
    kind: kindOf(observed, target),
    changes: describeChanges({ context, claims, desired, before, entries, observed, target, places }),
  };
}
