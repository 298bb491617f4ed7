import { describe, expect, it } from 'vitest';
import { createUnilockWebApi } from '../../../electron/access/unilock-webapi';
import { createLoginGuard, accessProfileOf } from '../../../electron/profile';
import type { Fault } from '../../../electron/simulator';
import { Building, createUnilockSimulator } from '../../../electron/simulator';
import type { AccessControl } from '../../../electron/sync/ports';
import { exceptionId, groupId, personId } from '../../../shared/ids';
import { addMinutes, wallFromInstant } from '../../../shared/time';
import { createInProcessUnilock } from '../../simulation/world/in-process-unilock';
import { FakeClock, FakeLogger, FakeRandom } from '../../fakes';
import { QUICK } from '../connectors/support';
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

describe('people, as the simulation’s UniLock in process answers, and as the connector does against the simulator', () => {
  it.each<readonly [name: string, fault: Fault | null]>([
    ['nothing wrong', null],
    ...FAULTS.map((fault) => [`${fault.kind} at ${fault.operation ?? 'everything'}`, fault] as const),
  ])('answers the same with %s', async (_name, fault) => {
    const clock = new FakeClock(NOW);
    const inProcess = createInProcessUnilock(building(), {
      now: () => NOW,
      trueNow: () => NOW,
      offsetMs: () => 0,
      elapse: async () => undefined,
    });
    const now = () => clock.now();
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
      profile: accessProfileOf('unilock-webapi'),
      address: server.url,
      userName: 'u',
      password: async () => 'p',
      limits: QUICK,
      clock: { now, wait: async () => undefined },
      random: new FakeRandom(),
      logger: new FakeLogger(),
      loginGuard: createLoginGuard(now),
    });
    try {
      if (fault !== null) {
        inProcess.faults.inject(fault);
        server.faults.inject(fault);
      }
      expect(await story(inProcess.connector)).toEqual(await story(access));
    } finally {
      endTest();
      access.close();
      await server.close();
    }
  });
});
