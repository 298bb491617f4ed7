import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Discovery, ProfilePreview } from '../../../shared/dto';
import { instantFromIso } from '../../../shared/time';
import type { Caller } from './call';
import { createCaller, REPOSITORY, simulated } from './call';

const NOW = instantFromIso('2025-01-31T12:00:00+01:00');
/** Long enough that no other text holds one by chance. */
const titles = (): string[] =>
  (
    JSON.parse(readFileSync(join(REPOSITORY, 'test/data/fosdem-2025.json'), 'utf8')) as {
      readonly bookings: readonly { readonly title: string }[];
    }
  ).bookings
    .map(({ title }) => title)
    .filter((title) => title.length > 12);
let caller: Caller;
beforeEach(() => {
  caller = createCaller(NOW);
});
afterEach(() => caller.clean());

const shipped = (name: string): string => readFileSync(join(REPOSITORY, 'build/profiles', `${name}.json`), 'utf8');

/** A house of FOSDEM's real bookings behind both simulators, installed. */
async function house() {
  const running = await simulated(
    caller,
    '--bookings',
    join(REPOSITORY, 'test/data/fosdem-2025.json'),
    '--clock',
    '2025-01-31T12:00:00+01:00',
  );
  caller.write('settings.json', running.settings);
  expect((await caller.call('configure', '--file', 'settings.json')).code).toBe(0);
  return running;
}

describe('profiles on the command line', () => {
  it('schema answers what the manual has', async () => {
    const said = await caller.call('profiles', 'schema');
    expect(said.code).toBe(0);
    expect(`${said.out.join('\n')}\n`).toBe(readFileSync(join(REPOSITORY, 'docs/manual/profile.schema.json'), 'utf8'));
  });

  it('list and show name those that ship, and change nothing', async () => {
    const said = await caller.call('profiles', 'list', '--json');
    expect(said.json()).toMatchObject({
      profiles: [{ id: 'pronestor-planner', isShipped: true }, { id: 'unilock-webapi' }, { id: 'unilock-import-file' }],
    });
    const shown = await caller.call('profiles', 'show', 'pronestor-planner');
    expect(shown.json()).toEqual(JSON.parse(shipped('pronestor-planner')));
    const unknown = await caller.call('profiles', 'show', 'nobody');
    expect(unknown.code).toBe(2);
    expect(unknown.err.join('\n')).toContain('der er ingen profil med id "nobody"');
  });

  it('check takes a good file, and names every fault of a bad one with its line and column', async () => {
    caller.write('good.json', shipped('unilock-webapi'));
    expect((await caller.call('profiles', 'check', 'good.json')).code).toBe(0);
    caller.write('bad.json', shipped('pronestor-planner').replace('"confirmed": false', '"confirmed": "no"'));
    const said = await caller.call('profiles', 'check', 'bad.json');
    expect(said.code).toBe(2);
    expect(said.out).toEqual([expect.stringMatching(/^bad\.json:6:16: confirmed: /)]);
    expect((await caller.call('profiles', 'check', 'gone.json')).code).toBe(2);
    expect((await caller.call('profiles', 'check')).code).toBe(2);
    expect((await caller.call('profiles', 'bake')).code).toBe(2);
  });

  it('check --live counts what the real server gives, without a name', async () => {
    const running = await house();
    caller.write('draft.json', shipped('pronestor-planner'));
    const said = await caller.call('profiles', 'check', 'draft.json', '--live', '--json');
    expect(said.code).toBe(0);
    const preview = said.json() as ProfilePreview;
    expect(preview.steps.find(({ step }) => step === 'rooms')?.count).toBe(running.rooms);
    const spoken = await caller.call('profiles', 'check', 'draft.json', '--live');
    const everything = [...said.out, ...spoken.out].join('\n');
    expect(titles().filter((title) => everything.includes(title)).length).toBe(0);
    expect(spoken.out.join('\n')).toContain('•••');
    await running.stop();
  });

  it('discover says so when a server describes nothing', async () => {
    const running = await house();
    const said = await caller.call('profiles', 'discover', '--json');
    expect(said.code).toBe(3);
    expect((said.json() as Discovery).draft).toBeNull();
    await running.stop();
  });
});
