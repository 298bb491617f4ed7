import type { printParseErrorCode } from 'jsonc-parser';
import { describe, expect, it } from 'vitest';
import pronestor from '../../../build/profiles/pronestor-planner.json';
import unilock from '../../../build/profiles/unilock-webapi.json';
import { checkProfileText, profileFromText } from '../../../electron/profile';
import { AppError } from '../../../shared/errors';
import { sayReason } from '../../../shared/profile';

const text = JSON.stringify(pronestor, null, 2);
const lineOf = (whole: string, part: string): number => whole.slice(0, whole.indexOf(part)).split('\n').length;
const faultsOf = (changed: string) =>
  checkProfileText(changed, 'en').faults.map(({ path, reason, line, column }) => ({ path, reason, line, column }));

describe('a profile’s text', () => {
  it('is taken as it ships, with and without a byte order mark', () => {
    for (const whole of [text, JSON.stringify(unilock), `\uFEFF${text}`])
      expect(checkProfileText(whole, 'da').faults).toEqual([]);
    expect(checkProfileText(text, 'da').profile).toEqual({
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

  it.each([
    ['da', 'mangler'],
    ['en', 'is missing'],
  ] as const)('says in words that a field is missing: %s', (language, words) => {
    const { faults } = checkProfileText(text.replace('"title": "Pronestor Planner",', ''), language);
    expect(faults.map(({ path, reason }) => [path, reason])).toEqual([['title', words]]);
  });

  it('tells a quotation mark that a text program has curled', () => {
    for (const [left, right] of [
      ['“', '”'],
      ['„', '“'],
      ['»', '«'],
      ['‘', '’'],
    ] as const) {
      const changed = text.replace('"confirmed": false', `${left}confirmed${right}: false`);
      const [first] = checkProfileText(changed, 'da').faults;
      expect(first?.reason).toBe('her står et krøllet anførselstegn; i JSON er det altid "');
      expect(first).toMatchObject({ line: 6, column: 3 });
    }
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
    const [first] = checkProfileText(changed, 'en').faults;
    expect(checkProfileText(changed, 'en').profile).toBeNull();
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

  const withChange = (from: unknown, to: unknown): string => text.replace(JSON.stringify(from), JSON.stringify(to));
  it.each<[string, string, string, string]>([
    ['a sentence of ours', withChange('/v1/Rooms', 'v1/Rooms'), 'skal begynde med "/"', 'must start with "/"'],
    [
      'of what it speaks',
      withChange('{locationId}', '{roomId}'),
      '{roomId} kendes ikke her; her kan stå {locationId}',
      '{roomId} is not known here; known: {locationId}',
    ],
    [
      'a kind of value',
      text.replace('"confirmed": false', '"confirmed": 3'),
      'Ugyldigt input: forventede boolean',
      'Invalid input: expected boolean',
    ],
    [
      'what there is to choose from',
      text.replace('"kind": "cookie"', '"kind": "cooky"'),
      'skal være en af none, basic,',
      'must be one of none, basic,',
    ],
    [
      'a field that nobody knows',
      text.replace('"asked": "per-location"', '"askd": "per-location"'),
      'er ikke et felt i en profil',
      'is no field of a profile',
    ],
    [
      'the shapes that a field may have',
      text.replace('"end": "End"', '"end": { "minute": "Duration" }'),
      'skal være et felts navn, en liste af navne eller { "date": …, "time": … }, { "minutes": … }',
      'must be the name of a field, a list of names, or { "date": …, "time": … }, { "minutes": … }',
    ],
    ['no JSON', text.slice(0, -3), 'her mangler et }', 'a } is missing here'],
  ])('tells faults in the language that is asked for: %s', (_name, changed, danish, english) => {
    const told = (language: 'da' | 'en') => checkProfileText(changed, language).faults.map(({ reason }) => reason);
    expect(told('da').some((each) => each.startsWith(danish))).toBe(true);
    expect(told('en').some((each) => each.startsWith(english))).toBe(true);
    // In Danish nothing is left in English, and nothing unsaid.
    expect(told('da').filter((each) => told('en').includes(each) || /[|]|\{\{/.test(each))).toEqual([]);
  });

  it('has a sentence for every fault that the reader of JSON knows', () => {
    // The compiler sees that none is missing.
    const codes: Record<Exclude<ReturnType<typeof printParseErrorCode>, `<${string}`>, true> = {
      InvalidSymbol: true,
      InvalidNumberFormat: true,
      PropertyNameExpected: true,
      ValueExpected: true,
      ColonExpected: true,
      CommaExpected: true,
      CloseBraceExpected: true,
      CloseBracketExpected: true,
      EndOfFileExpected: true,
      InvalidCommentToken: true,
      UnexpectedEndOfComment: true,
      UnexpectedEndOfString: true,
      UnexpectedEndOfNumber: true,
      InvalidUnicode: true,
      InvalidEscapeCharacter: true,
      InvalidCharacter: true,
    };
    expect(Object.keys(codes).filter((code) => sayReason(code, 'da') === code)).toEqual([]);
  });
});
