/** A stretch of time, half-open, milliseconds since 1970. The oracle's own: nothing here is shared with the engine. */
export type Span = readonly [from: number, to: number];

const MINUTE = 60_000;

/** One way to write a set of instants: ascending, nothing touching. */
export function tidy(spans: Iterable<Span>): Span[] {
  const sorted = [...spans].filter(([from, to]) => from < to).sort((a, b) => a[0] - b[0]);
  const done: [number, number][] = [];
  for (const [from, to] of sorted) {
    const last = done[done.length - 1];
    if (last !== undefined && from <= last[1]) last[1] = Math.max(last[1], to);
    else done.push([from, to]);
  }
  return done;
}

/** The instants of `one` that no span of `others` holds. */
export function without(one: Span, others: readonly Span[]): Span[] {
  let left: Span[] = [one];
  for (const [from, to] of others) {
    if (from >= one[1] || to <= one[0]) continue;
    left = left.flatMap(([a, b]): Span[] => {
      if (to <= a || from >= b) return [[a, b]];
      const pieces: Span[] = [];
      if (a < from) pieces.push([a, from]);
      if (to < b) pieces.push([to, b]);
      return pieces;
    });
  }
  return left;
}

/** Everything of `spans` that lies outside `others`. */
export const beyond = (spans: readonly Span[], others: readonly Span[]): Span[] =>
  spans.flatMap((one) => without(one, others));

/** What both sets hold. */
export const common = (spans: readonly Span[], others: readonly Span[]): Span[] =>
  spans.flatMap(([a, b]) =>
    others.flatMap(([from, to]): Span[] => {
      const span: Span = [Math.max(a, from), Math.min(b, to)];
      return span[0] < span[1] ? [span] : [];
    }),
  );

/** The part from the instant on. A span without an instant in it (R1: half-open) is open at no time. */
export const after = (spans: readonly Span[], at: number): Span[] =>
  spans.flatMap(([from, to]): Span[] => (to <= at || to <= from ? [] : [[Math.max(from, at), to]]));

/** Down and up to whole minutes (R1). */
export const wholeMinutes = ([from, to]: Span): Span => [
  Math.floor(from / MINUTE) * MINUTE,
  Math.ceil(to / MINUTE) * MINUTE,
];

/** What equality is measured on (W3): a server that cuts seconds, or a hand that writes them, is within its minute. */
export const inWholeMinutes = (spans: readonly Span[]): readonly Span[] => spans.map(wholeMinutes);
