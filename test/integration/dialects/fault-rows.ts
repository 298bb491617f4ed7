import type { FaultKind, OperationName } from '../../../electron/simulator/faults';
import type { Trouble } from '../../../shared/errors';
import { errorsDa } from '../../../shared/i18n/errors.da';
import { errorsEn } from '../../../shared/i18n/errors.en';
import type { AccessProfile, BookingProfile } from '../../../shared/profile';
import { MINUTE_MS } from '../../../shared/time';
import type { DialectServer } from '../../dialects/server';
import type { DialectHouse } from './dialect-house';

/** One row of the table. */
export interface Row {
  readonly name: string;
  readonly operation: OperationName;
  begin(server: DialectServer): () => Promise<void> | void;
  /** It never answers: read by connectors that hardly wait. */
  readonly isSlow?: boolean;
  /** The login is gone for whatever comes next, too. */
  readonly isOfLogin?: boolean;
  /** The program helps itself within the round, so that there is nothing to tell. */
  readonly isUnseen?: boolean;
  /** Either that, or it is told: how the server counts decides. */
  readonly mayBeUnseen?: boolean;
}

const ANYWHERE: readonly FaultKind[] = [
  { kind: 'server-error' },
  { kind: 'too-many-requests' },
  // Longer than anybody waits.
  { kind: 'too-many-requests', retryAfterSeconds: 3600 },
  { kind: 'cut-off' },
  { kind: 'login-page' },
  { kind: 'redirect-to-login' },
  { kind: 'denied' },
  { kind: 'slow', milliseconds: 0 },
];

export const injected = (
  operation: OperationName,
  kind: FaultKind,
  also?: (server: DialectServer) => () => void,
): Row => ({
  name: `${kind.kind}${'retryAfterSeconds' in kind ? ' for an hour' : ''}`,
  operation,
  isSlow: kind.kind === 'slow',
  begin: (server) => {
    const ends = [server.faults.inject({ ...kind, operation }), also?.(server)];
    return () => ends.forEach((end) => end?.());
  },
});

/** Every fault at these operations that read. */
export const readRows = (
  profile: BookingProfile | AccessProfile,
  reads: readonly OperationName[],
  lists: readonly OperationName[],
): Row[] => [
  ...reads.flatMap((operation) => [
    ...ANYWHERE.map((kind) => injected(operation, kind)),
    ...(profile.login.kind === 'none'
      ? []
      : [
          {
            name: 'expired login',
            operation,
            begin: (server: DialectServer) => server.expireAt(operation),
            isOfLogin: true,
            isUnseen: profile.login.kind === 'cookie',
          },
        ]),
  ]),
  ...lists.map((operation) => injected(operation, { kind: 'empty-list' })),
];

/** Every fault of a login that is needed anew just before that operation; none where there is no such step. */
export const loginRows = (profile: BookingProfile | AccessProfile, before: OperationName): Row[] =>
  profile.login.kind === 'cookie'
    ? ANYWHERE.map((kind) => ({
        ...injected('login', kind, (server) => server.expireAt(before)),
        isOfLogin: true,
      }))
    : [];

/** The table of one side: every fault at every operation that reads. */
export function rowsOf(
  profile: BookingProfile | AccessProfile,
  reads: readonly OperationName[],
  lists: readonly OperationName[],
): Row[] {
  const [first = 'locations'] = lists;
  return [
    {
      name: 'down',
      operation: first,
      begin: (server) => {
        const down = server.goDown();
        return () => down.then(() => server.comeBack());
      },
    },
    ...loginRows(profile, first),
    ...readRows(profile, reads, lists),
  ];
}

/** What is wrong with how a trouble is told; nothing is. */
export const untold = ({ code }: Trouble): string[] =>
  [errorsDa, errorsEn].flatMap((texts) =>
    Object.entries(texts[code])
      .filter(([, text]) => text.trim() === '')
      .map(([part]) => `${code} has no ${part}`),
  );

/** Two polls later, so that no pause or count of tries is in the way. */
export const later = (house: DialectHouse): void => house.clock.advance(11 * MINUTE_MS);

/** Every fault of an operation that writes. */
export const WRITING: readonly FaultKind[] = [
  ...ANYWHERE,
  { kind: 'answer-lost' },
  { kind: 'refusal' },
  { kind: 'version-conflict' },
  { kind: 'lagging-read', reads: 2 },
];
