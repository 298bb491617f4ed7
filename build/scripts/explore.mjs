/**
 * `npm run explore [-- --minutes 10] [-- --seed N]`: the property tests over examples that nobody has seen yet, round by round, each from a seed
 * of its own. `npm test` draws the same examples every time; what a round finds here becomes a test there.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { projectNode, root, run, toolEnvironment } from './parts/run.mjs';
import { PreparationError, orExplain, prepare } from './prepare.mjs';

await orExplain(async () => {
  const { values, positionals } = parseArgs({
    options: { minutes: { type: 'string', default: '10' }, seed: { type: 'string' } },
    allowPositionals: true,
  });
  const minutes = Number(values.minutes);
  const only = values.seed === undefined ? undefined : Number(values.seed);
  if (!(minutes > 0)) throw new PreparationError('--minutes must be a number above 0.');
  if (only !== undefined && !Number.isInteger(only)) throw new PreparationError('--seed must be a whole number.');
  await prepare({ isBuilt: false });
  const until = Date.now() + minutes * 60_000;
  /** @type {number[]} */
  const failing = [];
  let rounds = 0;
  do {
    const seed = only ?? Math.floor(Math.random() * 2 ** 31);
    const { code, output } = await run(
      projectNode(),
      [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--project', 'property', ...positionals],
      { env: toolEnvironment({ MODEKLAR_PROPERTY_SEED: String(seed) }), output: 'collect' },
    );
    rounds += 1;
    if (code !== 0) {
      failing.push(seed);
      console.log(output);
    }
    console.log(`round ${rounds}, seed ${seed}: ${code === 0 ? 'passed' : 'FAILED'}`);
  } while (only === undefined && Date.now() < until);
  console.log(
    `${rounds} rounds, ${failing.length} failed${failing.map((seed) => `\n  npm run explore -- --seed ${seed}`).join('')}`,
  );
  process.exitCode = failing.length === 0 ? 0 : 1;
});
