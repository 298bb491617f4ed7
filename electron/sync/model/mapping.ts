import type { ExceptionId, MappingLineId, RoomId } from '../../../shared/ids';

/** Which block of time a line writes: the meeting, or the meeting with the room's preparation and follow-up (rule D1). */
export type Block = 'meeting' | 'with-preparation';

/** A daily stretch of wall time in the house's zone, minutes since midnight, from before to; outside it openings are held (rule D6). */
export interface SafeHours {
  readonly fromMinute: number;
  readonly toMinute: number;
}

/** What every line of the mapping says: which part of the day a room's booking asks for (rule D1). */
export interface OpeningLine {
  readonly id: MappingLineId;
  readonly roomId: RoomId;
  /** Minutes, 0-120. */
  readonly leadMinutes: number;
  /** Minutes, 0-120. */
  readonly lagMinutes: number;
  readonly block: Block;
  /** Hours; a longer opening is held until confirmed once. null: "long periods are normal here" (rule D6). */
  readonly longestOpeningHours: number | null;
  readonly safeHours: SafeHours | null;
}

/** One line of the mapping: this room's bookings open that exception (many to many, rule D1). */
export interface MappingLine extends OpeningLine {
  readonly exceptionId: ExceptionId;
}

/** What an exception under our management may be told apart by (rules W1, W6). */
export interface ManagedException {
  readonly id: ExceptionId;
  /** The name typed or read when it was chosen: shown when UniLock cannot be read. */
  readonly name: string;
  /** Used when UniLock does not tell its own number; at least 1 (rule D3). */
  readonly places: number;
  readonly foreignEdits: 'replace' | 'keep';
}
