import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createUnilockWebApi } from '../../electron/access/unilock-webapi';
import type { UnilockWebApi } from '../../electron/access/unilock-webapi';
import type { PronestorSource } from '../../electron/booking/pronestor';
import { createPronestorSource } from '../../electron/booking/pronestor';
import type { HttpLimits } from '../../electron/http';
import { createLoginGuard } from '../../electron/profile';
import type { Building, House } from '../../electron/simulator';
import type { Clock, Logger, Random } from '../../electron/sync/ports';
import type { AccessProfile, BookingProfile } from '../../shared/profile';
import { parseAccessProfile, parseBookingProfile } from '../../shared/profile';
import type { AccessDialect } from './access/dialect';
import { createAccessWorld } from './access/world';
import type { BookingDialect } from './booking-dialects';
import { createBookingWorld } from './booking-world';
import { ACCOUNT } from './entrances';
import type { DialectProxy } from './proxy';
import { startProxy } from './proxy';
import type { DialectServer } from './server';
import { listen } from './server';

const certificate = (name: string): string =>
  readFileSync(join(import.meta.dirname, 'certificate', `${name}.pem`), 'utf8');

/** The private authority of the servers behind TLS, as PEM. */
export const AUTHORITY = certificate('authority');
/** The name of the server behind the proxy, which no name server knows. */
export const HOST_BEHIND_PROXY = 'planner.house.example';

const fileOf = (name: string): unknown =>
  JSON.parse(readFileSync(join(import.meta.dirname, 'profiles', `${name}.json`), 'utf8'));

export const bookingProfileFor = ({ name }: BookingDialect): BookingProfile => parseBookingProfile(fileOf(name));
export const accessProfileFor = ({ name }: AccessDialect): AccessProfile =>
  parseAccessProfile(fileOf(`${name}-unilock`));

/** What every connector of a test has. */
export interface Ports {
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly limits: HttpLimits;
}

/** A dialect's server and the product's own connector to it, made of nothing but its profile and what a person types. */
export interface Reached<Connector> {
  readonly server: DialectServer;
  readonly connector: Connector;
  /** One more connector to the same server, e.g. a less patient one; closed with the rest. */
  connect(ports: Ports): Connector;
  close(): Promise<void>;
}

async function reach<Connector extends { close(): void }>(
  server: DialectServer,
  ports: Ports,
  make: (ports: Ports) => Connector,
): Promise<Reached<Connector>> {
  const made: Connector[] = [];
  const connect = (with_: Ports): Connector => {
    const connector = make(with_);
    made.push(connector);
    return connector;
  };
  return {
    server,
    connector: connect(ports),
    connect,
    async close() {
      for (const each of made) each.close();
      await server.close();
    },
  };
}

/** The server of a dialect alone, where it stands: behind TLS, and perhaps behind a proxy. */
export async function standingServer(
  dialect: BookingDialect,
  house: House,
  clock: Clock,
): Promise<{
  readonly server: DialectServer;
  /** As typed by a person. */
  readonly address: string;
  readonly proxy: DialectProxy | null;
  close(): Promise<void>;
}> {
  const server: DialectServer = await listen(dialect.speak(createBookingWorld(house, () => server.faults)), {
    clock: () => clock.now(),
    tls: { key: certificate('key'), cert: certificate('certificate') },
  });
  const proxy = dialect.stands === 'behind-a-proxy' ? await startProxy(HOST_BEHIND_PROXY, server.port) : null;
  const host = proxy === null ? `127.0.0.1:${String(server.port)}` : HOST_BEHIND_PROXY;
  return {
    server,
    address: `https://${host}${dialect.typed}`,
    proxy,
    async close() {
      await proxy?.close();
      await server.close();
    },
  };
}

/** @returns what the connector needs to know of where the server stands, besides its address */
export const wayTo = (proxy: DialectProxy | null) => ({
  trust: { kind: 'authority', pem: AUTHORITY } as const,
  ...(proxy === null ? {} : { routesTo: () => [{ kind: 'proxy', proxy: new URL(proxy.url) } as const] }),
});

export async function startBookingDialect(
  dialect: BookingDialect,
  house: House,
  ports: Ports,
): Promise<Reached<PronestorSource>> {
  const { clock } = ports;
  const stood = dialect.stands === undefined ? null : await standingServer(dialect, house, clock);
  const server: DialectServer =
    stood?.server ??
    (await listen(dialect.speak(createBookingWorld(house, () => server.faults)), { clock: () => clock.now() }));
  const loginGuard = createLoginGuard(() => clock.now());
  const reached = await reach(server, ports, (given) =>
    createPronestorSource({
      ...given,
      ...(stood === null ? {} : wayTo(stood.proxy)),
      profile: bookingProfileFor(dialect),
      address: stood?.address ?? `http://127.0.0.1:${String(server.port)}${dialect.typed}`,
      userName: ACCOUNT.userName,
      password: () => Promise.resolve(dialect.password),
      loginGuard,
    }),
  );
  return {
    ...reached,
    async close() {
      await reached.close();
      await stood?.proxy?.close();
    },
  };
}

export async function startAccessDialect(
  dialect: AccessDialect,
  building: Building,
  ports: Ports,
): Promise<Reached<UnilockWebApi>> {
  const { clock } = ports;
  const server = await listen(dialect.speak(createAccessWorld(building, () => clock.now())), {
    clock: () => clock.now(),
  });
  const loginGuard = createLoginGuard(() => clock.now());
  return reach(server, ports, (given) =>
    createUnilockWebApi({
      ...given,
      profile: accessProfileFor(dialect),
      address: `http://127.0.0.1:${String(server.port)}${dialect.typed}`,
      userName: ACCOUNT.userName,
      password: () => Promise.resolve(dialect.password),
      loginGuard,
    }),
  );
}
