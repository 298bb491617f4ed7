import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterEach, describe, expect, it } from 'vitest';
import { createUnilockWebApi } from '../../../electron/access/unilock-webapi';
import { createPronestorSource } from '../../../electron/booking/pronestor';
import { createLoginGuard, profileFromText } from '../../../electron/profile';
import type { Profile } from '../../../shared/profile';
import { exceptionId, locationId, roomId } from '../../../shared/ids';
import { instantFromIso } from '../../../shared/time';
import { CALL, createFakeClock, createFakeLogger, fakeRandom, json, PATIENT, startServer } from './support';

const MANUAL = join(import.meta.dirname, '../../../docs/manual');
const textOf = (file: string): string => readFileSync(join(MANUAL, file), 'utf8');
const EXAMPLES = ['cloud-json', 'on-premise-xml', 'unilock-other-names'] as const;
const example = (name: (typeof EXAMPLES)[number]): Profile => profileFromText(textOf(`examples/${name}.json`));

const closers: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const clock = createFakeClock();
const options = (address: string) => ({
  address,
  userName: 'læser',
  password: () => Promise.resolve('canary-secret'),
  limits: PATIENT,
  clock,
  random: fakeRandom(),
  logger: createFakeLogger(),
  loginGuard: createLoginGuard(() => clock.now()),
});
async function serve(handle: (request: IncomingMessage, response: ServerResponse, body: string) => void) {
  const server = await startServer(handle);
  closers.push(server.close);
  return server;
}
const xml = (response: ServerResponse, text: string): void => {
  response.writeHead(200, { 'Content-Type': 'application/xml; charset=utf-8' });
  response.end(`<?xml version="1.0" encoding="utf-8"?>${text}`);
};
const WINDOW = { from: instantFromIso('2026-11-23T00:00:00Z'), to: instantFromIso('2026-11-24T00:00:00Z') };

describe('the manual’s examples', () => {
  it.each(EXAMPLES)('%s is a profile, and fits the schema beside it', (name) => {
    expect(example(name).confirmed).toBe(false);
    const validate = new Ajv2020({ strict: false }).compile(JSON.parse(textOf('profile.schema.json')) as object);
    expect(validate(JSON.parse(textOf(`examples/${name}.json`)))).toBe(true);
  });

  it('the manual shows each of them, and says what is our guess', () => {
    const manual = textOf('profiles.md');
    for (const name of EXAMPLES) expect(manual).toContain(`(examples/${name}.json)`);
    expect(manual).toContain('our guess');
  });

  it('the cloud server: cookie, pages, a room inside an object', async () => {
    const profile = example('cloud-json');
    if (profile.kind !== 'booking-source') throw new Error('another kind');
    const reservation = (index: number) => ({
      reservationId: `r-${String(index)}`,
      space: { id: 's1' },
      starts: '2026-11-23T09:00:00+01:00',
      ends: '2026-11-23T10:00:00+01:00',
      state: index === 0 ? 'released' : 'booked',
      people: [{ fullName: 'x', mail: 'x@y.example', guest: true }],
    });
    const all = Array.from({ length: 250 }, (_, index) => reservation(index));
    const server = await serve((request, response, body) => {
      const url = new URL(request.url ?? '', 'http://x');
      if (url.pathname === '/api/session') {
        expect(JSON.parse(body)).toEqual({ user: 'læser', secret: 'canary-secret' });
        return json(response, {}, 201, { 'Set-Cookie': 'sid=1; Path=/' });
      }
      if (request.headers.cookie !== 'sid=1') return json(response, {}, 401);
      if (url.pathname === '/api/sites')
        return json(response, { data: [{ siteId: 7, label: 'A', tz: 'Europe/Copenhagen' }] });
      if (url.pathname === '/api/sites/7/spaces')
        return json(response, { data: [{ spaceId: 's1', label: 'B', seats: 8 }] });
      if (url.pathname !== '/api/reservations' || url.searchParams.get('site') !== '7') return json(response, {}, 404);
      const skip = Number(url.searchParams.get('offset'));
      json(response, { data: all.slice(skip, skip + 200), meta: { total: all.length } });
    });
    const source = createPronestorSource({ ...options(server.url), profile });
    closers.push(() => source.close());
    const request = { locations: [locationId('7')], rooms: [roomId('s1')], window: WINDOW };
    const reading = await source.readBookings(request, CALL);
    expect(reading).toMatchObject({ completeness: 'complete', rejected: [], troubles: [] });
    expect(reading.bookings).toHaveLength(250);
    expect(reading.bookings[0]).toMatchObject({
      status: 'no-show',
      period: { from: instantFromIso('2026-11-23T08:00:00Z') },
    });
    expect(reading.bookings[1]?.participants[0]?.isExternal).toBe(true);
    expect(server.seen.filter((line) => line.includes('/session'))).toHaveLength(1);
  });

  it('the server of one’s own: XML, Basic, Windows zones, days and times in two fields', async () => {
    const profile = example('on-premise-xml');
    if (profile.kind !== 'booking-source') throw new Error('another kind');
    const bodies: string[] = [];
    const server = await serve((request, response, body) => {
      const basic = `Basic ${Buffer.from('læser:canary-secret').toString('base64')}`;
      if (request.headers.authorization !== basic) return json(response, {}, 401);
      switch (request.url) {
        case '/planner/Services.asmx/Buildings':
          return xml(
            response,
            '<Buildings><Building No="3" Name="A"><Zone>Romance Standard Time</Zone></Building></Buildings>',
          );
        case '/planner/Services.asmx/Rooms':
          return xml(
            response,
            '<Rooms><Room><No>31</No><Name>B</Name><BuildingNo>3</BuildingNo><Seats>6</Seats></Room></Rooms>',
          );
        case '/planner/Services.asmx/ListBookings':
          bodies.push(body);
          return xml(
            response,
            `<Bookings><Booking><BookingNo>1</BookingNo><RoomNo>31</RoomNo><Day>23-11-2026</Day><Begin>9:00</Begin><Finish>10:30</Finish>
             <State>Bekræftet</State><Owner><Name>x</Name><Initials>XY</Initials></Owner></Booking></Bookings>`,
          );
        default:
          return json(response, {}, 404);
      }
    });
    const source = createPronestorSource({ ...options(`${server.url}/planner/`), profile });
    closers.push(() => source.close());
    const request = { locations: [locationId('3')], rooms: [roomId('31')], window: WINDOW };
    const reading = await source.readBookings(request, CALL);
    expect(reading).toMatchObject({ completeness: 'complete', rejected: [], troubles: [] });
    expect(reading.bookings).toMatchObject([
      {
        status: 'confirmed',
        period: { from: instantFromIso('2026-11-23T08:00:00Z'), to: instantFromIso('2026-11-23T09:30:00Z') },
        organiser: { initials: 'XY' },
      },
    ]);
    expect(bodies[0]).toMatch(/^<ListBookings><From>\d\d-\d\d-2026 \d\d:\d\d:\d\d<\/From><To>/);
  });

  it('the UniLock with other names: a key in a header, pages from 0, the version in the body', async () => {
    const profile = example('unilock-other-names');
    if (profile.kind !== 'access-control') throw new Error('another kind');
    let intervals: unknown = [{ begin: '2026-11-23T08:45:00', until: '2026-11-23T10:10:00' }];
    const server = await serve((request, response, body) => {
      if (request.headers['x-api-key'] !== 'canary-secret') return json(response, {}, 401);
      if (request.url === '/rest/special-days/d7/intervals' && request.method === 'POST') {
        const sent = JSON.parse(body) as { readonly stamp: string; readonly intervals: unknown };
        if (sent.stamp !== 'v5') return json(response, { error: 'stale' }, 409);
        intervals = sent.intervals;
        return json(response, {});
      }
      if (request.url !== '/rest/special-days?p=0&n=100') return json(response, { rows: [], count: 1 });
      json(response, { rows: [{ key: 'd7', caption: 'C', slots: 8, stamp: 'v5', intervals }], count: 1 });
    });
    const control = createUnilockWebApi({ ...options(server.url), profile });
    closers.push(() => control.close());
    const reading = await control.observe(null, CALL);
    expect(reading).toMatchObject({
      completeness: 'complete',
      exceptions: [
        { id: 'd7', maxPeriods: 8, version: 'v5', periods: [{ from: instantFromIso('2026-11-23T07:45:00Z') }] },
      ],
    });
    const write = {
      exceptionId: exceptionId('d7'),
      periods: [WINDOW],
      version: 'v5',
      zone: 'Europe/Copenhagen',
    };
    expect(await control.writePeriods(write, CALL)).toEqual({ kind: 'accepted', version: null });
    expect(intervals).toEqual([{ begin: '2026-11-23 01:00:00', until: '2026-11-24 01:00:00' }]);
    expect(await control.writePeriods({ ...write, version: 'v4' }, CALL)).toEqual({ kind: 'conflict' });
  });
});
