import type { OpeningBar, Verdict } from '../../../shared/dto';
import type { BookingId, ExceptionId } from '../../../shared/ids';
import type { Instant, Period } from '../../../shared/time';
import { addMinutes, floorMinute, includesPeriod, overlaps } from '../../../shared/time';
import type { BookingFact } from '../desired';
import { ascending, horizonEndOf } from '../desired';
import type { Coverage, DesiredPeriod, Hold, ObservedException, PlannedTarget } from '../model';
import { clipFrom, clipTo, intersect, isInside, isSameCoverage, normalise, subtract, wholeMinutes } from '../model';
import type { CompareInput, Wanted } from './wanted';

/** Everything about one exception that its bars are judged by. */
interface Judging {
  readonly input: CompareInput;
  readonly fromNow: Instant;
  readonly there: ObservedException | null;
  readonly target: PlannedTarget | null;
  readonly holds: readonly Hold[];
  readonly isAsked: boolean;
  readonly leftOut: readonly Period[];
  readonly isBookingSideKnown: boolean;
}

/** The bars of one exception in time order: what is wanted beside what is there, each pair with its verdict. */
export function barsOf(exceptionId: ExceptionId, range: Period, input: CompareInput, wanted: Wanted): OpeningBar[] {
  const { plan, access, now } = input;
  const judging: Judging = {
    input,
    fromNow: floorMinute(now),
    there: access?.exceptions.find((one) => one.id === exceptionId) ?? null,
    target: plan?.targets.find((one) => one.exceptionId === exceptionId) ?? null,
    holds: plan?.holds.filter((one) => one.exceptionId === exceptionId) ?? [],
    isAsked: plan?.consents.some((one) => one.exceptionId === exceptionId) ?? false,
    leftOut: plan?.overflow.find((one) => one.exceptionId === exceptionId)?.periods.map((one) => one.period) ?? [],
    isBookingSideKnown: wanted.desire !== null && (input.bookings !== null || input.memory.reading !== null),
  };
  const desired = wanted.desire?.periods.get(exceptionId) ?? [];
  const { ours, foreign } = observedOf(judging);
  const bars = [
    ...desired.map((one) => wantedBar(one, ours, exceptionId, judging, wanted)),
    ...(wanted.desire?.odd ?? [])
      .filter((odd) => odd.exceptionId === exceptionId)
      .map(({ ask }) => heldShut(ask.period, ask.booking, ours, exceptionId, judging, wanted)),
    ...ours.filter((one) => !desired.some(({ period }) => overlaps(period, one))).map((one) => loneBar(one, judging)),
    ...foreign.map((one) => bar('foreign', null, one, [], [])),
  ];
  return bars
    .filter((one) => overlaps(one.period, range))
    .sort((a, b) => a.period.from - b.period.from || a.period.to - b.period.to);
}

/** What is there, others' kept periods apart (W6). */
function observedOf({ there, target }: Judging): { readonly ours: Coverage; readonly foreign: readonly Period[] } {
  const kept = target?.entries.filter((entry) => entry.isForeign && !entry.isHeld).map((entry) => entry.period) ?? [];
  const listed = wholeMinutes(there?.periods ?? []);
  const isKept = (one: Period): boolean => includesPeriod(kept, one);
  return { ours: normalise(listed.filter((one) => !isKept(one))), foreign: listed.filter(isKept) };
}

function bar(
  verdict: Verdict,
  desired: Period | null,
  observed: Period | null,
  blocks: readonly Period[],
  bookings: readonly BookingId[],
): OpeningBar {
  const both = [desired, observed].filter((one) => one !== null);
  const period = {
    from: Math.min(...both.map((one) => one.from)) as Instant,
    to: Math.max(...both.map((one) => one.to)) as Instant,
  };
  return { verdict, period, desired, observed, blocks: [...blocks], bookings: [...bookings] };
}

/** The hull of what is there around a wanted period; null when nothing is. */
function hull(parts: Coverage): Period | null {
  const first = parts[0];
  const last = parts.at(-1);
  return first === undefined || last === undefined ? null : { from: first.from, to: last.to };
}

function wantedBar(
  desired: DesiredPeriod,
  ours: Coverage,
  exceptionId: ExceptionId,
  judging: Judging,
  wanted: Wanted,
): OpeningBar {
  const parts = ours.filter((one) => overlaps(one, desired.period));
  const blocks = blocksOf(desired.bookings, exceptionId, judging.input, wanted, desired.period);
  return bar(judgeWanted(desired.period, parts, judging), desired.period, hull(parts), blocks, desired.bookings);
}

function judgeWanted(desired: Period, parts: Coverage, judging: Judging): Verdict {
  const { input, fromNow, there, target, holds, isAsked, leftOut } = judging;
  const isMissingTarget = there === null && input.access?.completeness === 'complete';
  if (there === null && !isMissingTarget) return 'unknown';
  // W3: ended periods do not differ.
  if (desired.to <= input.now) return 'equal';
  const wanted = clipFrom([desired], fromNow);
  const open = clipFrom(parts, fromNow);
  const alike: Verdict = input.canReadBack ? 'equal' : 'handed-over';
  if (isSameCoverage(wanted, open)) return alike;
  if (isMissingTarget) return 'missing';
  const extra = subtract(open, wanted);
  const missing = subtract(wanted, open);
  const heldOpen = normalise(holds.filter((one) => one.holds === 'removal').map((one) => one.period));
  if (missing.length === 0 && target !== null && isInside(extra, normalise(target.periods))) {
    return intersect(extra, heldOpen).length > 0 ? 'held' : alike;
  }
  if (isAsked) return 'waiting';
  if (leftOut.some((one) => overlaps(one, desired))) return 'no-place';
  // Beyond the horizon (R2), or known only since the last plan: a run will write it.
  const isPlanned = target !== null && isInside(wanted, normalise(target.desired.map((one) => one.period)));
  if (desired.from >= horizonEndOf(input.policy, input.now) || !isPlanned) return 'waiting';
  return open.length === 0 ? 'missing' : 'shifted';
}

/** D6: wanted, and kept shut until a person confirms it. */
function heldShut(
  desired: Period,
  booking: BookingId,
  ours: Coverage,
  exceptionId: ExceptionId,
  judging: Judging,
  wanted: Wanted,
): OpeningBar {
  const observed = hull(intersect(ours, [desired]));
  return bar('held', desired, observed, blocksOf([booking], exceptionId, judging.input, wanted, desired), [booking]);
}

/** Something is there that no booking wants. */
function loneBar(observed: Period, judging: Judging): OpeningBar {
  const { input, fromNow, target, holds, isBookingSideKnown } = judging;
  const entry = target?.entries.find((one) => overlaps(one.period, observed));
  const bookings = entry?.bookings ?? confirmedBookings(observed, judging);
  const verdict = ((): Verdict => {
    if (observed.to <= input.now) return input.canReadBack ? 'equal' : 'handed-over';
    if (!isBookingSideKnown) return 'unknown';
    if (holds.some((one) => one.holds === 'removal' && overlaps(one.period, observed))) return 'held';
    // W4, R5: it stays by a rule, as it should.
    if (target !== null && isInside(clipFrom([observed], fromNow), normalise(target.periods))) {
      return input.canReadBack ? 'equal' : 'handed-over';
    }
    return bookings.length === 0 ? 'foreign' : 'extra';
  })();
  return bar(verdict, null, observed, [], bookings);
}

/** The bookings for which memory says that we wrote what is there. */
function confirmedBookings(observed: Period, { input, there }: Judging): readonly BookingId[] {
  const list = input.memory.confirmed.find((one) => one.exceptionId === there?.id);
  return ascending(
    (list?.periods ?? []).filter((one) => overlaps(one.period, observed)).flatMap((one) => one.bookings),
  );
}

/** The blocks of the bookings inside a wanted period: what lies outside them is lead and lag (D1). */
export function blocksOf(
  bookings: readonly BookingId[],
  exceptionId: ExceptionId,
  input: CompareInput,
  wanted: Wanted,
  within: Period,
): Coverage {
  const blocks = bookings.flatMap((id): Period[] => {
    const fact = factOf(id, wanted);
    if (fact === undefined) return [];
    return input.policy.lines
      .filter((line) => line.exceptionId === exceptionId && line.roomId === fact.roomId)
      .map((line) => {
        const room = line.block === 'with-preparation' ? wanted.knowledge.rooms.get(fact.roomId) : undefined;
        return {
          from: addMinutes(fact.period.from, -(room?.preparationMinutes ?? 0)),
          to: addMinutes(fact.period.to, room?.followUpMinutes ?? 0),
        };
      });
  });
  return clipTo(clipFrom(normalise(blocks), within.from), within.to);
}

/** The booking as last read, else as remembered. */
export const factOf = (id: BookingId, { knowledge }: Wanted): BookingFact | undefined =>
  knowledge.read(id) ?? knowledge.remembered(id);
