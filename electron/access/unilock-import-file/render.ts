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

/** The file as people see it, without its mark. */
export const textOfFile = (bytes: Buffer): string => bytes.toString('utf8').replace(/^\uFEFF/, '');

/** Why a document with something in every piece is no XML: the innermost piece that is none by itself, and a word of `reasons`; null when it is. */
export function templateFault(
  profile: ImportFileProfile,
  sample: ToRender,
): { readonly path: string; readonly reason: string } | null {
  if (isWellFormedXml(textOfFile(renderImportFile(profile, sample)))) return null;
  const { period, exception, group, person } = profile.template;
  const pieces = { period, exception, group, person };
  const wrong = Object.entries(pieces).find(
    ([, piece]) => piece !== null && !isWellFormedXml(`<piece>${fillBlindly(piece)}</piece>`),
  );
  return wrong === undefined
    ? { path: 'template.document', reason: 'no-xml-together' }
    : { path: `template.${wrong[0]}`, reason: 'no-xml' };
}

/** A piece with a plain word wherever something would stand. */
const fillBlindly = (piece: string): string => piece.replace(/\{\w+\}/g, 'x');

/** @throws AppError `profile-invalid` with the piece's path */
export function checkTemplate(profile: ImportFileProfile, sample: ToRender): void {
  const fault = templateFault(profile, sample);
  if (fault !== null) throw new AppError('profile-invalid', { path: fault.path, reason: fault.reason });
}
