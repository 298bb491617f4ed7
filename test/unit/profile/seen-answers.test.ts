import { describe, expect, it } from 'vitest';
import { createSeenAnswers, shippedProfiles } from '../../../electron/profile';
import type { BookingProfile } from '../../../shared/profile';

const bookings = (): BookingProfile['operations']['bookings'] => {
  const profile = shippedProfiles().find(({ kind }) => kind === 'booking-source');
  if (profile?.kind !== 'booking-source') throw new Error('no booking profile ships');
  return profile.operations.bookings;
};
const LIST = { fields: bookings().fields, list: 'Items', around: ['TotalCount'] };
const item = (part: object = {}) => ({
  Id: 1,
  RoomId: 2,
  Start: '2026-11-23T09:00:00',
  End: '2026-11-23T10:00:00',
  Subject: 'Canary title',
  Organizer: { Name: 'Canary Person', Email: 'canary@firma.example' },
  Attendees: [{ Email: 'canary2@firma.example' }],
  ...part,
});

const told = (data: unknown, items: readonly unknown[] | null, headers: Record<string, string> = {}) => {
  const seen = createSeenAnswers();
  seen.answered('bookings', {
    status: 200,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
  });
  seen.listed('bookings', LIST, data, items);
  return seen.facts()[0]!;
};

describe('what is told of answers', () => {
  it('counts, names of fields as the profile has them, and one time', () => {
    const items = [item(), item(), item()];
    const facts = told({ Items: items, TotalCount: 3 }, items);
    expect(facts).toMatchObject({
      operation: 'bookings',
      requests: 1,
      status: 200,
      contentType: 'application/json',
      count: 3,
      dateSample: '2026-11-23T09:00:00',
      otherFields: 0,
    });
    expect(facts.fields).toEqual(
      expect.arrayContaining(['Items', 'TotalCount', 'Id', 'Start', 'Subject', 'Organizer.Email', 'Attendees.Email']),
    );
  });

  it('a count since 1970 is a time where a time is read, and nowhere else', () => {
    const counted = (part: object) => told({ Items: [] }, [item({ Start: null, End: null, ...part })]).dateSample;
    expect(counted({ Start: 1795426200 })).toBe('1795426200');
    expect(counted({ End: '1795426200000' })).toBe('1795426200000');
    expect(counted({ Id: 1795426200, Subject: '12345678901', Start: 'Canary' })).toBeNull();
  });

  it('persons of several lists are read where they stand, and their fields are told', () => {
    const { fields } = bookings();
    const [people] = fields.participants;
    const seen = createSeenAnswers();
    const both = ['staff', 'visitors'].map((at) => ({ ...people, at: [at], email: ['mail'] }));
    const items = [item({ staff: [{ mail: 'canary' }], visitors: [{ mail: 'canary' }] })];
    seen.listed('bookings', { ...LIST, fields: { ...fields, participants: both } }, {}, items);
    expect(seen.facts()[0]?.fields).toEqual(expect.arrayContaining(['staff.mail', 'visitors.mail']));
    expect(JSON.stringify(seen.facts())).not.toContain('canary');
  });

  it('what makes a booking open is no field, and is not told', () => {
    const { fields } = bookings();
    const seen = createSeenAnswers();
    const secrecy = { ...fields, isPrivate: { at: ['sensitivity'], unless: ['Normal'] } };
    seen.listed('bookings', { ...LIST, fields: secrecy }, {}, [item({ sensitivity: { Normal: 1 } })]);
    expect(seen.facts()[0]?.fields).toContain('sensitivity');
    expect(seen.facts()[0]?.fields).not.toContain('sensitivity.Normal');
  });

  it('pages add up', () => {
    const seen = createSeenAnswers();
    for (const count of [2, 3]) {
      seen.answered('bookings', { status: 200, headers: {} });
      seen.listed(
        'bookings',
        LIST,
        {},
        Array.from({ length: count }, () => item()),
      );
    }
    expect(seen.facts()[0]).toMatchObject({ requests: 2, count: 5 });
  });

  it('a list where the profile does not look is seen by its name, for whoever has to mend the profile', () => {
    expect(told({ Data: [item()], Total: 1 }, null)).toMatchObject({ count: null, fields: ['Data', 'Total'] });
  });

  it('a field that every item has is told, one that some have is counted', () => {
    const items = [item({ Extra: 1, Canary: 1 }), item({ Extra: 2 }), item({ Extra: 3 })];
    const facts = told({ Items: items }, items);
    expect(facts.fields).toContain('Extra');
    expect(facts.fields).not.toContain('Canary');
    expect(facts.otherFields).toBe(1);
  });

  it('P20 M3 names as values and as names of fields are counted, never told', () => {
    const byName = { 'Canary Person': {}, CanaryPerson: {}, canary: {}, 'canary@firma.example': 1 };
    const items = [1, 2, 3].map((number) =>
      item({
        [`Canary ${String(number)}`]: 'Canary',
        [`Canary${String(number)}`]: 'Canary',
        People: byName,
        Start: 'Canary 2026-11-23',
        End: '010203-1234 canary',
      }),
    );
    for (const data of [
      { Items: items, ...byName },
      byName,
      Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`Canary${String(index)}`, 1])),
    ]) {
      const facts = told(data, items, { 'content-type': 'text/canary person; name="canary"' });
      expect(JSON.stringify(facts).toLowerCase()).not.toContain('canary');
      expect(facts.dateSample).toBeNull();
      expect(facts.otherFields).toBeGreaterThan(6);
    }
  });

  it('what was rejected is told by path, the first ten', () => {
    const seen = createSeenAnswers();
    seen.rejected(Array.from({ length: 30 }, (_, index) => ({ path: `rooms[${String(index)}].Id`, reason: 'id' })));
    expect(seen.facts()[0]).toMatchObject({ operation: 'rooms', requests: 0, status: null });
    expect(seen.facts()[0]?.rejected).toHaveLength(10);
    expect(seen.facts()[0]?.rejected[0]).toBe('rooms[0].Id: id');
  });
});
