import type { Settings } from '../../../shared/settings';

export type MappingLine = Settings['mapping'][number];
export type ManagedException = Settings['exceptions'][number];
export type GroupLine = Settings['groupMapping'][number];
export type ManagedGroup = Settings['groups'][number];

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

/** A person group that can be chosen, as UniLock or, when it cannot be asked, the settings know it. */
export type GroupChoice = Pick<Choice, 'id' | 'name' | 'isThere'>;

/** The mapping as it is edited: the lines, the exceptions that they make ours (W1), and the groups whose members we give and take (D5). */
export interface MappingValue {
  readonly mapping: readonly MappingLine[];
  readonly exceptions: readonly ManagedException[];
  readonly groupMapping: readonly GroupLine[];
  readonly groups: readonly ManagedGroup[];
}

/** The mapping of settings, without the rest of them. */
export const mappingOf = ({ mapping, exceptions, groupMapping, groups }: MappingValue): MappingValue => ({
  mapping,
  exceptions,
  groupMapping,
  groups,
});

/** The mapping as a part of settings that replaces theirs. */
export const patchOf = (value: MappingValue) => ({
  mapping: [...value.mapping],
  exceptions: [...value.exceptions],
  groupMapping: [...value.groupMapping],
  groups: [...value.groups],
});

/** The rooms whose bookings do something: open an exception, or give people access. */
export const mappedRooms = ({ mapping, groupMapping }: MappingValue): ReadonlySet<string> =>
  new Set([...mapping, ...groupMapping].map(({ roomId }) => roomId));

/** Lead, lag and the rest of a line that is new. */
export const NEW_LINE = {
  leadMinutes: 10,
  lagMinutes: 10,
  block: 'meeting',
  longestOpeningHours: 24,
  safeHours: null,
} as const satisfies Partial<MappingLine>;

/** Who gets access by a line to a group that is new (D4). */
const NEW_WHO = { organiser: true, participants: true, externals: false } as const satisfies GroupLine['who'];

const PLACES_WHERE_UNILOCK_DOES_NOT_SAY = 8;

/** Keeps the exceptions in step with the lines: mapped ones are ours, the others are let go (W7 releases them). */
function withLines(value: MappingValue, mapping: readonly MappingLine[], choices: readonly Choice[]): MappingValue {
  const known = new Map(value.exceptions.map((exception) => [exception.id, exception]));
  const found = new Map(choices.map((choice) => [choice.id, choice]));
  const ids = [...new Set(mapping.map((line) => line.exceptionId))];
  const exceptions = ids.map((id): ManagedException => {
    const kept = known.get(id);
    const choice = found.get(id);
    const name = choice?.name ?? kept?.name ?? '';
    if (kept !== undefined) return { ...kept, name };
    return { id, name, places: choice?.maxPeriods ?? PLACES_WHERE_UNILOCK_DOES_NOT_SAY, foreignEdits: 'replace' };
  });
  return { ...value, mapping, exceptions };
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
  return withLines(value, mapping, choices);
}

export function removeLine(value: MappingValue, lineId: string, choices: readonly Choice[]): MappingValue {
  return withLines(
    value,
    value.mapping.filter((line) => line.id !== lineId),
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

/** Keeps the groups in step with the lines to them: of a group that is let go our memberships are taken back (W8). */
function withGroupLines(
  value: MappingValue,
  groupMapping: readonly GroupLine[],
  choices: readonly GroupChoice[],
): MappingValue {
  const known = new Map([...value.groups, ...choices].map(({ id, name }) => [id, name]));
  const ids = [...new Set(groupMapping.map((line) => line.groupId))];
  return { ...value, groupMapping, groups: ids.map((id) => ({ id, name: known.get(id) ?? '' })) };
}

/** Maps rooms to person groups, with the standard times and people; pairs that are there already stay as they are. */
export function addGroupLines(
  value: MappingValue,
  pairs: readonly { readonly roomId: string; readonly groupId: string }[],
  choices: readonly GroupChoice[],
): MappingValue {
  const lines = [...value.groupMapping];
  for (const { roomId, groupId } of pairs) {
    if (lines.some((line) => line.roomId === roomId && line.groupId === groupId)) continue;
    lines.push({ id: crypto.randomUUID(), roomId, groupId, ...NEW_LINE, who: NEW_WHO });
  }
  return withGroupLines(value, lines, choices);
}

export function removeGroupLine(value: MappingValue, lineId: string, choices: readonly GroupChoice[]): MappingValue {
  return withGroupLines(
    value,
    value.groupMapping.filter((line) => line.id !== lineId),
    choices,
  );
}

export function changeGroupLine(
  value: MappingValue,
  lineId: string,
  change: Partial<Omit<GroupLine, 'id'>>,
): MappingValue {
  return {
    ...value,
    groupMapping: value.groupMapping.map((line) => (line.id === lineId ? { ...line, ...change } : line)),
  };
}

/** What both kinds of choices are looked up in. */
export interface Choices {
  readonly exceptions: readonly Choice[];
  readonly groups: readonly GroupChoice[];
}

/**
 * Copies a room's times to the lines of other rooms: a line of the same target takes that line's, any other those of the first line of its kind,
 * else of the room. With `withTargets` the other rooms also get the room's exceptions and groups, and who gets access by them.
 */
export function copyToRooms(
  value: MappingValue,
  fromRoomId: string,
  toRoomIds: readonly string[],
  options: { readonly withTargets: boolean },
  choices: Choices,
): MappingValue {
  const lines = value.mapping.filter((line) => line.roomId === fromRoomId);
  const groupLines = value.groupMapping.filter((line) => line.roomId === fromRoomId);
  const first = lines[0] ?? groupLines[0];
  if (first === undefined) return value;
  const targets = new Set(toRoomIds);
  const toAll = <T>(sources: readonly T[]): readonly (T & { readonly roomId: string })[] =>
    options.withTargets ? toRoomIds.flatMap((roomId) => sources.map((source) => ({ ...source, roomId }))) : [];
  const grown = addGroupLines(addLines(value, toAll(lines), choices.exceptions), toAll(groupLines), choices.groups);
  return {
    ...grown,
    mapping: grown.mapping.map((line) => {
      if (!targets.has(line.roomId)) return line;
      const same = lines.find((each) => each.exceptionId === line.exceptionId);
      return { ...line, ...timesOf(same ?? first) };
    }),
    groupMapping: grown.groupMapping.map((line) => {
      if (!targets.has(line.roomId)) return line;
      const same = groupLines.find((each) => each.groupId === line.groupId);
      const who = options.withTargets && same !== undefined ? same.who : line.who;
      return { ...line, ...timesOf(same ?? groupLines[0] ?? first), who };
    }),
  };
}

/** When a line of either kind opens. */
export type LineTimes = Pick<MappingLine, 'leadMinutes' | 'lagMinutes' | 'block' | 'longestOpeningHours' | 'safeHours'>;

const timesOf = ({ leadMinutes, lagMinutes, block, longestOpeningHours, safeHours }: LineTimes): LineTimes => ({
  leadMinutes,
  lagMinutes,
  block,
  longestOpeningHours,
  safeHours,
});

/** What a person should know about a line before it is used. */
export interface LineWarnings {
  /** Other rooms whose bookings open the same exception, or give access through the same group. */
  readonly sharedWith: readonly string[];
  /** Periods that the exception holds already. */
  readonly futurePeriods: number;
  /** The exception or group is not in UniLock's list. */
  readonly isMissing: boolean;
}

export function warningsOf(line: MappingLine, value: MappingValue, choices: readonly Choice[]): LineWarnings {
  const choice = choices.find(({ id }) => id === line.exceptionId);
  return {
    sharedWith: otherRooms(
      value.mapping.filter((each) => each.exceptionId === line.exceptionId),
      line,
    ),
    futurePeriods: choice?.futurePeriods ?? 0,
    isMissing: choice !== undefined && !choice.isThere,
  };
}

/** As `warningsOf`, of a line to a person group: what its members hold is not ours to replace (D5). */
export function groupWarningsOf(line: GroupLine, value: MappingValue, choices: readonly GroupChoice[]): LineWarnings {
  const choice = choices.find(({ id }) => id === line.groupId);
  return {
    sharedWith: otherRooms(
      value.groupMapping.filter((each) => each.groupId === line.groupId),
      line,
    ),
    futurePeriods: 0,
    isMissing: choice !== undefined && !choice.isThere,
  };
}

const otherRooms = (lines: readonly { readonly roomId: string }[], own: { readonly roomId: string }): string[] => [
  ...new Set(lines.map(({ roomId }) => roomId).filter((roomId) => roomId !== own.roomId)),
];

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

/** As `choicesFrom`, of the person groups. Empty: nothing about groups is shown. */
export function groupChoicesFrom(
  found: readonly { readonly id: string; readonly name: string }[] | null,
  managed: readonly ManagedGroup[],
): GroupChoice[] {
  const listed = (found ?? []).map(({ id, name }) => ({ id, name, isThere: true }));
  const ids = new Set(listed.map(({ id }) => id));
  const unlisted = managed
    .filter(({ id }) => !ids.has(id))
    .map(({ id, name }) => ({ id, name, isThere: found === null }));
  return [...listed, ...unlisted];
}
