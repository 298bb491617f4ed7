import type { MappingLineId } from '../../../shared/ids';
import type { ExceptionAction, Hold, ManagedException, ObservedException, Overflow, PlannedTarget } from '../model';
import type { ConsentNeeded } from '../model';
import type { Claims } from './claims';
import { hasForeignEdit } from './claims';
import type { PlanContext } from './context';
import { overflowOf } from './entries';
import { consentFor, removalHolds } from './holds';
import { isFought } from './other-writer';
import { changesOf, planList } from './plan-list';

/** What is planned for one managed exception. */
export interface ExceptionPlan {
  readonly action: ExceptionAction | null;
  readonly target: PlannedTarget;
  readonly overflow: Overflow | null;
  readonly holds: readonly Hold[];
  /** W1: asked and not answered yet; then nothing of the exception is written. */
  readonly consent: ConsentNeeded | null;
  /** W6: another writer has been put back too often. */
  readonly isFought: boolean;
}

/** D3: what UniLock says, else what was set; never less than one. */
const placesOf = (managed: ManagedException, observed: ObservedException): number =>
  Math.max(1, observed.maxPeriods ?? managed.places);

/** Desired, observed and memory of one exception become its whole list and, when that differs from now on (W3), one action. */
export function planException(
  managed: ManagedException,
  observedException: ObservedException,
  claims: Claims,
  context: PlanContext,
): ExceptionPlan {
  const { now } = context;
  const { id, foreignEdits } = managed;
  const places = placesOf(managed, observedException);
  const desired = context.desire.periods.get(id) ?? [];
  const input = {
    context,
    desired,
    sticking: context.desire.sticking.get(id) ?? [],
    claims,
    foreignEdits,
    observed: observedException.periods,
    places,
    lineOf: (line: MappingLineId) => {
      const live = context.lines.get(line);
      return live?.exceptionId === id ? live : undefined;
    },
  };
  const list = planList(input);
  const { before, periods, entries } = list;
  // W13: what is not known for sure is written, even where it looks equal.
  const isEqual = list.isEqual && observedException.certainty === undefined;

  const isUnknown = observedException.certainty === 'unknown';
  const consent = consentFor(id, list.needsConsent, isUnknown, context);
  const fought = !isEqual && isFought(context.memory.restorations, id) && hasForeignEdit(claims, before, now);
  const action: ExceptionAction | null =
    isEqual || consent !== null || fought
      ? null
      : {
          on: 'exception',
          exceptionId: id,
          ...changesOf(input, list),
          before: observedException.periods,
          after: periods,
          version: observedException.version,
        };
  return {
    action,
    target: { exceptionId: id, desired, periods, entries, places },
    overflow: overflowOf(id, places, list.leftOut, now),
    holds: removalHolds(
      { exceptionId: id, groupId: null },
      list.stays,
      before,
      (line) => context.lines.get(line),
      context,
    ),
    consent,
    isFought: fought,
  };
}
