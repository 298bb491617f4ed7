import { describe, expect, it } from 'vitest';
import pronestor from '../../../build/profiles/pronestor-planner.json';
import unilock from '../../../build/profiles/unilock-webapi.json';
import { createSeenAnswers, createTimeReader } from '../../../electron/profile';
import { readFieldsOf } from '../../../electron/profile/field-map';
import { createItemReaders } from '../../../electron/booking/pronestor/items';
import { locationId, roomId } from '../../../shared/ids';
import { parseAccessProfile, parseBookingProfile } from '../../../shared/profile';
import { instantFromIso } from '../../../shared/time';

const { people } = unilock.operations;
const access = parseAccessProfile({
  ...unilock,
  operations: {
    ...unilock.operations,
    people: {
      ...people,
      persons: { ...people.persons, fields: { id: 'no', name: { join: ['first', 'last'] } } },
      members: {
        ...people.members,
        fields: {
          person: 'holder',
          always: { at: 'mode', yes: ['PERMANENT'], no: ['TIMED'] },
          exception: { at: 'override', none: [0, ''] },
          periods: { at: 'slots', from: 'start', to: { minutes: 'length' } },
        },
      },
    },
  },
});
const { bookings } = pronestor.operations;
const booking = parseBookingProfile({
  ...pronestor,
  operations: {
    ...pronestor.operations,
    bookings: {
      ...bookings,
      fields: {
        ...bookings.fields,
        end: { minutes: 'Duration' },
        organiser: { at: 'Owner', name: { join: ['First', 'Last'] } },
      },
    },
  },
});

describe('fields that a preview looks for', () => {
  it('are those of members told by words and of periods told by their length', () => {
    const fields = readFieldsOf(access)
      .get('members')
      ?.map(({ field, kind, candidates, within }) => [field, kind, candidates, within]);
    expect(fields).toEqual([
      ['person', 'id', ['holder'], null],
      ['always', 'flag', ['mode'], null],
      ['exception', 'id', ['override'], null],
      ['periods', 'list', ['slots'], null],
      ['periods.from', 'time', ['start'], ['slots']],
      ['periods.to.minutes', 'number', ['length'], ['slots']],
    ]);
  });

  it('P20 the parts of a name are texts, which are masked', () => {
    const names = [...(readFieldsOf(access).get('persons') ?? []), ...(readFieldsOf(booking).get('bookings') ?? [])];
    expect(
      names
        .filter(({ field }) => field.includes('name'))
        .map(({ field, kind, candidates }) => [field, kind, candidates]),
    ).toEqual([
      ['name.1', 'text', ['first']],
      ['name.2', 'text', ['last']],
      ['organiser.name.1', 'text', ['First']],
      ['organiser.name.2', 'text', ['Last']],
      ['participants.name', 'text', ['Name']],
    ]);
  });

  it('P20 a connection test names the fields, and no word that stands in them', () => {
    const seen = createSeenAnswers();
    const rows = [1, 2, 3].map((holder) => ({
      holder,
      mode: { PERMANENT: 'Canary' },
      override: 0,
      slots: [{ start: '2026-11-23 08:45', length: 85 }],
    }));
    const list = { fields: access.operations.people?.members.fields ?? {}, list: 'rows', around: ['returned'] };
    seen.listed('members', list, { rows, returned: 3, total: 3 }, rows);
    expect(seen.facts()[0]?.fields.sort()).toEqual(
      ['holder', 'mode', 'override', 'returned', 'rows', 'slots', 'slots.length', 'slots.start', 'total'].sort(),
    );
  });
});

describe('a booking told by its start and its length', () => {
  const place = { roomId: roomId('1'), locationId: locationId('2'), zone: 'Europe/Copenhagen' };
  const read = (item: object) =>
    createItemReaders(booking, createTimeReader(booking.times)).booking({ Id: 9, Status: 'Confirmed', ...item }, place);

  it.each([
    ['2026-11-23T09:00:00', 45, '2026-11-23T08:00:00Z', '2026-11-23T08:45:00Z'],
    ['over the spring night: 2027-03-28T01:00:00', 120, '2027-03-28T00:00:00Z', '2027-03-28T02:00:00Z'],
    ['over the autumn night: 2026-10-25T01:00:00', 240, '2026-10-24T23:00:00Z', '2026-10-25T03:00:00Z'],
    ['R1 from the doubled hour, outwards: 2026-10-25T02:10:00', 20, '2026-10-25T00:10:00Z', '2026-10-25T01:30:00Z'],
  ])('%s for %d minutes', (name, Duration, from, to) => {
    expect(read({ Start: name.slice(-19), Duration })).toMatchObject({
      ok: { period: { from: instantFromIso(from), to: instantFromIso(to) } },
    });
  });

  it('is rejected without a length', () => {
    expect(read({ Start: '2026-11-23T09:00:00', Duration: 'long' })).toEqual({
      fault: { field: 'Duration', reason: 'end' },
    });
    expect(read({ Start: '2026-11-23T09:00:00', Duration: 0 })).toMatchObject({
      fault: { reason: 'end-before-start' },
    });
  });

  it('has an organiser whose name stands in two fields', () => {
    const item = { Start: '2026-11-23T09:00:00', Duration: 45, Owner: { First: 'A', Last: 'B' } };
    expect(read(item)).toMatchObject({ ok: { organiser: { name: 'A B' } } });
  });
});
