import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { SaxesParser } from 'saxes';
import type { KeptDocument, PersonsFile, UnilockImportFile } from '../../../electron/access/unilock-import-file';
import { createUnilockImportFile } from '../../../electron/access/unilock-import-file';
import { importFileProfileOf } from '../../../electron/profile';
import { createDocument } from '../../../electron/store';
import type { Policy } from '../../../electron/sync/model';
import type { Clock, Logger } from '../../../electron/sync/ports';
import type { Period } from '../../../shared/time';
import { instantFromWall } from '../../../shared/time';
import { COPENHAGEN } from '../../builders';
import { temporaryFolder } from '../../builders/temporary-folder';

/** A UniLock that picks import files up, read independently of the program's own rendering. */
export interface Unilock {
  /** By name. */
  readonly exceptions: Map<string, readonly Period[]>;
  /** By "e-mail in group". */
  readonly memberships: Map<string, readonly Period[]>;
  /** Files taken so far, as texts. */
  readonly taken: string[];
}

export const FILE = 'UniLockImport.xml';

export const periodsFrom = (from: string, to: string): Period => ({
  from: instantFromWall(from, COPENHAGEN, 'earlier'),
  to: instantFromWall(to, COPENHAGEN, 'later'),
});

/** What a file in the default shape says. */
export function readImportFile(text: string): Pick<Unilock, 'exceptions' | 'memberships'> {
  const exceptions = new Map<string, readonly Period[]>();
  const memberships = new Map<string, readonly Period[]>();
  const parser = new SaxesParser();
  let person = '';
  let list: Period[] = [];
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    const value = (key: string): string => attributes[key] ?? '';
    if (name === 'SharedException') exceptions.set(value('Name'), (list = []));
    if (name === 'Person') person = value('Email');
    if (name === 'Group') memberships.set(`${person} in ${value('Name')}`, (list = []));
    if (name === 'Period') list.push(periodsFrom(value('From'), value('To')));
  });
  parser.write(text).close();
  return { exceptions, memberships };
}

export interface ImportFolders {
  /** Where the files go. */
  readonly folder: string;
  /** The program's own. */
  readonly data: string;
}

/** Two folders of a test's own on the real disk; removed by `clean`. */
export function importFolders(): ImportFolders & { clean(): void } {
  const { path: root, remove } = temporaryFolder('import');
  const folders = { folder: join(root, 'import'), data: join(root, 'data') };
  mkdirSync(folders.folder);
  mkdirSync(folders.data);
  return { ...folders, clean: remove };
}

/** The same disk as it is at this moment: what a killed program leaves behind. */
export function copyOf({ folder, data }: ImportFolders): ImportFolders & { clean(): void } {
  const copy = importFolders();
  cpSync(folder, copy.folder, { recursive: true });
  cpSync(data, copy.data, { recursive: true });
  return copy;
}

/** Puts a copied disk back where it was: what is kept speaks of that very place. */
export function restore(copy: ImportFolders, { folder, data }: ImportFolders): void {
  for (const [from, to] of [
    [copy.folder, folder],
    [copy.data, data],
  ] as const) {
    rmSync(to, { recursive: true, force: true });
    cpSync(from, to, { recursive: true });
  }
}

export const inFolder = ({ folder }: ImportFolders): string[] => readdirSync(folder).sort();
export const isWaiting = ({ folder }: ImportFolders): boolean => existsSync(join(folder, FILE));
export const waitingText = ({ folder }: ImportFolders): string => readFileSync(join(folder, FILE), 'utf8');

export const createUnilock = (): Unilock => ({ exceptions: new Map(), memberships: new Map(), taken: [] });

/** UniLock moves the file away and does what it says; false: there is none. */
export function take({ folder, data }: ImportFolders, unilock: Unilock): boolean {
  const there = join(folder, FILE);
  if (!existsSync(there)) return false;
  const mine = join(data, 'taken.xml');
  renameSync(there, mine);
  const text = readFileSync(mine, 'utf8');
  rmSync(mine);
  const { exceptions, memberships } = readImportFile(text);
  for (const [name, periods] of exceptions) unilock.exceptions.set(name, periods);
  for (const [key, periods] of memberships) {
    if (periods.length === 0) unilock.memberships.delete(key);
    else unilock.memberships.set(key, periods);
  }
  unilock.taken.push(text);
  return true;
}

const typed = (list: readonly { readonly id: string; readonly name: string }[]) =>
  list.map(({ id }) => ({ id, name: id }));

export interface ConnectorParts {
  readonly folders: ImportFolders;
  readonly policy: Pick<Policy, 'managed' | 'managedGroups'>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly persons?: PersonsFile | null;
  readonly kept?: KeptDocument;
}

export const keptIn = ({ data }: ImportFolders, logger: Logger): KeptDocument =>
  createDocument(data, 'import-file', logger);

export const COLUMNS: PersonsFile['columns'] = {
  name: ['Name', 'Navn'],
  email: ['Email', 'E-mail'],
  employeeNumber: ['EmployeeNumber', 'Medarbejdernummer'],
  initials: ['Initials', 'Initialer'],
};

/** A connector over the folders, as a program that has just started makes it. */
export const connect = ({ folders, policy, clock, logger, persons = null, kept }: ConnectorParts): UnilockImportFile =>
  createUnilockImportFile({
    profile: importFileProfileOf('unilock-import-file'),
    folder: folders.folder,
    fileName: null,
    persons,
    exceptions: typed(policy.managed),
    groups: typed(policy.managedGroups),
    needsPeople: policy.managedGroups.length > 0,
    kept: kept ?? keptIn(folders, logger),
    clock,
    logger,
    houseZone: COPENHAGEN,
  });
