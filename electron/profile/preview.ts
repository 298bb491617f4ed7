import type { AnswerShape, CheckStep, OperationPreview, ProfilePreview } from '../../shared/dto';
import { AppError } from '../../shared/errors';
import { reason, zoneFromName } from '../../shared/profile';
import type { Hash } from '../sync/ports';
import { canonicalShapes, changesOf, createShapeCollector } from './answer-shape';
import { doubtedReadWord } from './change-words';
import type { Field } from './fields';
import { createField, createPrivacyField, isObject } from './fields';
import type { ReadField, ServerProfile } from './field-map';
import { readFieldsOf } from './field-map';
import { maskValue } from './mask';
import { idText } from './values';
import type { Witness } from './witness';

/** Items of one operation that are looked at; a preview shows whether a profile fits, it counts no house. */
const MOST_ITEMS = 5000;
const MOST_REJECTED = 100;
const MOST_STATUSES = 20;
/** Digits of a fingerprint that people compare. */
const FINGERPRINT_DIGITS = 8;

/** A witness that remembers what a preview is made of. It lives as long as the preview is made: nothing of it is kept. */
export interface PreviewRecorder extends Witness {
  readonly read: ReadonlyMap<string, readonly unknown[]>;
  readonly faults: readonly { readonly path: string; readonly reason: string }[];
}

export function createPreviewRecorder(): PreviewRecorder {
  const read = new Map<string, unknown[]>();
  const faults: { path: string; reason: string }[] = [];
  return {
    read,
    faults,
    items(operation, items) {
      const all = read.get(operation) ?? [];
      read.set(operation, all);
      all.push(...items.slice(0, MOST_ITEMS - all.length));
    },
    rejected: ({ path, reason }) => void faults.push({ path, reason }),
  };
}

/**
 * Refuses a draft whose reads are named like changes, before anything is sent, unless its writer says that they only read.
 * @throws AppError `profile-invalid` with the operation's path
 */
export function checkOnlyReads(profile: ServerProfile): void {
  const { operations } = profile;
  const reads: Readonly<
    Record<string, { readonly method: string; readonly path: string; readonly onlyReads: boolean } | null>
  > =
    'exceptions' in operations
      ? {
          info: operations.info,
          exceptions: operations.exceptions,
          'people.groups': operations.people?.groups ?? null,
          'people.persons': operations.people?.persons ?? null,
          'people.members': operations.people?.members ?? null,
        }
      : operations;
  for (const [name, read] of Object.entries(reads)) {
    const word = read === null || read.onlyReads ? null : doubtedReadWord(read);
    if (word !== null)
      throw new AppError('profile-invalid', {
        path: `operations.${name}.path`,
        reason: reason('sounds-like-change', word),
      });
  }
}

/** What a reading came to, as it may be shown: no name, title, cookie or password. */
export function previewOf(facts: {
  readonly profile: ServerProfile;
  readonly recorder: PreviewRecorder;
  readonly ok: boolean;
  readonly steps: readonly CheckStep[];
  /** What a person confirmed before; null: nothing. */
  readonly confirmed: readonly AnswerShape[] | null;
  readonly hash: Hash;
}): ProfilePreview {
  const { profile, recorder, confirmed, hash } = facts;
  const isZone = (text: string): boolean => zoneFromName(text, profile.times.zoneNames) !== null;
  const isPrivate = createPrivacyField(
    profile.kind === 'booking-source' ? profile.operations.bookings.fields.isPrivate : null,
  );
  const collectors = new Map(
    [...recorder.read].map(([operation, items]) => {
      const collector = createShapeCollector();
      collector.add(items);
      return [operation, collector] as const;
    }),
  );
  const answers = [...collectors].map(([operation, collector]) => collector.shape(operation));
  const operations = [...readFieldsOf(profile)]
    .filter(([operation]) => recorder.read.has(operation))
    .map(([operation, fields]) =>
      operationPreview(
        operation,
        fields,
        recorder.read.get(operation) ?? [],
        operation === 'bookings' ? isPrivate : () => false,
        isZone,
      ),
    );
  const distinctFaults = [
    ...new Map(recorder.faults.map((fault) => [`${fault.path} ${fault.reason}`, fault])).values(),
  ];
  return {
    ok: facts.ok,
    steps: [...facts.steps],
    operations,
    rejected: distinctFaults.slice(0, MOST_REJECTED),
    rejectedTotal: distinctFaults.length,
    ...statusesOf(profile, recorder.read.get('bookings') ?? []),
    answers,
    fingerprint: hash.digest(canonicalShapes(answers)).slice(0, FINGERPRINT_DIGITS),
    changes: confirmed === null ? null : changesOf(confirmed, collectors, profile),
  };
}

/** The objects in which a field is looked for: the item, or what stands in it. */
const createPlaces = (within: ReadField['within']): ((item: unknown) => readonly unknown[]) => {
  if (within === null) return (item) => [item];
  const at = createField(within);
  return (item) => {
    const value = at(item);
    return Array.isArray(value) ? (value as readonly unknown[]) : isObject(value) ? [value] : [];
  };
};

function operationPreview(
  operation: string,
  fields: readonly ReadField[],
  items: readonly unknown[],
  isPrivate: (item: unknown) => boolean,
  isZone: (text: string) => boolean,
): OperationPreview {
  const [first] = items;
  return {
    operation,
    items: items.length,
    fields: fields.map(({ field, kind, candidates, within }) => {
      const places = createPlaces(within);
      const readers = candidates.map((candidate): [string, Field] => [candidate, createField([candidate])]);
      const counts = new Map<string, number>();
      let missing = 0;
      for (const item of items)
        for (const place of places(item)) {
          const hit = readers.find(([, read]) => read(place) !== undefined)?.[0];
          if (hit === undefined) missing += 1;
          else counts.set(hit, (counts.get(hit) ?? 0) + 1);
        }
      const value = createField(candidates)(places(first)[0]);
      return {
        field,
        hits: [...counts].map(([candidate, count]) => ({ candidate, count })),
        missing,
        sample: maskValue(value, kind, isPrivate(first), isZone),
      };
    }),
  };
}

/** A word such as "Tentative" or "No-show"; a sentence is none. */
const STATUS_WORD = /^[\p{L}\d][\p{L}\d_-]{0,29}$/u;
const STATUS_FIELD = /stat(?:e|us)|tilstand|condition/i;

/**
 * The words of the status field that the profile does not know. They are shown only where the field is a status's by its name or by known
 * words in it: a wrong profile may read the titles instead.
 */
function statusesOf(
  profile: ServerProfile,
  items: readonly unknown[],
): Pick<ProfilePreview, 'unknownStatuses' | 'otherStatuses'> {
  const candidates = profile.kind === 'booking-source' ? profile.operations.bookings.fields.status : null;
  if (profile.kind !== 'booking-source' || candidates === null) return { unknownStatuses: [], otherStatuses: 0 };
  const known = new Set(Object.keys(profile.statuses.words).map((word) => word.toLowerCase()));
  const unknownStatuses: { word: string; count: number }[] = [];
  let otherStatuses = 0;
  // Each candidate by itself: of several fields only some may be a status.
  const byCandidate = new Map<string, Map<string, number>>();
  const readers = candidates.map((candidate): [string, Field] => [candidate, createField([candidate])]);
  for (const item of items) {
    const hit = readers.find(([, read]) => read(item) !== undefined);
    const word = hit === undefined ? null : idText(hit[1](item));
    if (hit === undefined || word === null) continue;
    const words = byCandidate.get(hit[0]) ?? new Map<string, number>();
    byCandidate.set(hit[0], words.set(word, (words.get(word) ?? 0) + 1));
  }
  for (const [candidate, words] of byCandidate) {
    const hasKnown = [...words.keys()].some((word) => known.has(word.toLowerCase()));
    const isStatusField = hasKnown || STATUS_FIELD.test(candidate.split('.').at(-1) ?? '');
    for (const [word, count] of words) {
      if (known.has(word.toLowerCase())) continue;
      if (isStatusField && STATUS_WORD.test(word) && unknownStatuses.length < MOST_STATUSES)
        unknownStatuses.push({ word, count });
      else otherStatuses += 1;
    }
  }
  return { unknownStatuses: unknownStatuses.sort((a, b) => b.count - a.count), otherStatuses };
}
