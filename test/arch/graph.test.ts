import { createRequire } from 'node:module';
import { join } from 'node:path';
import { cruise } from 'dependency-cruiser';
import type { ICruiseResult, IConfiguration } from 'dependency-cruiser';
import { beforeAll, describe, expect, it } from 'vitest';
import { fixturesFor, house, repository } from './wrong-house';

const configuration = createRequire(import.meta.url)(join(repository, '.dependency-cruiser.cjs')) as IConfiguration;

describe('dependency-cruiser refuses cycles and far reaches', () => {
  let violations: { from: string; rule: string }[] = [];

  beforeAll(async () => {
    const { output } = await cruise(['electron', 'renderer', 'shared'], {
      ...configuration.options,
      baseDir: house,
      validate: true,
      ruleSet: { forbidden: configuration.forbidden ?? [] },
    });
    violations = (output as ICruiseResult).summary.violations.map(({ from, rule }) => ({ from, rule: rule.name }));
  });

  it.each(fixturesFor('graph').filter(({ rule }) => rule !== null))('$path breaks $rule', ({ path, rule }) => {
    expect(violations).toContainEqual({ from: path, rule });
  });

  it.each([
    'electron/sync/ports.ts',
    'electron/booking/source.ts',
    'electron/ipc/router/router.ts',
    'shared/time/instant.ts',
  ])('%s is accepted', (path) => {
    expect(violations.filter(({ from }) => from === path)).toEqual([]);
  });
});
