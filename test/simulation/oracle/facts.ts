import type { Decided, Row } from './asks';
import type { Span } from './spans';

/** The promises that the oracle watches over. */
export type Promised = 'P1' | 'P2' | 'P3' | 'P4' | 'P5' | 'P10' | 'P13' | 'P15' | 'P16' | 'P22';

/** A promise that was not kept: ids and times only. */
export interface Violation {
  readonly promise: Promised;
  readonly at: number;
  readonly what: string;
}

/** What the program was answered when it asked for the bookings. */
export interface Answered {
  readonly isComplete: boolean;
  /** Complete, every asked room and location read, nothing rejected, clocks agree: only such an answer may lead to a removal. */
  readonly isWholly: boolean;
  readonly rows: readonly Row[];
}

/** What the program was answered when it asked for the exceptions. */
export interface Observed {
  readonly isComplete: boolean;
  /** Complete, and the clocks agree. */
  readonly isWholly: boolean;
  readonly lists: ReadonlyMap<string, readonly Span[]>;
}

/** What a run told when it ended: the holds, plan targets and troubles, as values. */
export interface Told {
  readonly hasPlan: boolean;
  readonly isRefill: boolean;
  /** The journal could not be written, or the run was broken off. */
  readonly isBroken: boolean;
  readonly overflow: readonly {
    readonly exceptionId: string;
    readonly bookings: readonly string[];
    readonly from: number;
    readonly to: number;
  }[];
  readonly holds: readonly {
    readonly holds: 'removal' | 'opening';
    readonly exceptionId: string;
    readonly bookings: readonly string[];
    readonly span: Span;
  }[];
  /** Exceptions that wait for a consent (W1), or are not written at all (another writer, not there). */
  readonly notWritten: readonly string[];
  /** Somebody else's periods that the target keeps (W6). */
  readonly foreign: readonly { readonly exceptionId: string; readonly span: Span }[];
  /** The run's actions. */
  readonly actions: readonly { readonly exceptionId: string; readonly isConfirmed: boolean; readonly writes: number }[];
  readonly differing: readonly string[];
}

/** What the program shows a person. */
export interface Shown {
  readonly state: string;
  readonly missedPolls: number;
}

/**
 * Everything the oracle is told, in order of (true) time. From the world: what is booked, what UniLock holds, whether all was well; from the
 * program's ports: what it asked, was answered and sent; from the program: what it told. The place for people: `membership` facts would
 * stand beside `list`, wishes of persons beside wishes of exceptions, and `ownership` covers both already.
 */
export interface Oracle {
  /** People decided: the mapping and the rest of the settings. */
  decided(at: number, decided: Decided): void;
  /** Pronestor holds this row from now on (null: no row any more). */
  booked(at: number, bookingId: string, row: Row | null): void;
  /** UniLock holds this list from now on. */
  list(at: number, exceptionId: string, list: readonly Span[], by: 'program' | 'hand'): void;
  /** The program sent a list. */
  sent(at: number, exceptionId: string, list: readonly Span[]): void;
  /** Something is wrong with a server, the line, the PC's clock or its disk; or all is well again. */
  health(at: number, isWell: boolean): void;
  /** PC clock minus true time, milliseconds. */
  pcClock(at: number, offsetMs: number): void;
  /** The program runs and may poll; or it is off, asleep or paused. */
  awake(at: number, isAwake: boolean): void;
  /** A new process: what the old one only kept in mind is gone. */
  processStarted(at: number): void;
  /** The journal is gone: what the program wrote is nobody's from now on, and stays to its end or until somebody is asked (M1, W8). */
  memoryLost(at: number): void;
  runBegan(at: number): void;
  answered(at: number, answer: Answered): void;
  observed(at: number, answer: Observed): void;
  runEnded(at: number, told: Told): void;
  /** A person answered a question about an opening or a removal. */
  personAnswered(
    at: number,
    answer: {
      readonly exceptionId: string;
      readonly bookings: readonly string[];
      readonly span: Span;
      readonly holds: 'removal' | 'opening';
      readonly answer: 'confirmed' | 'refused';
    },
  ): void;
  shown(at: number, shown: Shown): void;
  /** The program stops for ever; nothing may stay open by its hand. */
  stopped(at: number): void;
  /** What nobody mapped (exceptions, memberships) before and after: byte-identical but for what hands did. */
  ownership(at: number, what: string, before: string, after: string): void;
  violations(): readonly Violation[];
}
