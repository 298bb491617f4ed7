import { z } from 'zod';
import { answerShapeDto } from '../dto/profiles';
import { profileSchema, reason } from '../profile';
import { accessConnectionV1, bookingConnectionV1, checkHouse, checkUnique } from './settings-v1';
import { checkGroups, settingsV2 } from './settings-v2';

/**
 * Whom a server's certificate must come from. system: the authorities of the computer and of the runtime; authority: a private one, as PEM;
 * pinned: this one certificate and no other. There is no way to believe any.
 */
export const trustSettings = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('system') }),
  z.strictObject({
    kind: z.literal('authority'),
    pem: z
      .string()
      .max(100_000)
      .regex(/-----BEGIN CERTIFICATE-----[\s\S]+-----END CERTIFICATE-----/, reason('no-certificate')),
  }),
  z.strictObject({
    kind: z.literal('pinned'),
    /** SHA-256 of the whole certificate, 32 bytes in hexadecimal, with or without colons. */
    sha256: z
      .string()
      .transform((text) => text.replaceAll(':', '').toLowerCase())
      .pipe(z.string().regex(/^[0-9a-f]{64}$/, reason('no-fingerprint'))),
    /** As they stood in it when a person said yes: shown beside what is there now. */
    subject: z.string().max(1000).default(''),
    validTo: z.string().max(100).default(''),
  }),
]);
export type TrustSettings = z.infer<typeof trustSettings>;

/** What every connection over HTTP has since version 3. */
const overHttp = {
  trust: trustSettings.prefault({ kind: 'system' }),
  /** system: as the computer (in the app) or the environment (on the command line) says; none: straight there. */
  proxy: z.enum(['system', 'none']).default('system'),
};

export const bookingConnection = bookingConnectionV1.extend(overHttp);
export const webApiConnection = accessConnectionV1.extend(overHttp);

const columnName = z.string().trim().min(1).max(200);
const column = (...names: [string, ...string[]]) =>
  z
    .union([columnName, z.array(columnName).min(1).max(20)])
    .transform((given): string[] => (typeof given === 'string' ? [given] : given))
    .default(names);

/** A CSV file with the persons UniLock has, because an import file cannot be asked for them (rule D4). */
export const personsFileSettings = z.strictObject({
  path: z.string().trim().min(1).max(2000),
  /** What the columns may be called in the first line; first hit wins, ignoring case. */
  columns: z
    .strictObject({
      name: column('Name', 'Navn', 'Fulde navn', 'Full name'),
      email: column('Email', 'E-mail', 'Mail', 'E-mailadresse', 'E-mail address'),
      employeeNumber: column(
        'EmployeeNumber',
        'Employee number',
        'Medarbejdernummer',
        'Medarbejdernr',
        'Medarbejdernr.',
      ),
      initials: column('Initials', 'Initialer'),
    })
    .prefault({}),
});
export type PersonsFileSettings = z.infer<typeof personsFileSettings>;

/** UniLock reached by an XML file in a folder (rule W13). Exceptions and groups are typed: their id is their name in UniLock. */
export const importFileConnection = z.strictObject({
  connectorId: z.string().trim().min(1).max(200),
  kind: z.literal('unilock-import-file'),
  profile: z.string().trim().min(1).max(200).default('unilock-import-file'),
  /** Absolute: on this computer, or on a share. */
  folder: z.string().trim().min(1).max(2000),
  /** null: the profile's. */
  fileName: z
    .string()
    .trim()
    .max(200)
    .regex(/^[^\\/:*?"<>|.][^\\/:*?"<>|]*$/, reason('no-file-name'))
    .nullable()
    .default(null),
  /** null: nobody can be matched, so no groups are written. */
  persons: personsFileSettings.nullable().default(null),
});

export const accessConnection = z.discriminatedUnion('kind', [webApiConnection, importFileConnection]);

export type BookingConnection = z.infer<typeof bookingConnection>;
export type WebApiConnection = z.infer<typeof webApiConnection>;
export type ImportFileConnection = z.infer<typeof importFileConnection>;
export type AccessConnection = z.infer<typeof accessConnection>;

/** Settings, version 3: what `configure --file` takes, what the app exports, what the store keeps. No secrets. */
export const settingsV3 = z
  .strictObject({
    ...settingsV2.shape,
    version: z.literal(3),
    bookings: bookingConnection.nullable().default(null),
    access: accessConnection.nullable().default(null),
    /** Profiles of this house's own; a connection names one of them, or one that ships, by its id. */
    profiles: z.array(profileSchema).max(50).default([]),
    /** What each server's answers looked like when a person last confirmed a preview: field names and types, never a value. */
    answers: z
      .array(z.strictObject({ connectorId: z.string(), address: z.string(), shapes: z.array(answerShapeDto).max(20) }))
      .max(10)
      .default([]),
  })
  .superRefine((settings, check) => {
    checkHouse(settings, check);
    checkGroups(settings, check);
    checkUnique(
      settings.profiles.map(({ id }) => id),
      'profiles',
      check,
    );
  });

export type SettingsV3 = z.infer<typeof settingsV3>;
