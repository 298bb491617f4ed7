import type { FaultContext, OperationName, StruckFaults } from '../../../electron/simulator/faults';
import type { Period } from '../../../shared/time';
import type { DialectAnswer, DialectRequest, Operation, Speech } from '../server';
import type { TimeWording } from '../wording';
import { windowOf } from '../wording';
import type { AccessWorld } from './world';

/** One way in which an access control may talk. Its profile is `profiles/<name>-unilock.json`. */
export interface AccessDialect {
  readonly name: string;
  /** What a person types after the host. */
  readonly typed: string;
  readonly password: string;
  /** What it says of its zone, as our own name for it; null: nothing. */
  readonly toldZone: string | null;
  /** Whether the answer to a write tells the new version. */
  readonly tellsNewVersion: boolean;
  speak(world: AccessWorld): Speech;
}

/** An operation of the dialect, and which exception or group it is about. */
export const about = (
  operation: OperationName,
  answer: (struck: StruckFaults) => DialectAnswer,
  target: Omit<FaultContext, 'operation'> = {},
): Operation => ({ context: { operation, ...target }, answer });

/** The periods of a list in the dialect's own times; null as soon as one is not. */
export function periodsIn(
  list: unknown,
  [from, to]: readonly [string, string],
  times: TimeWording,
  zone: string,
): readonly Period[] | null {
  if (!Array.isArray(list)) return null;
  const periods = (list as Record<string, unknown>[]).map((one) => windowOf(times, one[from], one[to], zone));
  return periods.every((one) => one !== null) ? periods : null;
}

/** The ids in a path of the dialect, or null for another path. */
export const idsIn = (form: RegExp, path: string): readonly string[] | null =>
  form.exec(path)?.slice(1).map(decodeURIComponent) ?? null;

export const jsonOf = (request: DialectRequest): unknown => {
  try {
    return JSON.parse(request.body) as unknown;
  } catch {
    // Another dialect's body: nothing of what is asked for is in it.
    return null;
  }
};
export const fieldsOf = (request: DialectRequest): Readonly<Record<string, unknown>> =>
  Object(jsonOf(request)) as Record<string, unknown>;

/** What two of the dialects take for a login. */
export const TOKEN = '8ab2.token-for-tests';
