import type { Node, ParseError } from 'jsonc-parser';
import { findNodeAtLocation, parseTree, printParseErrorCode } from 'jsonc-parser';
import type { z } from 'zod';
import { da, en } from 'zod/locales';
import type { ProfileCheck, ProfileFault } from '../../shared/dto';
import { AppError } from '../../shared/errors';
import type { Language } from '../../shared/i18n';
import type { Profile } from '../../shared/profile';
import { profileSchema, reason, sayReason } from '../../shared/profile';

/** More than a person mends at once. */
const MOST_FAULTS = 50;

/** Quotation marks as text programs make them of straight ones. */
const CURLED = /[\u2018-\u201f\u00ab\u00bb]/;

/** What a profile's text comes to: the profile, or its faults in the order of the text. */
export interface ReadProfileText {
  readonly profile: Profile | null;
  readonly faults: readonly ProfileFault[];
}

/** Line and column, from 1, of a place in a text. */
function placeOf(text: string, offset: number): Pick<ProfileFault, 'line' | 'column' | 'offset'> {
  const before = text.slice(0, offset);
  return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n'), offset };
}

const placeIn = (tree: Node, path: readonly PropertyKey[]): Node | undefined =>
  findNodeAtLocation(
    tree,
    path.map((part) => (typeof part === 'number' ? part : String(part))),
  );

/** The deepest part of the text on the way to a path: what is missing has no place of its own. */
function nodeAt(tree: Node, path: readonly PropertyKey[]): Node {
  for (let length = path.length; length > 0; length--) {
    const found = placeIn(tree, path.slice(0, length));
    // The name tells more than a whole object that stands behind it.
    if (found !== undefined) return found.type === 'object' ? (found.parent?.children?.[0] ?? found) : found;
  }
  return tree;
}

/** Where an unknown field itself stands, rather than the object around it. */
function unknownNode(tree: Node, path: readonly PropertyKey[], key: string): Node | undefined {
  return placeIn(tree, [...path, key])?.parent?.children?.[0];
}

/** The validator's own sentences; those of ours it does not touch. */
const SENTENCES: Readonly<Record<Language, z.core.$ZodErrorMap>> = {
  da: da().localeError,
  en: en().localeError,
};

/**
 * Reads a profile from the text of a file and finds every fault with its place in the text. Never throws. Comments are no JSON and are
 * refused, because a file that only this program can read helps nobody.
 * @param language of the reasons
 */
export function readProfileText(given: string, language: Language = 'en'): ReadProfileText {
  // A byte order mark is blank, so that places stay what the editor shows.
  const text = given.replace(/^\uFEFF/, ' ');
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { disallowComments: true, allowTrailingComma: false });
  if (tree === undefined || errors.length > 0) {
    const faults = errors.slice(0, MOST_FAULTS).map(({ error, offset, length }): ProfileFault => ({
      path: '',
      reason: sayReason(CURLED.test(text.charAt(offset)) ? 'curled' : printParseErrorCode(error), language),
      ...placeOf(text, offset),
      length,
    }));
    const none: ProfileFault = { path: '', reason: sayReason('no-json', language), ...placeOf(text, 0), length: 0 };
    return { profile: null, faults: faults.length > 0 ? faults : [none] };
  }
  const parsed = profileSchema.safeParse(JSON.parse(text), { error: SENTENCES[language] });
  if (parsed.success) return { profile: parsed.data, faults: [] };
  const faults = parsed.error.issues.flatMap((issue): ProfileFault[] => {
    const at = (node: Node, path: readonly PropertyKey[], message: string): ProfileFault => ({
      path: path.map(String).join('.'),
      reason: sayReason(message, language),
      ...placeOf(text, node.offset),
      length: node.length,
    });
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) =>
        at(unknownNode(tree, issue.path, key) ?? nodeAt(tree, issue.path), [...issue.path, key], 'no-field'),
      );
    // Which kinds there are is the answer; the validator's own Danish does not tell.
    const kinds = issue.code === 'invalid_union' && 'options' in issue ? issue.options : undefined;
    const isMissing = issue.code === 'invalid_type' && placeIn(tree, issue.path) === undefined;
    const said = isMissing ? reason('missing') : issue.message;
    const why = kinds === undefined ? said : reason('one-of', kinds.map(String).join(', '));
    return [at(nodeAt(tree, issue.path), issue.path, why)];
  });
  return { profile: null, faults: faults.sort((a, b) => a.offset - b.offset).slice(0, MOST_FAULTS) };
}

/** The same for the window. */
export function checkProfileText(text: string, language: Language): ProfileCheck {
  const { profile, faults } = readProfileText(text, language);
  if (profile === null) return { profile: null, faults: [...faults] };
  const { id, title, kind, confirmed } = profile;
  return { profile: { id, title, kind, isConfirmed: confirmed }, faults: [] };
}

/** @throws AppError `profile-invalid` with path, reason, line and column of the first fault */
export function profileFromText(text: string, language: Language = 'en'): Profile {
  const { profile, faults } = readProfileText(text, language);
  if (profile !== null) return profile;
  const [first] = faults;
  throw new AppError('profile-invalid', {
    path: first?.path ?? '',
    reason: first?.reason ?? sayReason('no-profile', language),
    line: first?.line ?? 1,
    column: first?.column ?? 1,
  });
}
