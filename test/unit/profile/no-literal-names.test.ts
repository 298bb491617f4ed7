import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import pronestor from '../../../build/profiles/pronestor-planner.json';
import unilock from '../../../build/profiles/unilock-webapi.json';

const ROOT = join(import.meta.dirname, '../../..');
const FOLDERS = ['electron/profile', 'electron/http', 'electron/booking', 'electron/access', 'shared/profile'];

/** Every text of a profile that stands for something of the server: keys and values of operations, login and status words. */
function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, part]) => [key, ...textsOf(part)]);
}

/** Names as the servers write them: capitalised words of paths, fields, bodies and status words. HTTP's own methods and headers are everybody's. */
const names = new Set(
  [pronestor.operations, pronestor.login, pronestor.statuses, unilock.operations]
    .flatMap(textsOf)
    .flatMap((text) => text.match(/\b[A-Z][A-Za-z]*[a-z][A-Za-z]*\b/g) ?? [])
    .filter((name) => !['If', 'Match', 'ETag'].includes(name)),
);

/** Code without its comments: a comment may explain, code may not know. */
const codeOf = (text: string): string => text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|[^:])\/\/.*$/gm, '$1');

const files = FOLDERS.flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name)),
);

/** As a text, as a property or as a key: the ways in which code would use a server's name. Types of ours may be called alike. */
const uses = (code: string, name: string): boolean =>
  new RegExp(`['"\`/.]${name}\\b|\\b${name}['"\`]|^\\s*${name}\\??:`, 'm').test(code);

describe('profiles are the only place of the servers’ names', () => {
  it('finds the names in the profiles', () => {
    for (const name of [
      'Authenticate',
      'RoomBookings',
      'SharedExceptions',
      'PreparationMinutes',
      'Subject',
      'NoShow',
      'TotalCount',
      'Username',
      'MaxPeriods',
    ])
      expect(names).toContain(name);
    expect(files.length).toBeGreaterThan(20);
  });

  it.each(files)('%s knows none of them', (file) => {
    const code = codeOf(readFileSync(join(ROOT, file), 'utf8'));
    expect([...names].filter((name) => uses(code, name))).toEqual([]);
  });

  it('would see one', () => {
    expect(uses("get('/v1/RoomBookings')", 'RoomBookings')).toBe(true);
    expect(uses('item.Subject', 'Subject')).toBe(true);
    expect(uses('  Status: 1,', 'Status')).toBe(true);
  });
});
