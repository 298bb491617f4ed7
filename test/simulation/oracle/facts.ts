import type { Decided, Row, Target, Whole } from './asks';
import type { Span } from './spans';

/** The promises that the oracle watches over. */
export type Promised =
  'P1' | 'P2' | 'P3' | 'P4' | 'P5' | 'P10' | 'P12' | 'P13' | 'P15' | 'P16' | 'P18' | 'P19' | 'P22' | 'P23' | 'W11';

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
  readonly lists: ReadonlyMap<Target, readonly Span[]>;
}

/** How somebody is a member: in periods; or for ever or as long as an exception runs (`follows`), as only hands give it. */
export type Standing = { readonly periods: readonly Span[] } | { readonly follows: Target | null };

/** What the program was answered when it asked for persons and members. */
export interface ObservedPeople {
  /** Whether the persons were all read; true also when nobody asked for them. */
  readonly hasPersons: boolean;
  /** Only groups that were read. */
  readonly groups: ReadonlyMap<Whole, ReadonlyMap<Target, Standing>>;
}

/** What a run told when it ended: the holds, plan targets and troubles, as values. */
export interface Told {
  readonly hasPlan: boolean;
  /** It read no bookings: a refill, or taking everything back. */
  readonly isRefill: boolean;
  /** The journal could not be written, or the run was broken off. */
  readonly isBroken: boolean;
  readonly overflow: readonly {
    readonly target: Target;
    readonly bookings: readonly string[];
    readonly from: number;
    readonly to: number;
  }[];
  readonly holds: readonly {
    readonly holds: 'removal' | 'opening';
    readonly whole: Whole;
    readonly bookings: readonly string[];
    readonly span: Span;
  }[];
  /** What waits for a consent (W1). */
  readonly asked: readonly Whole[];
  /** What waits for a consent (W1), or is not written at all (another writer, not there). */
  readonly notWritten: readonly Whole[];
  /** Somebody else's periods that the target keeps (W6). */
  readonly foreign: readonly { readonly target: Target; readonly span: Span }[];
  /** The run's actions. */
  readonly actions: readonly { readonly target: Target; readonly isConfirmed: boolean; readonly writes: number }[];
  readonly differing: readonly Target[];
  readonly differingMemberships: number;
  /** Bookings that somebody is not let in for, because a hand gave the membership. */
  readonly givenByHand: readonly { readonly target: Target; readonly bookings: readonly string[] }[];
  /** Bookings with somebody who could not be told (D4). */
  readonly unmatched: readonly string[];
}

/** What the program shows a person. */
export interface Shown {
  readonly state: string;
  readonly missedPolls: number;
}

/**
 * Everything the oracle is told, in order of (true) time. From the world: what is booked, what UniLock holds, whether all was well; from the
 * program's ports: what it asked, was answered and sent; from the program: what it told.
 */
export interface Oracle {
  /** People decided: the mapping and the rest of the settings. */
  decided(at: number, decided: Decided): void;
  /** Pronestor holds this row from now on (null: no row any more). */
  booked(at: number, bookingId: string, row: Row | null): void;
  /** UniLock holds this from now on; null: no member any more. */
  stands(at: number, target: Target, standing: Standing | null, by: 'program' | 'hand'): void;
  /** The program sent a list. */
  sent(at: number, target: Target, list: readonly Span[]): void;
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
  observedPeople(at: number, answer: ObservedPeople): void;
  runEnded(at: number, told: Told): void;
  /** A person answered a question about an opening or a removal. */
  personAnswered(
    at: number,
    answer: {
      readonly whole: Whole;
      readonly bookings: readonly string[];
      readonly span: Span;
      readonly holds: 'removal' | 'opening';
      readonly answer: 'confirmed' | 'refused';
    },
  ): void;
  shown(at: number, shown: Shown): void;
  /** The program stops for ever; nothing may stay open by its hand. */
  stopped(at: number): void;
  /** A person wants everything taken back; from now on only ours may go, and nothing may come (P19). */
  removing(at: number): void;
  /** What came of it. */
  removed(at: number, isDone: boolean): void;
  /** A dry run, and the run right after it with nothing happening in between: what each of them wrote and would write (P18). */
  dryRun(at: number, dry: { readonly hash: string; readonly writes: number }, run: { readonly hash: string }): void;
  /** A login was tried and refused (W11). */
  loginRefused(at: number): void;
  /** A person asked for another try, typed a password, or decided anew: refusals and restorations count from the beginning. */
  personActed(at: number): void;
  /** A person consented to what was asked (W1): what others wrote there may go, and that puts nothing back. */
  consented(at: number): void;
  violations(): readonly Violation[];
}
