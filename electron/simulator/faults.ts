import type { Period } from '../../shared/time';

const READS = ['locations', 'rooms', 'bookings', 'info', 'exceptions', 'groups', 'persons', 'members'] as const;
const WRITES = ['write-periods', 'write-member', 'delete-member'] as const;

/** What can be asked of the two twins. */
export type OperationName = 'login' | (typeof READS)[number] | (typeof WRITES)[number];

/** What goes wrong. Times are milliseconds unless the name says otherwise. */
export type FaultKind =
  /** The server waits, through the twin's injected wait, then does what was asked, whether the caller still listens or not. */
  | { readonly kind: 'slow'; readonly milliseconds: number }
  /** A read breaks off in the middle of its body; a write breaks off before anything is done. */
  | { readonly kind: 'cut-off' }
  /** 500 (or another status of that family); nothing is done. */
  | { readonly kind: 'server-error'; readonly status?: number }
  /** 429 with Retry-After; nothing is done. */
  | { readonly kind: 'too-many-requests'; readonly retryAfterSeconds?: number }
  /** 302 to /Login; nothing is done. */
  | { readonly kind: 'redirect-to-login' }
  /** 200 with the HTML of a login page. */
  | { readonly kind: 'login-page' }
  /** 200 with a JSON body that says "denied". */
  | { readonly kind: 'denied' }
  /** A whole, well-formed, empty list (total 0). */
  | { readonly kind: 'empty-list' }
  /** This page (1 is the first) comes without its rows; the total stays. */
  | { readonly kind: 'lost-page'; readonly page: number }
  /** As for an account with too narrow a role: the location is not listed, and has no rooms and no bookings. */
  | { readonly kind: 'hidden-location'; readonly locationId: string }
  /** The server forgets the caller's cookie before it looks at it. */
  | { readonly kind: 'cookie-expired' }
  /** Every row of the answer (or page) comes twice; the total stays. */
  | { readonly kind: 'duplicate-rows' }
  /** All bookings, or one, carry this status word. */
  | { readonly kind: 'unknown-status'; readonly word?: string; readonly bookingId?: string }
  /** The write is done, then the line is cut before any answer. */
  | { readonly kind: 'answer-lost' }
  /** Somebody saves the same exception just before: its own list again, or the one given. A write without a version gets 409. */
  | { readonly kind: 'version-conflict'; readonly periods?: readonly Period[] }
  /** After the write the next `reads` readings of that list still show the one from before it. */
  | { readonly kind: 'lagging-read'; readonly reads: number }
  /** 422 with a message; nothing is done. */
  | { readonly kind: 'refusal'; readonly message?: string }
  /** The Date header is off by so much; positive is ahead. */
  | { readonly kind: 'wrong-clock'; readonly minutes: number };

/** Where and how often; what is left out does not narrow. */
export interface FaultScope {
  readonly operation?: OperationName;
  /** For the next n calls; else until cleared. */
  readonly times?: number;
  readonly locationId?: string;
  readonly exceptionId?: string;
  readonly groupId?: string;
}

export type Fault = FaultKind & FaultScope;

/** What a request is about. */
export interface FaultContext {
  readonly operation: OperationName;
  readonly locationId?: string;
  readonly exceptionId?: string;
  readonly groupId?: string;
}

/** The faults of one twin. */
export interface FaultPlan {
  /**
   * Starts a fault and returns what ends it.
   * @throws RangeError when the fault cannot happen at that operation: a test would wait for it in vain
   */
  inject(fault: Fault): () => void;
  /** Ends all faults. */
  clear(): void;
  /** Those that can still strike. */
  active(): readonly Fault[];
}

/** The faults that strike one request, by kind; of two of a kind the one injected first. */
export interface StruckFaults {
  get<K extends FaultKind['kind']>(kind: K): Extract<Fault, { readonly kind: K }> | undefined;
}

/** The twin's side of the plan. */
export interface FaultSource extends FaultPlan {
  /** The faults that strike this request; counts them down. */
  take(context: FaultContext): StruckFaults;
}

const LISTS = READS.filter((name) => name !== 'info');
const ANYWHERE: readonly OperationName[] = ['login', ...READS, ...WRITES];

/** Where each fault can happen at all. */
const PLACES: Readonly<Record<FaultKind['kind'], readonly OperationName[]>> = {
  slow: ANYWHERE,
  'cut-off': ANYWHERE,
  'server-error': ANYWHERE,
  'too-many-requests': ANYWHERE,
  'redirect-to-login': ANYWHERE,
  'login-page': ANYWHERE,
  denied: ANYWHERE,
  'wrong-clock': ANYWHERE,
  'empty-list': LISTS,
  'duplicate-rows': LISTS,
  'lost-page': ['bookings', 'persons'],
  'hidden-location': ['locations', 'rooms', 'bookings'],
  'cookie-expired': ['locations', 'rooms', 'bookings'],
  'unknown-status': ['bookings'],
  'answer-lost': WRITES,
  'version-conflict': WRITES,
  'lagging-read': WRITES,
  refusal: WRITES,
};

export function createFaultPlan(): FaultSource {
  let entries: { readonly fault: Fault; left: number }[] = [];
  return {
    inject: (fault) => {
      if (fault.operation !== undefined && !PLACES[fault.kind].includes(fault.operation)) {
        throw new RangeError(`${fault.kind} cannot happen at ${fault.operation}`);
      }
      const entry = { fault, left: fault.times ?? Infinity };
      entries.push(entry);
      return () => {
        entries = entries.filter((one) => one !== entry);
      };
    },
    clear: () => {
      entries = [];
    },
    active: () => entries.map((entry) => entry.fault),
    take: (context) => {
      const struck = new Map<string, Fault>();
      for (const entry of entries) {
        if (struck.has(entry.fault.kind) || !strikes(entry.fault, context)) continue;
        struck.set(entry.fault.kind, entry.fault);
        entry.left -= 1;
      }
      entries = entries.filter((entry) => entry.left > 0);
      return {
        get: <K extends FaultKind['kind']>(kind: K) =>
          struck.get(kind) as Extract<Fault, { readonly kind: K }> | undefined,
      };
    },
  };
}

function strikes(fault: Fault, context: FaultContext): boolean {
  if (!PLACES[fault.kind].includes(context.operation)) return false;
  if (fault.operation !== undefined && fault.operation !== context.operation) return false;
  if (fault.exceptionId !== undefined && fault.exceptionId !== context.exceptionId) return false;
  if (fault.groupId !== undefined && fault.groupId !== context.groupId) return false;
  // The list of locations is asked for all of them: hiding one there is about its row.
  if (fault.kind === 'hidden-location' && context.operation === 'locations') return true;
  return fault.locationId === undefined || fault.locationId === context.locationId;
}

/** What a list becomes under the faults that change lists. */
export function bendList<T>(rows: readonly T[], struck: StruckFaults): readonly T[] {
  if (struck.get('empty-list') !== undefined) return [];
  return struck.get('duplicate-rows') === undefined ? rows : rows.flatMap((row) => [row, row]);
}
