import type { SideDto } from '../../shared/dto';
import type { ErrorCode, ErrorContext, Trouble } from '../../shared/errors';
import { ERROR_TRAITS } from '../../shared/errors';
import type { Settings } from '../../shared/settings';
import type { RunResult } from '../sync/model';

export interface SidedTrouble {
  readonly side: SideDto;
  readonly trouble: Trouble;
  /** The write rests before its next try (W10): why it failed was told by the run that tried it. */
  readonly isResting?: boolean;
}

const BOOKING_CODES: readonly ErrorCode[] = ['location-unknown', 'room-unread', 'status-unknown'];
const ACCESS_CODES: readonly ErrorCode[] = [
  'write-conflict',
  'write-refused',
  'write-unconfirmed',
  'other-writer',
  'mapping-target-missing',
  'zone-unsettled',
  'consent-needed',
];

/** What a server, or the way to it, can be blamed for. */
const SERVER_CODES: readonly ErrorCode[] = [
  'login-refused',
  'login-stopped',
  'access-denied',
  'password-missing',
  'certificate-not-trusted',
  'certificate-expired',
  'certificate-other-name',
  'certificate-changed',
  'encryption-failed',
  'proxy-refused',
  'proxy-login-refused',
];

/** Whose trouble each trouble of a run is: the side whose reading told it, else by its code. */
export function sidesOf(result: RunResult): SidedTrouble[] {
  const told: SidedTrouble[] = [
    ...(result.bookings?.troubles ?? []).map((trouble) => ({ side: 'bookings' as const, trouble })),
    ...(result.access?.troubles ?? []).map((trouble) => ({ side: 'access' as const, trouble })),
    ...(result.people?.troubles ?? []).map((trouble) => ({ side: 'access' as const, trouble })),
  ];
  // Each is taken off once only: both servers may be in the same trouble.
  const others = told.reduce((left, { trouble }) => withoutOne(left, trouble), result.troubles);
  // A side that could not be read at all has no unknown location: that would send a person looking for a wrong number.
  const isBlind = result.bookings?.completeness === 'unreadable';
  const causes = isBlind ? others.filter(({ code }) => !BOOKING_CODES.includes(code)) : others;
  return [
    ...told,
    ...causes.map((trouble) => {
      const side = sideOfCode(trouble);
      // Without a reading of UniLock its trouble stands among the run's.
      return side === 'program' && result.access === null && isOfServer(trouble)
        ? { side: 'access' as const, trouble }
        : { side, trouble };
    }),
    ...(result.plan?.blocked ?? [])
      .filter(({ exceptionId, groupId }) => exceptionId !== null || groupId !== null)
      .map(({ trouble }) => ({ side: sideOfCode(trouble), trouble })),
    ...troublesOfWrites(result),
  ];
}

/** What became of writes that did not come through, each with its exception or membership; what stopped the whole run is told by the run. */
function troublesOfWrites({ actions, troubles }: RunResult): SidedTrouble[] {
  return actions.flatMap(({ action, outcome, trouble, writes }) => {
    if (trouble === null || outcome === 'confirmed' || outcome === 'handed-over') return [];
    const isAboutAll = trouble.context['exceptionId'] === undefined && trouble.context['groupId'] === undefined;
    if (isAboutAll && troubles.some(({ code }) => code === trouble.code)) return [];
    const target: ErrorContext =
      action.on === 'exception'
        ? { exceptionId: action.exceptionId }
        : { groupId: action.groupId, personId: action.personId };
    const ofTarget: Trouble = { code: trouble.code, context: { ...trouble.context, ...target } };
    return [{ side: 'access' as const, trouble: ofTarget, ...(writes === 0 ? { isResting: true } : {}) }];
  });
}

function withoutOne(troubles: readonly Trouble[], gone: Trouble): readonly Trouble[] {
  const text = JSON.stringify(gone);
  const index = troubles.findIndex((one) => JSON.stringify(one) === text);
  return index < 0 ? troubles : [...troubles.slice(0, index), ...troubles.slice(index + 1)];
}

/** The same for a run of which only the journal's troubles are left: the host tells the side. */
export function sidesOfPast(
  troubles: readonly Trouble[],
  settings: Pick<Settings, 'bookings' | 'access'>,
): SidedTrouble[] {
  const sided = troubles.map((trouble) => ({ side: sideOfHost(trouble, settings) ?? sideOfCode(trouble), trouble }));
  const isBlind = sided.some(({ side, trouble }) => side === 'bookings' && sideOfHost(trouble, settings) !== null);
  return isBlind ? sided.filter(({ trouble }) => !BOOKING_CODES.includes(trouble.code)) : sided;
}

function sideOfHost(
  { context }: Trouble,
  { bookings, access }: Pick<Settings, 'bookings' | 'access'>,
): 'bookings' | 'access' | null {
  const { host } = context;
  if (typeof host !== 'string' || host === '') return null;
  if (bookings?.address.includes(host) === true) return 'bookings';
  return access !== null && 'address' in access && access.address.includes(host) ? 'access' : null;
}

/** The side that a code alone tells of; `program` where it tells of none. */
function sideOfCode({ code, context }: Trouble): SideDto {
  const { side } = context;
  if (side === 'bookings' || side === 'access') return side;
  if (BOOKING_CODES.includes(code)) return 'bookings';
  return ACCESS_CODES.includes(code) ? 'access' : 'program';
}

const isOfServer = ({ code }: Trouble): boolean =>
  ERROR_TRAITS[code].class === 'remote' || ERROR_TRAITS[code].class === 'contract' || SERVER_CODES.includes(code);
