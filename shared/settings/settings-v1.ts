import { z } from 'zod';
import { reason } from '../profile';
import { serverAddress } from './address';

const id = z.string().trim().min(1).max(200);
const wholeMinutes = z.int().min(0).max(120);

/** Where the bookings come from. The password is in the keychain under `connectorId`, never here. */
export const bookingConnectionV1 = z.strictObject({
  connectorId: id,
  kind: z.literal('pronestor'),
  /** Name of a profile that ships with the program. */
  profile: id.default('pronestor-planner'),
  address: serverAddress,
  userName: z.string().trim().max(500),
});

/** Where the openings go. */
export const accessConnectionV1 = z.strictObject({
  connectorId: id,
  kind: z.literal('unilock-webapi'),
  profile: id.default('unilock-webapi'),
  address: serverAddress,
  userName: z.string().trim().max(500),
});

/** A chosen location; its name is kept so that it can be shown when Pronestor cannot be reached. */
export const chosenLocation = z.strictObject({ id, name: z.string().max(500).default('') });
export type ChosenLocation = z.infer<typeof chosenLocation>;

export const chosenRoom = z.strictObject({ id, name: z.string().max(500).default(''), locationId: id });
export type ChosenRoom = z.infer<typeof chosenRoom>;

/** One line of the mapping (rule D1): this room's bookings open that shared exception. */
export const mappingLineSettings = z.strictObject({
  id,
  roomId: id,
  exceptionId: id,
  /** Minutes before the block, 0-120. */
  leadMinutes: wholeMinutes.default(10),
  /** Minutes after the block, 0-120. */
  lagMinutes: wholeMinutes.default(10),
  block: z.enum(['meeting', 'with-preparation']).default('meeting'),
  /** Hours; null: long periods are normal here (rule D6). */
  longestOpeningHours: z
    .number()
    .positive()
    .max(24 * 366)
    .nullable()
    .default(24),
  /** Minutes since midnight in the house's zone (rule D6). */
  safeHours: z
    .strictObject({ fromMinute: z.int().min(0).max(1439), toMinute: z.int().min(1).max(1440) })
    .refine((hours) => hours.fromMinute < hours.toMinute, { message: reason('from-before-to') })
    .nullable()
    .default(null),
});
export type MappingLineSettings = z.infer<typeof mappingLineSettings>;

/** A shared exception that is ours whole (rule W1). */
export const managedExceptionSettings = z.strictObject({
  id,
  name: z.string().max(500).default(''),
  /** How many periods it holds where UniLock does not say (rule D3). */
  places: z.int().min(1).max(10_000).default(8),
  foreignEdits: z.enum(['replace', 'keep']).default('replace'),
});
export type ManagedExceptionSettings = z.infer<typeof managedExceptionSettings>;

export const timingSettings = z.strictObject({
  /** Minutes between runs, 1-15. */
  intervalMinutes: z.int().min(1).max(15).default(5),
  /** Hours ahead that are written, 24 at least (rule R2). */
  horizonHours: z
    .int()
    .min(24)
    .max(24 * 60)
    .default(168),
});

/** What the checks across the lists look at. */
interface House {
  readonly locations: readonly ChosenLocation[];
  readonly rooms: readonly ChosenRoom[];
  readonly mapping: readonly MappingLineSettings[];
  readonly exceptions: readonly ManagedExceptionSettings[];
}

/** Complains of every id that is in the list a second time. */
export function checkUnique(ids: readonly string[], path: string, check: z.core.$RefinementCtx): void {
  const seen = new Set<string>();
  ids.forEach((value, index) => {
    if (seen.has(value)) check.addIssue({ code: 'custom', path: [path, index], message: reason('twice', value) });
    seen.add(value);
  });
}

/** Whether the lists fit together: everything that is pointed at is there, and nothing is there twice. */
export function checkHouse(settings: House, check: z.core.$RefinementCtx): void {
  for (const list of ['locations', 'rooms', 'exceptions', 'mapping'] as const)
    checkUnique(
      settings[list].map((each) => each.id),
      list,
      check,
    );
  const locations = new Set(settings.locations.map((each) => each.id));
  const rooms = new Set(settings.rooms.map((each) => each.id));
  const exceptions = new Set(settings.exceptions.map((each) => each.id));
  const pairs = new Set<string>();
  settings.rooms.forEach((room, index) => {
    if (!locations.has(room.locationId))
      check.addIssue({ code: 'custom', path: ['rooms', index, 'locationId'], message: reason('no-location') });
  });
  settings.mapping.forEach((line, index) => {
    if (!rooms.has(line.roomId))
      check.addIssue({ code: 'custom', path: ['mapping', index, 'roomId'], message: reason('no-room') });
    if (!exceptions.has(line.exceptionId))
      check.addIssue({
        code: 'custom',
        path: ['mapping', index, 'exceptionId'],
        message: reason('no-exception'),
      });
    const pair = JSON.stringify([line.roomId, line.exceptionId]);
    if (pairs.has(pair))
      check.addIssue({
        code: 'custom',
        path: ['mapping', index],
        message: reason('mapped-twice'),
      });
    pairs.add(pair);
  });
}

/** Settings, version 1. Frozen: it opens the files of programs from before version 2 (P21). */
export const settingsV1 = z
  .strictObject({
    version: z.literal(1),
    language: z.enum(['da', 'en']).default('da'),
    theme: z.enum(['system', 'light', 'dark']).default('system'),
    /** false until the wizard's last step (or `configure`): nothing is written to UniLock before. */
    isSetUp: z.boolean().default(false),
    bookings: bookingConnectionV1.nullable().default(null),
    access: accessConnectionV1.nullable().default(null),
    locations: z.array(chosenLocation).max(1000).default([]),
    rooms: z.array(chosenRoom).max(5000).default([]),
    mapping: z.array(mappingLineSettings).max(50_000).default([]),
    exceptions: z.array(managedExceptionSettings).max(5000).default([]),
    timing: timingSettings.prefault({}),
    /** Whether bookings awaiting confirmation open doors (rule R5). */
    countsPending: z.boolean().default(false),
    /** IANA name; null: UniLock tells it (rule R1). */
    houseZone: z.string().min(1).nullable().default(null),
    startWithComputer: z.boolean().default(true),
    /** Days that runs stay in the journal. */
    historyDays: z.int().min(7).max(3650).default(400),
    /** Whether "the program keeps running in the tray" has been said. */
    hasSeenTrayHint: z.boolean().default(false),
  })
  .superRefine(checkHouse);

export type SettingsV1 = z.infer<typeof settingsV1>;
