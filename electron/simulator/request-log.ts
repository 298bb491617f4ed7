import type { Instant } from '../../shared/time';
import type { OperationName } from './faults';

/** One request as it came in. Bodies are not kept: they hold names. */
export interface RequestEntry {
  readonly at: Instant;
  /** null: no operation of this server. */
  readonly operation: OperationName | null;
  readonly method: string;
  /** With the query. */
  readonly path: string;
  /** null while unanswered, and for ever when the line was cut before the head of the answer. */
  readonly status: number | null;
}

/** What the twin was asked, in order. */
export interface RequestLog {
  entries(): readonly RequestEntry[];
  /** All requests, or those of one operation. */
  count(operation?: OperationName): number;
  clear(): void;
}

/** The twin's side of the log. */
export interface RequestRecorder extends RequestLog {
  /** Returns what sets the status once it is sent. */
  record(entry: Omit<RequestEntry, 'status'>): (status: number) => void;
}

export function createRequestRecorder(): RequestRecorder {
  let entries: RequestEntry[] = [];
  return {
    entries: () => [...entries],
    count: (operation) =>
      operation === undefined ? entries.length : entries.filter((entry) => entry.operation === operation).length,
    clear: () => {
      entries = [];
    },
    record: (entry) => {
      const kept = { ...entry, status: null as number | null };
      entries.push(kept);
      return (status) => {
        kept.status = status;
      };
    },
  };
}
