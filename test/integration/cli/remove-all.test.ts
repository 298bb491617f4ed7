import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RemovalDto } from '../../../shared/dto';
import type { Settings } from '../../../shared/settings';
import { at } from '../../builders';
import type { Caller, SimulatedAnswer } from './call';
import { createCaller, simulated } from './call';

let caller: Caller;
const ends: (() => Promise<unknown>)[] = [];
beforeEach(() => {
  caller = createCaller(at('2026-11-23T10:00'));
});
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
  caller.clean();
});

/** The demo house, simulated, configured and synchronised. */
async function synchronised(): Promise<SimulatedAnswer & { stop(): Promise<unknown> }> {
  const house = await simulated(caller);
  ends.push(house.stop);
  const groups = (await byHand(house).get('PersonGroups')) as { readonly Items: readonly { readonly Id: number }[] };
  // The last one: in the first everybody is a member always, given by hand.
  const groupId = String(groups.Items.at(-1)?.Id);
  const groupMapping = house.settings.rooms.map(({ id }) => ({ id: `${id}-members`, roomId: id, groupId }));
  caller.write('settings.json', { ...house.settings, groups: [{ id: groupId }], groupMapping });
  expect((await caller.call('configure', '--file', 'settings.json')).code).toBe(0);
  const plan = (await caller.call('plan', '--json')).json() as { readonly hash: string };
  const sync = await caller.call('sync', '--accept', plan.hash, '--json');
  expect(sync.json()).toMatchObject({ result: 'equal' });
  return house;
}

interface Listed {
  readonly Items: readonly { readonly Id: number; readonly Periods: readonly { From: string; To: string }[] }[];
}

/** As another hand, over UniLock's own API. */
function byHand({ unilock }: SimulatedAnswer) {
  const { url, userName, password } = unilock;
  const headers = { authorization: `Basic ${btoa(`${userName}:${password}`)}`, 'content-type': 'application/json' };
  const get = async (path: string): Promise<unknown> => (await fetch(`${url}/api/v1/${path}`, { headers })).json();
  const put = async (path: string, periods: Listed['Items'][number]['Periods']): Promise<void> => {
    const body = JSON.stringify({ Periods: periods });
    expect((await fetch(`${url}/api/v1/${path}`, { method: 'PUT', headers, body })).status).toBe(204);
  };
  const exceptions = async (): Promise<Listed['Items']> => ((await get('SharedExceptions')) as Listed).Items;
  return { get, put, exceptions };
}

const settingsOnDisk = (): Settings =>
  JSON.parse(readFileSync(join(caller.folder, 'Mødeklar/settings.json'), 'utf8')) as Settings;
const FOREIGN = { From: '2026-11-27T20:00:00', To: '2026-11-27T21:00:00' };

describe('remove-all', () => {
  it('P19 without --yes nothing is changed, and one message says so', async () => {
    await synchronised();
    const before = caller.snapshot();
    const said = await caller.call('remove-all');
    expect([said.code, said.err.length, said.out]).toEqual([2, 1, []]);
    expect(said.err[0]).toContain('--yes');
    expect(caller.snapshot()).toEqual(before);
  });

  it('P19 takes back exactly ours with Pronestor’s password gone, says which openings run, and then nothing writes again', async () => {
    const house = await synchronised();
    const hand = byHand(house);
    const managed = house.settings.exceptions.map(({ id }) => id);
    const [written] = (await hand.exceptions()).filter(
      ({ Id, Periods }) => managed.includes(String(Id)) && Periods.length > 0 && Periods.length < 8,
    );
    await hand.put(`SharedExceptions/${written!.Id}/Periods`, [...written!.Periods, FOREIGN]);
    const foreign = JSON.stringify((await hand.exceptions()).filter(({ Id }) => !managed.includes(String(Id))));
    delete caller.environment['MOEDEKLAR_PRONESTOR_PASSWORD'];

    const removed = await caller.call('remove-all', '--yes');
    expect(removed.code).toBe(0);
    const told = removed.out.join('\n');
    expect(told).toMatch(/åbning(er)? er i gang/);
    expect(told).toContain('Alt, Mødeklar har skrevet, er fjernet.');
    expect(told).not.toMatch(/undefined|NaN|cli\./);
    const after = await hand.exceptions();
    // W4: what ran ends at most ten minutes later; the demo house's lag.
    const left = after.filter(({ Id }) => managed.includes(String(Id))).flatMap(({ Periods }) => Periods);
    expect(left.filter(({ To }) => To > '2026-11-23T10:10:00')).toEqual([FOREIGN]);
    expect(JSON.stringify(after.filter(({ Id }) => !managed.includes(String(Id))))).toBe(foreign);

    expect(settingsOnDisk()).toMatchObject({ isSetUp: false, mapping: house.settings.mapping });
    expect((await caller.call('status', '--json')).json()).toMatchObject({ state: 'not-set-up' });
    expect((await caller.call('sync')).code).toBe(3);
    const again = await caller.call('remove-all', '--yes', '--json');
    expect(again.code).toBe(0);
    expect(again.json()).toMatchObject({ isDone: true, left: [] });
    expect(await hand.exceptions()).toEqual(after);
  });

  it('P19 with UniLock down everything is listed and the exit is 3; a second call goes on', async () => {
    const house = await synchronised();
    const password = caller.environment['MOEDEKLAR_UNILOCK_PASSWORD'] ?? '';
    caller.environment['MOEDEKLAR_UNILOCK_PASSWORD'] = 'forkert';
    const failed = await caller.call('remove-all', '--yes', '--json');
    expect(failed.code).toBe(3);
    const document = failed.json() as RemovalDto & { readonly before: RemovalDto };
    expect(document).toMatchObject({ isDone: false, troubles: [{ code: 'login-refused' }] });
    const { exceptions, groups } = document.before;
    const members = groups.reduce((sum, one) => sum + one.people, 0);

    expect(exceptions.length).toBeGreaterThan(0);
    expect(members).toBeGreaterThan(0);
    expect(document.left).toHaveLength(exceptions.length + members);
    // Nobody's name in a document (M3).
    expect(failed.out.join('\n')).not.toMatch(/demohus\.example/);
    // Killed or failed: nothing writes again meanwhile.
    expect((await caller.call('sync')).code).toBe(3);

    caller.environment['MOEDEKLAR_UNILOCK_PASSWORD'] = password;
    const done = await caller.call('remove-all', '--yes', '--json');
    expect(done.json()).toMatchObject({ isDone: true, left: [] });
    expect(done.code).toBe(0);
    const managed = house.settings.exceptions.map(({ id }) => id);
    const left = (await byHand(house).exceptions()).filter(({ Id }) => managed.includes(String(Id)));
    expect(left.flatMap(({ Periods }) => Periods).filter(({ To }) => To > '2026-11-23T10:10:00')).toEqual([]);
  });

  it('a program that was never set up says so', async () => {
    const said = await caller.call('remove-all', '--yes');
    expect([said.code, said.err[0]]).toEqual([3, expect.stringContaining('ikke sat op')]);
  });
});
