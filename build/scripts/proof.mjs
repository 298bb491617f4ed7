/** `npm run proof [-- kills]`: the whole form of the proofs that take long, one by one; each writes its record into docs/records. */
import { join } from 'node:path';
import { projectNode, root, runInForeground, toolEnvironment } from './parts/run.mjs';
import { PreparationError, orExplain, prepare } from './prepare.mjs';

const PROOFS = ['fosdem-people', 'nonsense-day', 'kills', 'share'];

await orExplain(async () => {
  const [wanted] = process.argv.slice(2);
  const names = wanted === undefined ? PROOFS : PROOFS.filter((name) => name === wanted);
  if (names.length === 0) {
    throw new PreparationError(`There is no proof "${wanted ?? ''}". Known: ${PROOFS.join(', ')}.`);
  }
  await prepare({ isBuilt: false });
  for (const name of names) {
    const code = await runInForeground(
      projectNode(),
      [
        join(root, 'node_modules/vitest/vitest.mjs'),
        ...['run', '--project', 'integration', `test/integration/proofs/${name}.test.ts`],
      ],
      { env: toolEnvironment({ MODEKLAR_PROOF: 'whole' }) },
    );
    if (code !== 0) process.exitCode = code;
  }
});
