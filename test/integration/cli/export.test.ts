import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeHouseFile } from '../../../electron/core/house-file';
import { createSha256 } from '../../../electron/platform';
import type { Memory } from '../../../electron/sync/model';
import { at } from '../../builders';
import { FakeRandom } from '../../fakes';
import type { Caller, SimulatedAnswer } from './call';
import { createCaller, simulated } from './call';

let caller: Caller;
let house: SimulatedAnswer & { stop(): Promise<unknown> };
beforeEach(async () => {
  caller = createCaller(at('2026-11-23T10:00'));
  house = await simulated(caller);
  caller.write('settings.json', house.settings);
  expect((await caller.call('configure', '--file', 'settings.json', '--data', 'old')).code).toBe(0);
  const plan = (await caller.call('plan', '--data', 'old', '--json')).json() as { readonly hash: string };
  const sync = await caller.call('sync', '--accept', plan.hash, '--data', 'old', '--json');
  expect(sync.json()).toMatchObject({ result: 'equal' });
  expect((await caller.call('export', '--file', 'export.json', '--data', 'old')).code).toBe(0);
});
afterEach(async () => {
  await house.stop();
  caller.clean();
});

const exported = (): string => readFileSync(join(caller.folder, 'export.json'), 'utf8');
const parsed = (): Record<string, unknown> => JSON.parse(exported()) as Record<string, unknown>;

describe('export and configure on a new PC', () => {
  it('M1 with the memory the next sync writes nothing and asks nothing', async () => {
    const configured = await caller.call('configure', '--file', 'export.json', '--data', 'new', '--json');
    expect(configured.code).toBe(0);
    expect(configured.json()).toMatchObject({ hasMemory: true });
    const sync = await caller.call('sync', '--data', 'new', '--json');
    expect(sync.json()).toMatchObject({ result: 'equal', written: 0, consents: [], planHash: null });
    expect(sync.code).toBe(0);
    // And what the old PC wrote is taken back by the new one.
    const removed = await caller.call('remove-all', '--yes', '--data', 'new', '--json');
    expect(removed.json()).toMatchObject({ isDone: true });
  });

  it('W1 losing it: bookings that are cancelled meanwhile leave periods that nobody knows, and consent is asked for', async () => {
    const { settings } = parsed();
    caller.write('plain.json', settings);
    // Without its bookings the house wants less than is there: without memory that is another hand's.
    const fewer = settings as { rooms: unknown[]; mapping: { roomId: string }[] };
    const dropped = fewer.mapping[0]?.roomId;
    caller.write('fewer.json', { ...fewer, mapping: fewer.mapping.filter(({ roomId }) => roomId !== dropped) });
    expect((await caller.call('configure', '--file', 'fewer.json', '--data', 'lost')).code).toBe(0);
    const sync = await caller.call('sync', '--data', 'lost', '--json');
    expect(sync.code).toBe(4);
    expect((sync.json() as { readonly consents: readonly unknown[] }).consents.length).toBeGreaterThan(0);
  });

  it('P20 holds no password, and of people ids only', () => {
    const text = exported();
    expect(text).not.toContain(house.pronestor.password);
    expect(text).not.toContain(house.unilock.password);
    expect(JSON.stringify(parsed()['memory'])).not.toMatch(/name|title|@|subject/i);
  });

  it('writes over no file unless --force, and nothing else is changed', async () => {
    const before = caller.snapshot();
    const refused = await caller.call('export', '--file', 'export.json', '--data', 'old');
    expect([refused.code, refused.err.length]).toEqual([2, 1]);
    expect(refused.err[0]).toContain('--force');
    expect(caller.snapshot()).toEqual(before);
    expect((await caller.call('export', '--file', 'export.json', '--force', '--data', 'old')).code).toBe(0);
  });

  it('an export of other servers than the settings’ is refused, also with a right digest', async () => {
    // Servers are told apart by their addresses.
    const other = { ...house.settings, access: { ...house.settings.access!, address: 'https://unilock.example' } };
    const memory = parsed()['memory'] as Memory;
    caller.write('mixed.json', writeHouseFile({ settings: other, memory }, at('2026-11-23T10:00'), createSha256()));
    const document = await caller.call('configure', '--file', 'mixed.json', '--data', 'new', '--json');
    expect(document.json()).toMatchObject({
      error: { code: 'export-foreign', context: { path: 'memory.servers.access' } },
    });
    const said = await caller.call('configure', '--file', 'mixed.json', '--data', 'new');
    expect([said.code, said.err.length, existsSync(join(caller.folder, 'new'))]).toEqual([2, 1, false]);
  });

  it('a PC that has written itself keeps its own memory: refused, nothing changed; the same again is taken', async () => {
    expect((await caller.call('configure', '--file', 'export.json', '--data', 'old')).code).toBe(0);
    caller.write('plain.json', parsed()['settings']);
    expect((await caller.call('remove-all', '--yes', '--data', 'old')).code).toBe(0);
    expect((await caller.call('configure', '--file', 'plain.json', '--data', 'old')).code).toBe(0);
    expect((await caller.call('sync', '--data', 'old')).code).toBe(0);
    const settings = readFileSync(join(caller.folder, 'old/settings.json'), 'utf8');
    const refused = await caller.call('configure', '--file', 'export.json', '--data', 'old', '--json');
    expect(refused.code).toBe(2);
    expect(refused.json()).toMatchObject({ error: { code: 'memory-present' } });
    expect(readFileSync(join(caller.folder, 'old/settings.json'), 'utf8')).toBe(settings);
    expect((await caller.call('sync', '--data', 'old', '--json')).json()).toMatchObject({ written: 0 });
  });

  it('P21 an export of version 1, whose ledger does not say what has been read, is taken', async () => {
    const whole = parsed();
    const memory = whole['memory'] as Memory;
    const ledger = memory.ledger.map((group) => ({
      ...group,
      members: group.members.map(({ personId, periods }) => ({ personId, periods })),
    }));
    const old = { ...whole, formatVersion: 1, memory: { ...memory, ledger } };
    const under = [old['format' as never], 1, old['exportedAt' as never], old['settings' as never], old.memory];
    caller.write('old.json', { ...old, digest: createSha256().digest(JSON.stringify(under)) });
    expect((await caller.call('configure', '--file', 'old.json', '--data', 'from-version-1')).code).toBe(0);
  });

  it('P21 damage of any kind is refused with one message, and nothing is changed', async () => {
    const text = exported();
    const random = new FakeRandom(20_261_123);
    const pick = (limit: number): number => Math.floor(random.next() * limit);
    const flips = Array.from({ length: 30 }, () => {
      // A character that carries meaning: digits and letters, not the space between.
      let index = pick(text.length);
      while (!/[0-9a-z]/i.test(text[index] ?? '')) index = pick(text.length);
      const other = text[index] === '7' ? '3' : '7';
      return text.slice(0, index) + other + text.slice(index + 1);
    });
    const cuts = Array.from({ length: 5 }, () => text.slice(0, pick(text.length - 2)));
    const whole = parsed();
    const memory = whole['memory'] as Record<string, unknown>;
    const shapes = [
      { ...whole, formatVersion: 3 },
      { ...whole, formatVersion: 1 },
      { ...whole, formatVersion: 0 },
      { ...whole, format: 'another' },
      { ...whole, digest: 'f'.repeat(64) },
      { ...whole, memory: null },
      { ...whole, memory: { ...memory, ledger: undefined } },
      { ...whole, memory: { ...memory, confirmed: [] } },
      { ...whole, memory: { ...memory, servers: { bookings: null, access: null } } },
      { ...whole, settings: { ...(whole['settings'] as object), access: null } },
      { ...whole, password: 'secret' },
    ].map((one) => JSON.stringify(one));
    const before = caller.snapshot();
    for (const [index, damaged] of [...flips, ...cuts, ...shapes].entries()) {
      caller.write('damaged.json', damaged);
      const said = await caller.call('configure', '--file', 'damaged.json', '--data', 'new');
      expect([index, said.code, said.err.length, said.out]).toEqual([index, 2, 1, []]);
      expect(said.err[0]).toContain('damaged.json');
      expect(said.err[0]).not.toMatch(/: undefined|\[object|errors\.|cli\./);
    }
    const { ['damaged.json']: _, ...after } = caller.snapshot();
    expect(after).toEqual(before);
  });
});
