import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import pronestor from '../../../build/profiles/pronestor-planner.json';
import unilock from '../../../build/profiles/unilock-webapi.json';
import { profileJsonSchema } from '../../../electron/profile';
import { parseProfile } from '../../../shared/profile';

const validate = new Ajv2020({ strict: false, allErrors: true }).compile(profileJsonSchema());

const isTaken = (profile: unknown): boolean => {
  try {
    parseProfile(profile);
    return true;
  } catch {
    return false;
  }
};

describe('the JSON Schema of profiles', () => {
  it.each([
    ['pronestor-planner', pronestor],
    ['unilock-webapi', unilock],
  ])('accepts %s as it ships', (_name, profile) => {
    expect(validate(profile) ? [] : validate.errors).toEqual([]);
    expect(validate({ $schema: 'profile.schema.json', ...profile })).toBe(true);
  });

  it.each<[string, (profile: typeof pronestor) => unknown]>([
    ['a login of a kind nobody knows', (profile) => ({ ...profile, login: { kind: 'magic' } })],
    ['a field too many', (profile) => ({ ...profile, isAdmin: true })],
    ['no operations', ({ operations: _gone, ...profile }) => profile],
    ['a path that climbs', (profile) => at(profile, 'rooms', { path: 'rooms' })],
    ['a method that writes', (profile) => at(profile, 'rooms', { method: 'DELETE' })],
    ['a page of no size', (profile) => at(profile, 'rooms', { paging: { kind: 'skip-take', skip: 's' } })],
    ['a time in no field', (profile) => at(profile, 'bookings', { fields: { id: 'Id', start: {}, end: 'End' } })],
  ])('refuses what the program refuses: %s', (_name, change) => {
    const changed = change(pronestor);
    expect([validate(changed), isTaken(changed)]).toEqual([false, false]);
  });
});

const at = (profile: typeof pronestor, operation: 'rooms' | 'bookings', more: object) => ({
  ...profile,
  operations: { ...profile.operations, [operation]: { ...profile.operations[operation], ...more } },
});
