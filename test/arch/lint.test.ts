import { join, relative } from 'node:path';
import { ESLint } from 'eslint';
import { beforeAll, describe, expect, it } from 'vitest';
import { createConfig } from '../../eslint.config.mjs';
import { fixturesFor, house } from './wrong-house';

/** Files that are there for another tool break import rules too; they say so themselves. */
const fixtures = fixturesFor('lint').filter(({ rule, isRight }) => rule !== null || isRight);

describe('ESLint refuses what the house forbids', () => {
  const found = new Map<string, string[]>();

  beforeAll(async () => {
    const eslint = new ESLint({ cwd: house, overrideConfigFile: true, overrideConfig: createConfig(house) });
    for (const { filePath, messages } of await eslint.lintFiles(['**/*.{ts,tsx}'])) {
      const path = relative(house, filePath).replaceAll('\\', '/');
      found.set(
        path,
        messages.map(({ ruleId, message }) => ruleId ?? message),
      );
    }
  });

  it.each(fixtures.filter(({ rule }) => rule !== null))('$path breaks $rule', ({ path, rule }) => {
    expect(found.get(path)).toContain(rule);
  });

  it.each(fixtures.filter(({ path, isRight }) => isRight && !needsOtherRoom(path)))('$path is accepted', ({ path }) => {
    expect(found.get(path)).toEqual([]);
  });

  it('looks at every file of the house', () => {
    expect([...found.keys()].sort()).toEqual(fixturesFor('lint').map(({ path }) => path));
  });
});

/** The far ends of the graph's chains: each is wrong at its own first step, which is what makes the chain. */
function needsOtherRoom(path: string): boolean {
  return ['shared/step.ts', 'electron/core/window.ts'].includes(path);
}

describe('the real repository', () => {
  it('ignores nothing but what is built and the house that is wrong on purpose', async () => {
    const eslint = new ESLint({ cwd: join(house, '../../../..') });
    for (const path of ['electron/main.ts', 'shared/ids.ts', 'renderer/main.tsx', 'test/arch/lint.test.ts']) {
      expect(await eslint.isPathIgnored(path)).toBe(false);
    }
  });
});
