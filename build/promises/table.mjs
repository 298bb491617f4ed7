import { PROMISES } from './promises.mjs';

/** @typedef {import('./promises.mjs').NamedTest} NamedTest */

/** @param {NamedTest} test */
const link = ({ file, title }) => `[${file.replace(/^test\//, '')}](../${file})<br>“${title.replaceAll('|', '\\|')}”`;

/**
 * `docs/promises.md`. Prettier leaves it alone: it would pad every line to the longest one.
 * @param {string} record name of the file in docs/records in which every break was seen to fail
 */
export const promisesPage = (record) => `# The promises, and what happens when one is broken

Made by \`npm run promises -- --record\` from [build/promises/promises.mjs](../build/promises/promises.mjs); change it there.

Each promise has tests that carry its number. Each line below is a fault put into the program by hand, in a copy of the repository: the tests
beside it passed before, failed by an assertion with the fault in, and the fault was taken out again. All of them were last seen to fail in
[docs/records/${record}](records/${record}). \`npm run promises\` does it again, \`npm run promises -- P7\` for one; a fault that no test
notices is a failure. A test looks that this page, the list and the program still fit together.

Beside these, the simulation ([test/simulation](../test/simulation/README.md)) watches the promises through weeks of a house and is itself shown
broken programs, and \`npm test\` ends with a search for names, titles and passwords in every byte that the run has written (P20).

| promise | the program is broken so that | which would mean | and these tests fail |
| --- | --- | --- | --- |
${PROMISES.flatMap(({ id, sentence, breaks }) =>
  breaks.map(
    (one, index) =>
      `| ${index === 0 ? `**${id}** ${sentence}` : id} | ${one.what} (\`${one.file}\`) | ${one.why} | ${one.tests.map(link).join('<br>')} |`,
  ),
).join('\n')}
`;
