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
  exceptions: z.array(foundExceptionDto),
  groups: z.array(foundGroupDto),
  /** How many persons UniLock has; null when they were not read. */
  persons: z.int().nullable(),
  /** The house's zone as UniLock tells it (rule R1). */
  zone: z.string().nullable(),
});
export type AccessCheck = z.infer<typeof accessCheckDto>;
