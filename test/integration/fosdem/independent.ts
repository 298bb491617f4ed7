/**
 * What the exceptions should hold, computed without a line of the program: plain milliseconds, `Date.parse`, and a merge of its own. February has
 * no clock change, so Brussels is one hour ahead of UTC throughout.
 */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export interface BookingsOfFile {
  readonly rooms: readonly { readonly id: number }[];
  readonly bookings: readonly {
    readonly roomId: number;
    readonly start: string;
    readonly end: string;
    readonly title: string;
    readonly people: readonly number[];
  }[];
}

const MINUTE = 60_000;

/** The union of spans; touching ones become one. */
export function union(spans: readonly Span[]): Span[] {
  const out: { from: number; to: number }[] = [];
  for (const { from, to } of [...spans].sort((a, b) => a.from - b.from)) {
    const last = out[out.length - 1];
    if (last === undefined || last.to < from) out.push({ from, to });
    else last.to = Math.max(last.to, to);
  }
  return out;
}

/** Per room (and under "all" for all rooms together): the bookings with ten minutes on both sides, merged, moved by so many minutes. */
export function expectedOpenings(file: BookingsOfFile, shiftMinutes = 0): Map<string, Span[]> {
  const spansOf = (bookings: BookingsOfFile['bookings']): Span[] =>
    union(
      bookings.map(({ start, end }) => ({
        from: Date.parse(start) + (shiftMinutes - 10) * MINUTE,
        to: Date.parse(end) + (shiftMinutes + 10) * MINUTE,
      })),
    );
  const expected = new Map<string, Span[]>(
    file.rooms.map(({ id }) => [String(id), spansOf(file.bookings.filter(({ roomId }) => roomId === id))]),
  );
  expected.set('all', spansOf(file.bookings));
  return expected;
}

/**
 * Per room, then person (its number as text): when the person is let in at the room's door. Everybody of a booking, from so many minutes before it to so
 * many after it; bookings of one person in one room that overlap or touch are one.
 */
export function expectedAccess(
  file: BookingsOfFile,
  { leadMinutes, lagMinutes }: { readonly leadMinutes: number; readonly lagMinutes: number },
): Map<string, Map<string, Span[]>> {
  const rooms = new Map(file.rooms.map(({ id }) => [String(id), new Map<string, Span[]>()]));
  for (const { roomId, start, end, people } of file.bookings) {
    const room = rooms.get(String(roomId));
    const span = { from: Date.parse(start) - leadMinutes * MINUTE, to: Date.parse(end) + lagMinutes * MINUTE };
    for (const person of people) room?.set(String(person), [...(room.get(String(person)) ?? []), span]);
  }
  for (const room of rooms.values()) for (const [person, spans] of room) room.set(person, union(spans));
  return rooms;
}

/** UniLock's own wall times of February as spans. */
export const spansFromWall = (periods: readonly { readonly from: string; readonly to: string }[]): Span[] =>
  periods.map(({ from, to }) => ({ from: Date.parse(`${from}+01:00`), to: Date.parse(`${to}+01:00`) }));
