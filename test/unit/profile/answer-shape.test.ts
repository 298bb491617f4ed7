import { describe, expect, it } from 'vitest';
import pronestor from '../../../build/profiles/pronestor-planner.json';
import { canonicalShapes, changesOf, createShapeCollector } from '../../../electron/profile';
import { parseBookingProfile } from '../../../shared/profile';

const PROFILE = parseBookingProfile(pronestor);
const collected = (items: readonly unknown[]) => {
  const collector = createShapeCollector();
  collector.add(items);
  return collector;
};
const booking = (more: object = {}) => ({
  Id: 1,
  RoomId: 2,
  Start: 'a',
  End: 'b',
  Status: 'c',
  Subject: 'd',
  Attendees: [{ Name: 'e', Email: 'f' }],
  ...more,
});
const changes = (then: readonly unknown[], now: readonly unknown[]) =>
  changesOf([collected(then).shape('bookings')], new Map([['bookings', collected(now)]]), PROFILE).map(
    ({ path, change, isRead }) => `${change} ${path}${isRead ? ' (read)' : ''}`,
  );
const without = (key: string) => Object.fromEntries(Object.entries(booking()).filter(([name]) => name !== key));
const three = (item: object): object[] => [item, item, item];

describe('what answers look like', () => {
  it('is names and types, never a value', () => {
    expect(collected([booking()]).shape('bookings').fields).toEqual([
      { path: 'Attendees', types: ['list'], isAlways: true },
      { path: 'Attendees[].Email', types: ['text'], isAlways: true },
      { path: 'Attendees[].Name', types: ['text'], isAlways: true },
      { path: 'End', types: ['text'], isAlways: true },
      { path: 'Id', types: ['number'], isAlways: true },
      { path: 'RoomId', types: ['number'], isAlways: true },
      { path: 'Start', types: ['text'], isAlways: true },
      { path: 'Status', types: ['text'], isAlways: true },
      { path: 'Subject', types: ['text'], isAlways: true },
    ]);
    expect(collected([{ 'anna@firma.example': 1, 'Møde om løn': 2 }]).shape('x').fields).toEqual([]);
  });

  it('is the same whatever the values and their order', () => {
    const a = collected([booking(), booking({ Note: 'x' })]).shape('bookings');
    const b = collected([{ Note: 'y', ...booking({ Subject: 'other' }) }, booking()]).shape('bookings');
    expect(canonicalShapes([a])).toBe(canonicalShapes([b]));
  });
});

describe('a changed answer', () => {
  it('tells a field that is read and gone, and one that is gone and not read', () => {
    expect(changes(three(booking({ Note: 1 })), three(without('Subject')))).toEqual([
      'gone Note',
      'gone Subject (read)',
    ]);
  });
  it('tells new fields and other types; what is not read is information', () => {
    expect(changes(three(booking()), three(booking({ New: 1, Id: 'text' })))).toEqual(['type Id (read)', 'came New']);
  });
  it('is none for an empty list, nor for what was not in every item then', () => {
    expect(changes(three(booking()), [])).toEqual([]);
    expect(changes([booking(), booking({ Note: 1 })], three(booking()))).toEqual([]);
    expect(changes(three(booking()), three(booking({ Attendees: [] })))).toEqual([]);
    expect(changes([], three(booking()))).toEqual([]);
  });
  it('is none while fewer than three items, or as many as there were, lack the field', () => {
    expect(changes(three(booking()), [without('Subject'), without('Subject')])).toEqual([]);
    expect(changes([booking()], [without('Subject')])).toEqual(['gone Subject (read)']);
  });
  it('is none for another spelling of case, which readers ignore', () => {
    const small = Object.fromEntries(Object.entries(booking()).map(([name, value]) => [name.toLowerCase(), value]));
    expect(changes(three(booking()), three(small))).toEqual([]);
  });
  it('is no trouble where another candidate takes over', () => {
    const fields = { ...pronestor.operations.bookings.fields, title: ['Subject', 'Title'] };
    const bookings = { ...pronestor.operations.bookings, fields };
    const profile = parseBookingProfile({ ...pronestor, operations: { ...pronestor.operations, bookings } });
    const now = collected(three({ ...without('Subject'), Title: 'x' }));
    const found = changesOf([collected(three(booking())).shape('bookings')], new Map([['bookings', now]]), profile);
    expect(found.filter(({ isRead }) => isRead)).toEqual([]);
  });
});
