import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import { AppError } from '../../../shared/errors';
import type { PersonId } from '../../../shared/ids';
import { personId } from '../../../shared/ids';
import { PERSON_KEYS } from '../../../shared/profile';
import type { Person } from '../../sync/model';
import type { PersonKeys } from './render';

/** Where the persons are listed, and what the columns may be called; first hit wins, ignoring case. */
export interface PersonsFile {
  readonly path: string;
  readonly columns: Readonly<Record<keyof PersonKeys, readonly string[]>>;
}

/** A row that is not believed: told by line, never by content (rule M3). */
export interface BadRow {
  readonly line: number;
  readonly reason: 'columns' | 'quotes' | 'no-key' | 'several';
}

export interface PersonsRead {
  readonly persons: readonly Person[];
  /** Those that an import file can tell UniLock of. */
  readonly keysOf: ReadonlyMap<PersonId, PersonKeys>;
  readonly bad: readonly BadRow[];
  /** false: a part of the file could not be understood, and who else stands in it is not known. */
  readonly isWhole: boolean;
}

/** Files come from personnel systems, spreadsheets and old exports: by its mark, else UTF-8 where it is that, else the Windows code page of Western Europe. */
export function decodeText(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  // Without a mark: Latin letters of UTF-16 have a zero in every other byte.
  const head = bytes.subarray(0, 200);
  const zeros = (odd: 0 | 1): number => head.filter((byte, index) => byte === 0 && index % 2 === odd).length;
  if (head.length >= 4 && zeros(1) > head.length / 4) return new TextDecoder('utf-16le').decode(bytes);
  if (head.length >= 4 && zeros(0) > head.length / 4) return new TextDecoder('utf-16be').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

const SEPARATORS = [';', ',', '\t', '|'] as const;

/** The separator that the first line has most of, outside quotes. A spreadsheet's own "sep=;" says it. */
function separatorOf(text: string): { readonly separator: string; readonly told: string } {
  const told = /^sep=([;,\t|])\r?\n/i.exec(text);
  if (told?.[1] !== undefined) return { separator: told[1], told: told[0] };
  const bare = (/^\s*([^\r\n]*)/.exec(text)?.[1] ?? '').replace(/"(?:[^"]|"")*"/g, '');
  const counted = SEPARATORS.map((separator) => ({ separator, count: bare.split(separator).length }));
  const best = counted.reduce((a, b) => (b.count > a.count ? b : a));
  return { separator: best.separator, told: '' };
}

interface Row {
  readonly line: number;
  readonly keys: PersonKeys;
}

/**
 * Reads the persons of a CSV file's bytes.
 * @param written what an import file tells a person by; somebody without it is known but cannot be told to UniLock
 * @throws AppError `persons-file-unreadable` when no column is one of those that persons are told by, or nobody stands in it: an export that
 *   failed, which must not look like a house that everybody has left (R4)
 */
export function readPersons(
  bytes: Buffer,
  columns: PersonsFile['columns'],
  written: readonly (typeof PERSON_KEYS)[number][],
): PersonsRead {
  const text = decodeText(bytes);
  const { separator, told } = separatorOf(text);
  const linesBefore = told === '' ? 0 : 1;
  const bad: BadRow[] = [];
  let isWhole = true;
  const skipped = (line: number): void => {
    bad.push({ line: line + linesBefore, reason: 'quotes' });
    // Where a quote is not closed, everything behind it was swallowed.
    isWhole = false;
  };
  const [header, ...lines] = parse(text.slice(told.length), {
    bom: true,
    delimiter: separator,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    trim: true,
    on_skip: (error) => {
      skipped(typeof error?.['lines'] === 'number' ? error['lines'] : 0);
      return undefined;
    },
  }) as unknown as { readonly info: { readonly lines: number }; readonly record: readonly string[] }[];

  const titles = (header?.record ?? []).map((title) => title.toLowerCase());
  const columnOf = (names: readonly string[]): number =>
    names.reduce((found, name) => (found >= 0 ? found : titles.indexOf(name.toLowerCase())), -1);
  const at = {
    name: columnOf(columns.name),
    email: columnOf(columns.email),
    employeeNumber: columnOf(columns.employeeNumber),
    initials: columnOf(columns.initials),
  };
  if (PERSON_KEYS.every((key) => at[key] < 0))
    throw new AppError('persons-file-unreadable', { side: 'access', reason: 'no-column' });

  const rows = lines.flatMap(({ record, info }): Row[] => {
    if (record.every((cell) => cell === '')) return [];
    // Spreadsheets leave empty cells at the end away, or add some; a cell too many has shifted the others.
    if (record.slice(titles.length).some((cell) => cell !== '')) {
      bad.push({ line: info.lines + linesBefore, reason: 'columns' });
      return [];
    }
    const cell = (index: number): string | null => record[index] || null;
    return [
      {
        line: info.lines + linesBefore,
        keys: {
          name: cell(at.name) ?? '',
          email: cell(at.email),
          employeeNumber: cell(at.employeeNumber),
          initials: cell(at.initials),
        },
      },
    ];
  });
  if (rows.length === 0 && bad.length === 0)
    throw new AppError('persons-file-unreadable', { side: 'access', reason: 'empty' });
  return { ...asPersons(rows, written, bad), isWhole };
}

/** An id that is no name: the journal may keep it, and the same person has it again in the next file. */
const idOf = (told: readonly string[]): string =>
  `p${createHash('sha256').update(JSON.stringify(told)).digest('hex').slice(0, 20)}`;

function asPersons(
  rows: readonly Row[],
  written: readonly (typeof PERSON_KEYS)[number][],
  bad: BadRow[],
): Omit<PersonsRead, 'isWhole'> {
  const persons: Person[] = [];
  const keysOf = new Map<PersonId, PersonKeys>();
  const first = new Map<PersonId, string>();
  const several = new Set<PersonId>();
  for (const { line, keys } of rows) {
    const told = written.map((key) => keys[key]?.toLowerCase() ?? '');
    if (told.includes('')) {
      // Kept among the persons all the same: whoever shares initials with them must not be taken for the only one (D4).
      bad.push({ line, reason: 'no-key' });
      persons.push({ id: personId(`line-${String(line)}`), ...keys });
      continue;
    }
    const id = personId(idOf(told));
    const facts = JSON.stringify(keys).toLowerCase();
    const known = first.get(id);
    // The same row twice is one person.
    if (known === facts) continue;
    if (known !== undefined) {
      bad.push({ line, reason: 'several' });
      several.add(id);
      persons.push({ id: personId(`line-${String(line)}`), ...keys });
      continue;
    }
    first.set(id, facts);
    keysOf.set(id, keys);
    persons.push({ id, ...keys });
  }
  // UniLock could not tell them apart either.
  for (const id of several) keysOf.delete(id);
  return { persons, keysOf, bad };
}

/** As an answer of a server: 50 MB are some hundred thousand persons. */
const MOST_BYTES = 50 * 1024 * 1024;

/** Without a time limit, as all work on files that may lie on a share (`errands.ts`). @throws AppError `persons-file-unreadable` */
export async function readPersonsBytes(path: string): Promise<Buffer> {
  try {
    if ((await stat(path)).size > MOST_BYTES)
      throw new AppError('persons-file-unreadable', { side: 'access', reason: 'too-large' });
    return await readFile(path);
  } catch (thrown) {
    if (thrown instanceof AppError) throw thrown;
    const reason = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : 'unknown';
    throw new AppError('persons-file-unreadable', { side: 'access', reason }, thrown);
  }
}
