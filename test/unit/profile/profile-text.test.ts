import { describe, expect, it } from 'vitest';
import pronestor from '../../../build/profiles/pronestor-planner.json';
import unilock from '../../../build/profiles/unilock-webapi.json';
import { checkProfileText, profileFromText } from '../../../electron/profile';
import { AppError } from '../../../shared/errors';

const text = JSON.stringify(pronestor, null, 2);
const lineOf = (whole: string, part: string): number => whole.slice(0, whole.indexOf(part)).split('\n').length;
const faultsOf = (changed: string) =>
  checkProfileText(changed).faults.map(({ path, reason, line, column }) => ({ path, reason, line, column }));

describe('a profile’s text', () => {
  it('is taken as it ships, with and without a byte order mark', () => {
    for (const whole of [text, JSON.stringify(unilock), `\uFEFF${text}`])
      expect(checkProfileText(whole).faults).toEqual([]);
    expect(checkProfileText(text).profile).toEqual({
      id: 'pronestor-planner',
      title: 'Pronestor Planner',
      kind: 'booking-source',
      isConfirmed: false,
    });
  });

  it('names the place of a value that is wrong', () => {
    const changed = text.replace('"path": "/v1/Rooms"', '"path": "v1/Rooms"');
    expect(faultsOf(changed)).toEqual([
      {
        path: 'operations.rooms.path',
        reason: 'must start with "/" and hold neither query nor fragment',
        line: lineOf(changed, '"v1/Rooms"'),
        column: 15,
      },
    ]);
  });

  it('names the place of a field that nobody knows, and of what is missing the place around it', () => {
    const unknown = text.replace('"asked": "per-location"', '"askd": "per-location"');
    expect(faultsOf(unknown)).toContainEqual({
      path: 'operations.rooms.askd',
      reason: 'is no field of a profile',
      line: lineOf(unknown, '"askd"'),
      column: 7,
    });
    const missing = text.replace('"zone": "TimeZone"', '"name2": "TimeZone"');
    expect(faultsOf(missing).map(({ line }) => line)).toContain(lineOf(missing, '"name2"'));
  });

  it('names every fault, in the order of the text', () => {
    const changed = text.replace('"path": "/v1/Rooms"', '"path": 7').replace('"confirmed": false', '"confirmed": "no"');
    expect(faultsOf(changed).map(({ path }) => path)).toEqual(['confirmed', 'operations.rooms.path']);
  });

  it.each([
    ['a comma too many', text.replace('"confirmed": false,', '"confirmed": false,,'), '"confirmed"'],
    ['a comma at the end', text.replace(/\}\s*$/, ',}'), undefined],
    ['a comment', `// mine\n${text}`, undefined],
    ['an end too early', text.slice(0, 400), undefined],
    ['nothing', '', undefined],
  ])('is refused as JSON with a place: %s', (_name, changed, near) => {
    const [first] = checkProfileText(changed).faults;
    expect(checkProfileText(changed).profile).toBeNull();
    expect(first?.path).toBe('');
    expect(first?.line).toBe(near === undefined ? first?.line : lineOf(changed, near));
    expect(first?.line).toBeGreaterThan(0);
  });

  it('tells path, reason, line and column of the first fault in its error', () => {
    try {
      profileFromText(text.replace('"confirmed": false', '"confirmed": "no"'));
      expect.unreachable();
    } catch (thrown) {
      expect(thrown).toBeInstanceOf(AppError);
      expect((thrown as AppError).context).toMatchObject({ path: 'confirmed', line: 6, column: 16 });
    }
  });
});
