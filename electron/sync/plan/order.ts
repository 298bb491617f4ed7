import type { BookingId } from '../../../shared/ids';
import { everywhereOf } from '../../../shared/ids';
import type { Instant } from '../../../shared/time';
import { covers } from '../../../shared/time';
import type { ActionKind, PlannedAction } from '../model';
import { targetKeyOf } from '../model';

/** Texts in the order of their code units: the same on every machine, whatever its language. */
export const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const CLASS: Record<ActionKind, number> = { narrowing: 1, mixed: 2, widening: 3 };

/** The bookings whose running opening this action takes away because they were moved; of an item of several rooms the item. */
const shutsFor = (action: PlannedAction, now: Instant): readonly BookingId[] =>
  action.changes
    .filter((one) => one.change === 'remove' && one.reason === 'moved' && covers(one.period, now))
    .flatMap((one) => one.bookings.map(everywhereOf));

/** The bookings whose running opening this action adds; of an item of several rooms the item. */
const opensFor = (action: PlannedAction, now: Instant): readonly BookingId[] =>
  action.changes
    .filter((one) => one.change === 'add' && covers(one.period, now))
    .flatMap((one) => one.bookings.map(everywhereOf));

/**
 * W2: narrowing, then mixed, then widening; but what opens for a running meeting that was moved comes before everything, so that the new
 * door is open before the old one shuts. Inside a class by target, so that the same inputs give the same order.
 */
export function inWritingOrder(actions: readonly PlannedAction[], now: Instant): readonly PlannedAction[] {
  const moving = new Set(actions.flatMap((action) => shutsFor(action, now)));
  const rankOf = (action: PlannedAction): number =>
    action.kind !== 'narrowing' && opensFor(action, now).some((id) => moving.has(id)) ? 0 : CLASS[action.kind];
  return actions
    .map((action) => ({ action, rank: rankOf(action), key: targetKeyOf(action) }))
    .sort((a, b) => a.rank - b.rank || byText(a.key, b.key))
    .map(({ action }) => action);
}
