import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { AccessConnector } from '../../electron/core/core-api';
import type { Instant, Period } from '../../shared/time';
import { HOUR_MS, MINUTE_MS, addMinutes, instant } from '../../shared/time';
import { exceptionId, personId } from '../../shared/ids';
import type { ObservedMembership } from '../../electron/sync/model';
import type { Promised, Told } from './oracle/facts';
import { createOracle } from './oracle/oracle';
import { shrink } from './shrink';
import type { Broken } from './world/live';
import { live } from './world/live';
import { emailOf } from './world/servers';
import type { Happening, Setting, Story, StoryEvent } from './world/story';
import { lineOf } from './world/story';
import { decidedOf } from './world/told';

const START = instant(Date.UTC(2026, 10, 23, 4));
const at = (hours: number) => instant(START + hours * HOUR_MS);

/**
 * A house of one day with two rooms on one exception of two places and on one group, and one exception that nobody mapped. A hand gave 503 the
 * group for ever; 504 and 505 have one address.
 */
const SETTING: Setting = {
  start: START,
  days: 1,
  servers: 'in-process',
  journal: 'memory',
  locations: [{ id: '1', zone: 'Europe/Copenhagen' }],
  rooms: ['101', '102'].map((id) => ({ id, locationId: '1', preparationMinutes: 0, followUpMinutes: 0 })),
  exceptions: [
    { id: '7', places: 2, periods: [] },
    { id: '90', places: 8, periods: [{ from: at(5), to: at(6) }] },
  ],
  persons: [0, 1, 2, 3, 4, 4].map((number, index) => ({ id: String(500 + index), number })),
  groups: [{ id: '3', members: [{ personId: '503', how: 'always' }] }],
  secondPc: null,
  policy: {
    intervalMinutes: 5,
    horizonHours: 48,
    countsPending: false,
    groups: [{ id: '3', name: '' }],
    groupMapping: ['101', '102'].map((roomId) => ({
      id: `${roomId}-group`,
      roomId,
      groupId: '3',
      leadMinutes: 10,
      lagMinutes: 10,
      block: 'meeting',
      longestOpeningHours: 24,
      safeHours: null,
      who: { organiser: true, participants: true, externals: true },
    })),
    exceptions: [{ id: '7', name: '', places: 2, foreignEdits: 'replace' }],
    mapping: ['101', '102'].map((roomId) => ({
      id: roomId,
      roomId,
      exceptionId: '7',
      leadMinutes: 10,
      lagMinutes: 10,
      block: 'meeting',
      longestOpeningHours: 24,
      safeHours: null,
    })),
  },
};

const booked = (number: number, from: number, to: number): StoryEvent => ({
  at: at(0.5),
  kind: 'book',
  meetingId: String(7000 + number),
  bookingIds: [String(9000 + number)],
  roomIds: ['101'],
  from: at(from),
  to: at(to),
  status: 'Confirmed',
  isPrivate: false,
  organiser: 0,
  persons: [1],
});
const happens = (hour: number, what: Happening): StoryEvent => ({ at: at(hour), ...what });

const story = (...events: StoryEvent[]): Story => ({ seed: 1, setting: SETTING, events });
const OFFICE_DAY = story(
  booked(1, 3, 4),
  booked(2, 6, 7),
  happens(2, { kind: 'status', meetingId: '7002', status: 'Cancelled' }),
  booked(3, 8, 9),
  booked(4, 12, 13),
);

/** UniLock answers later than anybody waits for while somebody is uninvited and a meeting goes. */
const slow = (operation: 'members' | 'write-periods' | 'write-member'): StoryEvent =>
  happens(4, {
    kind: 'fault',
    side: 'unilock',
    fault: { kind: 'slow', milliseconds: 300_000, operation },
    minutes: 120,
  });
const SLOW_DAY = story(
  ...OFFICE_DAY.events,
  ...(['members', 'write-periods', 'write-member'] as const).map(slow),
  happens(5, { kind: 'invite', meetingId: '7003', organiser: 0, persons: [] }),
  happens(5.2, { kind: 'vanish', meetingId: '7004' }),
);

type Write = Parameters<AccessConnector['writePeriods']>[0];

/** A program that sends something else than it decided, and reads back what it decided. */
const sending = (bend: (periods: readonly Period[]) => readonly Period[]): Broken => ({
  bend: (access) => {
    const meant = new Map<string, readonly Period[]>();
    return {
      ...access,
      writePeriods: (write, call) => {
        meant.set(write.exceptionId, write.periods);
        return access.writePeriods({ ...write, periods: bend(write.periods) }, call);
      },
      observe: async (zone, call) => {
        const reading = await access.observe(zone, call);
        const exceptions = reading.exceptions.map((one) => ({ ...one, periods: meant.get(one.id) ?? one.periods }));
        return { ...reading, exceptions };
      },
    };
  },
});

/** A program that never again opens what starts then, once it was taken back. */
const takingBackForGood = (start: Instant): Broken => {
  let wasThere = false;
  let isGone = false;
  return sending((periods) => {
    const isThere = periods.some(({ from }) => from === start);
    isGone ||= wasThere && !isThere;
    wasThere ||= isThere;
    return isGone ? periods.filter(({ from }) => from !== start) : periods;
  });
};

/** A program that does something more at each write. */
const alsoDoing = (more: (access: AccessConnector, write: Write) => Promise<unknown>): Broken => ({
  bend: (access) => ({
    ...access,
    writePeriods: async (write, call) => {
      const answer = await access.writePeriods(write, call);
      await more(access, write);
      return answer;
    },
  }),
});
const CALL = { abort: null, onProgress: null };
const later = ({ from, to }: Period, minutes: number): Period => ({ from, to: addMinutes(to, minutes) });

type Membership = Parameters<AccessConnector['writeMembership']>[0];

/** A program that gives something else than it decided (null: nothing is sent), and reads back what it decided. */
const giving = (bend: (write: Membership) => readonly Period[] | null): Broken => ({
  bend: (access) => {
    const meant = new Map<string, ObservedMembership | null>();
    return {
      ...access,
      writeMembership: (write, call) => {
        const { personId: id, periods } = write;
        const member = { personId: id, basis: 'periods', exceptionId: null, periods } as const;
        meant.set(id, periods.length === 0 ? null : member);
        const bent = bend(write);
        if (bent === null) return Promise.resolve({ kind: 'accepted', version: null });
        return access.writeMembership({ ...write, periods: bent }, call);
      },
      observePeople: async (request, call) => {
        const reading = await access.observePeople(request, call);
        const decided = [...meant.values()].filter((one) => one !== null);
        const groups = reading.groups.map((group) => ({
          ...group,
          members: [...group.members.filter((one) => !meant.has(one.personId)), ...decided],
        }));
        return { ...reading, groups };
      },
    };
  },
});

/** A program that takes nothing back from anybody. */
const keepingEverybody = (): Broken => {
  const ever = new Map<string, readonly Period[]>();
  return giving(({ personId: id, periods }) => {
    const all = [...(ever.get(id) ?? []), ...periods];
    ever.set(id, all);
    return all;
  });
};

/** A program that gives somebody else the same. */
const alsoGiving = (person: string): Broken => ({
  bend: (access) => ({
    ...access,
    writeMembership: async (write, call) => {
      await access.writeMembership({ ...write, personId: personId(person) }, call);
      return access.writeMembership(write, call);
    },
  }),
});

/** A program that puts its list back whenever another hand was at it. */
const FIGHTING: Broken = {
  bend: (access) => {
    let last: Write | null = null;
    return {
      ...access,
      writePeriods: (write, call) => {
        last = write;
        return access.writePeriods(write, call);
      },
      observe: async (zone, call) => {
        if (last !== null) await access.writePeriods({ ...last, version: null }, call);
        return access.observe(zone, call);
      },
    };
  },
};

/** A program that sees another house at every other reading. */
const seeingDouble = (): Broken => {
  let readings = 0;
  return {
    bend: (access) => ({
      ...access,
      observe: async (zone, call) => {
        const reading = await access.observe(zone, call);
        readings += 1;
        return readings % 2 === 0
          ? reading
          : { ...reading, exceptions: reading.exceptions.map((one) => ({ ...one, periods: [] })) };
      },
    }),
  };
};

const NOTHING_TO_TELL: Told = {
  hasPlan: true,
  isRefill: false,
  isBroken: false,
  overflow: [],
  holds: [],
  asked: [],
  notWritten: [],
  foreign: [],
  actions: [],
  differing: [],
  differingMemberships: 0,
  givenByHand: [],
  unmatched: [],
};

const promisesBroken = async (lived: Story, broken: Broken): Promise<Promised[]> => [
  ...new Set((await live(lived, broken)).violations.map(({ promise }) => promise)),
];

describe('the oracle', () => {
  it('is content with the program as it is', async () => {
    const life = await live(OFFICE_DAY);
    expect(life.violations).toEqual([]);
    expect(life.writes).toBeGreaterThan(2);
  });

  it('is content with the program as it is where the server is slower than it waits, and does what was asked all the same', async () => {
    const life = await live(SLOW_DAY);
    expect(life.violations).toEqual([]);
    expect(life.seen.membershipWrites).toBeGreaterThan(2);
  });

  it.each<[Promised, string, Story, Broken]>([
    ['P3', 'opens a minute too long', OFFICE_DAY, sending((periods) => periods.map((one) => later(one, 1)))],
    [
      'P3',
      'opens a minute too early',
      OFFICE_DAY,
      sending((periods) => periods.map(({ from, to }) => ({ from: addMinutes(from, -1), to }))),
    ],
    ['P4', 'drops an opening', OFFICE_DAY, sending((periods) => periods.slice(1))],
    [
      'P4',
      'keeps shut what a person took for gone, when it is back',
      story(
        ...OFFICE_DAY.events,
        happens(5, {
          kind: 'fault',
          side: 'pronestor',
          fault: { kind: 'empty-list', operation: 'bookings' },
          minutes: 60,
        }),
        happens(5.5, { kind: 'answer-holds', answer: 'confirmed' }),
      ),
      takingBackForGood(addMinutes(at(8), -10)),
    ],
    ['P4', 'shuts a minute too early', OFFICE_DAY, sending((periods) => periods.map((one) => later(one, -1)))],
    [
      'P5',
      'writes to an exception that nobody mapped',
      OFFICE_DAY,
      alsoDoing((access, write) =>
        access.writePeriods({ ...write, exceptionId: exceptionId('90'), version: null }, CALL),
      ),
    ],
    [
      'P10',
      'sends a refused write again and again',
      story(
        ...OFFICE_DAY.events,
        happens(0.2, { kind: 'fault', side: 'unilock', fault: { kind: 'refusal' }, minutes: 120 }),
      ),
      alsoDoing((access, write) =>
        access
          .writePeriods(write, CALL)
          .then(() => access.writePeriods(write, CALL))
          .then(() => access.writePeriods(write, CALL)),
      ),
    ],
    [
      'P15',
      'sends more periods than there are places',
      OFFICE_DAY,
      sending((periods) => [1, 2, 3].map((day) => later({ from: at(24 * day), to: at(24 * day) }, 5)).concat(periods)),
    ],
    [
      'P16',
      'leaves the last opening without an end',
      OFFICE_DAY,
      sending((periods) => periods.map((one) => later(one, 60 * 24 * 365))),
    ],
    [
      'P13',
      'calls ready what is not',
      story(...OFFICE_DAY.events, happens(1, { kind: 'down', side: 'unilock', minutes: 300 })),
      { shown: () => ({ state: 'ready', missedPolls: 9 }) },
    ],
    [
      'P22',
      'does not show that it reads nothing',
      story(...OFFICE_DAY.events, happens(1, { kind: 'down', side: 'pronestor', minutes: 300 })),
      { shown: (shown) => ({ ...shown, missedPolls: 0 }) },
    ],
    [
      'P2',
      'writes what is there already',
      OFFICE_DAY,
      alsoDoing((access, write) => access.writePeriods({ ...write, version: null }, CALL)),
    ],
    [
      'P1',
      'does not notice that its write is refused',
      OFFICE_DAY,
      {
        bend: (access) => ({
          ...access,
          writePeriods: async () => ({ kind: 'refused', trouble: { code: 'write-refused', context: {} } }),
        }),
      },
    ],
    ['P23', 'keeps everybody in, also once UniLock answers in time again', SLOW_DAY, keepingEverybody()],
    ['P23', 'gives no time to leave', OFFICE_DAY, giving(({ periods }) => periods.map((one) => later(one, -10)))],
    [
      'P23',
      'lets people in a minute too long',
      OFFICE_DAY,
      giving(({ periods }) => periods.map((one) => later(one, 1))),
    ],
    [
      'P23',
      'keeps somebody who is no longer invited',
      story(...OFFICE_DAY.events, happens(5, { kind: 'invite', meetingId: '7003', organiser: 0, persons: [] })),
      keepingEverybody(),
    ],
    [
      'P23',
      'does not let somebody in',
      OFFICE_DAY,
      giving(({ personId: id, periods }) => (id === '501' ? null : periods)),
    ],
    ['P23', 'lets one of two in who have the same address', OFFICE_DAY, alsoGiving('504')],
    ['P5', 'writes over what a hand gave for ever', OFFICE_DAY, alsoGiving('503')],
    [
      'P5',
      'takes away what a hand added to a membership',
      story(
        ...OFFICE_DAY.events,
        happens(1, {
          kind: 'hand-give',
          groupId: '3',
          personId: '501',
          how: { add: [{ from: addMinutes(at(20), 3), to: addMinutes(at(21), 3) }] },
        }),
      ),
      giving(({ periods }) => periods.filter(({ from }) => from < at(19))),
    ],
    [
      'P15',
      'gives more than fifty periods',
      OFFICE_DAY,
      giving(({ periods }) => [
        ...periods,
        ...Array.from({ length: 51 }, (_, day) => ({ from: at(24 * day + 24), to: at(24 * day + 25) })),
      ]),
    ],
    [
      'P19',
      'takes back all but one',
      story(...OFFICE_DAY.events, happens(5, { kind: 'remove-all' })),
      giving(({ personId: id, periods }) => (id === '501' && periods.length === 0 ? null : periods)),
    ],
    [
      'P12',
      'puts back what another writer changes, again and again',
      story(
        ...OFFICE_DAY.events,
        ...[0, 5, 10, 15, 20, 25].map((minutes) =>
          happens(2 + minutes / 60, { kind: 'hand-edit', exceptionId: '7', add: null, drop: 'all' }),
        ),
      ),
      FIGHTING,
    ],
    [
      'P12',
      'takes a consent for leave to put back whatever another writer changes from then on',
      {
        ...story(
          ...OFFICE_DAY.events,
          happens(1, { kind: 'consent' }),
          ...[0, 5, 10, 15, 20, 25].map((minutes) =>
            happens(2 + minutes / 60, { kind: 'hand-edit', exceptionId: '7', add: null, drop: 'all' }),
          ),
        ),
        setting: {
          ...SETTING,
          exceptions: [{ id: '7', places: 2, periods: [{ from: at(14), to: at(15) }] }],
        },
      },
      FIGHTING,
    ],
    [
      'P18',
      'writes in a dry run',
      story(
        ...OFFICE_DAY.events,
        happens(2.02, { kind: 'hand-edit', exceptionId: '7', add: null, drop: 'all' }),
        happens(2.03, { kind: 'dry-run' }),
      ),
      FIGHTING,
    ],
    [
      'P18',
      'does another thing than its dry run said',
      story(...OFFICE_DAY.events, happens(2.03, { kind: 'dry-run' })),
      seeingDouble(),
    ],
  ])('%s notices a program that %s', async (promise, _what, lived, broken) => {
    expect(await promisesBroken(lived, broken)).toContain(promise);
  });

  it('W11 notices a fourth login after three refusals, and a second within ten minutes', () => {
    const tried = (...minutes: readonly number[]): readonly string[] => {
      const oracle = createOracle({
        at: START,
        decided: decidedOf(SETTING, SETTING.policy),
        standings: new Map(),
        persons: [],
        places: new Map(),
      });
      for (const minute of minutes) oracle.loginRefused(START + minute * MINUTE_MS);
      return oracle.violations().map(({ what }) => what);
    };
    expect(tried(0, 10, 20)).toEqual([]);
    expect(tried(0, 10, 20, 30)).toEqual(['login tried 4 times although it is refused']);
    expect(tried(0, 9)).toEqual(['login tried 540 s after a refusal']);
  });

  it('R1 takes only a To in the doubled hour for told an hour later than UniLock keeps it', () => {
    const broken = (night: Instant): readonly Promised[] => {
      const kept = { from: night - 2 * HOUR_MS, to: night + 48 * MINUTE_MS };
      const oracle = createOracle({
        at: night - 72 * HOUR_MS,
        decided: decidedOf(SETTING, SETTING.policy),
        standings: new Map([['membership/3/501', { periods: [[kept.from, kept.to]] }]]),
        persons: ['501'],
        places: new Map([['exception/7', 2]]),
      });
      const now = night - 71 * HOUR_MS;
      oracle.awake(now, true);
      oracle.runBegan(now);
      oracle.answered(now, { isComplete: true, isWholly: true, rows: [] });
      oracle.observed(now, { isComplete: true, isWholly: true, lists: new Map([['exception/7', []]]) });
      const told = { periods: [[kept.from, kept.to + HOUR_MS]] } as const;
      const groups = new Map([['group/3', new Map([['membership/3/501', told]])]]);
      oracle.observedPeople(now, { hasPersons: true, groups });
      oracle.runEnded(now, NOTHING_TO_TELL);
      oracle.shown(now, { state: 'ready', missedPolls: 0 });
      return oracle.violations().map(({ promise }) => promise);
    };
    expect(broken(instant(Date.UTC(2026, 9, 25)))).toEqual([]);
    expect(broken(instant(Date.UTC(2026, 9, 25, 1)))).toEqual(['P1', 'P13']);
    expect(broken(instant(Date.UTC(2026, 9, 26)))).toEqual(['P1', 'P13']);
  });

  it.each([
    ['until a refill is seen to write it all the same', { isRefill: true }, 0, ['P4']],
    ['also when a poll with a wrong clock writes something to it', {}, HOUR_MS, []],
  ])('W1 takes what waits for a consent for shut %s', (_name, kind, offset, expected) => {
    const broken = (isConfirmed: boolean): readonly Promised[] => {
      const oracle = createOracle({
        at: START,
        decided: decidedOf(SETTING, SETTING.policy),
        standings: new Map([['exception/7', { periods: [[at(20), at(21)]] }]]),
        persons: [],
        places: new Map([['exception/7', 2]]),
      });
      const row = {
        id: '9001',
        roomId: '101',
        locationId: '1',
        from: at(2),
        to: at(4),
        status: 'confirmed',
        people: [],
      };
      const run = (hours: number, told: Partial<Told>): void => {
        oracle.runBegan(at(hours));
        if (told.isRefill !== true) oracle.answered(at(hours), { isComplete: true, isWholly: true, rows: [row] });
        const lists = new Map([['exception/7', [[at(20), at(21)]] as const]]);
        oracle.observed(at(hours), { isComplete: true, isWholly: true, lists });
        oracle.runEnded(at(hours), { ...NOTHING_TO_TELL, differing: ['exception/7'], ...told });
      };
      oracle.booked(at(0), row.id, row);
      oracle.awake(at(0), true);
      run(1, { asked: ['exception/7'], notWritten: ['exception/7'] });
      oracle.pcClock(at(2.5), offset);
      run(3, { ...kind, actions: [{ target: 'exception/7', isConfirmed, writes: 1 }] });
      oracle.health(at(3.5), true);
      return oracle.violations().map(({ promise }) => promise);
    };
    expect(broken(false)).toEqual([]);
    expect(broken(true)).toEqual(expected);
  });

  it('W11 is content with two PCs that each try a wrong password', async () => {
    const setting = { ...SETTING, secondPc: { from: at(3), to: at(12), policy: SETTING.policy } };
    const wrong = happens(2, { kind: 'wrong-password', minutes: 600 });
    const life = await live({ ...story(...OFFICE_DAY.events, wrong), setting });
    expect(life.violations).toEqual([]);
    expect(life.seen).toMatchObject({ otherPcs: 1 });
    expect(life.seen.refusedLogins).toBeGreaterThan(0);
  });

  it.each([
    ['since the run began', 1.1, []],
    ['before it', 0.9, ['P2']],
  ])('P2 takes a write that changes nothing for late, not idle, when the PC has slept %s', (_name, woken, expected) => {
    const past = [at(-2), at(-1)] as const;
    const oracle = createOracle({
      at: START,
      decided: decidedOf(SETTING, SETTING.policy),
      standings: new Map([['exception/7', { periods: [past] }]]),
      persons: [],
      places: new Map([['exception/7', 2]]),
    });
    oracle.awake(at(0), true);
    if (woken < 1) oracle.awake(at(0.5), false);
    if (woken < 1) oracle.awake(at(woken), true);
    oracle.runBegan(at(1));
    if (woken > 1) oracle.awake(at(1.05), false);
    if (woken > 1) oracle.awake(at(woken), true);
    oracle.stands(at(1.2), 'exception/7', { periods: [] }, 'program');
    expect(oracle.violations().map(({ promise }) => promise)).toEqual(expected);
  });

  it('W3 takes what a hand wrote to the second for the whole minute, and no more', () => {
    const shut = (from: number): readonly Promised[] => {
      const oracle = createOracle({
        at: START,
        decided: decidedOf(SETTING, SETTING.policy),
        standings: new Map([['membership/3/501', { periods: [[from, at(6)]] }]]),
        persons: ['501'],
        places: new Map([['exception/7', 2]]),
      });
      const people = [{ address: emailOf(1), isOrganiser: true, isExternal: false }];
      const meeting = { from: addMinutes(at(4), 10), to: at(5), status: 'confirmed', people };
      const row = { id: '9001', roomId: '101', locationId: '1', ...meeting };
      const standing = { periods: [[from, at(6)]] } as const;
      oracle.booked(at(0), row.id, row);
      oracle.awake(at(0), true);
      oracle.runBegan(at(1));
      oracle.answered(at(1), { isComplete: true, isWholly: true, rows: [row] });
      oracle.observed(at(1), { isComplete: true, isWholly: true, lists: new Map([['exception/7', []]]) });
      const groups = new Map([['group/3', new Map([['membership/3/501', standing]])]]);
      oracle.observedPeople(at(1), { hasPersons: true, groups });
      oracle.runEnded(at(1), { ...NOTHING_TO_TELL, notWritten: ['exception/7'] });
      oracle.health(at(4.5), true);
      return oracle.violations().map(({ promise }) => promise);
    };
    expect(shut(at(4) + 59_000)).toEqual([]);
    expect(shut(at(4) + 60_000)).toEqual(['P23']);
  });

  it("W6 takes what is kept as another's for open with a reason only where a hand wrote it", () => {
    const broken = (by: 'program' | 'hand'): readonly Promised[] => {
      const oracle = createOracle({
        at: START,
        decided: decidedOf(SETTING, SETTING.policy),
        standings: new Map(),
        persons: [],
        places: new Map([['exception/7', 2]]),
      });
      const row = {
        id: '9001',
        roomId: '101',
        locationId: '1',
        from: at(8),
        to: at(9),
        status: 'confirmed',
        people: [],
      };
      const opening = [addMinutes(at(8), -10), addMinutes(at(9), 10)] as const;
      const run = (hours: number, status: string, told: Partial<Told>): void => {
        oracle.runBegan(at(hours));
        oracle.answered(at(hours), { isComplete: true, isWholly: true, rows: [{ ...row, status }] });
        oracle.observed(at(hours), { isComplete: true, isWholly: true, lists: new Map([['exception/7', [opening]]]) });
        if (hours === 1) oracle.stands(at(hours), 'exception/7', { periods: [opening] }, by);
        oracle.runEnded(at(hours), { ...NOTHING_TO_TELL, ...told });
      };
      oracle.awake(at(0), true);
      run(1, 'confirmed', {});
      run(2, 'cancelled', { foreign: [{ target: 'exception/7', span: opening }] });
      return oracle.violations().map(({ promise }) => promise);
    };
    expect(broken('hand')).toEqual([]);
    expect(broken('program')).toEqual(['P3']);
  });

  it('P3 knows what a run that was killed had read: of what it opened people have the lag to leave, and nothing more opens', () => {
    const broken = (end: Instant): readonly Promised[] => {
      const oracle = createOracle({
        at: START,
        decided: decidedOf(SETTING, SETTING.policy),
        standings: new Map(),
        persons: [],
        places: new Map([['exception/7', 2]]),
      });
      const row = { id: '9001', roomId: '101', locationId: '1', from: at(8), to: at(9), people: [] };
      const opening = [addMinutes(at(8), -10), addMinutes(at(9), 10)] as const;
      const begin = (hours: number, status: string): void => {
        oracle.processStarted(at(hours));
        oracle.awake(at(hours), true);
        oracle.runBegan(at(hours));
        oracle.answered(at(hours), { isComplete: true, isWholly: true, rows: [{ ...row, status }] });
      };
      begin(1, 'confirmed');
      oracle.stands(at(1), 'exception/7', { periods: [opening] }, 'program');
      begin(8.5, 'cancelled');
      oracle.stands(at(8.5), 'exception/7', { periods: [[opening[0], end]] }, 'program');
      return oracle.violations().map(({ promise }) => promise);
    };
    expect(broken(addMinutes(at(8.5), 10))).toEqual([]);
    expect(broken(addMinutes(at(9), 11))).toEqual(['P3']);
  });

  it('imports nothing of the program: neither the engine nor its interval code', () => {
    const folder = join(import.meta.dirname, 'oracle');
    const sources = readdirSync(folder).flatMap((file) =>
      [...readFileSync(join(folder, file), 'utf8').matchAll(/from '([^']+)'/g)].map(([, source]) => source),
    );
    expect(sources.length).toBeGreaterThan(4);
    expect(sources.filter((source) => source?.startsWith('./') !== true)).toEqual([]);
  });
});

describe('a story', () => {
  it('is lived the same way each time', async () => {
    const [one, other] = [await live(OFFICE_DAY), await live(OFFICE_DAY)];
    expect(one).toEqual(other);
    expect(one.record).not.toBe('');
  });

  it('is shrunk to what the failure needs, and told in ids and times', async () => {
    const broken = sending((periods) => periods.filter(({ from }) => from !== addMinutes(at(8), -10)));
    const { story: short, violation } = await shrink(OFFICE_DAY, 'P4', (tries) => tries < 40, broken);
    expect(short.events.map(lineOf)).toEqual([
      '2026-11-23T04:30Z  book: meetingId 7003, bookingIds [9003], roomIds [101], from 2026-11-23T12:00Z, to 2026-11-23T13:00Z, status Confirmed, isPrivate false, organiser 0, persons [1]',
    ]);
    expect(violation.what).toContain('booking 9003');
  });
});
