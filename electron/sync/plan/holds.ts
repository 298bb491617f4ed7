import type { ExceptionId, MappingLineId, RoomId } from '../../../shared/ids';
import type { Period } from '../../../shared/time';
import type { ConsentNeeded, Hold, HoldReason, OpeningLine } from '../model';
import type { OddAsk } from '../desired';
import { ascending } from '../desired';
import type { PlanContext } from './context';
import type { Stay } from './staying';

type Digest = PlanContext['digest'];

/** W1: the question's hash, over what would go. */
const consentHash = (exceptionId: ExceptionId, periods: readonly Period[], digest: Digest): string =>
  digest(['consent', exceptionId, periods.map(({ from, to }) => [from, to])]);

/** W1: the consent that is missing; null when none is needed or it was given once for exactly this. */
export function consentFor(
  exceptionId: ExceptionId,
  periods: readonly Period[],
  context: PlanContext,
): ConsentNeeded | null {
  if (periods.length === 0) return null;
  const hash = consentHash(exceptionId, periods, context.digest);
  const isGiven = context.memory.answers.some((one) => one.hash === hash && one.answer === 'confirmed');
  return isGiven ? null : { hash, exceptionId, periods };
}

/** What a hold is about: an exception, or a group. */
export type HeldTarget = Pick<Hold, 'exceptionId' | 'groupId'>;

/** As hashed. An exception's stays as it was before there were groups, so that answers given then still count. */
const targetOf = ({ exceptionId, groupId }: HeldTarget): readonly unknown[] =>
  groupId === null ? [exceptionId] : ['group', groupId];

/** D6: the question's hash: this opening of this booking here, whatever the reason is called. */
export const oddHash = (odd: Pick<OddAsk, keyof HeldTarget | 'ask'>, digest: Digest): string =>
  digest(['opening', ...targetOf(odd), odd.ask.booking, odd.ask.period.from, odd.ask.period.to]);

/** D6: openings that wait for a person. */
export function openingHolds(context: PlanContext): readonly Hold[] {
  return context.desire.odd.map((odd) => {
    const hash = oddHash(odd, context.digest);
    return {
      hash,
      holds: 'opening',
      reason: odd.oddity,
      exceptionId: odd.exceptionId,
      groupId: odd.groupId,
      roomIds: [odd.ask.room],
      period: odd.ask.period,
      bookings: [odd.ask.booking],
      since: sinceOf(hash, context),
      canBeConfirmed: true,
    };
  });
}

const sinceOf = (hash: string, context: PlanContext): Hold['since'] =>
  context.memory.holds.find((one) => one.hash === hash)?.since ?? context.now;

const HOLDING: Record<Stay['why'], HoldReason | null> = {
  vanished: 'vanished',
  'incomplete-reading': 'incomplete-reading',
  'rejected-item': 'rejected-item',
  'clock-differs': 'clock-differs',
  'too-long': null,
  'outside-safe-hours': null,
  'unknown-status': null,
  odd: null,
  'early-end': null,
  foreign: null,
};

/** W5, as far as it goes for now: removals that rest on absence alone, or on what cannot be believed, are held and cannot be confirmed. */
export function removalHolds(
  target: HeldTarget,
  stays: readonly Stay[],
  before: readonly Period[],
  lineOf: (id: MappingLineId) => OpeningLine | undefined,
  context: PlanContext,
): readonly Hold[] {
  return stays.flatMap((stay) => {
    const reason = HOLDING[stay.why];
    if (reason === null) return [];
    const period = unclipped(stay.period, before, context);
    const hash = context.digest(['removal', ...targetOf(target), reason, period.from, period.to, stay.bookings]);
    const rooms = stay.lines.flatMap((id): RoomId[] => {
      const line = lineOf(id);
      return line === undefined ? [] : [line.roomId];
    });
    return [
      {
        hash,
        holds: 'removal',
        reason,
        ...target,
        roomIds: ascending(rooms),
        period,
        bookings: stay.bookings,
        since: sinceOf(hash, context),
        canBeConfirmed: false,
      },
    ];
  });
}

/** A running part is known by the From of the period it belongs to: its hash must not change with every minute. */
function unclipped(part: Period, before: readonly Period[], context: PlanContext): Period {
  if (part.from > context.fromNow) return part;
  const whole = before.find((one) => one.from <= context.fromNow && one.to > context.fromNow);
  return whole === undefined ? part : { from: whole.from, to: part.to };
}
