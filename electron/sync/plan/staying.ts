import type { BookingId, MappingLineId } from '../../../shared/ids';
import type { Period } from '../../../shared/time';
import { addMinutes, ceilMinute, covers, includesPeriod, isSamePeriod, writablePeriod } from '../../../shared/time';
import type { ConfirmedPeriod, Coverage, HoldReason, ManagedException, OpeningLine, TargetEntry } from '../model';
import { intersect, isInside, normalise, subtract } from '../model';
import type { StickingAsk } from '../desired';
import { mergeAsks, whyAllBlocked, whyBlocked } from '../desired';
import type { Claims } from './claims';
import { askersOf, NO_CLAIMS } from './claims';
import type { PlanContext } from './context';

/** A part of what is open that nobody's booking wants and that stays all the same, by a rule. Never longer than observed. */
export interface Stay {
  readonly period: Period;
  readonly bookings: readonly BookingId[];
  readonly lines: readonly MappingLineId[];
  /** A hold's reason, or: R5 unknown status, D6 odd, W5 kept by a person's answer, W4 early end, W6 kept foreign. */
  readonly why: HoldReason | 'unknown-status' | 'odd' | 'kept-open' | 'early-end' | 'foreign';
  readonly isForeign: boolean;
}

export interface Parting {
  readonly stays: readonly Stay[];
  /** Whole observed periods of others that may go only with consent (W1); empty when none would go, or consent is not asked. */
  readonly needsConsent: readonly Period[];
}

/** The sticking reasons in the order in which they take their part: what stays without a question first. */
const STICKING_ORDER = [
  'unknown-status',
  'odd',
  'kept-open',
  'mass-change',
  'rejected-item',
  'incomplete-reading',
  'clock-differs',
] as const;

/** W7: what only lines that are gone from the mapping asked for. Their absence is a person's decision, not a reading's. */
function unmappedPart({ claims, lineOf }: PartingInput): Coverage {
  const isMapped = ({ lines }: ConfirmedPeriod): boolean =>
    lines.length === 0 || lines.some((id) => lineOf(id) !== undefined);
  return subtract(claims.oursCovered, normalise(claims.ours.filter(isMapped).map((one) => one.period)));
}

/** What observed raw periods have in common with a coverage, period by period, not merged (W6: kept unmerged). */
const unmerged = (raw: readonly Period[], within: Coverage): readonly Period[] =>
  raw.flatMap((one) => (isInside([one], within) ? [one] : intersect([one], within)));

/** One list of periods under our hand, an exception's or a membership's, and what is said about it. */
export interface PartingInput {
  readonly context: PlanContext;
  readonly desired: readonly TargetEntry[];
  readonly sticking: readonly StickingAsk[];
  readonly claims: Claims;
  readonly foreignEdits: ManagedException['foreignEdits'];
  /** The line of that id, as long as it still writes this list (W7). */
  lineOf(id: MappingLineId): OpeningLine | undefined;
  /** Observed, in whole minutes, as listed. */
  readonly before: readonly Period[];
}

/**
 * Decides for what is open and not wanted which part stays and why; everything else goes.
 * @param rest observed minus desired, from now on
 */
export function partRest(rest: Coverage, input: PartingInput): Parting {
  const { foreignEdits, claims } = input;
  if (foreignEdits === 'keep') {
    const kept = keptForeign(input);
    const beside = subtract(rest, normalise(kept.map((one) => one.period)));
    // A row of ours beneath another's is ours all the same: it must not be cut to what shows, nor go for what will not stay.
    const beneath = normalise(input.before.filter((row) => !isListed(kept, row)));
    const left = normalise([...beside, ...intersect(rest, beneath)]);
    return { stays: [...partOurs(intersect(left, claims.oursCovered), input), ...kept], needsConsent: [] };
  }
  if (rest.length === 0) return { stays: [], needsConsent: [] };
  const foreign = partForeign(subtract(rest, claims.oursCovered), input);
  const ours = partOurs(intersect(rest, claims.oursCovered), input);
  return { stays: [...ours, ...foreign.stays], needsConsent: foreign.needsConsent };
}

const isListed = (stays: readonly Stay[], row: Period): boolean =>
  stays.some(({ period }) => isSamePeriod(period, row));

const foreignStay = (period: Period, why: Stay['why']): Stay => ({
  period,
  bookings: [],
  lines: [],
  why,
  isForeign: true,
});

/** What is neither wanted, nor ours, nor known to be another's; with the past part of running periods, whose From is never clipped (W3). */
function newForeign({ desired, claims, before }: PartingInput): readonly Period[] {
  const notWanted = subtract(normalise(before), normalise(desired.map((one) => one.period)));
  return unmerged(before, subtract(notWanted, claims.oursCovered));
}

/**
 * The rows that are not ours, while rows can be told apart: every row of ours that is ahead stands whole as we wrote it, and nothing was sent
 * since. Where the server has merged them, or ours was changed by hand, only parts can be told apart. What another's row covered may never have
 * been written, or is merged into that. Where we never wrote, every row is another's, but for those that we would write too.
 * @returns also what is over; null when rows cannot be told apart
 */
function rowsOfOthers({ context, desired, claims, before }: PartingInput): readonly Period[] | null {
  if (claims === NO_CLAIMS) {
    const wanted = normalise(desired.map((one) => one.period));
    return before.filter((one) => !isInside([one], wanted));
  }
  if (claims.sent.length > 0) return null;
  const ours = claims.ours.map((one) => one.period).filter((one) => one.to > context.now);
  const isAsWritten = (one: Period): boolean => includesPeriod(before, one) || isInside([one], claims.foreignCovered);
  if (!ours.every(isAsWritten)) return null;
  return before.filter((one) => !includesPeriod(ours, one) || includesPeriod(claims.foreign, one));
}

/** W6 keep: what others added is kept unmerged until it is past; what we know of it also where our own periods cover it for a while. */
function keptForeign(input: PartingInput): readonly Stay[] {
  const { context, claims, before } = input;
  const known = unmerged(claims.foreign, normalise(before));
  const added = newForeign(input).flatMap((one) => subtract([one], claims.foreignCovered));
  const seen = new Set<string>();
  return (rowsOfOthers(input) ?? [...known, ...added])
    .filter((one) => {
      const key = `${one.from}-${one.to}`;
      if (one.to <= context.now || seen.has(key)) return false;
      seen.add(key);
      return true;
    })
    .map((one) => foreignStay(one, 'foreign'));
}

/** W1, W6 replace: what others wrote. */
function partForeign(foreign: Coverage, input: PartingInput): Parting {
  const { context, claims, before } = input;
  const blocked = whyAllBlocked(context.knowledge.blocks);
  if (blocked !== null) {
    const whole = newForeign(input).filter((one) => one.to > context.now);
    return { stays: whole.map((one) => foreignStay(one, blocked)), needsConsent: [] };
  }
  // W6: with a confirmed list, what is new since then is replaced. W1: everything else that is not ours goes only with consent.
  const asked = claims.confirmed === null ? foreign : intersect(foreign, claims.foreignCovered);
  return { stays: [], needsConsent: before.filter((one) => intersect([one], asked).length > 0) };
}

function partOurs(rest: Coverage, input: PartingInput): readonly Stay[] {
  const { context, sticking, claims } = input;
  const stays: Stay[] = [];
  let left = rest;
  /** Takes a part out of what is left and lets it stay. */
  const keep = (part: Coverage, why: Stay['why'], askers?: Pick<Stay, 'bookings' | 'lines'>): void => {
    const taken = intersect(left, part);
    left = subtract(left, taken);
    for (const period of taken)
      stays.push({ period, ...(askers ?? askersOf(claims.ours, period)), why, isForeign: false });
  };

  // R5, D6, W5, R6, R3: versions of bookings of which nothing may be added and nothing taken.
  for (const why of STICKING_ORDER) {
    const asks = sticking.filter((one) => one.why === why).map((one) => one.ask);
    for (const { period, bookings, lines } of mergeAsks(asks)) keep([period], why, { bookings, lines });
  }

  // W7 goes before R4: an unmapped line does not wait for a good reading; but no clock in doubt removes anything (R7).
  const unmapped = unmappedPart(input);
  const all = whyAllBlocked(context.knowledge.blocks);
  if (all !== null) keep(all === 'clock-differs' ? left : subtract(left, unmapped), all);
  keepUnproven(input, subtract(left, unmapped), keep);
  keep(earlyEnd(input, left), 'early-end');
  return stays;
}

/** R3, R6 for what no remembered version explains: periods of bookings in blocked rooms, and of bookings nobody knows any more. */
function keepUnproven(
  { context, claims, lineOf }: PartingInput,
  left: Coverage,
  keep: (part: Coverage, why: HoldReason) => void,
): void {
  const { knowledge } = context;
  for (const one of claims.ours) {
    const facts = one.bookings.map((id) => knowledge.read(id) ?? knowledge.remembered(id));
    const rooms = one.lines.flatMap((id) => {
      const line = lineOf(id);
      return line === undefined ? [] : [line.roomId];
    });
    const blocked = facts.map((fact) =>
      fact === undefined ? null : whyBlocked(knowledge.blocks, fact.roomId, fact.locationId),
    );
    const isAllBlocked = blocked.every((why) => why !== null);
    const isUnknown = facts.includes(undefined) && rooms.length > 0;
    const reason = isAllBlocked ? blocked[0] : isUnknown ? 'vanished' : null;
    if (reason !== null && reason !== undefined) keep(intersect(left, [one.period]), reason);
  }
}

/**
 * W4: a running period whose booking stopped counting is cut to the earlier of its written To and now + lag (alarms arm themselves at the
 * end of a period: people inside get the lag to leave). What is cut so already reaches no further, and is left.
 */
function earlyEnd({ context, claims, before }: PartingInput, left: Coverage): Coverage {
  const running = (periods: readonly Period[]): readonly Period[] => periods.filter((one) => covers(one, context.now));
  // Ours must have begun itself: where another's that runs reaches into it, nobody is inside for ours yet.
  const begun = normalise(running(claims.ours.map((one) => one.period)));
  const parts = intersect(left, intersect(running(normalise(before)), begun));
  return parts.flatMap((part) => {
    const cut = leavingTime(askersOf(claims.ours, part).lines, context);
    return cut === null ? [] : intersect([part], [cut]);
  });
}

/** W4: from now to now + the longest lag of the lines, as UniLock can write it; null when that is nothing. */
export function leavingTime(lines: readonly MappingLineId[], context: PlanContext): Period | null {
  const lag = Math.max(0, ...lines.map((id) => context.lagOf(id)));
  const cut = { from: context.fromNow, to: ceilMinute(addMinutes(context.now, lag)) };
  return cut.from < cut.to ? writablePeriod(cut, context.desire.frame.doubled) : null;
}
