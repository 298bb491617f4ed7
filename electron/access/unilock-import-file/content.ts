import { z } from 'zod';
import type { ExceptionId, GroupId, PersonId } from '../../../shared/ids';
import type { Instant, Period } from '../../../shared/time';
import type { WriteBatch } from '../../sync/ports';

/** A small document of the data folder that outlives the process. */
export interface KeptDocument {
  /** null: there is none, or none that can be understood. */
  read(): unknown;
  /** The whole document or nothing of it, durable when it returns. @throws AppError `handover-unwritable` */
  write(value: object): void;
}

const id = <Id extends string>() => z.string().min(1) as unknown as z.ZodType<Id>;
const at = z.int() as unknown as z.ZodType<Instant>;
const periods: z.ZodType<readonly Period[]> = z.array(z.strictObject({ from: at, to: at }));

const content = z.strictObject({
  exceptions: z.array(z.strictObject({ exceptionId: id<ExceptionId>(), periods })),
  memberships: z.array(z.strictObject({ groupId: id<GroupId>(), personId: id<PersonId>(), periods })),
});
/** Everything of ours that UniLock was given by file: the whole list of each exception and of each membership. Ids and times only (rule M3). */
export type Content = Readonly<z.output<typeof content>>;

export const NO_CONTENT: Content = { exceptions: [], memberships: [] };

const delivery = z.strictObject({
  content,
  /** SHA-256 of the file's bytes: tells our file from another's. */
  digest: z.string(),
  /** The temporary name under which the file was made whole. */
  temporary: z.string(),
  at,
});
/** One file of ours. */
export type Delivery = Readonly<z.output<typeof delivery>>;

const handovers = z.strictObject({
  version: z.literal(1),
  /** Whose folder and file this is about: of another UniLock nothing is known. */
  place: z.string(),
  /** The file that was put in its place last. */
  last: delivery.nullable(),
  /** A file that was about to be put in its place; still here only after a crash or a lost answer. */
  next: delivery.nullable(),
});
export type Handovers = Readonly<z.output<typeof handovers>>;

/** What is kept of the place; a document that cannot be understood is as good as none (M1: losing it costs a question). */
export function handoversOf(kept: unknown, place: string): Handovers {
  const parsed = handovers.safeParse(kept);
  return parsed.success && parsed.data.place === place ? parsed.data : { version: 1, place, last: null, next: null };
}

/** Which of two contents UniLock has, as far as that can be told. */
export interface Believed {
  readonly sure: Content;
  /** It may have this instead; null: it has the sure one. */
  readonly perhaps: Content | null;
}

/** One list, and whether it is sure. */
export interface BelievedPeriods {
  readonly periods: readonly Period[];
  readonly isInDoubt: boolean;
}

const isSame = (a: readonly Period[] | undefined, b: readonly Period[] | undefined): boolean =>
  a !== undefined &&
  b !== undefined &&
  a.length === b.length &&
  a.every((one, index) => one.from === b[index]?.from && one.to === b[index].to);

function believedLists<T extends { readonly periods: readonly Period[] }>(
  sure: readonly T[],
  perhaps: readonly T[] | null,
  keyOf: (one: T) => string,
): Map<string, BelievedPeriods & { readonly of: T }> {
  const found = new Map<string, BelievedPeriods & { of: T }>(
    sure.map((one) => [keyOf(one), { of: one, periods: one.periods, isInDoubt: false }]),
  );
  for (const one of perhaps ?? []) {
    const known = found.get(keyOf(one));
    if (isSame(known?.periods, one.periods)) continue;
    // Both: whatever is there, ours of it is known, and gets taken away by the list that is written next.
    found.set(keyOf(one), { of: one, periods: [...(known?.periods ?? []), ...one.periods], isInDoubt: true });
  }
  return found;
}

export const believedExceptions = ({ sure, perhaps }: Believed): Map<string, BelievedPeriods> =>
  believedLists(sure.exceptions, perhaps?.exceptions ?? null, (one) => one.exceptionId);

export const believedMembers = (
  { sure, perhaps }: Believed,
  groupId: GroupId,
): { readonly personId: PersonId; readonly list: BelievedPeriods }[] => {
  const ofGroup = ({ memberships }: Content): Content['memberships'] =>
    memberships.filter((one) => one.groupId === groupId);
  const lists = believedLists(ofGroup(sure), perhaps === null ? null : ofGroup(perhaps), (one) => one.personId);
  return [...lists.values()].map(({ of, ...list }) => ({ personId: of.personId, list }));
};

/**
 * The whole state after the batch; what was in doubt is not any more, because it is in the file again. Somebody taken out of a group is in one file
 * only, and so is the empty list of an exception that nobody names any more: the file before this one has been taken.
 */
export function withBatch(
  { sure, perhaps }: Believed,
  batch: Pick<WriteBatch, 'exceptions' | 'memberships'>,
  named: ReadonlySet<ExceptionId>,
): Content {
  const onlyPerhaps = (perhaps?.exceptions ?? []).filter(
    ({ exceptionId }) => !sure.exceptions.some((one) => one.exceptionId === exceptionId),
  );
  const lists = new Map(
    [...sure.exceptions, ...onlyPerhaps]
      .filter((one) => one.periods.length > 0 || named.has(one.exceptionId))
      .map((one) => [one.exceptionId, one.periods]),
  );
  for (const { exceptionId, periods: list } of batch.exceptions) lists.set(exceptionId, list);
  const keyOf = ({ groupId, personId }: Content['memberships'][number]): string => JSON.stringify([groupId, personId]);
  const replaced = new Set(batch.memberships.map(keyOf));
  return {
    exceptions: [...lists].map(([exceptionId, list]) => ({ exceptionId, periods: [...list] })).sort(byException),
    memberships: [
      ...sure.memberships.filter((one) => one.periods.length > 0 && !replaced.has(keyOf(one))),
      ...batch.memberships.map((one) => ({ ...one, periods: [...one.periods] })),
    ].sort(byMembership),
  };
}

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const byException = (a: Content['exceptions'][number], b: Content['exceptions'][number]): number =>
  byText(a.exceptionId, b.exceptionId);
const byMembership = (a: Content['memberships'][number], b: Content['memberships'][number]): number =>
  byText(a.personId, b.personId) || byText(a.groupId, b.groupId);
