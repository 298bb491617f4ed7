import type { Trouble } from '../../shared/errors';
import { asAppError } from '../../shared/errors';

/** What came of something that may throw. */
export type Attempt<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly trouble: Trouble };

/** Turns what an adapter throws into a value: the engine decides with values, and one failing port must not end a run without a result. */
export async function attempt<Value>(work: () => Promise<Value>): Promise<Attempt<Value>> {
  try {
    return { ok: true, value: await work() };
  } catch (thrown) {
    return { ok: false, trouble: asAppError(thrown).toWire() };
  }
}
