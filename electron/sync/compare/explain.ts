import type { Explanation, OpeningBar } from '../../../shared/dto';
import type { BookingId, ExceptionId } from '../../../shared/ids';
import { bookingId } from '../../../shared/ids';
import type { Instant, Period } from '../../../shared/time';
import { isSamePeriod, overlaps } from '../../../shared/time';
import type { Hold } from '../model';
import { barsOf, factOf } from './bars';
import type { CompareInput, Wanted } from './wanted';
import { entryAt, wantedIn } from './wanted';

/** Answers "Hvorfor er den åben?" for one bar: which bookings asked, by which rule it is as it is, when and by which run it was written. */
export function explainOpening(exceptionId: ExceptionId, period: Period, input: CompareInput): Explanation {
  const wanted = wantedIn(period, input);
  const bars = barsOf(exceptionId, period, input, wanted);
  const found = bars.find((one) => isSamePeriod(one.period, period)) ?? bars[0];
  const bookings = (found?.bookings ?? []).map(bookingId);
  const hold = input.plan?.holds.find(
    (one) => one.exceptionId === exceptionId && overlaps(one.period, found?.period ?? period),
  );
  const list = input.memory.confirmed.find((one) => one.exceptionId === exceptionId);
  const observed = found?.observed ?? null;
  const written = observed === null ? undefined : list?.periods.find((one) => overlaps(one.period, observed));
  return {
    exceptionId,
    exceptionName:
      input.access?.exceptions.find((one) => one.id === exceptionId)?.name ??
      input.policy.managed.find((one) => one.id === exceptionId)?.name ??
      exceptionId,
    verdict: found?.verdict ?? 'unknown',
    desired: found?.desired ?? null,
    observed,
    rule: found === undefined ? null : ruleOf(found, exceptionId, input, wanted, hold),
    holdHash: hold?.hash ?? null,
    because: bookings.flatMap((id) => reasonsOf(id, exceptionId, input, wanted)),
    writtenAt: written?.writtenAt ?? null,
    runId: written?.runId ?? null,
    readBackAt: written === undefined ? null : (seenAt(input) ?? list?.readBackAt ?? null),
  };
}

/** When this program itself last read what is there; null: it can only hand over (W13). */
const seenAt = ({ access, canReadBack }: CompareInput): Instant | null =>
  canReadBack && access !== null ? access.readAt : null;

const RULE_OF_HOLD: Record<Hold['reason'], string> = {
  'mass-change': 'W5',
  vanished: 'R6',
  'incomplete-reading': 'R4',
  'rejected-item': 'R3',
  'clock-differs': 'R7',
  'too-long': 'D6',
  'outside-safe-hours': 'D6',
};

/** The rule that makes the bar as it is; null when nothing is there and nothing is said about it. */
function ruleOf(
  bar: OpeningBar,
  exceptionId: ExceptionId,
  input: CompareInput,
  wanted: Wanted,
  hold: Hold | undefined,
): string | null {
  if (bar.verdict === 'held') return hold === undefined ? null : RULE_OF_HOLD[hold.reason];
  if (bar.verdict === 'no-place') return 'D3';
  if (input.plan?.consents.some((one) => one.exceptionId === exceptionId) === true) return 'W1';
  if (bar.verdict === 'foreign')
    return input.memory.confirmed.some((one) => one.exceptionId === exceptionId) ? 'W6' : 'W1';
  if (bar.verdict === 'waiting') return 'R2';
  if (bar.desired !== null) return 'D1';
  const isAsItShouldBe = bar.verdict === 'equal' || bar.verdict === 'handed-over';
  if (!isAsItShouldBe && entryAt(input.plan, exceptionId, input.now) === undefined) return null;
  const statuses = bar.bookings.map((id) => factOf(bookingId(id), wanted)?.status);
  if (statuses.includes('unknown')) return 'R5';
  if (bar.observed === null || bar.observed.to <= input.now) return 'W3';
  // Nothing is asked any more: a person has answered that it stays to its end.
  const isKept = input.memory.guard.held.some(({ booking }) => bar.bookings.includes(booking.id));
  return isKept ? 'W5' : 'W4';
}

/** One booking's part in a bar, once for each line through which it asks. A private title is masked (M3). */
function reasonsOf(
  id: BookingId,
  exceptionId: ExceptionId,
  input: CompareInput,
  wanted: Wanted,
): Explanation['because'] {
  const fact = factOf(id, wanted);
  if (fact === undefined) return [];
  const named = input.bookings?.bookings.find((one) => one.id === id);
  const room = input.bookings?.rooms.find((one) => one.id === fact.roomId);
  return input.policy.lines
    .filter((line) => line.exceptionId === exceptionId && line.roomId === fact.roomId)
    .map((line) => ({
      bookingId: id,
      roomId: fact.roomId,
      roomName: room?.name ?? fact.roomId,
      period: fact.period,
      status: fact.status,
      title: named === undefined || named.isPrivate ? null : named.title,
      isPrivate: named?.isPrivate ?? false,
      leadMinutes: line.leadMinutes,
      lagMinutes: line.lagMinutes,
      withPreparation: line.block === 'with-preparation',
    }));
}
