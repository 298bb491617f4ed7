import type { ChildProcess } from 'node:child_process';
import { execFile, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createDistantFolder, createErrands, fetchPersons } from '../../../electron/access/unilock-import-file/errands';
import { forkErrands } from '../../../electron/cli/fork-errands';
import { createHouseFromBookings, parseBookingsFile } from '../../../electron/simulator';
import { simulateHouse } from '../../../electron/compose-core';
import { createSystemClock } from '../../../electron/platform';
import { FILE_TEXT, FRIDAY_NOON } from '../fosdem/fosdem-house';
import { MINUTE_MS } from '../../../shared/time';
import type { SimulatedAnswer } from './call';
import { REPOSITORY } from './call';
import { temporaryFolder } from '../../builders/temporary-folder';

const temporary = temporaryFolder('process');
const folder = temporary.path;
const bundle = join(REPOSITORY, '.cache/test-cli/cli.cjs');
const started: ChildProcess[] = [];

beforeAll(async () => {
  // The bundle as it ships, from the sources as they are.
  const vite = join(REPOSITORY, 'node_modules/vite/bin/vite.js');
  const args = [vite, 'build', '--config', 'vite.cli.config.mts', '--outDir', '.cache/test-cli', '--logLevel', 'error'];
  await promisify(execFile)(process.execPath, args, { cwd: REPOSITORY });
}, 120_000);

afterAll(() => {
  for (const child of started) child.kill('SIGKILL');
  temporary.remove();
});

interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly err: string;
}

/** The real program in a process of its own, with an empty HOME and no keychain to reach. */
function begin(args: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  const child = spawn(process.execPath, [bundle, ...args], {
    cwd: folder,
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: folder,
      DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent',
      ...environment,
    },
  });
  started.push(child);
  const told = { out: '', err: '' };
  child.stdout.on('data', (data: Buffer) => (told.out += data.toString()));
  child.stderr.on('data', (data: Buffer) => (told.err += data.toString()));
  const done = new Promise<Ended>((resolve) => {
    child.once('close', (code, signal) => resolve({ code, signal, ...told }));
  });
  return { child, told, done };
}

const call = (args: readonly string[], environment?: Readonly<Record<string, string>>): Promise<Ended> =>
  begin(args, environment).done;

describe('the bundle in a process of its own', () => {
  it('simulate, configure, sync: one JSON document each on standard output, nothing on standard error; SIGTERM ends simulate with 0', async () => {
    const file = join(folder, 'input-fosdem.json');
    writeFileSync(file, FILE_TEXT);
    const simulating = begin(['simulate', '--json', '--bookings', file, '--clock', '2025-01-31T12:00:00+01:00']);
    await vi.waitFor(() => expect(simulating.told.out).toMatch(/\n}\n$/), { timeout: 20_000, interval: 20 });
    const house = JSON.parse(simulating.told.out) as SimulatedAnswer;
    writeFileSync(join(folder, 'settings.json'), JSON.stringify(house.settings));
    const passwords = {
      MOEDEKLAR_PRONESTOR_PASSWORD: house.pronestor.password,
      MOEDEKLAR_UNILOCK_PASSWORD: house.unilock.password,
    };
    const data = ['--data', join(folder, 'one'), '--json'];
    const configured = await call(['configure', '--file', 'settings.json', ...data]);
    expect([configured.code, configured.err]).toEqual([0, '']);
    for (const written of [30, 0]) {
      const sync = await call(['sync', ...data], passwords);
      expect([sync.code, sync.err]).toEqual([0, '']);
      expect(JSON.parse(sync.out)).toMatchObject({ result: 'equal', written });
    }
    const without = await call(['sync', ...data]);
    expect(without.code).toBe(3);
    expect(JSON.parse(without.out)).toMatchObject({ result: 'failed' });

    const running = begin(['run', '--data', join(folder, 'one')], passwords);
    await vi.waitFor(() => expect(running.told.out).toContain('start: ens'), { timeout: 20_000, interval: 20 });
    running.child.kill('SIGTERM');
    expect(await running.done).toMatchObject({ code: 0, err: '', out: expect.stringContaining('Stoppet.') as string });

    simulating.child.kill('SIGTERM');
    expect(await simulating.done).toMatchObject({ code: 0, err: '' });
  });

  it('P8 killed in the middle of its writes it heals at the next sync; what was running is told as interrupted', async () => {
    const clock = createSystemClock();
    const shiftMinutes = Math.floor((clock.now() - FRIDAY_NOON) / MINUTE_MS);
    const world = createHouseFromBookings(parseBookingsFile(FILE_TEXT), { shiftMinutes });
    const house = await simulateHouse({ world, clock });
    try {
      writeFileSync(join(folder, 'killed.json'), JSON.stringify(house.settings));
      const data = ['--data', join(folder, 'two'), '--json'];
      const passwords = {
        MOEDEKLAR_PRONESTOR_PASSWORD: house.pronestor.password,
        MOEDEKLAR_UNILOCK_PASSWORD: house.unilock.password,
      };
      expect((await call(['configure', '--file', 'killed.json', ...data])).code).toBe(0);
      const syncing = begin(['sync', ...data], passwords);
      await vi.waitFor(() => expect(house.unilock.requests.count('write-periods')).toBeGreaterThan(3), {
        timeout: 20_000,
        interval: 1,
      });
      syncing.child.kill('SIGKILL');
      expect((await syncing.done).signal).toBe('SIGKILL');
      expect(house.unilock.requests.count('write-periods')).toBeLessThan(30);

      const healed = await call(['sync', ...data], passwords);
      expect([healed.code, healed.err]).toEqual([0, '']);
      expect(JSON.parse(healed.out)).toMatchObject({ result: 'equal', consents: [] });
      const again = await call(['sync', ...data], passwords);
      expect(JSON.parse(again.out)).toMatchObject({ result: 'equal', written: 0 });
      const status = JSON.parse((await call(['status', ...data])).out) as {
        readonly runs: readonly { readonly result: string }[];
      };
      expect(status.runs.map(({ result }) => result)).toEqual(['equal', 'equal', 'interrupted']);
      // Each exception holds what its room's bookings ask for, no more.
      const open = world.building.exceptions().filter(({ periods }) => periods.length > 0);
      expect(open).toHaveLength(30);
    } finally {
      await house.close();
    }
  });

  // A pipe that nobody writes into hangs whoever opens it, as a share does whose server is gone.
  it.each(process.platform === 'win32' ? [] : ['pipe'])(
    'W13 files that never answer (a %s) hang a process that is left; files here and the next errand go on',
    async (name) => {
      const pipe = join(folder, name);
      expect(spawnSync('mkfifo', [pipe]).status).toBe(0);
      const errands = createErrands(forkErrands(join(REPOSITORY, '.cache/test-cli/errands.cjs')), { limitMs: 1500 });
      try {
        // More than there are threads for file calls in one process.
        const hung = await Promise.allSettled(Array.from({ length: 6 }, () => fetchPersons(pipe, errands)));
        for (const one of hung)
          expect(one).toMatchObject({
            reason: { code: 'persons-file-unreadable', context: { side: 'access', reason: 'ETIMEDOUT' } },
          });
        expect((await readFile(bundle)).length).toBeGreaterThan(0);

        const place = join(folder, 'import');
        mkdirSync(place);
        const distant = createDistantFolder(place, 'x.xml', errands);
        // As soon as the system has told of its end.
        await vi.waitFor(async () => expect(await distant.waiting()).toBeNull());
        const temporary = await distant.prepare(Buffer.from('<Import/>'));
        expect([await distant.hasTemporary(temporary), await distant.place(temporary)]).toEqual([true, true]);
        expect(await distant.waiting()).toMatchObject({ digest: expect.stringMatching(/^[0-9a-f]{64}$/) as string });
        const csv = join(folder, 'persons.csv');
        writeFileSync(csv, 'Navn;E-mail\n');
        expect((await fetchPersons(csv, errands)).toString()).toBe('Navn;E-mail\n');
        await expect(fetchPersons(join(folder, 'none.csv'), errands)).rejects.toMatchObject({
          code: 'persons-file-unreadable',
          context: { reason: 'ENOENT' },
        });
      } finally {
        errands.close();
      }
    },
  );

  it('bad input is exit 2 in a real shell too', async () => {
    const said = await call(['sync', '--accept', 'x', '--data', join(folder, 'three')]);
    expect([said.code, said.out]).toEqual([2, '']);
    expect(said.err).toContain('--accept');
  });

  it('whoever reads only the first lines hears no more, and the program ends as it would have', async () => {
    const { child, done } = begin(['profiles', 'schema']);
    child.stdout.destroy();
    const said = await done;
    expect([said.code, said.err]).toEqual([0, '']);
  });

  it('the demo runs without a keychain, a home or a display', async () => {
    const demo = await call(['demo']);
    expect([demo.code, demo.err]).toEqual([0, '']);
    expect(demo.out).toContain('Driftsklar');
  });
});
