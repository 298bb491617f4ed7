import type { Fault } from '../../../electron/simulator';
import type { Settings } from '../../../shared/settings';
import type { Instant, Period } from '../../../shared/time';
import { DAY_MS, HOUR_MS, MINUTE_MS, addMinutes, instant } from '../../../shared/time';
import { FakeRandom } from '../../fakes';
import type { Decision, GivenByHand, Happening, Invited, Setting, Side, Story, StoryEvent } from './story';

export interface StoryOptions {
  readonly days?: number;
  readonly servers?: Setting['servers'];
  readonly journal?: Setting['journal'];
}

/** What lives the same story again: the options are part of it. */
export const commandFor = (seed: number, { days, servers, journal }: StoryOptions): string =>
  [
    `npm run soak -- --seed ${seed}`,
    ...(days === undefined ? [] : [`--days ${days}`]),
    ...(servers === undefined ? [] : [`--servers ${servers}`]),
    ...(journal === undefined ? [] : [`--journal ${journal}`]),
  ].join(' ');

/** Ordinary weeks, and weeks around both nights in which the clock changes; all begin at 04:00 UTC. */
const STARTS = [
  Date.UTC(2026, 10, 23, 4),
  Date.UTC(2026, 9, 22, 4), // autumn night on the 25th
  Date.UTC(2026, 2, 26, 4), // spring night on the 29th
  Date.UTC(2027, 9, 28, 4), // autumn night on the 31st
  Date.UTC(2026, 11, 29, 4), // over New Year
  Date.UTC(2026, 5, 1, 4),
];

const EVERY_LOOPBACK = 40;
const EVERY_SQLITE = 15;
const ROOMS = ['101', '102', '103', '104', '201', '202'];
const SECONDS = [0, 0, 0, 0, 0, 17_000];
/** Numbers of those who may be invited; of some UniLock knows nobody, of one two persons. */
const INVITED = 10;
const PERSONS = [0, 1, 2, 3, 4, 5, 5, 6, 7].map((number, index) => ({ id: String(500 + index), number }));
/** The groups that may be mapped, and one that nobody ever maps: it must never be touched (P5). */
const GROUPS = ['3', '4', '5'];
const NEVER_MAPPED = '6';

/** Writes the weeks of a house from a seed: who books what, who changes it, and what goes wrong when. */
export function writeStory(seed: number, options: StoryOptions = {}): Story {
  const random = new FakeRandom(seed);
  const servers = options.servers ?? (seed % EVERY_LOOPBACK === EVERY_LOOPBACK - 1 ? 'loopback' : 'in-process');
  const journal = options.journal ?? (seed % EVERY_SQLITE === EVERY_SQLITE - 1 ? 'sqlite' : 'memory');
  const days =
    options.days ?? (servers === 'loopback' || journal === 'sqlite' ? 2 + random.below(3) : 7 + random.below(22));
  const start = instant(random.pick(STARTS));
  const setting = writeSetting(random, { start, days, servers, journal });
  const events: StoryEvent[] = [];
  writeMeetings(random, setting, events);
  writeTrouble(random, setting, events);
  events.sort((a, b) => a.at - b.at);
  return { seed, setting, events };
}

function writeSetting(random: FakeRandom, base: Pick<Setting, 'start' | 'days' | 'servers' | 'journal'>): Setting {
  const rooms = ROOMS.slice(0, 2 + random.below(ROOMS.length - 1)).map((id) => ({
    id,
    locationId: id.startsWith('2') ? '2' : '1',
    preparationMinutes: random.pick([0, 0, 10, 30]),
    followUpMinutes: random.pick([0, 0, 5, 20]),
  }));
  const ids = ['7', '8', '9', '10'].slice(0, 1 + random.below(4));
  const isTight = random.chance(0.4);
  const places = (): number => (isTight ? 1 + random.below(4) : 8 + random.below(20));
  const foreign = (): readonly Period[] => {
    if (!random.chance(0.15)) return [];
    const from = addMinutes(base.start, random.below(3 * 24 * 60));
    return [{ from, to: addMinutes(from, 30 + random.below(200)) }];
  };
  const roomIds = rooms.map(({ id }) => id);
  const timing = {
    intervalMinutes: random.chance(0.04) ? 1 : random.pick([5, 10, 10, 15, 15, 15]),
    horizonHours: random.pick([24, 48, 168, 168]),
    countsPending: random.chance(0.2),
  };
  return {
    ...base,
    locations: [
      { id: '1', zone: 'Europe/Copenhagen' },
      { id: '2', zone: base.servers === 'loopback' ? 'Europe/London' : 'Europe/Copenhagen' },
    ],
    rooms,
    exceptions: [
      ...ids.map((id) => ({ id, places: places(), periods: foreign() })),
      // Never mapped: must never be touched (P5).
      { id: '90', places: 8, periods: [{ from: base.start, to: addMinutes(base.start, 30 * 24 * 60) }] },
    ],
    persons: PERSONS,
    groups: [...GROUPS, NEVER_MAPPED].map((id) => ({
      id,
      members: PERSONS.filter(() => random.chance(id === NEVER_MAPPED ? 0.5 : 0.15)).map((person): GivenByHand => ({
        personId: person.id,
        how: writeGiving(random, base.start, ids),
      })),
    })),
    policy: writeDecision(random, roomIds, ids, timing),
    secondPc:
      base.servers === 'in-process' && random.chance(0.15)
        ? writeSecondPc(random, base, () => writeDecision(random, roomIds, ids, timing))
        : null,
  };
}

function writeSecondPc(
  random: FakeRandom,
  { start, days }: Pick<Setting, 'start' | 'days'>,
  decide: () => Decision,
): Setting['secondPc'] {
  const from = addMinutes(start, random.below(days * 24 * 60));
  return { from, to: addMinutes(from, random.pick([90, 400, 2000])), policy: decide() };
}

/** Periods as hands write them: at odd minutes, so that no booking ever asks for exactly the same. */
const writePeriods = (random: FakeRandom, from: Instant, count: number): readonly Period[] =>
  Array.from({ length: count }, () => {
    const start = addMinutes(from, random.below(6 * 24 * 12) * 5 - 60 + 3);
    return { from: start, to: addMinutes(start, random.below(40) * 5 + 5) };
  });

function writeGiving(random: FakeRandom, at: Instant, exceptions: readonly string[]): GivenByHand['how'] {
  switch (random.below(3)) {
    case 0:
      return 'always';
    case 1:
      return { exceptionId: random.pick(exceptions) };
    default:
      return writePeriods(random, at, 1 + random.below(3));
  }
}

function writeDecision(
  random: FakeRandom,
  rooms: readonly string[],
  exceptions: readonly string[],
  timing: Pick<Decision, 'intervalMinutes' | 'horizonHours' | 'countsPending'>,
): Decision {
  const opening = (roomId: string) => ({
    roomId,
    leadMinutes: random.pick([0, 10, 15, 60]),
    lagMinutes: random.pick([0, 5, 10, 45]),
    block: random.pick(['meeting', 'meeting', 'with-preparation'] as const),
    longestOpeningHours: random.chance(0.8) ? 24 : null,
    safeHours: null,
  });
  const mapping: Settings['mapping'] = [];
  const groupMapping: Settings['groupMapping'] = [];
  for (const roomId of rooms) {
    for (const exceptionId of exceptions)
      if (random.chance(0.5)) mapping.push({ id: `${roomId}-${exceptionId}`, exceptionId, ...opening(roomId) });
    for (const groupId of GROUPS) {
      if (!random.chance(0.35)) continue;
      const organiser = random.chance(0.7);
      const who = { organiser, participants: !organiser || random.chance(0.7), externals: random.chance(0.4) };
      groupMapping.push({ id: `${roomId}-group-${groupId}`, groupId, who, ...opening(roomId) });
    }
  }
  const groups = GROUPS.filter((id) => groupMapping.some((line) => line.groupId === id) && random.chance(0.9));
  const used = exceptions.filter((id) => mapping.some((line) => line.exceptionId === id) || random.chance(0.3));
  return {
    ...timing,
    mapping: mapping.filter((line) => used.includes(line.exceptionId)),
    groupMapping: groupMapping.filter((line) => groups.includes(line.groupId)),
    groups: groups.map((id) => ({ id, name: `Group ${id}` })),
    exceptions: used.map((id) => ({
      id,
      name: `Exception ${id}`,
      places: 8,
      foreignEdits: random.pick(['replace', 'replace', 'keep']),
    })),
  };
}

/** Meetings and what becomes of them, as an office has them: most in the day, some at night, some long, many changed. */
function writeMeetings(random: FakeRandom, setting: Setting, events: StoryEvent[]): void {
  const end = setting.start + setting.days * DAY_MS;
  const rooms = setting.rooms.map(({ id }) => id);
  const perDay = 3 + random.below(12);
  let meeting = 7000;
  let booking = 9000;
  for (let day = 0; day < setting.days + 2; day++) {
    for (let n = random.below(perDay) + 1; n > 0; n--) {
      const hour = random.chance(0.85) ? 2 + random.below(14) : random.below(24);
      const from = instant(
        setting.start + day * DAY_MS + hour * HOUR_MS + random.below(12) * 5 * MINUTE_MS + random.pick(SECONDS),
      );
      const length = random.chance(0.04) ? (20 + random.below(20)) * 60 : 10 + random.below(22) * 10;
      const to = addMinutes(from, length);
      const roomIds =
        random.chance(0.15) && rooms.length > 1
          ? rooms.slice(0, 2 + random.below(rooms.length - 1))
          : [random.pick(rooms)];
      const madeAt = Math.max(setting.start, from - random.pick([5, 40, 240, 1440, 4000, 10_000]) * MINUTE_MS);
      const meetingId = String((meeting += 1));
      const happen = (at: number, what: Happening): void => {
        if (at >= madeAt && at < end) events.push({ at: instant(Math.floor(at / 1000) * 1000), ...what });
      };
      const invited: Invited = {
        organiser: random.chance(0.95) ? random.below(INVITED) : null,
        persons: Array.from({ length: random.below(4) }, () => random.below(INVITED)),
      };
      happen(madeAt, {
        kind: 'book',
        meetingId,
        bookingIds: roomIds.map(() => String((booking += 1))),
        roomIds,
        from,
        to,
        status: random.chance(0.1) ? 'Pending' : 'Confirmed',
        isPrivate: random.chance(0.1),
        ...invited,
      });
      if (random.chance(0.3)) writeInvitation(random, { meetingId, invited, madeAt, from, to }, happen);
      if (random.chance(0.55)) writeChange(random, { meetingId, from, to, roomIds, rooms, madeAt }, happen);
    }
  }
}

/** Somebody more, somebody less, or everybody anonymous; before the meeting or in the middle of it. */
function writeInvitation(
  random: FakeRandom,
  meeting: {
    readonly meetingId: string;
    readonly invited: Invited;
    readonly madeAt: number;
    readonly from: Instant;
    readonly to: Instant;
  },
  happen: (at: number, what: Happening) => void,
): void {
  const { meetingId, invited, madeAt, from, to } = meeting;
  const [first, last] = random.chance(0.5) ? [madeAt, from] : [from, to];
  const { organiser, persons } = invited;
  const changed: Invited = random.pick([
    { organiser, persons: [...persons, random.below(INVITED)] },
    { organiser, persons: persons.slice(1) },
    { organiser: random.below(INVITED), persons },
    { organiser: null, persons: persons.map(() => null) },
  ]);
  happen(first + (last - first) * random.next(), { kind: 'invite', meetingId, ...changed });
}

function writeChange(
  random: FakeRandom,
  meeting: {
    readonly meetingId: string;
    readonly from: Instant;
    readonly to: Instant;
    readonly roomIds: readonly string[];
    readonly rooms: readonly string[];
    readonly madeAt: number;
  },
  happen: (at: number, what: Happening) => void,
): void {
  const { meetingId, from, to, roomIds, rooms, madeAt } = meeting;
  const within = random.next();
  const before = madeAt + (from - madeAt) * within;
  const during = from + (to - from) * within;
  const at = random.chance(0.5) ? before : during;
  const minutes = (to - from) / MINUTE_MS;
  switch (random.below(12)) {
    case 0:
      return happen(at, { kind: 'move', meetingId, from, to: addMinutes(to, 10 + random.below(90)), roomIds });
    case 1:
      return happen(at, {
        kind: 'move',
        meetingId,
        from,
        to: addMinutes(from, Math.max(1, Math.floor(minutes / 2))),
        roomIds,
      });
    case 2: {
      const shift = random.below(600) - 200;
      return happen(at, { kind: 'move', meetingId, from: addMinutes(from, shift), to: addMinutes(to, shift), roomIds });
    }
    case 3:
      return happen(at, { kind: 'move', meetingId, from, to, roomIds: [random.pick(rooms)] });
    case 4:
      return happen(at, { kind: 'status', meetingId, status: 'Cancelled' });
    case 5:
      return happen(before, { kind: 'status', meetingId, status: 'Deleted' });
    case 6:
      return happen(from + 15 * MINUTE_MS, { kind: 'status', meetingId, status: 'NoShow' });
    case 7:
      return happen(during, { kind: 'status', meetingId, status: 'Ended' });
    case 8:
      return happen(at, { kind: 'vanish', meetingId });
    case 9:
      happen(before, { kind: 'status', meetingId, status: 'Pending' });
      return happen(during, { kind: 'status', meetingId, status: 'Confirmed' });
    case 10:
      happen(before, { kind: 'status', meetingId, status: 'Cancelled' });
      return happen(during, { kind: 'status', meetingId, status: 'Confirmed' });
    default: {
      // The room is taken out, and the meeting goes on elsewhere.
      return happen(at, {
        kind: 'move',
        meetingId,
        from: addMinutes(from, 30),
        to: addMinutes(to, 90),
        roomIds: [random.pick(rooms)],
      });
    }
  }
}

const minutesOf = (random: FakeRandom): number => random.pick([3, 12, 12, 45, 180, 600]);

/** What goes wrong, and what hands do: a few things a day, some of them at once. */
function writeTrouble(random: FakeRandom, setting: Setting, events: StoryEvent[]): void {
  const exceptions = setting.exceptions.map(({ id }) => id);
  const mapped = exceptions.filter((id) => id !== '90');
  // Some houses are quiet, so that also what should happen in health is looked at for long.
  const perDay = random.pick([0.3, 1, 2, 5]);
  const count = Math.ceil(perDay * setting.days);
  for (let n = 0; n < count; n++) {
    const at = instant(
      setting.start +
        10 * MINUTE_MS +
        Math.floor(random.next() * setting.days * 24 * 60) * MINUTE_MS +
        random.below(60) * 1000,
    );
    events.push({ at, ...writeOne(random, setting, at, mapped, exceptions) });
  }
  if (random.chance(0.2)) {
    // The second one goes on where trouble was in the way of the first.
    const end = addMinutes(setting.start, setting.days * 24 * 60);
    for (const minutes of [240, 120]) events.push({ at: addMinutes(end, -minutes), kind: 'remove-all' });
  }
  // People answer what the program asks now and then.
  for (let day = 0; day < setting.days; day++) {
    if (random.chance(0.5)) events.push({ at: instant(setting.start + day * DAY_MS + 3 * HOUR_MS), kind: 'consent' });
    if (random.chance(0.3))
      events.push({ at: addMinutes(setting.start, day * 24 * 60 + random.below(24 * 60)), kind: 'dry-run' });
    if (random.chance(0.5))
      events.push({
        at: instant(setting.start + day * DAY_MS + random.below(24) * HOUR_MS),
        kind: 'answer-holds',
        answer: random.chance(0.7) ? 'confirmed' : 'refused',
      });
  }
}

function writeOne(
  random: FakeRandom,
  setting: Setting,
  at: Instant,
  mapped: readonly string[],
  exceptions: readonly string[],
): Happening {
  const minutes = minutesOf(random);
  const side: Side = random.pick(['pronestor', 'unilock']);
  switch (random.below(20)) {
    case 16:
    case 17:
      return { kind: 'fault', side: 'unilock', fault: peopleFault(random), minutes };
    case 18:
      return writeHandGiving(random, setting, at, mapped);
    case 19:
      return random.chance(0.5) ? { kind: 'wrong-password', minutes } : writeHandGiving(random, setting, at, mapped);
    case 0:
    case 1:
      return { kind: 'down', side, minutes };
    case 2:
    case 3:
    case 4:
    case 5:
      return { kind: 'fault', side: 'pronestor', fault: bookingFault(random), minutes };
    case 6:
    case 7:
    case 8:
      return { kind: 'fault', side: 'unilock', fault: accessFault(random, random.pick(exceptions)), minutes };
    case 9:
      return { kind: 'disk-full', minutes };
    case 10:
      return { kind: 'sleep', minutes, inCall: random.chance(0.5) ? 1 + random.below(12) : null };
    case 11:
      return {
        kind: 'kill',
        inCall: 1 + random.below(14),
        moment: random.pick(['before', 'after']),
        offMinutes: random.pick([1, 1, 30, 300, 2000]),
      };
    case 12:
      return random.chance(0.3)
        ? { kind: 'lose-journal', offMinutes: 2 }
        : { kind: 'restart', offMinutes: random.pick([1, 20, 400]) };
    case 13:
      return {
        kind: 'pc-clock',
        offsetMs: random.pick([-1, 1]) * random.pick([60_000, 180_000, 3_600_000, 10_800_000]),
        minutes,
      };
    case 14: {
      if (random.chance(0.3)) {
        const rooms = setting.rooms.map(({ id }) => id);
        return { kind: 'decide', policy: writeDecision(random, rooms, mapped, setting.policy) };
      }
      return { kind: 'pause', minutes };
    }
    default: {
      const from = addMinutes(at, random.below(600) - 60);
      const add = random.chance(0.6) ? { from, to: addMinutes(from, 5 + random.below(240)) } : null;
      return {
        kind: 'hand-edit',
        exceptionId: random.pick(exceptions),
        add,
        drop: add !== null && random.chance(0.6) ? null : random.pick(['all', 'first']),
      };
    }
  }
}

function writeHandGiving(random: FakeRandom, setting: Setting, at: Instant, mapped: readonly string[]): Happening {
  const who = {
    kind: 'hand-give',
    groupId: random.pick(setting.groups).id,
    personId: random.pick(setting.persons).id,
  } as const;
  switch (random.below(6)) {
    case 0:
      return { ...who, how: null };
    case 1:
    case 2:
      return { ...who, how: { add: writePeriods(random, at, 1 + random.below(3)) } };
    case 3:
      // So many that hardly anything else finds a place (D5).
      return { ...who, how: { add: writePeriods(random, at, 44 + random.below(6)) } };
    default:
      return { ...who, how: writeGiving(random, at, mapped) };
  }
}

const SERVER_TROUBLE: readonly Fault[] = [
  { kind: 'cut-off' },
  { kind: 'server-error' },
  { kind: 'too-many-requests', retryAfterSeconds: 2 },
  { kind: 'redirect-to-login' },
  { kind: 'login-page' },
  { kind: 'denied' },
];

function bookingFault(random: FakeRandom): Fault {
  const operation = random.pick(['locations', 'rooms', 'bookings'] as const);
  const locationId = random.pick(['1', '2']);
  switch (random.below(9)) {
    case 0:
      return { kind: 'empty-list', operation };
    case 1:
      return { kind: 'lost-page', page: 1, operation: 'bookings', locationId };
    case 2:
      return { kind: 'hidden-location', locationId };
    case 3:
      return { kind: 'unknown-status', operation: 'bookings', bookingId: String(9001 + random.below(60)) };
    case 4:
      return { kind: 'unknown-status', operation: 'bookings', locationId };
    case 5:
      return { kind: 'duplicate-rows', operation: 'bookings' };
    case 6:
      return { kind: 'wrong-clock', minutes: random.pick([-5, 5, 60]) };
    case 7:
      return { kind: 'slow', milliseconds: random.pick([1, 40, 300]) * 1000, operation };
    default:
      return {
        ...random.pick(SERVER_TROUBLE),
        operation,
        ...(random.chance(0.5) && operation !== 'locations' ? { locationId } : {}),
      };
  }
}

function accessFault(random: FakeRandom, exceptionId: string): Fault {
  const write = { operation: 'write-periods', ...(random.chance(0.5) ? { exceptionId } : {}) } as const;
  const times = random.chance(0.5) ? { times: 1 + random.below(3) } : {};
  switch (random.below(9)) {
    case 0:
      return { kind: 'answer-lost', ...write, ...times };
    case 1:
      return { kind: 'version-conflict', ...write, ...times };
    case 2:
      return { kind: 'lagging-read', reads: 1 + random.below(3), ...write };
    case 3:
      return { kind: 'refusal', ...write };
    case 4:
      return { kind: 'empty-list', operation: 'exceptions' };
    case 5:
      return { kind: 'wrong-clock', minutes: random.pick([-5, 5, 60]) };
    case 6:
      return {
        kind: 'slow',
        milliseconds: random.pick([1, 40, 300]) * 1000,
        operation: random.pick(['exceptions', 'write-periods']),
      };
    case 7:
      return { ...random.pick(SERVER_TROUBLE), ...write };
    default:
      return { ...random.pick(SERVER_TROUBLE), operation: random.pick(['info', 'exceptions']) };
  }
}

function peopleFault(random: FakeRandom): Fault {
  const groupId = random.chance(0.5) ? { groupId: random.pick(GROUPS) } : {};
  const write = { operation: random.pick(['write-member', 'write-member', 'delete-member'] as const), ...groupId };
  const times = random.chance(0.5) ? { times: 1 + random.below(3) } : {};
  switch (random.below(9)) {
    case 0:
      return { kind: 'answer-lost', ...write, ...times };
    case 1:
      return { kind: 'version-conflict', ...write, ...times };
    case 2:
      return { kind: 'lagging-read', reads: 1 + random.below(3), ...write };
    case 3:
      return { kind: 'refusal', ...write };
    case 4:
      return { kind: 'empty-list', operation: random.pick(['groups', 'persons', 'members']) };
    case 5:
      return { kind: 'lost-page', page: 1, operation: 'persons' };
    case 6:
      return { kind: 'slow', milliseconds: random.pick([1, 40, 300]) * 1000, operation: 'members' };
    case 7:
      return { ...random.pick(SERVER_TROUBLE), ...write };
    default:
      return { ...random.pick(SERVER_TROUBLE), operation: random.pick(['groups', 'persons', 'members']) };
  }
}
