import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { performance } from 'node:perf_hooks';
import { Worker, isMainThread, parentPort, workerData } from 'node:worker_threads';
import { composeCore, simulateHouse } from '../../electron/compose-core';
import { createSystemClock } from '../../electron/platform';
import { createHouseFromBookings, parseBookingsFile, shiftFor } from '../../electron/simulator';
import type { PronestorSimulator } from '../../electron/simulator';
import { createMemoryCredentials } from '../../electron/store';
import type { Settings } from '../../shared/settings';
import { machine, median, spread, verdict } from './figures';
import { temporaryFolder } from '../builders/temporary-folder';

/**
 * `npm run bench`: a whole no-change run with 40 rooms and 943 bookings (reading both sides, planning, guarding, journalling), beside plainly
 * downloading the same answers with one HTTP client that keeps its connections. Both against simulators in a thread of their own, in turn, in one
 * process; the figure is the ratio of the medians. Machines differ, so no test is gated by it.
 */
const ROUNDS = 31;
const WARM_UP = 5;
const GOAL = 1.5;
const FILE = 'test/data/fosdem-2025.json';
const CLOCK = '2025-01-31T12:00:00+01:00';

interface Simulated {
  readonly settings: Settings;
  readonly passwords: { readonly pronestor: string; readonly unilock: string };
}

/** Some requests as the run sent them: what the plain download repeats. */
interface Recorded {
  readonly pronestor: readonly string[];
  readonly unilock: readonly string[];
}

type Question = 'record' | 'forget' | 'end';

// A failure ends the process with its place and a code that is not 0.
void (isMainThread ? measure() : simulate());

/** The other thread: the simulators, so that answering costs the measured thread nothing. */
async function simulate(): Promise<void> {
  const clock = createSystemClock();
  const world = createHouseFromBookings(parseBookingsFile(workerData as string), {
    shiftMinutes: shiftFor(CLOCK, clock.now()),
  });
  const house = await simulateHouse({ world, clock });
  const passwords = { pronestor: house.pronestor.password, unilock: house.unilock.password };
  const answer = (value: Simulated | Recorded | null): void => parentPort?.postMessage(value);
  const paths = ({ requests }: Pick<PronestorSimulator, 'requests'>): string[] =>
    requests
      .entries()
      .filter(({ method, status }) => method === 'GET' && status === 200)
      .map(({ path }) => path);
  parentPort?.on('message', (question: Question) => {
    switch (question) {
      case 'record':
        return answer({ pronestor: paths(house.pronestor), unilock: paths(house.unilock) });
      case 'forget':
        house.pronestor.requests.clear();
        house.unilock.requests.clear();
        return answer(null);
      case 'end':
        void house.close().then(() => parentPort?.close());
    }
  });
  answer({ settings: house.settings, passwords });
}

async function measure(): Promise<void> {
  const text = readFileSync(FILE, 'utf8');
  const worker = new Worker(process.argv[1] ?? '', { workerData: text });
  const next = <T>(): Promise<T> =>
    new Promise((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
    });
  const ask = <T>(question: Question): Promise<T> => {
    const answer = next<T>();
    worker.postMessage(question);
    return answer;
  };
  const { settings, passwords } = await next<Simulated>();
  const temporary = temporaryFolder('bench');
  const dataFolder = temporary.path;
  const credentials = createMemoryCredentials();
  await credentials.set(settings.bookings?.connectorId ?? '', passwords.pronestor);
  await credentials.set(settings.access?.connectorId ?? '', passwords.unilock);
  const core = await composeCore({ dataFolder, credentials });
  try {
    core.replaceSettings({ ...settings, isSetUp: true });
    const run = async (): Promise<number> => {
      const before = performance.now();
      const { runId } = core.syncNow({ trigger: 'manual', acceptPlanHash: null });
      const result = await core.whenDone(runId);
      const took = performance.now() - before;
      if (result.result !== 'equal')
        throw new Error(`the run ended ${result.result}: ${JSON.stringify(result.troubles)}`);
      return took;
    };
    await run();
    // The second run changes nothing: what it asks is what is downloaded.
    await ask('forget');
    await run();
    const recorded = await ask<Recorded>('record');
    const download = await createDownload(settings, passwords, recorded);

    const runs: number[] = [];
    const downloads: number[] = [];
    let bytes = 0;
    for (let round = -WARM_UP; round < ROUNDS; round += 1) {
      const before = performance.now();
      bytes = await download.once();
      const downloaded = performance.now() - before;
      const ran = await run();
      if (round < 0) continue;
      downloads.push(downloaded);
      runs.push(ran);
    }
    await ask('forget');
    await run();
    const writes = core.status().lastRun?.written ?? -1;
    download.close();
    report({ runs, downloads, bytes, writes, requests: recorded.pronestor.length + recorded.unilock.length, settings });
  } finally {
    await core.stop();
    temporary.remove();
    worker.postMessage('end' satisfies Question);
  }
}

/** One plain HTTP client: the same paths one after another, read to the end, nothing done with the bytes. */
async function createDownload(settings: Settings, passwords: Simulated['passwords'], recorded: Recorded) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const { access } = settings;
  if (access?.kind !== 'unilock-webapi') throw new Error('this bench reads a WebAPI');
  const root = { pronestor: settings.bookings?.address ?? '', unilock: access.address };
  const userName = settings.bookings?.userName ?? '';
  const login = await fetch(`${root.pronestor}/api.mvc/v1/Authenticate`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ Username: userName, Password: passwords.pronestor }),
  });
  const cookie = login.headers.get('set-cookie')?.split(';')[0] ?? '';
  const authorization = `Basic ${Buffer.from(`${access.userName}:${passwords.unilock}`).toString('base64')}`;
  const get = (url: string, headers: Record<string, string>): Promise<number> =>
    new Promise((resolve, reject) => {
      request(url, { agent, headers }, (answer) => {
        let bytes = 0;
        answer.on('data', (chunk: Buffer) => (bytes += chunk.length));
        answer.on('end', () => {
          if (answer.statusCode === 200) resolve(bytes);
          else reject(new Error(`${url} answered ${answer.statusCode ?? 0}`));
        });
        answer.on('error', reject);
      })
        .on('error', reject)
        .end();
    });
  return {
    async once(): Promise<number> {
      let bytes = 0;
      for (const path of recorded.pronestor) bytes += await get(`${root.pronestor}${path}`, { cookie });
      for (const path of recorded.unilock) bytes += await get(`${root.unilock}${path}`, { authorization });
      return bytes;
    },
    close: () => agent.destroy(),
  };
}

function report(found: {
  readonly runs: readonly number[];
  readonly downloads: readonly number[];
  readonly bytes: number;
  readonly writes: number;
  readonly requests: number;
  readonly settings: Settings;
}): void {
  const { runs, downloads, bytes, writes, requests, settings } = found;
  const ratio = median(runs) / median(downloads);
  console.log(machine());
  console.log(
    `house      ${settings.rooms.length} rooms, 943 bookings, ${settings.exceptions.length} shared exceptions`,
  );
  console.log(`answers    ${requests} requests, ${(bytes / 1024).toFixed(0)} KiB, ${runs.length} rounds in turn`);
  console.log(`download   ${spread(downloads)}`);
  console.log(`run        ${spread(runs)}, ${writes} writes`);
  console.log(`ratio      ${verdict(ratio, GOAL)}`);
}
