/**
 * Runs some tests of the folder it is started in and writes what came of each to a file: `node run-tests.mjs <out.json> <title pattern> <file> …`.
 * A child of `npm run promises`, because a broken program must not meet modules that were loaded before.
 */
import { writeFileSync } from 'node:fs';
import { startVitest } from 'vitest/node';

/**
 * @typedef {object} TestOutcome
 * @property {string} file
 * @property {string} fullName the titles of its `describe`s and its own
 * @property {'passed' | 'failed'} state
 * @property {boolean} isAssertion whether what failed is an assertion, directly or inside a property
 * @property {string} error first line, empty when it passed
 */

/** @typedef {{ tests: TestOutcome[], unloadable: string[] }} TestsOutcome `unloadable`: files that could not be run at all */

const [out = '', pattern = '', ...files] = process.argv.slice(2);
/** @type {TestsOutcome} */
const outcome = { tests: [], unloadable: [] };

/** @param {any} error as vitest hands it over @returns {boolean} */
const isAssertion = (error) =>
  error !== undefined && error !== null && (error.name === 'AssertionError' || isAssertion(error.cause));

await startVitest(files, {
  watch: false,
  testNamePattern: pattern,
  reporters: [
    {
      onTestRunEnd(modules) {
        for (const module of modules) {
          const file = module.relativeModuleId;
          if (module.errors().length > 0) outcome.unloadable.push(`${file}: ${module.errors()[0]?.message ?? ''}`);
          for (const one of module.children.allTests()) {
            const { state, errors } = one.result();
            if (state !== 'passed' && state !== 'failed') continue;
            // Titles of a tree are joined by " > " here; a pattern of vitest is asked of them joined by a space.
            outcome.tests.push({
              file,
              fullName: one.fullName.replaceAll(' > ', ' '),
              state,
              isAssertion: errors?.some(isAssertion) ?? false,
              error: errors?.[0]?.message.split('\n')[0] ?? '',
            });
          }
        }
      },
    },
  ],
});
writeFileSync(out, JSON.stringify(outcome));
process.exit(0);
