import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import shipped from '../../../build/profiles/unilock-import-file.json';
import { checkTemplate, renderImportFile, templateFault } from '../../../electron/access/unilock-import-file/render';
import { AppError } from '../../../shared/errors';
import { sayReason } from '../../../shared/i18n';
import { exceptionId, groupId, personId } from '../../../shared/ids';
import { parseImportFileProfile, parseProfile } from '../../../shared/profile';
import type { Period } from '../../../shared/time';
import { at, between, COPENHAGEN } from '../../builders';
import { readImportFile } from '../../contract/import-file/import-house';

const profile = parseImportFileProfile(shipped);
const NOW = at('2026-11-23T08:00');
const nobody = { name: '', email: null, employeeNumber: null, initials: null };

const render = (
  exceptions: readonly (readonly [string, readonly Period[]])[],
  memberships: readonly (readonly [person: string, group: string, periods: readonly Period[]])[] = [],
  by = profile,
): string =>
  renderImportFile(by, {
    content: {
      exceptions: exceptions.map(([id, periods]) => ({ exceptionId: exceptionId(id), periods: [...periods] })),
      memberships: memberships.map(([person, group, periods]) => ({
        groupId: groupId(group),
        personId: personId(person),
        periods: [...periods],
      })),
    },
    personOf: (id) => (id === 'gone' ? null : { ...nobody, email: `${id}@firma.example` }),
    generatedAt: NOW,
    zone: COPENHAGEN,
  }).toString('utf8');

const ONE = between('2026-11-23T08:45', '10:10');

describe('the file as rendered', () => {
  it('is the default shape', () => {
    expect(
      render(
        [
          ['Lokale 1', [ONE]],
          ['Lokale 2', []],
        ],
        [['anna', 'Lokale 1, mødedeltagere', [ONE]]],
      ),
    ).toBe(
      [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<Import Generated="2026-11-23T08:00:00">',
        '  <SharedException Name="Lokale 1"><Period From="2026-11-23T08:45:00" To="2026-11-23T10:10:00"/></SharedException>',
        '  <SharedException Name="Lokale 2"></SharedException>',
        '  <Person Email="anna@firma.example"><Group Name="Lokale 1, mødedeltagere"><Period From="2026-11-23T08:45:00" To="2026-11-23T10:10:00"/></Group></Person>',
        '</Import>',
        '',
      ].join('\n'),
    );
  });

  it('a person stands once with all groups, and one that is not known any more not at all', () => {
    const text = render(
      [],
      [
        ['anna', 'A', [ONE]],
        ['anna', 'B', []],
        ['gone', 'A', [ONE]],
      ],
    );
    expect(text.match(/<Person /g)).toHaveLength(1);
    expect([...readImportFile(text).memberships.keys()]).toEqual([
      'anna@firma.example in A',
      'anna@firma.example in B',
    ]);
  });

  it('R1 parses back to the same names and periods, whatever the names hold, also in the autumn night', () => {
    const name = fc
      .string({
        unit: fc.constantFrom(
          'æ',
          'ø',
          'Å',
          '&',
          '<',
          '>',
          '"',
          "'",
          '{',
          '}',
          'periods',
          'from',
          '$',
          '&amp;',
          ' ',
          'x',
          '😀',
          ']]>',
        ),
      })
      .map((text) => `n${text}n`);
    const period = fc
      .tuple(fc.integer({ min: 0, max: 600 * 24 * 60 }), fc.integer({ min: 1, max: 3000 }))
      .map(([start, length]): Period => {
        const from = at('2026-01-01T00:00') + start * 60_000;
        return { from: from as Period['from'], to: (from + length * 60_000) as Period['to'] };
      });
    fc.assert(
      fc.property(fc.uniqueArray(name, { maxLength: 5 }), fc.array(period, { maxLength: 8 }), (names, periods) => {
        const read = readImportFile(render(names.map((one) => [one, periods])));
        expect([...read.exceptions.keys()]).toEqual(names);
        for (const list of read.exceptions.values()) {
          expect(list).toHaveLength(periods.length);
          list.forEach(({ from, to }, index) => {
            const sent = periods[index];
            // Local times of the doubled hour have two meanings: read outwards, never inwards.
            expect(from <= (sent?.from ?? 0) && to >= (sent?.to ?? 0)).toBe(true);
            expect((sent?.from ?? 0) - from + (to - (sent?.to ?? 0))).toBeLessThanOrEqual(2 * 3_600_000);
          });
        }
      }),
      { numRuns: 200 },
    );
  });

  it('follows another template, way of writing times, and mark', () => {
    const other = parseImportFileProfile({
      ...shipped,
      encoding: { name: 'utf-8', byteOrderMark: true },
      times: { zone: 'house', write: 'iso-utc' },
      template: {
        document: '<r><e>{exceptions}</e></r>',
        exception: '<x><n>{exceptionId}</n>{periods}</x>',
        period: '<p f="{from}"><t>{to}</t></p>',
      },
    });
    expect(render([['A', [ONE]]], [['anna', 'B', [ONE]]], other)).toBe(
      '\uFEFF<r><e><x><n>A</n><p f="2026-11-23T07:45:00Z"><t>2026-11-23T09:10:00Z</t></p></x></e></r>',
    );
  });
});

describe('the profile of an import file', () => {
  const faulty = (template: Record<string, unknown>): string => {
    try {
      const parsed = parseImportFileProfile({ ...shipped, template: { ...shipped.template, ...template } });
      checkTemplate(parsed, {
        content: { exceptions: [{ exceptionId: exceptionId('a'), periods: [ONE] }], memberships: [] },
        personOf: () => nobody,
        generatedAt: NOW,
        zone: COPENHAGEN,
      });
      return 'none';
    } catch (thrown) {
      return thrown instanceof AppError
        ? `${String(thrown.context['path'])}: ${sayReason(String(thrown.context['reason']), 'en')}`
        : 'bug';
    }
  };

  it.each<[Record<string, unknown>, RegExp]>([
    [{ period: '<Period From="{from}"/>' }, /^template\.period: needs \{to\}/],
    [{ exception: '<E>{periods}</E>' }, /^template\.exception: needs \{exceptionId\}/],
    [{ document: '<I>{persons}</I>' }, /^template\.document: needs \{exceptions\}/],
    [{ document: '<I>{exceptions}{exceptions}{persons}</I>' }, /may stand here once/],
    [{ person: '<Person>{groups}</Person>' }, /^template\.person: needs one of \{email\}/],
    [{ group: null }, /^template\.group: is needed/],
    [{ exception: '<E n="{exceptionId}">{password}{periods}</E>' }, /\{password\} is not known here/],
    [{ document: '<I>{exceptions}{persons}' }, /no well-formed XML/],
  ])('W9 refuses a template that would lose something: %j', (template, reason) => {
    expect(faulty(template)).toMatch(reason);
  });

  it('a file name cannot lead out of the folder', () => {
    for (const fileName of ['../x.xml', 'a/b.xml', 'a\\b.xml', '.x', '', 'a:b'])
      expect(() => parseProfile({ ...shipped, fileName }), fileName).toThrow(AppError);
  });
});

describe('a template that gives no XML', () => {
  const sample = {
    content: {
      exceptions: [{ exceptionId: exceptionId('1'), periods: [ONE] }],
      memberships: [{ groupId: groupId('2'), personId: personId('p'), periods: [ONE] }],
    },
    personOf: () => ({ ...nobody, email: 'a@firma.example' }),
    generatedAt: NOW,
    zone: COPENHAGEN,
  };
  it.each([
    ['period', '<Period From="{from}" To="{to}">'],
    ['exception', '<SharedException Name={exceptionId}>{periods}</SharedException>'],
    ['group', '<Group Name="{groupId}">{periods}</Grup>'],
    ['person', '<Person Email="{email}">{groups}'],
    ['document', '<Import>{exceptions}{persons}</Import><Import/>'],
  ] as const)('is told by the path of the innermost wrong piece: %s', (piece, wrong) => {
    const draft = { ...profile, template: { ...profile.template, [piece]: wrong } };
    expect(templateFault(draft, sample)?.path).toBe(`template.${piece}`);
    expect(templateFault(profile, sample)).toBeNull();
  });

  it('pieces that are XML only together are no fault', () => {
    const { exception, document } = profile.template;
    const open = {
      ...profile.template,
      exception: `</Part>${exception}<Part>`,
      document: document.replace('{exceptions}', '<Part>{exceptions}</Part>'),
    };
    expect(templateFault({ ...profile, template: open }, sample)).toBeNull();
  });
});
