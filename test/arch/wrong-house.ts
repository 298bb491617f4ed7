import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The repository. */
export const repository = resolve(import.meta.dirname, '../..');

/** The small house that is wrong on purpose (fixtures/README.md). */
export const house = join(import.meta.dirname, 'fixtures/house');

export type Tool = 'lint' | 'compiler' | 'graph';

export interface Fixture {
  /** Relative to the house, with forward slashes. */
  readonly path: string;
  /** The rule that has to refuse it, or null if this tool has to accept it. */
  readonly rule: string | null;
  /** True if the file is right in every way. */
  readonly isRight: boolean;
}

/** Every source file of the house with what one tool has to say about it. */
export function fixturesFor(tool: Tool): Fixture[] {
  return readdirSync(house, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => /\.tsx?$/.test(path))
    .sort()
    .map((path) => {
      const [first = ''] = readFileSync(join(house, path), 'utf8').split('\n');
      const said = /^\/\/ (lint|compiler|graph): (\S+)$/.exec(first);
      return { path, rule: said?.[1] === tool ? (said[2] ?? null) : null, isRight: said === null };
    });
}
