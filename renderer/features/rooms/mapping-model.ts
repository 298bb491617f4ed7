import type { Settings } from '../../../shared/settings';

export type MappingLine = Settings['mapping'][number];
export type ManagedException = Settings['exceptions'][number];

/** A shared exception that can be chosen, as UniLock or, when it cannot be asked, the settings know it. */
export interface Choice {
  readonly id: string;
  readonly name: string;
  /** null: UniLock does not say. */
  readonly maxPeriods: number | null;
  /** Periods it already holds, now or in the future. */
  readonly futurePeriods: number;
  /** false: it is mapped, but UniLock's list does not hold it. */
  readonly isThere: boolean;
}

/** The mapping as it is edited: the lines, and the exceptions that they make ours (W1). */
export interface MappingValue {
  readonly mapping: readonly MappingLine[];
  readonly exceptions: readonly ManagedException[];
}

/** Lead, lag and the rest of a line that is new. */
export const NEW_LINE = {
  leadMinutes: 10,
  lagMinutes: 10,
  block: 'meeting',
  longestOpeningHours: 24,
  safeHours: null,
} as const satisfies Partial<MappingLine>;

const PLACES_WHERE_UNILOCK_DOES_NOT_SAY = 8;

/** Keeps the exceptions in step with the lines: mapped ones are ours, the others are let go (W7 releases them). */
function withExceptions(
  mapping: readonly MappingLine[],
  before: readonly ManagedException[],
  choices: readonly Choice[],
): MappingValue {
  const known = new Map(before.map((exception) => [exception.id, exception]));
  const found = new Map(choices.map((choice) => [choice.id, choice]));
  const ids = [...new Set(mapping.map((line) => line.exceptionId))];
  const exceptions = ids.map((id): ManagedException => {
    const kept = known.get(id);
    const choice = found.get(id);
    const name = choice?.name ?? kept?.name ?? '';
    if (kept !== undefined) return { ...kept, name };
    return { id, name, places: choice?.maxPeriods ?? PLACES_WHERE_UNILOCK_DOES_NOT_SAY, foreignEdits: 'replace' };
  });
  return { mapping, exceptions };
}

/** Maps rooms to exceptions, with the standard times; pairs that are there already stay as they are. */
export function addLines(
  value: MappingValue,
  pairs: readonly { readonly roomId: string; readonly exceptionId: string }[],
  choices: readonly Choice[],
): MappingValue {
  const mapping = [...value.mapping];
  for (const { roomId, exceptionId } of pairs) {
    if (mapping.some((line) => line.roomId === roomId && line.exceptionId === exceptionId)) continue;
    mapping.push({ id: crypto.randomUUID(), roomId, exceptionId, ...NEW_LINE });
  }
  return withExceptions(mapping, value.exceptions, choices);
}

export function removeLine(value: MappingValue, lineId: string, choices: readonly Choice[]): MappingValue {
  return withExceptions(
    value.mapping.filter((line) => line.id !== lineId),
    value.exceptions,
    choices,
  );
}

export function changeLine(
  value: MappingValue,
  lineId: string,
  change: Partial<Omit<MappingLine, 'id'>>,
): MappingValue {
  return { ...value, mapping: value.mapping.map((line) => (line.id === lineId ? { ...line, ...change } : line)) };
}

export function changeException(
  value: MappingValue,
  id: string,
  change: Partial<Omit<ManagedException, 'id'>>,
): MappingValue {
  return { ...value, exceptions: value.exceptions.map((each) => (each.id === id ? { ...each, ...change } : each)) };
}

/**
 * Copies a room's times to the lines of other rooms: a line of the same exception takes that line's, any other the first line's. With
 * `withExceptions` the other rooms also get the room's exceptions.
 */
export function copyToRooms(
  value: MappingValue,
  fromRoomId: string,
  toRoomIds: readonly string[],
  options: { readonly withExceptions: boolean },
  choices: readonly Choice[],
): MappingValue {
  const source = value.mapping.filter((line) => line.roomId === fromRoomId);
  const [first] = source;
  if (first === undefined) return value;
  const targets = new Set(toRoomIds);
  const pairs = options.withExceptions
    ? toRoomIds.flatMap((roomId) => source.map(({ exceptionId }) => ({ roomId, exceptionId })))
    : [];
  const grown = addLines(value, pairs, choices);
  return {
    ...grown,
    mapping: grown.mapping.map((line) => {
      if (!targets.has(line.roomId)) return line;
      const { leadMinutes, lagMinutes, block, longestOpeningHours, safeHours } =
        source.find((each) => each.exceptionId === line.exceptionId) ?? first;
      return { ...line, leadMinutes, lagMinutes, block, longestOpeningHours, safeHours };
    }),
  };
}

/** What a person should know about a line before it is used. */
export interface LineWarnings {
  /** Other rooms whose bookings open the same exception. */
  readonly sharedWith: readonly string[];
  /** Periods that the exception holds already. */
  readonly futurePeriods: number;
  /** The exception is not in UniLock's list. */
  readonly isMissing: boolean;
}

export function warningsOf(line: MappingLine, value: MappingValue, choices: readonly Choice[]): LineWarnings {
  const choice = choices.find(({ id }) => id === line.exceptionId);
  return {
    sharedWith: [
      ...new Set(
        value.mapping
          .filter((each) => each.exceptionId === line.exceptionId && each.roomId !== line.roomId)
          .map(({ roomId }) => roomId),
      ),
    ],
    futurePeriods: choice?.futurePeriods ?? 0,
    isMissing: choice !== undefined && !choice.isThere,
  };
}

/**
 * What can be chosen: UniLock's list, and mapped exceptions that it does not hold. Without a list (`found` is null) the settings' own.
 * @param ours exceptions that the program writes already: their periods are no surprise
 */
export function choicesFrom(
  found:
    | readonly {
        readonly id: string;
        readonly name: string;
        readonly maxPeriods: number | null;
        readonly futurePeriods: number;
      }[]
    | null,
  managed: readonly ManagedException[],
  ours: ReadonlySet<string>,
): Choice[] {
  const listed = (found ?? []).map((each) => ({
    ...each,
    isThere: true,
    futurePeriods: ours.has(each.id) ? 0 : each.futurePeriods,
  }));
  const ids = new Set(listed.map(({ id }) => id));
  const unlisted = managed
    .filter(({ id }) => !ids.has(id))
    .map(({ id, name }): Choice => ({ id, name, maxPeriods: null, futurePeriods: 0, isThere: found === null }));
  return [...listed, ...unlisted];
}
