/**
 * `npm test`, `npm run ready` and CI: prepares everything, runs every check and every test, and ends with one line,
 * `N passed, M failed`. A check that fails counts as one failed.
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { searchCanaries } from './parts/canaries.mjs';
import { inDesktopSession } from './parts/desktop-session.mjs';
import { projectNode, root, run } from './parts/run.mjs';
import { PreparationError, prepare } from './prepare.mjs';
import { findRuntime } from './runtime.mjs';
import { installSystemPackages } from './system-packages.mjs';

const reports = join(root, 'test-results');
const vitestReport = join(reports, 'vitest.json');
const playwrightReport = join(reports, 'playwright.json');

let passed = 0;
let failed = 0;
let skipped = 0;
/** @type {string[]} */
const troubles = [];

/** Everything that the tests write lies in here until it has been searched (P20). Short, because sockets lie in it too. */
const written = mkdtempSync(join(tmpdir(), 'mk-'));
const temporary = join(written, 't');
const transcript = join(written, 'output.txt');
const secretsFile = join(written, 'test-secrets.txt');

const startedAt = Date.now();
rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });

const isPrepared =
  (await step('dependencies', () => prepare({ isBuilt: false }))) &&
  (await step('system packages', () => installSystemPackages())) &&
  (await step('build', () => prepare())) &&
  (await step('runtime', async () => void (await findRuntime())));

if (isPrepared) {
  await check('format', 'prettier/bin/prettier.cjs', ['--check', '--log-level', 'warn', '.']);
  await check('lint', 'eslint/bin/eslint.js', ['.', '--max-warnings', '0']);
  await check('types', 'typescript/bin/tsc', ['-b']);
  await check('graph', 'dependency-cruiser/bin/dependency-cruiser.mjs', [
    ...['--config', '.dependency-cruiser.cjs', '--output-type', 'err'],
    ...['electron', 'renderer', 'shared'],
  ]);
  await check('unused code', 'knip/bin/knip.js', []);
  // In a session too: the keychain is tried for real, and no test may find the person's own home.
  await tests('tests in Node', vitestReport, countVitest, () => {
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${vitestReport}`];
    const args = [join(root, 'node_modules/vitest/vitest.mjs'), 'run', ...reporters];
    return inTestSession(args);
  });
  await tests('tests in the real window', playwrightReport, countPlaywright, () =>
    inTestSession([join(root, 'node_modules/@playwright/test/cli.js'), 'test', '--project=e2e']),
  );
  canaries();
}
rmSync(written, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });

console.log(`\nEverything took ${seconds(startedAt)}.`);
for (const trouble of troubles) console.log(`  ✗ ${trouble}`);
if (skipped > 0) console.log(`  ${skipped} skipped`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

/**
 * A preparing step; without it the rest makes no sense.
 * @param {string} name
 * @param {() => Promise<void>} work
 */
async function step(name, work) {
  const from = Date.now();
  try {
    await work();
    console.log(`✓ ${name} (${seconds(from)})`);
    return true;
  } catch (error) {
    console.log(error instanceof PreparationError ? error.message : error);
    fail(name);
    return false;
  }
}

/**
 * A static check: silent unless it finds something.
 * @param {string} name
 * @param {string} tool path of its script below node_modules
 * @param {readonly string[]} args
 */
async function check(name, tool, args) {
  const from = Date.now();
  const { code, output } = await run(projectNode(), [join(root, 'node_modules', tool), ...args], { output: 'collect' });
  console.log(`${code === 0 ? '✓' : '✗'} ${name} (${seconds(from)})`);
  if (code === 0) return;
  console.log(output.trim());
  fail(name);
}

/**
 * A test runner: its own report says how many passed.
 * @param {string} name
 * @param {string} report
 * @param {(report: any) => { passed: number, failed: number, skipped: number }} count
 * @param {() => Promise<number>} work
 */
async function tests(name, report, count, work) {
  const from = Date.now();
  console.log(`\n── ${name}`);
  const code = await work();
  const counted = existsSync(report)
    ? count(JSON.parse(readFileSync(report, 'utf8')))
    : { passed: 0, failed: 0, skipped: 0 };
  passed += counted.passed;
  skipped += counted.skipped;
  if (counted.failed > 0) {
    failed += counted.failed;
    troubles.push(`${name}: ${counted.failed} failed`);
  } else if (code !== 0) {
    // A crash, an error outside any test, or no tests at all.
    fail(`${name}: the runner ended with exit ${code}`);
  }
  console.log(
    `${code === 0 ? '✓' : '✗'} ${name}: ${counted.passed} passed, ${counted.failed} failed (${seconds(from)})`,
  );
}

/**
 * A test runner in a session of its own, whose temporary files, home folder and output stay to be searched.
 * @param {readonly string[]} args
 */
function inTestSession(args) {
  mkdirSync(temporary, { recursive: true });
  if (!existsSync(secretsFile)) writeFileSync(secretsFile, '');
  return inDesktopSession(projectNode(), args, {
    env: { TMPDIR: temporary, TMP: temporary, TEMP: temporary, MODEKLAR_TEST_SECRETS: secretsFile },
    home: mkdtempSync(join(written, 'home-')),
    transcript,
    limitMs: 12 * 60_000,
  });
}

/** P20: no name, title or password of any test is in a byte that the run wrote. */
function canaries() {
  const from = Date.now();
  const secrets = [...new Set(readFileSync(secretsFile, 'utf8').split('\n'))].filter((one) => one !== '');
  // What Playwright keeps of a failed test shows the screen, names and all.
  const kept = join(reports, 'e2e');
  const { files, bytes, hits, exempted, handedIn } = searchCanaries([written, reports], {
    secrets,
    isSearched: (path) => !path.startsWith(kept),
  });
  const isAwake = handedIn > 0 && secrets.length > 0;
  const isGood = hits.length === 0 && isAwake;
  console.log(
    `\n${isGood ? '✓' : '✗'} canary: ${files} files, ${(bytes / 1e6).toFixed(1)} MB, ${hits.length} hits; ` +
      `${secrets.length} passwords noted, ${exempted} files may hold names (${seconds(from)})`,
  );
  for (const hit of hits) console.log(`  ${hit}`);
  if (!isAwake) console.log('  no test has handed a canary to the program');
  if (isGood) passed += 1;
  else fail(`canary: ${hits.length} hits`);
}

/** @param {{ numPassedTests: number, numPendingTests: number, numTodoTests: number, testResults: { status: string, assertionResults: { status: string }[] }[] }} report */
function countVitest(report) {
  let failedHere = 0;
  for (const file of report.testResults) {
    const inFile = file.assertionResults.filter((test) => test.status === 'failed').length;
    // A file that cannot be loaded has failed without having a test.
    failedHere += inFile === 0 && file.status === 'failed' ? 1 : inFile;
  }
  return { passed: report.numPassedTests, failed: failedHere, skipped: report.numPendingTests + report.numTodoTests };
}

/** @param {{ stats: { expected: number, unexpected: number, flaky: number, skipped: number } }} report */
function countPlaywright({ stats }) {
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky, skipped: stats.skipped };
}

/** @param {string} trouble */
function fail(trouble) {
  failed += 1;
  troubles.push(trouble);
}

/** @param {number} from epoch milliseconds */
function seconds(from) {
  return `${((Date.now() - from) / 1000).toFixed(1)} s`;
}
