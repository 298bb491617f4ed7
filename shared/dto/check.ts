import { z } from 'zod';
import { troubleDto } from './common';

/** One numbered step of a connection test. */
export const checkStepDto = z.object({
  step: z.enum([
    'address',
    'certificate',
    'login',
    'locations',
    'rooms',
    'bookings',
    'info',
    'exceptions',
    'groups',
    'persons',
    'folder',
    'folder-write',
    'waiting-file',
  ]),
  state: z.enum(['ok', 'failed', 'skipped']),
  /** How many were read, where the step reads something. */
  count: z.int().nullable(),
  trouble: troubleDto.nullable(),
});
export type CheckStep = z.infer<typeof checkStepDto>;

/** A server's certificate as it says of itself. */
export const certificateDto = z.object({
  /** "CN=unilock.firma.example" */
  subject: z.string(),
  issuer: z.string(),
  /** ISO 8601 in UTC; "" where it says no time. */
  validFrom: z.string(),
  validTo: z.string(),
  /** Of the whole certificate, 64 digits in hexadecimal. */
  sha256: z.string(),
});
export type CertificateDto = z.infer<typeof certificateDto>;

/** How one operation was answered in a connection test: nothing that was said of people or meetings. */
export const operationFactsDto = z.object({
  operation: z.string(),
  /** How often it was asked. */
  requests: z.int(),
  /** Of the last answer; null: none came. */
  status: z.int().nullable(),
  contentType: z.string(),
  /** Items of all answers together; null where no list was found. */
  count: z.int().nullable(),
  /** Names of fields that were seen. */
  fields: z.array(z.string()),
  /** Fields whose names are not told: they may be data. */
  otherFields: z.int(),
  /** A time as the server writes it; null: none was found. */
  dateSample: z.string().nullable(),
  /** Items that could not be understood, by path and reason, the first few. */
  rejected: z.array(z.string()),
});
export type OperationFacts = z.infer<typeof operationFactsDto>;

/** What a connection test saw of the way to the server and of its answers. */
export const connectionFactsDto = z.object({
  /** The root that was asked, without user or query. */
  root: z.string(),
  profile: z.string(),
  /** null: plain http, or the server was not reached. */
  certificate: certificateDto.nullable(),
  trust: z.enum(['system', 'authority', 'pinned']),
  /** Whether the computer's own store of authorities could be read, beside the runtime's list. */
  hasSystemStore: z.boolean(),
  /** "host:port"; null: straight. */
  proxy: z.string().nullable(),
  login: z.enum(['none', 'basic', 'header', 'cookie', 'token']),
  /** Milliseconds the server's clock is ahead of ours; null where it does not tell. */
  clockSkewMs: z.number().nullable(),
  operations: z.array(operationFactsDto),
});
export type ConnectionFacts = z.infer<typeof connectionFactsDto>;

export const foundLocationDto = z.object({ id: z.string(), name: z.string(), zone: z.string() });
export type FoundLocation = z.infer<typeof foundLocationDto>;

export const foundRoomDto = z.object({
  id: z.string(),
  name: z.string(),
  locationId: z.string(),
  capacity: z.int().nullable(),
  preparationMinutes: z.int(),
  followUpMinutes: z.int(),
  /** Bookings that count in the coming seven days; null when they could not be read. */
  bookingsComingWeek: z.int().nullable(),
});
export type FoundRoom = z.infer<typeof foundRoomDto>;

export const foundExceptionDto = z.object({
  id: z.string(),
  name: z.string(),
  maxPeriods: z.int().nullable(),
  /** Periods it holds now or in the future: a warning before it is taken over (rule W1). */
  futurePeriods: z.int(),
});
export type FoundException = z.infer<typeof foundExceptionDto>;

export const foundGroupDto = z.object({ id: z.string(), name: z.string() });
export type FoundGroup = z.infer<typeof foundGroupDto>;

/** The booking side's test: its steps and, where it got that far, the locations. */
export const bookingCheckDto = z.object({
  ok: z.boolean(),
  steps: z.array(checkStepDto),
  /** null: there is no server to speak of. */
  facts: connectionFactsDto.nullable(),
  locations: z.array(foundLocationDto),
});
export type BookingCheck = z.infer<typeof bookingCheckDto>;

export const roomListDto = z.object({
  rooms: z.array(foundRoomDto),
  unknownLocations: z.array(z.string()),
  troubles: z.array(troubleDto),
});
export type RoomList = z.infer<typeof roomListDto>;

export const accessCheckDto = z.object({
  ok: z.boolean(),
  steps: z.array(checkStepDto),
  /** null: there is no server to speak of. */
  facts: connectionFactsDto.nullable(),
  exceptions: z.array(foundExceptionDto),
  groups: z.array(foundGroupDto),
  /** How many persons UniLock has; null when they were not read. */
  persons: z.int().nullable(),
  /** The house's zone as UniLock tells it (rule R1). */
  zone: z.string().nullable(),
});
export type AccessCheck = z.infer<typeof accessCheckDto>;
