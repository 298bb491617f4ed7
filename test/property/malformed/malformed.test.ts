import { X509Certificate } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { readPersons, readPersonsBytes } from '../../../electron/access/unilock-import-file/persons';
import { createPronestorSource } from '../../../electron/booking/pronestor';
import { DEFAULT_HTTP_LIMITS, readCertificates } from '../../../electron/http';
import { createTrust } from '../../../electron/http/trust';
import { createLoginGuard } from '../../../electron/profile';
import { createSettingsStore } from '../../../electron/store';
import { AppError } from '../../../shared/errors';
import { locationId, roomId } from '../../../shared/ids';
import { LANGUAGES, sayReason } from '../../../shared/i18n';
import { parseBookingProfile, parseProfileText } from '../../../shared/profile';
import { DAY_MS, addMs } from '../../../shared/time';
import { temporaryFolder } from '../../builders/temporary-folder';
import {
  CALL,
  createFakeClock,
  createFakeLogger,
  fakeRandom,
  QUICK,
  startServer,
} from '../../contract/connectors/support';
import { bentCsv, bentDer, bentPem, bentXml, ENTITY_BOMB, mutantsOf } from './mutants';

const TEST = join(import.meta.dirname, '../..');
const read = (path: string): string => readFileSync(join(TEST, path), 'utf8');
const folder = temporaryFolder('malformed');
afterAll(() => folder.remove());

const PROFILE_FILES = readdirSync(join(TEST, 'dialects/profiles')).map((name) => `dialects/profiles/${name}`);
const PROFILES = [
  '../build/profiles/pronestor-planner.json',
  '../build/profiles/unilock-webapi.json',
  ...PROFILE_FILES,
];
/** Lists in lists, as deep as a file of that size can hold, where a profile may hold any JSON at all. */
const deepProfile = read('../build/profiles/unilock-webapi.json').replace(
  '"period": { "From": "{from}", "To": "{to}" }',
  `"period": ${'['.repeat(30_000)}${']'.repeat(30_000)}`,
);
const deepSettings = `{"version":3,"profiles":[${deepProfile}]}`;
const profileMutants = [
  ...PROFILES.flatMap((path) => mutantsOf(path, read(path), 8)),
  { name: 'nested deep', bytes: Buffer.from(deepProfile) },
];

const pem = read('dialects/certificate/authority.pem');
const withOwnAuthority = (): string => {
  const settings = JSON.parse(read('data/settings-v3/house.json')) as { bookings: object; profiles: unknown[] };
  settings.bookings = { ...settings.bookings, trust: { kind: 'authority', pem } };
  settings.profiles = [JSON.parse(read('dialects/profiles/xml-windows-zones.json'))];
  return JSON.stringify(settings);
};
const SETTINGS: readonly (readonly [string, string])[] = [
  ...['1', '2', '3'].map((version) => [`settings ${version}`, read(`data/settings-v${version}/house.json`)] as const),
  ['settings 3 with an authority and a profile', withOwnAuthority()],
];
const settingsMutants = [
  ...SETTINGS.flatMap(([name, text]) => mutantsOf(name, text, 25)),
  { name: 'a profile nested deep', bytes: Buffer.from(deepSettings) },
];

const JSON_ANSWERS = {
  locations: JSON.stringify([{ ID: '1', Navn: 'Sted', Tidszone: 'Europe/Copenhagen' }]),
  rooms: JSON.stringify([{ ID: '101', Navn: 'Lokale', Pladser: '8', Forberedelse: 15, Oprydning: 5 }]),
  bookings: JSON.stringify(
    ['9001', '9002'].map((ID, index) => ({
      ID,
      LokaleID: '101',
      Start: `2026-11-23T1${String(index)}:00:00`,
      Slut: `2026-11-23T1${String(index + 1)}:00:00`,
      Status: 1,
    })),
  ),
};
const XML_ANSWERS = {
  locations: '<Locations><Location No="1"><Zone>Romance Standard Time</Zone></Location></Locations>',
  rooms: '<Rooms><Room No="101" Seats="8"><Margins Before="15" After="5"/></Room></Rooms>',
  bookings: `<Calendar Total="2"><Entries>${['9001', '9002']
    .map(
      (key, index) =>
        `<Entry Key="${key}"><RoomNumber>101</RoomNumber><Begin>2026-11-23T1${String(index)}:00:00</Begin><Finish>2026-11-23T1${String(index + 1)}:00:00</Finish><State>CONFIRMED</State></Entry>`,
    )
    .join('')}</Entries></Calendar>`,
};
type Operation = keyof typeof JSON_ANSWERS;
const OPERATIONS: readonly Operation[] = ['locations', 'rooms', 'bookings'];
const answersIn = (format: 'JSON' | 'XML', answers: typeof JSON_ANSWERS) =>
  OPERATIONS.flatMap((operation) =>
    mutantsOf(`${operation} in ${format}`, answers[operation], 20, format === 'XML' ? bentXml : undefined).map(
      (mutant) => ({ ...mutant, operation, format, answers }),
    ),
  );
const answerMutants = [...answersIn('JSON', JSON_ANSWERS), ...answersIn('XML', XML_ANSWERS)];

afterEach(() => {
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  expect(Object.keys(Object.prototype)).toEqual([]);
});

/** What is wrong with how an input was refused; null: nothing. */
function badRefusal(thrown: unknown, code: string): string | null {
  if (!(thrown instanceof AppError)) return `threw ${thrown instanceof Error ? thrown.name : typeof thrown}`;
  if (thrown.code !== code) return `was refused as ${thrown.code}`;
  const { path, reason } = thrown.context;
  if (typeof path !== 'string' || typeof reason !== 'string') return 'says neither path nor reason';
  const isSaid = LANGUAGES.every((language) => sayReason(reason, language) !== reason);
  return isSaid ? null : `gives a reason that is a sentence in no language: ${reason}`;
}

const PERSONS = [
  'Navn;E-mail;Medarbejdernummer;Initialer',
  ...Array.from(
    { length: 12 },
    (_, n) => `"Person ${String(n)}";p${String(n)}@house.example;${String(1000 + n)};P${String(n)}`,
  ),
].join('\r\n');
const personsMutants = mutantsOf('persons', PERSONS, 60, bentCsv);
const certificateMutants = [
  ...mutantsOf('certificate as PEM', pem, 40, bentPem),
  ...bentDer(new X509Certificate(pem).raw, 40),
];

it('at least 300 distinct malformed inputs', () => {
  const all = [...profileMutants, ...settingsMutants, ...answerMutants, ...personsMutants, ...certificateMutants].map(
    ({ bytes }) => bytes.toString('base64'),
  );
  expect(new Set(all).size).toBeGreaterThanOrEqual(300);
});

describe('a malformed profile', () => {
  it('is accepted, or refused by path and reason', () => {
    const bad: string[] = [];
    let refused = 0;
    for (const { name, bytes } of profileMutants) {
      try {
        parseProfileText(bytes.toString('utf8'));
      } catch (thrown) {
        refused += 1;
        const fault = badRefusal(thrown, 'profile-invalid');
        if (fault !== null) bad.push(`${name}: ${fault}`);
      }
    }
    expect(bad).toEqual([]);
    expect(refused).toBeGreaterThan(profileMutants.length / 2);
  });
});

describe('a malformed settings file', () => {
  it('is accepted, kept for a newer program, or set aside as it was, and the save before takes its place', () => {
    const good = read('data/settings-v3/smallest.json');
    const bad: string[] = [];
    let setAside = 0;
    settingsMutants.forEach(({ name, bytes }, index) => {
      const complain = (what: string): void => void bad.push(`${name}: ${what}`);
      const home = join(folder.path, String(index));
      mkdirSync(home);
      const file = join(home, 'settings.json');
      writeFileSync(file, bytes);
      writeFileSync(join(home, 'settings.backup.json'), good);
      const store = createSettingsStore({ folder: home, clock: createFakeClock() });
      let state: ReturnType<typeof store.read>;
      try {
        state = store.read();
      } catch (thrown) {
        return complain(`threw ${thrown instanceof Error ? thrown.name : typeof thrown}`);
      }
      const copies = readdirSync(home).filter((one) => one.includes('.damaged-'));
      switch (state.trouble?.code) {
        case undefined:
          if (copies.length > 0) complain('was set aside without a word');
          break;
        case 'settings-newer':
          if (!readFileSync(file).equals(bytes)) complain('a newer file was changed');
          break;
        case 'settings-damaged':
          setAside += 1;
          if (copies.length !== 1 || !readFileSync(join(home, copies[0] ?? '')).equals(bytes))
            complain('was not set aside as it was');
          if (state.trouble.context['isRestored'] !== true || !existsSync(file)) complain('was not restored');
          break;
        default:
          complain(`was told as ${state.trouble?.code ?? ''}`);
      }
      if (readFileSync(join(home, 'settings.backup.json'), 'utf8') !== good) complain('the backup was changed');
    });
    expect(bad).toEqual([]);
    expect(setAside).toBeGreaterThan(settingsMutants.length / 3);
  });
});

const clock = createFakeClock();
const WINDOW = { from: addMs(clock.now(), -DAY_MS), to: addMs(clock.now(), DAY_MS) };

function sourceOf(
  address: string,
  format: 'JSON' | 'XML',
  limits = { ...QUICK, firstAnswerMs: 20_000, idleMs: 20_000 },
) {
  const file = format === 'XML' ? 'xml-windows-zones' : 'on-premise-bypass';
  const profile = {
    ...(JSON.parse(read(`dialects/profiles/${file}.json`)) as object),
    login: { kind: 'none' },
    root: {},
  };
  return createPronestorSource({
    profile: parseBookingProfile(profile),
    address,
    userName: '',
    password: () => Promise.resolve(''),
    limits,
    clock,
    random: fakeRandom(),
    logger: createFakeLogger(),
    loginGuard: createLoginGuard(() => clock.now()),
  });
}
const operationOf = (path: string): Operation =>
  /calendar|bookings/i.test(path) ? 'bookings' : /rooms/i.test(path) ? 'rooms' : 'locations';
const request = { locations: [locationId('1')], rooms: [roomId('101')], window: WINDOW };

describe('a malformed answer', () => {
  it.each(['JSON', 'XML'] as const)(
    'in %s is believed only where every item is whole, and else told',
    async (format) => {
      let mutant: (typeof answerMutants)[number] | null = null;
      const server = await startServer((incoming, response) => {
        const operation = operationOf(incoming.url ?? '');
        const answers = format === 'XML' ? XML_ANSWERS : JSON_ANSWERS;
        response.writeHead(200, { 'Content-Type': format === 'XML' ? 'text/xml' : 'application/json' });
        response.end(mutant?.operation === operation ? mutant.bytes : answers[operation]);
      });
      const source = sourceOf(server.url, format);
      const bad: string[] = [];
      try {
        expect(await source.readBookings(request, CALL)).toMatchObject({ completeness: 'complete', troubles: [] });
        for (mutant of answerMutants.filter((one) => one.format === format)) {
          const { name } = mutant;
          const askedBefore = server.seen.length;
          const reading = await source.readBookings(request, CALL).catch((thrown: unknown) => {
            bad.push(`${name}: threw ${thrown instanceof Error ? `${thrown.name} ${thrown.message}` : typeof thrown}`);
            return null;
          });
          // Three lists of at most a few pages: a server that repeats itself is not asked on and on.
          if (server.seen.length - askedBefore > 12)
            bad.push(`${name}: was asked ${String(server.seen.length - askedBefore)} times`);
          if (reading === null) continue;
          const isLess = reading.bookings.length < 2 && reading.rejected.length === 0;
          const isSaid = reading.troubles.length > 0 || reading.completeness !== 'complete';
          // A whole, well-formed list with fewer items is the server's word; anything torn is not.
          const isWellFormed =
            format === 'JSON' ? isJsonList(mutant.bytes) : mutant.bytes.toString('utf8').endsWith('>');
          if (isLess && !isSaid && !isWellFormed) bad.push(`${name}: was believed`);
          if (reading.bookings.some(({ period }) => !(period.from < period.to)))
            bad.push(`${name}: a period without length`);
          if (reading.troubles.some(({ code }) => code === 'bug')) bad.push(`${name}: was told as a bug`);
        }
      } finally {
        source.close();
        await server.close();
      }
      expect(bad).toEqual([]);
    },
  );
});

function isJsonList(bytes: Buffer): boolean {
  try {
    return Array.isArray(JSON.parse(bytes.toString('utf8').replace(/^\uFEFF/, '')));
  } catch {
    // Torn: no list at all.
    return false;
  }
}

describe('a malformed file of persons', () => {
  const columns = {
    name: ['Navn'],
    email: ['E-mail'],
    employeeNumber: ['Medarbejdernummer'],
    initials: ['Initialer'],
  };

  it('P6 tells by line what it does not believe, makes two of nobody, and is not whole where something was swallowed', async () => {
    const bad: string[] = [];
    const seen = { refused: 0, doubted: 0 };
    for (const [index, { name, bytes }] of personsMutants.entries()) {
      const complain = (what: string): void => void bad.push(`${name}: ${what}`);
      const path = join(folder.path, `persons-${String(index)}.csv`);
      writeFileSync(path, bytes);
      try {
        const { persons, keysOf, bad: rows, isWhole } = readPersons(await readPersonsBytes(path), columns, ['email']);
        if (new Set(persons.map(({ id }) => id)).size !== persons.length) complain('has somebody twice');
        if ([...keysOf.values()].some(({ email }) => email === null || email.trim() === ''))
          complain('tells UniLock of somebody without an address');
        if (rows.some(({ line }) => line < 1)) complain('is told without a line');
        if (rows.some(({ reason }) => reason === 'quotes') && isWhole) complain('is called whole');
        if (rows.length > 0 || !isWhole) seen.doubted += 1;
      } catch (thrown) {
        seen.refused += 1;
        if (!(thrown instanceof AppError) || thrown.code !== 'persons-file-unreadable')
          complain(`threw ${String(thrown)}`);
      }
      if (!readFileSync(path).equals(bytes)) complain('was changed');
    }
    expect(bad).toEqual([]);
    expect(seen.refused).toBeGreaterThan(1);
    expect(seen.doubted).toBeGreaterThan(10);
  });

  it('P6 a file of more than 50 MB is refused, and not read', async () => {
    const path = join(folder.path, 'huge.csv');
    writeFileSync(path, '');
    // Sparse: it takes no place on disk, and would take as much memory as it says.
    truncateSync(path, 51 * 1024 * 1024);
    const before = process.memoryUsage().rss;
    await expect(readPersonsBytes(path)).rejects.toMatchObject({
      code: 'persons-file-unreadable',
      context: { reason: 'too-large' },
    });
    expect((process.memoryUsage().rss - before) / 1024 / 1024).toBeLessThan(30);
    rmSync(path);
  });
});

describe('a malformed certificate', () => {
  it('is read, or said to be none; what is shown of it is one line without control characters', () => {
    const bad: string[] = [];
    let refused = 0;
    for (const { name, bytes } of certificateMutants) {
      try {
        const found = readCertificates(bytes);
        if (found === null) refused += 1;
        for (const { facts } of found ?? [])
          if (/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/.test(facts.subject + facts.issuer))
            bad.push(`${name}: shows control characters`);
        const settings = { kind: 'authority', pem: bytes.toString('utf8') } as const;
        createTrust(settings)();
      } catch (thrown) {
        const isTold = thrown instanceof AppError && thrown.code === 'settings-invalid';
        if (!isTold) bad.push(`${name}: threw ${thrown instanceof Error ? thrown.message : typeof thrown}`);
      }
    }
    expect(bad).toEqual([]);
    expect(refused).toBeGreaterThan(certificateMutants.length / 4);
  });
});

describe('answers made to exhaust the reader', () => {
  async function troublesOf(body: Buffer, headers: Record<string, string>, format: 'JSON' | 'XML') {
    const server = await startServer((_incoming, response) => {
      response.on('error', () => undefined);
      response.writeHead(200, headers).end(body);
    });
    const source = sourceOf(server.url, format, { ...DEFAULT_HTTP_LIMITS, tries: 1 });
    try {
      const before = process.memoryUsage().rss;
      const { completeness, troubles } = await source.readBookings(request, CALL);
      const grownMegabytes = (process.memoryUsage().rss - before) / 1024 / 1024;
      return { completeness, codes: troubles.map(({ code }) => code), grownMegabytes };
    } finally {
      source.close();
      await server.close();
    }
  }

  it('P6 entities of entities are never spelled out', async () => {
    const bomb = Buffer.from(`<?xml version="1.0"?>${ENTITY_BOMB}<Locations><Location No="&e9;"/></Locations>`);
    const told = await troublesOf(bomb, { 'Content-Type': 'text/xml' }, 'XML');
    expect(told).toMatchObject({ completeness: 'unreadable', codes: ['not-data'] });
    expect(told.grownMegabytes).toBeLessThan(100);
  });

  it('P6 more than 50 MB are not read, and packed ones not unpacked', async () => {
    const piece = Buffer.alloc(8 * 1024 * 1024, ' ');
    const plain = await troublesOf(Buffer.concat(Array<Buffer>(8).fill(piece)), {}, 'JSON');
    expect(plain).toMatchObject({ completeness: 'unreadable', codes: ['answer-too-large'] });
    // A gigabyte in a megabyte.
    const packed = Buffer.concat(Array<Buffer>(128).fill(gzipSync(piece)));
    const told = await troublesOf(packed, { 'Content-Encoding': 'gzip', 'Content-Type': 'application/json' }, 'JSON');
    expect(told).toMatchObject({ completeness: 'unreadable', codes: ['answer-too-large'] });
    expect(told.grownMegabytes).toBeLessThan(400);
  });
});
