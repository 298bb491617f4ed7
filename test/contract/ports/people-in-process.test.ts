import { describe, expect, it } from 'vitest';
import { createUnilockWebApi } from '../../../electron/access/unilock-webapi';
import { createLoginGuard, accessProfileOf } from '../../../electron/profile';
import type { HttpLimits } from '../../../electron/http';
import type { Fault } from '../../../electron/simulator';
import type { FaultPlan } from '../../../electron/simulator/faults';
import { Building, createUnilockSimulator } from '../../../electron/simulator';
import type { AccessControl } from '../../../electron/sync/ports';
import { exceptionId, groupId, personId } from '../../../shared/ids';
import { addMinutes, wallFromInstant } from '../../../shared/time';
import type { AccessDialect } from '../../dialects/access/dialect';
import { ACCESS_DIALECTS } from '../../dialects/access-dialects';
import { accessProfileFor, startAccessDialect } from '../../dialects/start';
import { createInProcessUnilock } from '../../simulation/world/in-process-unilock';
import { FakeLogger, FakeRandom } from '../../fakes';
import { PATIENT, QUICK } from '../connectors/support';
import { NOW, ZONE } from './port-houses';

const CALL = { abort: null, onProgress: null };
const GROUPS = ['3', '4'].map(groupId);
const ANNA = personId('500');
const hour = { from: addMinutes(NOW, 60), to: addMinutes(NOW, 120) };

const building = (): Building =>
  new Building({
    zone: ZONE,
    points: [],
    tables: [],
    exceptions: [{ id: exceptionId('7'), name: 'Dør', maxPeriods: 8, periods: [] }],
    persons: [ANNA, personId('501'), personId('502')].map((id) => ({
      id,
      name: `Person ${id}`,
      email: `${id}@house.example`,
      employeeNumber: id,
      initials: `p${id}`,
      keys: [],
      validity: [],
    })),
    groups: GROUPS.map((id) => ({ id, name: `Gruppe ${id}`, doorIds: [], hours: null })),
    memberships: [
      { groupId: groupId('3'), personId: personId('501'), validity: { kind: 'always' } },
      { groupId: groupId('4'), personId: ANNA, validity: { kind: 'exception', exceptionId: exceptionId('7') } },
      {
        groupId: groupId('4'),
        personId: personId('502'),
        validity: {
          kind: 'periods',
          periods: [{ from: wallFromInstant(hour.from, ZONE), to: wallFromInstant(hour.to, ZONE) }],
        },
      },
    ],
  });

/** Reads, gives, reads twice, takes back, reads: what was answered each time, as far as the engine looks at it. */
async function story(access: AccessControl): Promise<unknown[]> {
  const told: unknown[] = [];
  const read = async (groups = GROUPS): Promise<void> => {
    const {
      persons,
      groups: found,
      troubles,
    } = await access.observePeople({ groups, withPersons: true, zone: ZONE }, CALL);
    told.push({
      persons: persons?.completeness === 'complete' ? persons.list : persons?.completeness,
      groups: found,
      isTroubled: troubles.length > 0,
    });
  };
  const give = async (periods: readonly (typeof hour)[], group = groupId('3')): Promise<void> => {
    const answer = await access.writeMembership({ groupId: group, personId: ANNA, periods, zone: ZONE }, CALL);
    told.push([answer.kind, 'trouble' in answer ? answer.trouble.context['personId'] : null]);
  };
  await read();
  await give([hour]);
  await read();
  await read();
  await give([]);
  await read();
  await give([]);
  await give(Array.from({ length: 51 }, () => hour));
  await give([hour], groupId('99'));
  await read([...GROUPS, groupId('99')]);
  return told;
}

const FAULTS: readonly Fault[] = [
  { kind: 'answer-lost', operation: 'write-member' },
  { kind: 'answer-lost', operation: 'delete-member' },
  { kind: 'version-conflict', operation: 'write-member' },
  { kind: 'lagging-read', reads: 1, operation: 'write-member' },
  { kind: 'refusal', operation: 'delete-member', groupId: '3' },
  { kind: 'denied', operation: 'write-member' },
  { kind: 'denied', operation: 'delete-member' },
  { kind: 'cut-off', operation: 'write-member' },
  { kind: 'empty-list', operation: 'groups' },
  { kind: 'empty-list', operation: 'persons' },
  { kind: 'empty-list', operation: 'members' },
  { kind: 'lost-page', page: 1, operation: 'persons' },
  { kind: 'login-page', operation: 'groups' },
  { kind: 'server-error', operation: 'persons' },
  { kind: 'denied', operation: 'members', groupId: '4' },
  // Longer than the connector waits.
  { kind: 'slow', milliseconds: 300_000, operation: 'members', groupId: '4', times: 1 },
];

/** UniLock behind the product's connector: one of the simulator's, or a dialect's. */
interface Reached {
  readonly access: AccessControl;
  readonly faults: Pick<FaultPlan, 'inject'>;
  close(): Promise<void>;
}

const ports = (limits: HttpLimits) => ({
  limits,
  clock: { now: () => NOW, wait: async () => undefined },
  random: new FakeRandom(),
  logger: new FakeLogger(),
});

async function atSimulator(): Promise<Reached> {
  let endTest: () => void = () => undefined;
  const testEnds = new Promise<void>((resolve) => (endTest = resolve));
  const server = await createUnilockSimulator({
    building: building(),
    clock: () => NOW,
    userName: 'u',
    password: 'p',
    wait: () => testEnds,
  });
  const access = createUnilockWebApi({
    ...ports(QUICK),
    profile: accessProfileOf('unilock-webapi'),
    address: server.url,
    userName: 'u',
    password: async () => 'p',
    loginGuard: createLoginGuard(() => NOW),
  });
  return {
    access,
    faults: server.faults,
    async close() {
      endTest();
      access.close();
      await server.close();
    },
  };
}

/** Waits long where every call is answered: on a busy machine a healthy answer may take its time. */
async function atDialect(dialect: AccessDialect, fault: Fault | null): Promise<Reached> {
  const limits = fault?.kind === 'slow' ? QUICK : PATIENT;
  const { server, connector, close } = await startAccessDialect(dialect, building(), ports(limits));
  return { access: connector, faults: server.faults, close };
}

const SERVERS: readonly (readonly [name: string, start: (fault: Fault | null) => Promise<Reached>])[] = [
  ['the simulator', atSimulator],
  ...ACCESS_DIALECTS.map(
    (dialect) => [`the dialect ${dialect.name}`, (fault: Fault | null) => atDialect(dialect, fault)] as const,
  ),
];

/** Faults that this server cannot have, or that mean something else to it. */
function isOther({ kind }: Fault, server: string): boolean {
  const dialect = ACCESS_DIALECTS.find(({ name }) => server.endsWith(name));
  if (dialect === undefined) return false;
  const { login, operations } = accessProfileFor(dialect);
  // Persons that come all at once have no page to lose.
  if (kind === 'lost-page') return operations.people?.persons.paging.kind === 'none';
  // A login page after a fresh login: every further call would be another login (rule W11).
  return kind === 'login-page' && login.kind === 'cookie';
}

describe.each(SERVERS)(
  'people, as the simulation’s UniLock in process answers, and as the connector does against %s',
  (server, start) => {
    it.each<readonly [name: string, fault: Fault | null]>([
      ['nothing wrong', null],
      ...FAULTS.filter((fault) => !isOther(fault, server)).map(
        (fault) => [`${fault.kind} at ${fault.operation ?? 'everything'}`, fault] as const,
      ),
    ])('answers the same with %s', async (_name, fault) => {
      const inProcess = createInProcessUnilock(building(), {
        now: () => NOW,
        trueNow: () => NOW,
        offsetMs: () => 0,
        elapse: async () => undefined,
      });
      const reached = await start(fault);
      try {
        if (fault !== null) {
          inProcess.faults.inject(fault);
          reached.faults.inject(fault);
        }
        expect(await story(reached.access)).toEqual(await story(inProcess.connector));
      } finally {
        await reached.close();
      }
    });
  },
);

it('W11 a login page after a fresh login stops the reading of people: nobody is believed, and it is told once', async () => {
  const dialect = ACCESS_DIALECTS.find((one) => accessProfileFor(one).login.kind === 'cookie');
  if (dialect === undefined) throw new RangeError('no dialect with a cookie login');
  const { access, faults, close } = await atDialect(dialect, null);
  try {
    faults.inject({ kind: 'login-page', operation: 'groups' });
    expect(await access.observePeople({ groups: GROUPS, withPersons: true, zone: ZONE }, CALL)).toMatchObject({
      persons: { completeness: 'unreadable', list: [] },
      groups: [],
      troubles: [{ code: 'login-expired' }],
    });
  } finally {
    await close();
  }
});

describe.each(ACCESS_DIALECTS.map((dialect) => [dialect.name, dialect] as const))('people by %s', (_name, dialect) => {
  it.each([
    ['write-member', [hour]],
    ['delete-member', []],
  ] as const)('a refusal of %s tells the server’s own sentence', async (operation, periods) => {
    const { access, faults, close } = await atDialect(dialect, null);
    try {
      faults.inject({ kind: 'refusal', operation });
      const write = { groupId: groupId('3'), personId: ANNA, periods, zone: ZONE };
      expect(await access.writeMembership(write, CALL)).toMatchObject({
        kind: 'refused',
        trouble: {
          code: 'write-refused',
          context: { groupId: '3', personId: '500', message: 'locked by an operator' },
        },
      });
    } finally {
      await close();
    }
  });
});
