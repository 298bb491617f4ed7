import type { ExceptionId, MappingLineId, RoomId } from '../../../shared/ids';
import type { Period } from '../../../shared/time';
import { meetingOf } from '../guard';
import type { ConsentNeeded, HeldRemoval, Hold, HoldReason, OpeningLine } from '../model';
import type { OddAsk } from '../desired';
import { ascending } from '../desired';
import type { PlanContext } from './context';
import type { Stay } from './staying';

type Digest = PlanContext['digest'];

/** W1: the question's hash, over what would go. */
const consentHash = (exceptionId: ExceptionId, periods: readonly Period[], digest: Digest): string =>
  digest(['consent', exceptionId, periods.map(({ from, to }) => [from, to])]);

/**
 * W1: the consent that is missing; null when none is needed or it was given once for exactly this.
 * @param isUnknown whether nobody can say what would go (W13)
 */
export function consentFor(
  exceptionId: ExceptionId,
  periods: readonly Period[],
  isUnknown: boolean,
  context: PlanContext,
): ConsentNeeded | null {
  if (periods.length === 0 && !isUnknown) return null;
  const hash = isUnknown
    ? context.digest(['consent-unknown', exceptionId])
    : consentHash(exceptionId, periods, context.digest);
  const isGiven = context.memory.answers.some((one) => one.hash === hash && one.answer === 'confirmed');
  return isGiven ? null : { hash, exceptionId, periods, isUnknown };
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
      meetings: [],
      since: sinceOf(hash, context),
      canBeConfirmed: true,
    };
  });
}

const sinceOf = (hash: string, context: PlanContext): Hold['since'] =>
  context.memory.holds.find((one) => one.hash === hash)?.since ?? context.now;

const HOLDING: Record<Stay['why'], HoldReason | null> = {
  'mass-change': 'mass-change',
  vanished: 'vanished',
  'incomplete-reading': 'incomplete-reading',
  'rejected-item': 'rejected-item',
  'clock-differs': 'clock-differs',
  'too-long': null,
  'outside-safe-hours': null,
  'unknown-status': null,
  odd: null,
  'kept-open': null,
  'early-end': null,
  foreign: null,
};

/**
 * Removals that are held: those of a mass change under its one question (W5), which a person answers; what rests on readings that cannot be
 * believed resolves itself (R3, R4, R7).
 */
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
    const { question, held } = context.knowledge.guard;
    const isMass = reason === 'mass-change' && question !== null;
    const versions = isMass ? held.filter(({ booking }) => stay.bookings.includes(booking.id)) : [];
    const hash = isMass
      ? question
      : context.digest(['removal', ...targetOf(target), reason, period.from, period.to, stay.bookings]);
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
        meetings: ascending(versions.map(({ booking }) => meetingOf(booking))),
        since: isMass ? earliest(versions, context.now) : sinceOf(hash, context),
        canBeConfirmed: isMass,
      },
    ];
  });
}

const earliest = (versions: readonly HeldRemoval[], now: Hold['since']): Hold['since'] =>
  versions.reduce((first, { since }) => (since < first ? since : first), now);

/**
 * A running part is known by the From of the period it belongs to: its hash must not change with every minute.
 * @param before ascending
 */
function unclipped(part: Period, before: readonly Period[], context: PlanContext): Period {
  if (part.from > context.fromNow) return part;
  return { from: before.find((one) => one.to > context.fromNow)?.from ?? part.from, to: part.to };
}
