import type { ImportFileProfile } from '../../../shared/profile';
import type { Instant, Period, ZoneName } from '../../../shared/time';
import { AppError } from '../../../shared/errors';
import { escapeXml, isWellFormedXml, renderTime } from '../../profile';
import type { Content } from './content';

/** How a person is told to UniLock. */
export interface PersonKeys {
  readonly name: string;
  readonly email: string | null;
  readonly employeeNumber: string | null;
  readonly initials: string | null;
}

/** Fills one piece in a single pass, so that a name with braces in it stays a name. */
function fill(
  piece: string,
  texts: Readonly<Record<string, string | null>>,
  pieces: Readonly<Record<string, string>> = {},
): string {
  return piece.replace(/\{(\w+)\}/g, (whole, name: string) => {
    if (Object.hasOwn(pieces, name)) return pieces[name] ?? '';
    return Object.hasOwn(texts, name) ? escapeXml(texts[name] ?? '') : whole;
  });
}

export interface ToRender {
  readonly content: Content;
  /** null: not known any more; such a membership is left out, its periods carry their own ends (W9). */
  readonly personOf: (personId: Content['memberships'][number]['personId']) => PersonKeys | null;
  readonly generatedAt: Instant;
  readonly zone: ZoneName;
}

/** The whole file: one person once, with all groups. */
export function renderImportFile(
  { template, times, encoding }: ImportFileProfile,
  { content, personOf, generatedAt, zone }: ToRender,
): Buffer {
  const time = (at: Instant, bound: 'from' | 'to'): string => renderTime(at, zone, times.write, bound);
  const periods = (list: readonly Period[]): string =>
    list.map(({ from, to }) => fill(template.period, { from: time(from, 'from'), to: time(to, 'to') })).join('');
  const exceptions = content.exceptions.map((one) =>
    fill(template.exception, { exceptionId: one.exceptionId }, { periods: periods(one.periods) }),
  );

  const groupsOf = new Map<string, string[]>();
  for (const { personId, groupId, periods: list } of content.memberships) {
    const groups = groupsOf.get(personId) ?? [];
    groupsOf.set(personId, groups);
    groups.push(fill(template.group ?? '', { groupId }, { periods: periods(list) }));
  }
  const told = new Set<string>();
  const persons = content.memberships.flatMap(({ personId }): string[] => {
    const person = told.has(personId) ? null : personOf(personId);
    told.add(personId);
    if (person === null || template.person === null) return [];
    return [fill(template.person, { ...person }, { groups: (groupsOf.get(personId) ?? []).join('') })];
  });

  const text = fill(
    template.document,
    { generated: time(generatedAt, 'from') },
    { exceptions: exceptions.join(''), persons: persons.join('') },
  );
  return Buffer.from(encoding.byteOrderMark ? `\uFEFF${text}` : text, 'utf8');
}

/** A document with something in every piece must be XML. @throws AppError `profile-invalid` */
export function checkTemplate(profile: ImportFileProfile, sample: ToRender): void {
  const text = renderImportFile(profile, sample)
    .toString('utf8')
    .replace(/^\uFEFF/, '');
  if (!isWellFormedXml(text))
    throw new AppError('profile-invalid', { path: 'template', reason: 'its pieces together are no well-formed XML' });
}
