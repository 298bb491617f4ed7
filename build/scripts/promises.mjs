/**
 * `npm run promises [-- P3 P7] [--record]`: breaks every promise by hand, in a copy of the repository, and demands that the tests named after it
 * notice. `--record` writes what came of all of them to docs/records and makes docs/promises.md anew.
 */
import { execFileSync, spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { PROMISES } from '../promises/promises.mjs';
import { promisesPage } from '../promises/table.mjs';
import { copyRepository } from './parts/repository-copy.mjs';
import { projectNode, root, run, toolEnvironment } from './parts/run.mjs';
import { PreparationError, orExplain, prepare } from './prepare.mjs';

/** @typedef {import('../promises/promises.mjs').NamedTest} NamedTest */
/** @typedef {import('../promises/promises.mjs').Break} Break */
/** @typedef {import('../promises/run-tests.mjs').TestsOutcome} TestsOutcome */

/** A property that fails is made smaller before it is told; some runs of a whole house are slow. */
const LIMIT_MS = 10 * 60_000;

/** Ends whatever runs, and whatever it has started. @type {() => void} */
let endTests = () => undefined;

const git = (/** @type {string[]} */ ...args) => execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim();

await orExplain(async () => {
  const args = process.argv.slice(2);
  const isRecorded = args.includes('--record');
  const wanted = args.filter((arg) => arg !== '--record');
  const unknown = wanted.filter((id) => !PROMISES.some((one) => one.id === id));
  if (unknown.length > 0) throw new PreparationError(`There is no promise ${unknown.join(', ')}.`);
  if (isRecorded && wanted.length > 0) throw new PreparationError('A record is of all promises.');
  await prepare({ isBuilt: false });

  const promises = PROMISES.filter(({ id }) => wanted.length === 0 || wanted.includes(id));
  const changed = git('status', '--porcelain', '--', 'build/promises', 'electron', 'shared', 'test') !== '';
  const commit = `${git('rev-parse', 'HEAD')}${changed ? ' with changes that are not committed' : ''}`;
  const copy = copyRepository();
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
    process.once(signal, () => {
      endTests();
      copy.remove();
      process.exit(1);
    });
  }
  try {
    /** @type {string[]} */
    const lines = [];
    let survived = 0;
    const tell = (/** @type {string} */ line) => {
      lines.push(line);
      console.log(line);
    };

    const all = promises.flatMap(({ breaks }) => breaks.flatMap((one) => one.tests));
    const whole = await runTests(copy.path, all);
    const unsound = all.filter((test) => !isSound(test, whole));
    for (const { file, title } of new Set(unsound))
      console.log(`not there or not passing unbroken: ${file} “${title}”`);
    if (unsound.length > 0) throw new PreparationError('The unbroken program must pass first.');
    tell(`unbroken   ${whole.tests.length} tests pass`);

    for (const { id, breaks } of promises) {
      for (const [index, one] of breaks.entries()) {
        const from = Date.now();
        const verdict = await tryBreak(copy.path, one);
        if (!verdict.isNoticed) survived += 1;
        const took = `${((Date.now() - from) / 1000).toFixed(0)} s`;
        tell(
          `${id.padEnd(3)} ${index + 1}/${breaks.length}    ${verdict.isNoticed ? 'noticed ' : 'SURVIVED'} ${one.what} (${verdict.told}, ${took})`,
        );
      }
    }
    const count = promises.reduce((sum, { breaks }) => sum + breaks.length, 0);
    tell(`came of it ${count - survived} of ${count} breaks of ${promises.length} promises noticed`);
    if (survived > 0) process.exitCode = 1;
    else if (isRecorded) await record(commit, lines);
  } finally {
    copy.remove();
  }
});

/**
 * @param {string} folder of the copy
 * @param {Break} one
 * @returns {Promise<{ isNoticed: boolean, told: string }>}
 */
async function tryBreak(folder, one) {
  const file = join(folder, one.file);
  const text = readFileSync(file, 'utf8');
  const places = text.split(one.find).length - 1;
  if (places !== 1) return { isNoticed: false, told: `its text stands ${places} times in ${one.file}` };
  writeFileSync(
    file,
    text.replace(one.find, () => one.replace),
  );
  try {
    const { tests, unloadable } = await runTests(folder, one.tests);
    const [first] = unloadable;
    if (first !== undefined) return { isNoticed: false, told: `does not run: ${first}` };
    let failing = 0;
    for (const test of one.tests) {
      const failed = tests.filter((each) => isOf(test, each) && each.state === 'failed');
      if (failed.length === 0) return { isNoticed: false, told: `“${test.title}” passes` };
      const byAssertion = failed.filter((each) => each.isAssertion).length;
      if (byAssertion === 0)
        return { isNoticed: false, told: `“${test.title}” fails without an assertion: ${failed[0]?.error ?? ''}` };
      failing += byAssertion;
    }
    return { isNoticed: true, told: `${failing} failed by assertion` };
  } finally {
    writeFileSync(file, text);
  }
}

/** A title as a pattern: `%s` and the like of a table of cases stand for anything. @param {string} title */
function patternOf(title) {
  return title.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll(/%[sid]/g, '.*');
}

/** @param {number} pid of the group's first process */
function killGroup(pid) {
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL');
  } catch (error) {
    // Nothing of it is left, which is the usual end.
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'ESRCH') throw error;
  }
}

/** @param {NamedTest} test @param {TestsOutcome['tests'][number]} outcome */
function isOf(test, outcome) {
  return outcome.file === test.file && new RegExp(patternOf(test.title)).test(outcome.fullName);
}

/** @param {NamedTest} test @param {TestsOutcome} outcome */
function isSound(test, outcome) {
  const mine = outcome.tests.filter((each) => isOf(test, each));
  return mine.length > 0 && mine.every((each) => each.state === 'passed');
}

/**
 * @param {string} folder of the copy
 * @param {readonly NamedTest[]} tests
 * @returns {Promise<TestsOutcome>}
 */
async function runTests(folder, tests) {
  const out = join(folder, 'outcome.json');
  const pattern = [...new Set(tests.map(({ title }) => patternOf(title)))].join('|');
  const files = [...new Set(tests.map(({ file }) => file))];
  writeFileSync(out, JSON.stringify({ tests: [], unloadable: ['the tests came to no end'] }));
  const child = spawn(projectNode(), [join(folder, 'build/promises/run-tests.mjs'), out, pattern, ...files], {
    cwd: folder,
    env: toolEnvironment({ NODE_ENV: 'test' }),
    stdio: 'ignore',
    // A group, because a test that fails may leave a program running that it started.
    detached: true,
  });
  endTests = () => {
    if (child.pid !== undefined) killGroup(child.pid);
  };
  const limit = setTimeout(endTests, LIMIT_MS);
  await new Promise((done) => child.on('exit', done).on('error', done));
  clearTimeout(limit);
  endTests();
  /** @type {TestsOutcome} */
  const outcome = JSON.parse(readFileSync(out, 'utf8'));
  return outcome;
}

/**
 * @param {string} commit
 * @param {readonly string[]} lines
 */
async function record(commit, lines) {
  const { output: node } = await run(projectNode(), ['--version'], { output: 'collect' });
  const now = new Date().toISOString();
  const name = `${now.slice(0, 10)}-promises.txt`;
  const [cpu] = cpus();
  const text = [
    'promises',
    `date       ${now}`,
    `commit     ${commit}`,
    `machine    ${cpus().length} × ${cpu?.model ?? 'unknown'}, Node ${node.trim()}, ${process.platform}`,
    ...lines,
    '',
  ].join('\n');
  writeFileSync(join(root, 'docs/records', name), text);
  writeFileSync(join(root, 'docs/promises.md'), promisesPage(name));
  console.log(`Written: docs/records/${name}, docs/promises.md`);
}
