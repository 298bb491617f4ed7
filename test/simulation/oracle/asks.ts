import type { Span } from './spans';
import { wholeMinutes } from './spans';

/** A room's booking as the oracle knows it: plain values. */
export interface Row {
  readonly id: string;
  readonly roomId: string;
  readonly locationId: string;
  readonly from: number;
  readonly to: number;
  readonly status: string;
  readonly people: readonly Somebody[];
}

/** Somebody of a booking, as Pronestor names them. */
export interface Somebody {
  /** Empty: somebody made anonymous. */
  readonly address: string;
  readonly isOrganiser: boolean;
  readonly isExternal: boolean;
}

/** What one list of periods belongs to: "exception/7", or "membership/3/500", person 500's membership of group 3. */
export type Target = string;

/** What a line leads to, and what is asked about as one: "exception/7", or "group/3" with everybody in it. */
export type Whole = string;

export const isMembership = (target: Target): boolean => target.startsWith('membership/');
export const membershipOf = (group: Whole, personId: string): Target =>
  `membership/${group.slice('group/'.length)}/${personId}`;

const wholes = new Map<Target, Whole>();
/** What a list is a part of. Asked for all the time, so that it is kept. */
export function wholeOf(target: Target): Whole {
  if (!isMembership(target)) return target;
  const known = wholes.get(target) ?? `group/${target.split('/')[1] ?? ''}`;
  wholes.set(target, known);
  return known;
}

/** A line of the mapping. Minutes and hours. */
export interface Line {
  readonly roomId: string;
  readonly whole: Whole;
  /** Who of a booking is let in; null: the line opens a door. */
  readonly who: { readonly organiser: boolean; readonly participants: boolean; readonly externals: boolean } | null;
  readonly leadMinutes: number;
  readonly lagMinutes: number;
  readonly block: 'meeting' | 'with-preparation';
  readonly longestOpeningHours: number | null;
}

/** What people decided, as far as the oracle needs it. */
export interface Decided {
  readonly lines: readonly Line[];
  readonly managed: readonly Whole[];
  /** Who has an address, in small letters, in UniLock. */
  readonly persons: ReadonlyMap<string, readonly string[]>;
  readonly rooms: ReadonlyMap<string, { readonly preparationMinutes: number; readonly followUpMinutes: number }>;
  readonly intervalMinutes: number;
  readonly horizonHours: number;
  readonly countsPending: boolean;
}

/** What one booking wants of one list. */
export interface Wish {
  readonly target: Target;
  readonly bookingId: string;
  readonly span: Span;
  /** Longer than the line allows without a question (D6). */
  readonly isOdd: boolean;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/**
 * The autumn night of Copenhagen in a year: 01:00 UTC on the last Sunday of October the clock goes back, so that the wall times from 02:00
 * to 03:00 occur twice, an hour to each side. By arithmetic, not by a zone database: the program uses one.
 */
export function doubledHour(year: number): Span {
  const last = new Date(Date.UTC(year, 9, 31));
  const change = Date.UTC(year, 9, 31 - last.getUTCDay(), 1);
  return [change - HOUR, change + HOUR];
}
const DOUBLED = [2025, 2026, 2027, 2028].map(doubledHour);

/** R1: whole minutes outward, and an end in the doubled hour outward too (From 01:59, To 03:00). */
export function writable(span: Span): Span {
  let [from, to] = wholeMinutes(span);
  for (const [start, end] of DOUBLED) {
    if (start <= from && from < end) from = start - MINUTE;
    if (start <= to && to < end) to = end;
  }
  return [from, to];
}

/** What UniLock can tell of a period: wall times, of which a To in the doubled hour is taken as the later of its two meanings. */
export const asTold = ([from, to]: Span): Span => [
  from,
  DOUBLED.some(([start, end]) => start <= to && to < end - HOUR) ? to + HOUR : to,
];

export const counts = (row: Row, decided: Decided): boolean =>
  row.status === 'confirmed' || (row.status === 'pending' && decided.countsPending);

/** D4: whom of a booking a line lets in, if they can be told. */
const letIn = ({ who }: Line, row: Row): readonly Somebody[] =>
  who === null
    ? []
    : row.people.filter(
        ({ isOrganiser, isExternal }) =>
          (isOrganiser ? who.organiser : who.participants) && (who.externals || !isExternal),
      );

/** D4: the one person with that address, whatever the case; null for nobody, and for several. */
function personOf({ address }: Somebody, { persons }: Decided): string | null {
  const found = address === '' ? [] : (persons.get(address.toLowerCase()) ?? []);
  return found.length === 1 ? (found[0] ?? null) : null;
}

function targetsOf(line: Line, row: Row, decided: Decided): ReadonlySet<Target> {
  if (line.who === null) return new Set([line.whole]);
  const persons = letIn(line, row).map((one) => personOf(one, decided));
  return new Set(persons.flatMap((id) => (id === null ? [] : membershipOf(line.whole, id))));
}

/** What a line makes of a booking's time (D1): block, then lead and lag, then rounding. */
function openingOf(line: Line, row: Row, room: { preparationMinutes: number; followUpMinutes: number }): Span {
  const isWide = line.block === 'with-preparation';
  const before = line.leadMinutes + (isWide ? room.preparationMinutes : 0);
  const behind = line.lagMinutes + (isWide ? room.followUpMinutes : 0);
  return writable([row.from - before * MINUTE, row.to + behind * MINUTE]);
}

/** What a booking wants if it counts: one wish per line and list. */
export function wishesOf(row: Row, decided: Decided): Wish[] {
  const room = decided.rooms.get(row.roomId);
  if (room === undefined) return [];
  return decided.lines.flatMap((line): Wish[] => {
    if (line.roomId !== row.roomId || !decided.managed.includes(line.whole)) return [];
    const span = openingOf(line, row, room);
    const longest = line.longestOpeningHours;
    const isOdd = longest !== null && span[1] - span[0] > longest * HOUR;
    return [...targetsOf(line, row, decided)].map((target) => ({ target, bookingId: row.id, span, isOdd }));
  });
}

/** Whether a line that is in use lets somebody of the booking in who cannot be told (D4). */
export const hasUnmatched = (row: Row, decided: Decided): boolean =>
  decided.lines.some(
    (line) =>
      line.roomId === row.roomId &&
      decided.managed.includes(line.whole) &&
      letIn(line, row).some((one) => personOf(one, decided) === null),
  );
