import type { Settings } from '../../../shared/settings';

export type Side = 'bookings' | 'access';
/** The connections that are reached over HTTP. */
export interface HttpConnections {
  readonly bookings: NonNullable<Settings['bookings']>;
  readonly access: Extract<Settings['access'], { kind: 'unilock-webapi' }>;
}
export type Connection<S extends Side> = HttpConnections[S];

/** What is typed in the form; the password never comes back from main. */
export interface ConnectionInput {
  readonly address: string;
  readonly userName: string;
  readonly profile: string;
  readonly trust: Connection<Side>['trust'];
  readonly proxy: Connection<Side>['proxy'];
  readonly password: string;
}

export const DEFAULT_PROFILE: Readonly<Record<Side, string>> = {
  bookings: 'pronestor-planner',
  access: 'unilock-webapi',
};

export const inputOf = (side: Side, saved: Connection<Side> | null): ConnectionInput => ({
  address: saved?.address ?? '',
  userName: saved?.userName ?? '',
  profile: saved?.profile ?? DEFAULT_PROFILE[side],
  trust: saved?.trust ?? { kind: 'system' },
  proxy: saved?.proxy ?? 'system',
  password: '',
});

/** Whether what is typed is what is saved. Whose certificate is believed is saved when it is chosen. */
export const isKept = (input: ConnectionInput, saved: Connection<Side> | null): boolean =>
  isServerKept(input, saved) && input.profile === saved?.profile;

/** The same of all but the profile: whether a profile that is tried would meet the server that is typed. */
export const isServerKept = (input: ConnectionInput, saved: Connection<Side> | null): boolean =>
  saved !== null &&
  input.password === '' &&
  input.address.trim() === saved.address &&
  input.userName.trim() === saved.userName &&
  input.proxy === saved.proxy;

/** Where a Pronestor runs: at its maker, or on a server of the house. */
export const HOSTINGS = ['cloud', 'own'] as const;
export type Hosting = (typeof HOSTINGS)[number];

/** Read off the address, so that it needs no setting of its own; without an address the usual one. */
export const hostingOf = (address: string): Hosting =>
  address === '' || /^(https?:\/\/)?([^/:]+\.)?pronestor\.com([/:]|$)/i.test(address.trim()) ? 'cloud' : 'own';

/** Whether what is typed would send the password readable by others on the network. */
export const isUnencrypted = (address: string): boolean => /^\s*http:\/\//i.test(address);

/** The connection to save: it keeps its id for life, because the password hangs on it. */
export function connectionFrom(
  side: Side,
  input: ConnectionInput,
  saved: Connection<Side> | null,
): { bookings: Connection<'bookings'> } | { access: Connection<'access'> } {
  const common = {
    connectorId: saved?.connectorId ?? crypto.randomUUID(),
    profile: input.profile,
    address: input.address.trim(),
    userName: input.userName.trim(),
    trust: input.trust,
    proxy: input.proxy,
  };
  return side === 'bookings'
    ? { bookings: { ...common, kind: 'pronestor' } }
    : { access: { ...common, kind: 'unilock-webapi' } };
}
