import type { ShapeCollector } from './answer-shape';
import { createShapeCollector } from './answer-shape';
import type { Conversation } from './session';

/** Looks on while answers are read. It gets what came from the server and keeps of it only what its maker says. */
export interface Witness {
  /** The items of one page, or the one object. @param operation as the profile calls it */
  items(operation: string, items: readonly unknown[], conversation: Conversation): void;
  /** An item that could not be understood. */
  rejected(item: { readonly path: string; readonly reason: string }): void;
}

/** A witness that keeps what the answers of each operation looked like in the newest reading. */
export interface ShapeWatch extends Witness {
  newest(): ReadonlyMap<string, ShapeCollector>;
}

/** Items looked at of one reading: enough for a union, and a large house costs no more than a small one. */
const ENOUGH_ITEMS = 500;

interface Entry {
  readonly collector: ShapeCollector;
  /** Items that may still be looked at. */
  left: number;
}

export function createShapeWatch(): ShapeWatch {
  const newest = new Map<string, ShapeCollector>();
  /** Two readings may go on at once, e.g. a run and a test: each has a union of its own. */
  const byReading = new WeakMap<Conversation, Map<string, Entry>>();
  return {
    items(operation, items, conversation) {
      let reading = byReading.get(conversation);
      if (reading === undefined) byReading.set(conversation, (reading = new Map<string, Entry>()));
      let entry = reading.get(operation);
      if (entry === undefined) {
        reading.set(operation, (entry = { collector: createShapeCollector(), left: ENOUGH_ITEMS }));
        newest.set(operation, entry.collector);
      }
      const looked = items.slice(0, entry.left);
      entry.left -= looked.length;
      entry.collector.add(looked);
    },
    rejected: () => undefined,
    newest: () => newest,
  };
}
