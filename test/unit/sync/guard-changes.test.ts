import { describe, expect, it } from 'vitest';
import type { BookingChange, GuardInput, GuardOutcome, ReadInstead } from '../../../electron/sync/guard';
import { addRecent, guardChanges, overLimit, recallRecent } from '../../../electron/sync/guard';
import type { HeldRemoval, RecentChange, RememberedBooking, RememberedGuard } from '../../../electron/sync/model';
import { EMPTY_GUARD } from '../../../electron/sync/model';
import type { Period } from '../../../shared/time';
import { locationId, meetingId } from '../../../shared/ids';
import { addMinutes } from '../../../shared/time';
import { aBooking, at } from '../../builders';

/** The guard by itself, as the function of knowledge and memory that it is. The same rules in a whole house: guard.test.ts. */
const NOW = at('2026-11-23T12:00');
const REACH = 60;
const CENTRE = locationId('12');

/** A meeting from so many minutes after now, half an hour long. */
const inMinutes = (from: number): Period => ({ from: addMinutes(NOW, from), to: addMinutes(NOW, from + 30) });
const remembered = (id: string, period: Period = inMinutes(60), room = 'r1'): RememberedBooking => ({
  ...aBooking(id, room, period),
  evidence: 'read',
  people: [],
});
const meetings = (count: number, prefix = 'b'): RememberedBooking[] =>
  Array.from({ length: count }, (_, n) => remembered(`${prefix}${n}`, inMinutes(60 + n * 60)));
const gone = (...olds: readonly RememberedBooking[]): BookingChange[] => olds.map((old) => ({ old, byStatus: false }));
const ended = (old: RememberedBooking): BookingChange => ({ old, byStatus: true });
const held = (booking: RememberedBooking, minutesAgo = 0): HeldRemoval => ({
  booking,
  byStatus: false,
  since: addMinutes(NOW, -minutesAgo),
});
const changed = (meeting: string, minutesAgo: number): RecentChange => ({
  meeting,
  locationId: CENTRE,
  at: addMinutes(NOW, -minutesAgo),
  byStatus: false,
});
const asHeld = (old: RememberedBooking, more: Partial<ReadInstead> = {}): ReadInstead => ({
  roomId: old.roomId,
  period: old.period,
  status: 'confirmed',
  keepsPeople: true,
  ...more,
});

/** One run of the guard; the digest is the text itself, so that a question can be read. */
const guard = (more: Partial<GuardInput> = {}): GuardOutcome =>
  guardChanges({
    memory: EMPTY_GUARD,
    answers: [],
    now: NOW,
    digest: (text) => text,
    changes: [],
    isEmptyReading: false,
    counted: () => meetings(100),
    isManaged: (room) => room === 'r1',
    readInstead: () => undefined,
    doesCount: (status) => status === 'confirmed',
    reachMinutes: REACH,
    ...more,
  });
const heldIds = ({ memory }: GuardOutcome): string[] => memory.held.map(({ booking }) => booking.id);

describe('W5 what counts as a change', () => {
  it('W5 M1 nothing new: the very same memory, and nobody is asked how many meetings there are', () => {
    const memory = {
      ...EMPTY_GUARD,
      recent: [changed('now', 0), changed('an hour ago', 60)],
      held: [held(remembered('b0'))],
      question: 'asked',
    };
    const counted = (): never => {
      throw new Error('counted for nothing');
    };
    expect(guard({ memory, counted }).memory).toBe(memory);
    expect(guard({ memory, counted, readInstead: (old) => asHeld(old, { status: 'pending' }) }).memory).toBe(memory);
  });

  it.each([
    ['a room that no line opens', inMinutes(60), 'r9'],
    ['a meeting that is over', inMinutes(-40), 'r1'],
    ['a meeting that ends now', inMinutes(-30), 'r1'],
  ])('W5 %s counts for nothing, neither as changed nor as managed', (_name, period, room) => {
    const uncounted = Array.from({ length: 30 }, (_, n) => remembered(`u${n}`, period, room));
    expect(guard({ changes: gone(...uncounted), counted: () => uncounted }).memory).toBe(EMPTY_GUARD);
    // Six of eight are too many; with thirty more to count they would not be.
    const all = meetings(8);
    const outcome = guard({ changes: gone(...all.slice(0, 6), ...uncounted), counted: () => [...all, ...uncounted] });
    expect(heldIds(outcome)).toEqual(['b0', 'b1', 'b2', 'b3', 'b4', 'b5']);
  });

  it.each([
    ['the last minute in which it may stand open', -30 - REACH + 1, true],
    ['the minute after', -30 - REACH, false],
  ])('P6 W5 a suddenly empty reading and a meeting that is over, in %s: held %s', (_name, from, isHeld) => {
    const over = remembered('b0', inMinutes(from));
    expect(heldIds(guard({ changes: gone(over), isEmptyReading: true }))).toEqual(isHeld ? ['b0'] : []);
    expect(guard({ changes: gone(over) }).memory).toBe(EMPTY_GUARD);
    const elsewhere = remembered('b0', inMinutes(from), 'r9');
    expect(guard({ changes: gone(elsewhere), isEmptyReading: true }).memory).toBe(EMPTY_GUARD);
  });
});

describe('W5 what is held', () => {
  const asked: RememberedGuard = { ...EMPTY_GUARD, held: [held(remembered('b0'))], question: 'asked', asked: 1 };

  it.each([
    ['in its last minute', -30 - REACH + 1, true],
    ['when nothing of it can be open any more', -30 - REACH, false],
  ])('W5 a held version %s: remembered %s; nothing held is nothing asked', (_name, from, isKept) => {
    const memory = { ...asked, held: [held(remembered('b0', inMinutes(from)), 200)] };
    const outcome = guard({ memory });
    expect(heldIds(outcome)).toEqual(isKept ? ['b0'] : []);
    expect(outcome.memory.question).toBe(isKept ? 'asked' : null);
    expect(outcome.sticking).toHaveLength(isKept ? 1 : 0);
  });

  it.each([
    ['as it was', {}, false],
    ['longer than it was', { period: { from: inMinutes(50).from, to: inMinutes(70).to } }, false],
    ['ending a minute earlier', { period: { from: inMinutes(60).from, to: addMinutes(inMinutes(60).to, -1) } }, true],
    ['starting a minute later', { period: { from: inMinutes(61).from, to: inMinutes(60).to } }, true],
    ['in another room', { roomId: remembered('b0', inMinutes(60), 'r2').roomId }, true],
    ['awaiting confirmation', { status: 'pending' }, true],
    ['without everybody who was let in', { keepsPeople: false }, true],
  ] as const)('W5 a held one that is back %s: still held %s', (_name, more, isHeld) => {
    const outcome = guard({ memory: asked, readInstead: (old) => asHeld(old, more) });
    expect(heldIds(outcome)).toEqual(isHeld ? ['b0'] : []);
    expect(outcome.memory.question).toBe(isHeld ? 'asked' : null);
  });

  it('W5 the way back is no change of its own, and what was held of the booking since goes as well', () => {
    const first = remembered('b0', inMinutes(60));
    const second = remembered('b0', inMinutes(200));
    const memory = { ...asked, held: [held(first), held(second)] };
    const outcome = guard({ memory, changes: gone(second), readInstead: () => asHeld(first) });
    expect(outcome.memory).toEqual({ ...EMPTY_GUARD, asked: 1 });
  });

  it('W5 what is held already and changes once more is no added item: the question stays, and since when', () => {
    const olds = meetings(8);
    const memory = { ...asked, held: olds.map((old) => held(old, 30)) };
    const outcome = guard({ memory, changes: gone(olds[0]!), counted: () => olds });
    expect(outcome.memory.question).toBe('asked');
    expect(outcome.memory.asked).toBe(1);
    expect(outcome.memory.held).toEqual(memory.held);
  });

  it('W5 time never turns a hold into a removal: what would pass today stays held until a person answers', () => {
    const memory = { ...asked, held: [held(remembered('b0'), 120)] };
    const again = guard({ memory, changes: gone(remembered('b0')) });
    expect(heldIds(again)).toEqual(['b0']);
    expect(again.memory.question).toBe('asked');
    // R5: an explicit end is obeyed.
    expect(guard({ memory, changes: [ended(remembered('b0'))] }).memory).toMatchObject({ held: [], question: null });
  });
});

describe('W5 the question', () => {
  const all = meetings(8);

  it('W5 P18 is the same whatever the order in which the server lists the bookings', () => {
    const there = guard({ changes: gone(...all), counted: () => all });
    const back = guard({ changes: gone(...[...all].reverse()), counted: () => all });
    expect(back.memory.question).toBe(there.memory.question);
  });

  it('W5 P21 counts how often something was asked, and is written so that an answer to an older version still counts', () => {
    const [a, b] = [remembered('b0', inMinutes(60)), remembered('b1', inMinutes(120))];
    const first = guard({ changes: gone(a, b), counted: () => [a, b] });
    const keys = [a, b].map(({ id, period }) => JSON.stringify([id, 'r1', period.from, period.to]));
    expect(first.memory.question).toBe(JSON.stringify(['mass-change', 1, keys]));
    expect(first.memory.asked).toBe(1);
    const c = remembered('b2', inMinutes(180));
    const second = guard({ memory: first.memory, changes: gone(c), counted: () => [c] });
    expect(second.memory.asked).toBe(2);
    expect(second.memory.question).toContain('["mass-change",2,');
  });

  it('W5 with nothing asked, no answer lets anything go', () => {
    const answers = [{ hash: 'another', answer: 'confirmed', at: NOW } as const];
    const memory = { ...EMPTY_GUARD, held: [held(remembered('b0'))] };
    expect(guard({ memory, answers }).memory).toBe(memory);
  });
});

describe('W5 within sixty minutes', () => {
  it('W5 what changed an hour ago counts to the minute, and no longer', () => {
    const within = [changed('a', 0), changed('b', 60)];
    expect(recallRecent(within, NOW)).toBe(within);
    expect(recallRecent([...within, changed('c', 61)], NOW)).toEqual(within);
  });

  it('R7 W5 of a change from the future nobody knows how old it is: it counts as just made', () => {
    expect(recallRecent([changed('a', -30), changed('b', 60)], NOW)).toEqual([changed('a', 0), changed('b', 60)]);
  });

  it.each([
    [60, true],
    [61, false],
  ])('W5 what was held %i minutes ago counts as changed within the hour: %s', (minutesAgo, doesCount) => {
    // Five are held, one more is the sixth of eight.
    const all = meetings(8);
    const memory = { ...EMPTY_GUARD, held: all.slice(0, 5).map((one) => held(one, minutesAgo)), question: 'asked' };
    const outcome = guard({ memory, changes: gone(all[5]!), counted: () => all });
    expect(outcome.memory.held).toHaveLength(doesCount ? 6 : 5);
  });

  it('W5 what passes is added to what passed before, each meeting once per kind, with its newest time', () => {
    const before = [changed('meeting mb0', 30), changed('meeting mb1', 30)];
    const byNow = addRecent(before, [...gone(remembered('b1')), ended(remembered('b1'))], NOW);
    expect(byNow).toEqual([before[0], changed('meeting mb1', 0), { ...changed('meeting mb1', 0), byStatus: true }]);
    expect(addRecent(before, [], NOW)).toEqual(before);
  });

  it('W5 what went within the hour is part of what there was: seven of twenty-four are not too many', () => {
    const recent = meetings(4, 'w').map((one) => changed(`meeting ${one.meetingId!}`, 30));
    const there = meetings(20);
    const three = gone(...there.slice(0, 3));
    expect(overLimit(three, recent, there).size).toBe(0);
    // Of twenty it would have been more than the share.
    const within = there.slice(3, 7).map((one) => changed(`meeting ${one.meetingId!}`, 30));
    expect(overLimit(three, within, there).size).toBe(3);
  });

  it('W5 one meeting in several rooms is one that went', () => {
    const rooms = meetings(7).map((one) => ({ ...one, meetingId: meetingId('big') }));
    expect(overLimit(gone(...rooms), [], [...rooms, ...meetings(3, 'x')]).size).toBe(0);
  });
});
