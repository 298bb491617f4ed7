import type { ActionDto, ConsentDto, HoldDto, OverflowDto, PlanDto, RunDetailDto, RunDto } from '../../shared/dto';
import type { Settings } from '../../shared/settings';
import type { Period } from '../../shared/time';
import type { ConsentNeeded, Hold, Overflow, PlannedAction, RunResult } from '../sync/model';
import type { Names } from './names';

/** The engine's values as the window and the command line take them: with names, nothing shared with the engine's own lists. */

export const holdView = (hold: Hold, names: Names): HoldDto => ({
  hash: hold.hash,
  holds: hold.holds,
  reason: hold.reason,
  exceptionId: hold.exceptionId,
  exceptionName: names.exception(hold.exceptionId),
  rooms: hold.roomIds.map((id) => ({ id, name: names.room(id) })),
  period: hold.period,
  bookings: [...hold.bookings],
  meetings: [...hold.meetings],
  since: hold.since,
  canBeConfirmed: hold.canBeConfirmed,
});

export const overflowView = (overflow: Overflow, names: Names): OverflowDto => ({
  exceptionId: overflow.exceptionId,
  exceptionName: names.exception(overflow.exceptionId),
  places: overflow.places,
  periods: overflow.periods.map(({ period, bookings }) => ({
    from: period.from,
    to: period.to,
    bookings: [...bookings],
  })),
  isUrgent: overflow.isUrgent,
});

export const consentView = (consent: ConsentNeeded, names: Names): ConsentDto => ({
  hash: consent.hash,
  exceptionId: consent.exceptionId,
  exceptionName: names.exception(consent.exceptionId),
  periods: copied(consent.periods),
});

export const actionView = (action: PlannedAction, names: Names): ActionDto => ({
  exceptionId: action.exceptionId,
  exceptionName: names.exception(action.exceptionId),
  kind: action.kind,
  before: copied(action.before),
  after: copied(action.after),
  changes: action.changes.map(({ change, period, reason, bookings }) => ({
    change,
    period,
    reason,
    bookings: [...bookings],
  })),
});

/**
 * A dry run's plan. Where no plan could be made (a side could not be read) its hash is the empty text, which no consent can name, and the
 * troubles say why.
 */
export function planView(result: RunResult, settings: Settings, names: Names): PlanDto {
  const { plan, bookings, access } = result;
  const mapped = new Set(settings.mapping.map((line) => line.roomId));
  const found = new Set<string>(access?.exceptions.map(({ id }) => id));
  return {
    hash: plan?.hash ?? '',
    madeAt: plan?.madeAt ?? result.endedAt,
    houseZone: access?.zone ?? settings.houseZone,
    actions: plan?.actions.map((action) => actionView(action, names)) ?? [],
    overflow: plan?.overflow.map((overflow) => overflowView(overflow, names)) ?? [],
    holds: plan?.holds.map((hold) => holdView(hold, names)) ?? [],
    consents: plan?.consents.map((consent) => consentView(consent, names)) ?? [],
    blocked:
      plan?.blocked.map(({ exceptionId, locationId, trouble }) => ({
        exceptionId,
        locationId,
        trouble: { ...trouble },
      })) ?? [],
    checklist: {
      bookingsRead: bookings?.completeness ?? 'unreadable',
      accessRead: access?.completeness ?? 'unreadable',
      rooms: settings.rooms.length,
      roomsMapped: settings.rooms.filter(({ id }) => mapped.has(id)).length,
      bookings:
        bookings?.bookings.filter(
          ({ status }) => status === 'confirmed' || (status === 'pending' && settings.countsPending),
        ).length ?? 0,
      exceptions: settings.exceptions.length,
      exceptionsFound: settings.exceptions.filter(({ id }) => found.has(id)).length,
      placesEnough: plan?.overflow.length === 0,
    },
    troubles: result.troubles.map((trouble) => ({ ...trouble })),
  };
}

/** A run as the history shows it. */
export function runView(result: RunResult): RunDto {
  return {
    runId: result.runId,
    trigger: result.trigger,
    startedAt: result.startedAt,
    endedAt: result.endedAt,
    result: result.result,
    written: result.actions.filter(({ writes }) => writes > 0).length,
    failed: result.actions.filter(({ outcome }) => outcome === 'failed' || outcome === 'unconfirmed').length,
    held: result.plan?.holds.length ?? 0,
    overflow: result.plan?.overflow.length ?? 0,
    troubles: result.troubles.map((trouble) => ({ ...trouble })),
  };
}

/** The journal keeps no names (rule M3): they are filled in where a run is shown. */
export const withNames = (run: RunDetailDto, names: Names): RunDetailDto => ({
  ...run,
  actions: run.actions.map((action) => ({ ...action, exceptionName: names.exception(action.exceptionId) })),
});

const copied = (periods: readonly Period[]): Period[] => periods.map(({ from, to }) => ({ from, to }));
