import { describe, expect, it } from 'vitest';
import type { Seen, StatusFacts } from '../../../electron/core/status';
import { deriveStatus, lastingTroubles, unsettledBy } from '../../../electron/core/status';
import { sidesOf, sidesOfPast } from '../../../electron/core/trouble-side';
import type { AccessReading, ActionResult, Hold, Plan, RunResult } from '../../../electron/sync/model';
import { EMPTY_MEMORY } from '../../../electron/sync/model';
import type { RunDto } from '../../../shared/dto';
import type { Trouble } from '../../../shared/errors';
import { bookingId, exceptionId, groupId, personId, roomId, runId } from '../../../shared/ids';
import { addMinutes } from '../../../shared/time';
import { COPENHAGEN, at, between } from '../../builders';

const NOW = at('2026-11-23T10:00');

const aRun = (more: Partial<RunDto> = {}): RunDto => ({
  runId: 'run-1',
  trigger: 'schedule',
  startedAt: addMinutes(NOW, -3),
  endedAt: addMinutes(NOW, -3),
  result: 'equal',
  written: 0,
  failed: 0,
  held: 0,
  overflow: 0,
  troubles: [],
  ...more,
});

const aPlan = (more: Partial<Plan> = {}): Plan => ({
  madeAt: NOW,
  hash: 'abc',
  actions: [],
  overflow: [],
  holds: [],
  consents: [],
  blocked: [],
  targets: [],
  memberships: [],
  membershipOverflow: [],
  unmatched: [],
  givenByHand: [],
  releases: [],
  ...more,
});

const aReading = (more: Partial<AccessReading> = {}): AccessReading => ({
  readAt: NOW,
  completeness: 'complete',
  exceptions: [],
  zone: COPENHAGEN,
  rejected: [],
  clockSkewMs: 0,
  troubles: [],
  ...more,
});

/** A house in operation, three minutes after a poll that found everything equal. */
const aSeen = (more: Partial<Seen> = {}): Seen => ({
  bookings: null,
  access: null,
  people: null,
  plan: aPlan(),
  hashToAccept: null,
  differing: [],
  differingMemberships: 0,
  ...more,
});

const facts = (more: Partial<StatusFacts> = {}): StatusFacts => ({
  now: NOW,
  isDemo: false,
  isSetUp: true,
  settingsTrouble: null,
  intervalMinutes: 5,
  waitingAtStart: null,
  typedZone: COPENHAGEN,
  viewerZone: COPENHAGEN,
  managed: ['7', '8'],
  names: {
    room: (id) => `Lokale ${id}`,
    location: (id) => id,
    exception: (id) => `Dør ${id}`,
    group: (id) => `Gruppe ${id}`,
    person: () => '',
  },
  seen: aSeen(),
  readTimes: { bookings: addMinutes(NOW, -3), access: addMinutes(NOW, -3) },
  lastRun: aRun(),
  lastPoll: aRun(),
  memory: EMPTY_MEMORY,
  troubles: [],
  running: null,
  pausedUntil: null,
  nextRunAt: addMinutes(NOW, 2),
  missedPolls: 0,
  ...more,
});

const stateOf = (more: Partial<StatusFacts>) => deriveStatus(facts(more)).state;
const lasting = (code: Trouble['code'], side: 'bookings' | 'access' | 'program' = 'bookings', minutes = 12) => ({
  side,
  since: addMinutes(NOW, -minutes),
  trouble: { code, context: {} },
});
const aHold: Hold = {
  hash: 'h1',
  holds: 'removal',
  reason: 'vanished',
  exceptionId: exceptionId('7'),
  groupId: null,
  roomIds: [roomId('101')],
  period: between('2026-11-23T12:00', '13:00'),
  bookings: [bookingId('1')],
  meetings: [],
  since: NOW,
  canBeConfirmed: false,
};

describe('M2 P13 ready', () => {
  it('is told on fresh complete equal readings of both sides', () => {
    expect(stateOf({})).toBe('ready');
  });

  it.each([
    [
      'bookings were read more than two intervals ago',
      { readTimes: { bookings: addMinutes(NOW, -10.1), access: NOW } },
    ],
    ['UniLock was read more than two intervals ago', { readTimes: { bookings: NOW, access: addMinutes(NOW, -10.1) } }],
    ['bookings were never read', { readTimes: { bookings: null, access: NOW } }],
    ['UniLock was never read', { readTimes: { bookings: NOW, access: null } }],
    ['a reading is from the future', { readTimes: { bookings: addMinutes(NOW, 30), access: NOW } }],
    ['no poll has ended', { lastPoll: null }],
    ['the last poll found differences', { lastPoll: aRun({ result: 'different' }) }],
    ['the last poll failed', { lastPoll: aRun({ result: 'failed' }) }],
    ['the last poll was interrupted', { lastPoll: aRun({ result: 'interrupted' }) }],
    [
      'an exception differs',
      {
        seen: aSeen({ differing: ['7'] }),
      },
    ],
    [
      'a membership differs',
      {
        seen: aSeen({ differingMemberships: 1 }),
      },
    ],
    [
      'something is held',
      {
        seen: aSeen({ plan: aPlan({ holds: [aHold] }) }),
      },
    ],
    ['a trouble lasts', { troubles: [lasting('clock-differs', 'program')] }],
    ['two polls were missed', { missedPolls: 2 }],
    [
      'consent is missing',
      {
        seen: aSeen({
          plan: aPlan({
            consents: [
              {
                hash: 'c',
                exceptionId: exceptionId('7'),
                periods: [between('2026-11-23T12:00', '13:00')],
                isUnknown: false,
              },
            ],
          }),
        }),
      },
    ],
  ] satisfies [string, Partial<StatusFacts>][])('is not told when %s', (_why, more) => {
    expect(stateOf(more)).toBe('attention');
  });

  it('is exactly two intervals long', () => {
    expect(stateOf({ readTimes: { bookings: addMinutes(NOW, -10), access: addMinutes(NOW, -10) } })).toBe('ready');
  });

  it('survives a refill, which has read only UniLock, and handed over is its own state', () => {
    expect(stateOf({ lastRun: aRun({ trigger: 'refill', result: 'different' }) })).toBe('ready');
    expect(stateOf({ lastPoll: aRun({ result: 'handed-over' }), readTimes: { bookings: NOW, access: null } })).toBe(
      'handed-over',
    );
  });
});

describe('the states, the one that a person should know first', () => {
  it.each([
    ['not-set-up', { isSetUp: false }],
    ['attention', { isSetUp: false, settingsTrouble: { code: 'settings-damaged', context: {} } }],
    [
      'syncing',
      {
        running: { runId: runId('r'), trigger: 'manual', startedAt: NOW, progress: null },
        pausedUntil: addMinutes(NOW, 9),
      },
    ],
    ['paused', { pausedUntil: addMinutes(NOW, 9), troubles: [lasting('timed-out')] }],
    ['no-contact', { troubles: [lasting('timed-out')], missedPolls: 3 }],
    ['attention', { troubles: [lasting('login-refused')] }],
    ['attention', { troubles: [lasting('password-missing', 'access')] }],
  ] satisfies [string, Partial<StatusFacts>][])('%s', (state, more) => {
    expect(stateOf(more)).toBe(state);
  });

  it('no contact tells the side, the first since, and until when the doors follow what is confirmed written', () => {
    const confirmed = (id: string, to: string) => ({
      exceptionId: exceptionId(id),
      readBackAt: NOW,
      periods: [
        {
          period: between('2026-11-23T09:00', to),
          bookings: [],
          lines: [],
          writtenAt: NOW,
          runId: runId('r'),
          isForeign: false,
        },
      ],
    });
    const memory = {
      ...EMPTY_MEMORY,
      confirmed: [confirmed('7', '2026-11-24T10:12'), confirmed('9', '2026-11-29T10:12')],
    };
    const status = deriveStatus(
      facts({ memory, troubles: [lasting('timed-out', 'access', 5), lasting('connection-lost', 'bookings', 48)] }),
    );
    expect(status.noContact).toEqual({
      side: 'bookings',
      since: addMinutes(NOW, -48),
      followsUntil: at('2026-11-24T10:12'),
    });
    expect(status.followsUntil).toBe(at('2026-11-24T10:12'));
  });

  it('a wrong password waits for a person and is no lost contact', () => {
    const status = deriveStatus(facts({ troubles: [lasting('login-stopped', 'access')] }));
    expect(status).toMatchObject({ noContact: null, waiting: 1 });
  });

  it('W5 a mass change is one question, however many doors it holds open', () => {
    const mass = { ...aHold, reason: 'mass-change', canBeConfirmed: true } as const;
    const plan = aPlan({ holds: [mass, { ...mass, exceptionId: exceptionId('8') }, { ...aHold, hash: 'h2' }] });
    const status = deriveStatus(
      facts({
        seen: aSeen({ plan }),
      }),
    );
    expect(status).toMatchObject({ waiting: 2, state: 'attention' });
    expect(status.holds).toHaveLength(3);
  });

  it('counts what waits for a person once: holds, consents, urgent overflow, troubles only they can end', () => {
    const plan = aPlan({
      holds: [aHold, { ...aHold, hash: 'h2', reason: 'incomplete-reading' }],
      consents: [{ hash: 'c', exceptionId: exceptionId('8'), periods: [], isUnknown: false }],
      overflow: [
        { exceptionId: exceptionId('7'), places: 1, periods: [], isUrgent: true },
        { exceptionId: exceptionId('8'), places: 1, periods: [], isUrgent: false },
      ],
    });
    const status = deriveStatus(
      facts({
        seen: aSeen({ plan, hashToAccept: 'abd', differing: ['7', '8', '9'] }),
        troubles: [
          lasting('consent-needed', 'access'),
          lasting('mapping-target-missing', 'access'),
          lasting('timed-out'),
        ],
      }),
    );
    expect(status).toMatchObject({ differences: 3, waiting: 4, planHash: 'abd' });
    expect(status.holds[0]).toMatchObject({ targetName: 'Dør 7', rooms: [{ id: '101', name: 'Lokale 101' }] });
  });
});

describe('the next openings', () => {
  const entry = (from: string, to: string) => ({
    period: between(from, to),
    bookings: [bookingId('1')],
    lines: [],
    isHeld: false,
    hasStay: false,
    isForeign: false,
  });
  const target = (id: string, ...entries: ReturnType<typeof entry>[]) => ({
    exceptionId: exceptionId(id),
    desired: [],
    periods: entries.map(({ period }) => period),
    entries,
    places: 8,
  });

  it('are today’s, soonest first, with what is open now as UniLock says', () => {
    const plan = aPlan({
      targets: [
        target('7', entry('2026-11-23T15:00', '16:00'), entry('2026-11-24T08:00', '09:00')),
        target('8', entry('2026-11-23T09:30', '10:30'), entry('2026-11-23T08:00', '09:00')),
      ],
    });
    const access = aReading({
      exceptions: [
        {
          id: exceptionId('8'),
          name: 'Dør 8',
          maxPeriods: 8,
          version: null,
          periods: [between('2026-11-23T09:30', '10:30')],
        },
      ],
    });
    const { nextOpenings } = deriveStatus(
      facts({
        seen: aSeen({ access, plan }),
      }),
    );
    expect(nextOpenings.map(({ exceptionId: id, isOpenNow }) => [id, isOpenNow])).toEqual([
      ['8', true],
      ['7', false],
    ]);
  });

  it('are those remembered while nothing was read since the start', () => {
    const memory = {
      ...EMPTY_MEMORY,
      reading: {
        readAt: NOW,
        window: between('2026-11-23T00:00', '2026-11-24T00:00'),
        rooms: [],
        bookings: [
          {
            id: bookingId('1'),
            meetingId: null,
            roomId: roomId('101'),
            locationId: '12' as never,
            period: between('2026-11-23T11:00', '12:00'),
            status: 'confirmed' as const,
            evidence: 'read' as const,
            people: [],
          },
        ],
      },
      confirmed: [
        {
          exceptionId: exceptionId('7'),
          groupId: null,
          readBackAt: NOW,
          periods: [
            {
              period: between('2026-11-23T10:50', '12:10'),
              bookings: [bookingId('1')],
              lines: [],
              writtenAt: NOW,
              runId: runId('r'),
              isForeign: false,
            },
          ],
        },
      ],
    };
    const { nextOpenings } = deriveStatus(
      facts({
        memory,
        seen: aSeen({ plan: null }),
      }),
    );
    expect(nextOpenings).toEqual([
      {
        exceptionId: '7',
        exceptionName: 'Dør 7',
        rooms: ['Lokale 101'],
        period: between('2026-11-23T10:50', '12:10'),
        isOpenNow: false,
      },
    ]);
  });
});

/** A run whose readings were complete and whose plan was carried out with these outcomes. */
const aResult = (more: Partial<RunResult> = {}): RunResult => ({
  runId: runId('r'),
  trigger: 'schedule',
  startedAt: NOW,
  endedAt: NOW,
  result: 'different',
  bookings: null,
  access: aReading(),
  people: null,
  plan: aPlan(),
  hashToAccept: null,
  actions: [],
  troubles: [],
  differing: [],
  differingMemberships: 0,
  ...more,
});
const anAction = (id: string, more: Partial<ActionResult>): ActionResult => ({
  action: {
    on: 'exception',
    exceptionId: exceptionId(id),
    kind: 'widening',
    before: [],
    after: [between('2026-11-23T12:00', '13:00')],
    changes: [],
    version: null,
  },
  outcome: 'failed',
  writes: 1,
  trouble: { code: 'write-refused', context: {} },
  writtenAt: null,
  readBackAt: NOW,
  readBack: [],
  ...more,
});

describe('a write that did not come through is told of its exception', () => {
  it('refused, unconfirmed and unanswered writes are UniLock’s troubles of their exception; confirmed ones are none', () => {
    const told = sidesOf(
      aResult({
        actions: [
          anAction('7', {}),
          anAction('8', { outcome: 'unconfirmed', trouble: { code: 'timed-out', context: { host: 'u' } } }),
          anAction('9', { outcome: 'confirmed', trouble: null }),
        ],
      }),
    );
    expect(told.map(({ side, trouble }) => [side, trouble.code, trouble.context['exceptionId']])).toEqual([
      ['access', 'write-refused', '7'],
      ['access', 'timed-out', '8'],
    ]);
  });

  it('what stopped the whole run is told once, not for each exception that it stopped', () => {
    const stopped = { code: 'journal-unwritable' as const, context: {} };
    const told = sidesOf(
      aResult({
        actions: [anAction('7', { trouble: stopped }), anAction('8', { trouble: stopped })],
        troubles: [stopped],
      }),
    );
    expect(told).toEqual([{ side: 'program', trouble: stopped }]);
  });

  it('keeps its since while the way it fails changes, and its reason while it rests before the next try (W10)', () => {
    const at10 = at('2026-11-23T10:00');
    const at05 = at('2026-11-23T10:05');
    const refused = lastingTroubles([], sidesOf(aResult({ actions: [anAction('7', {})] })), at10);
    const resting = anAction('7', { writes: 0, trouble: { code: 'write-unconfirmed', context: { exceptionId: '7' } } });
    const rested = lastingTroubles(refused, sidesOf(aResult({ actions: [resting] })), at05);
    expect(rested).toMatchObject([{ since: at10, trouble: { code: 'write-refused', context: { exceptionId: '7' } } }]);
    const unconfirmed = anAction('7', { outcome: 'unconfirmed', trouble: { code: 'write-unconfirmed', context: {} } });
    const other = lastingTroubles(rested, sidesOf(aResult({ actions: [unconfirmed] })), at05);
    expect(other).toMatchObject([{ since: at10, trouble: { code: 'write-unconfirmed' } }]);
    expect(lastingTroubles(other, sidesOf(aResult()), at05)).toEqual([]);
  });

  it('lasts over a run that could not plan, which knows nothing better, and ends with one that could', () => {
    const before = lastingTroubles([], sidesOf(aResult({ actions: [anAction('7', {})] })), NOW);
    expect(unsettledBy(aResult({ plan: null, access: null }), before)).toEqual(before);
    expect(unsettledBy(aResult(), before)).toEqual([]);
  });

  it('a refill says nothing of Pronestor, whose trouble goes on', () => {
    const before = [lasting('timed-out'), lasting('timed-out', 'access')];
    expect(unsettledBy(aResult({ trigger: 'refill' }), before)).toEqual([before[0]]);
    expect(unsettledBy(aResult(), before)).toEqual([]);
  });

  it('is named in the status, is not lost contact, and leaves the counts as they are', () => {
    const troubles = lastingTroubles(
      [],
      [
        { side: 'access', trouble: { code: 'timed-out', context: { exceptionId: '7' } } },
        { side: 'access', trouble: { code: 'write-refused', context: { exceptionId: '8' } } },
        { side: 'bookings', trouble: { code: 'room-unread', context: { roomId: '101' } } },
        { side: 'bookings', trouble: { code: 'room-unread', context: { roomId: '102' } } },
      ],
      NOW,
    );
    const seen = aSeen({ differing: ['7', '8'] });
    const status = deriveStatus(facts({ troubles, seen }));
    expect(status).toMatchObject({ state: 'attention', noContact: null, differences: 2, waiting: 0 });
    expect(status.troubles.map(({ about }) => about)).toEqual([
      { kind: 'exception', id: '7', name: 'Dør 7' },
      { kind: 'exception', id: '8', name: 'Dør 8' },
      { kind: 'room', id: '101', name: 'Lokale 101' },
      { kind: 'room', id: '102', name: 'Lokale 102' },
    ]);
  });

  it('waits for a person once where one answer mends all, and for each where each has its own', () => {
    const of = (code: Trouble['code'], id: string) => ({
      ...lasting(code, 'access'),
      trouble: { code, context: { exceptionId: id } },
    });
    expect(deriveStatus(facts({ troubles: [of('access-denied', '7'), of('access-denied', '8')] })).waiting).toBe(1);
    expect(
      deriveStatus(facts({ troubles: [of('mapping-target-missing', '7'), of('mapping-target-missing', '8')] })).waiting,
    ).toBe(2);
  });
});

describe('lasting troubles', () => {
  const trouble = (code: Trouble['code'], context: Trouble['context'] = {}): Trouble => ({ code, context });

  it('keep their since while they last, end when they are gone, and begin anew afterwards', () => {
    const first = lastingTroubles([], [{ side: 'bookings', trouble: trouble('timed-out') }], at('2026-11-23T08:00'));
    const second = lastingTroubles(
      first,
      [{ side: 'bookings', trouble: trouble('timed-out', { attempt: 2 }) }],
      at('2026-11-23T08:05'),
    );
    expect(second[0]?.since).toBe(at('2026-11-23T08:00'));
    const gone = lastingTroubles(second, [], at('2026-11-23T08:10'));
    expect(gone).toEqual([]);
    expect(
      lastingTroubles(gone, [{ side: 'bookings', trouble: trouble('timed-out') }], at('2026-11-23T08:15'))[0]?.since,
    ).toBe(at('2026-11-23T08:15'));
  });

  it('of two memberships of one group are two, with the name of the group and the number of nobody', () => {
    const membership = (id: string): ActionResult => {
      const { action, ...became } = anAction('7', {});
      const { kind, before, after, changes } = action;
      return {
        ...became,
        action: { on: 'membership', groupId: groupId('3'), personId: personId(id), kind, before, after, changes },
      };
    };
    const told = sidesOf(aResult({ actions: [membership('55'), membership('56')] }));
    const lasting = lastingTroubles([], told, NOW);
    expect(lasting.map(({ side, trouble: { context } }) => [side, context['groupId'], context['personId']])).toEqual([
      ['access', '3', '55'],
      ['access', '3', '56'],
    ]);
    expect(deriveStatus(facts({ troubles: lasting })).troubles.map(({ about }) => about)).toEqual([
      { kind: 'group', id: '3', name: 'Gruppe 3' },
      { kind: 'group', id: '3', name: 'Gruppe 3' },
    ]);
  });

  it('of two exceptions are two', () => {
    const told = ['7', '8'].map((id) => ({
      side: 'access' as const,
      trouble: trouble('other-writer', { exceptionId: id }),
    }));
    expect(lastingTroubles([], told, NOW)).toHaveLength(2);
  });

  it('are told by side, also when both servers are in the same trouble and UniLock has no reading', () => {
    const result: RunResult = {
      runId: runId('r'),
      trigger: 'schedule',
      startedAt: NOW,
      endedAt: NOW,
      result: 'failed',
      bookings: {
        readAt: NOW,
        window: between('2026-11-23T00:00', '2026-11-24T00:00'),
        completeness: 'unreadable',
        locations: [],
        rooms: [],
        bookings: [],
        elsewhere: [],
        unreadLocations: [],
        unreadRooms: [],
        rejected: [],
        clockSkewMs: null,
        troubles: [trouble('connection-refused')],
      },
      access: null,
      people: null,
      plan: null,
      hashToAccept: null,
      actions: [],
      troubles: [trouble('connection-refused'), trouble('connection-refused'), trouble('cancelled')],
      differing: [],
      differingMemberships: 0,
    };
    expect(sidesOf(result).map(({ side, trouble: { code } }) => [side, code])).toEqual([
      ['bookings', 'connection-refused'],
      ['access', 'connection-refused'],
      ['program', 'cancelled'],
    ]);
  });

  it('of a run that only the journal remembers are told by the host, without what merely followed from it', () => {
    const address = {
      bookings: { address: 'https://pronestor.example/planner' },
      access: { address: 'unilock.example:8443' },
    };
    const past = [
      trouble('timed-out', { host: 'pronestor.example' }),
      trouble('location-unknown', { locationId: '12' }),
      trouble('timed-out', { host: 'unilock.example:8443' }),
      trouble('cancelled'),
    ];
    expect(sidesOfPast(past, address as never).map(({ side, trouble: { code } }) => [side, code])).toEqual([
      ['bookings', 'timed-out'],
      ['access', 'timed-out'],
      ['program', 'cancelled'],
    ]);
  });
});
