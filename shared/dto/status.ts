import { z } from 'zod';
import { instantDto, lastingTroubleDto, periodDto } from './common';
import { consentDto, holdDto, overflowDto, unmatchedDto } from './plan';
import { runDto, triggerDto } from './run';

export const houseStateDto = z.enum([
  'ready',
  'syncing',
  'attention',
  'no-contact',
  'handed-over',
  'paused',
  'not-set-up',
]);
/** The tray's states. */
export type HouseState = z.infer<typeof houseStateDto>;

export const progressDto = z.object({
  step: z.enum(['read-bookings', 'read-access', 'read-people', 'plan', 'write', 'read-back']),
  done: z.int(),
  total: z.int(),
});
export type ProgressDto = z.infer<typeof progressDto>;

/** Trouble that lasts, with the name of what it is about; null when it is about a whole side. */
export const statusTroubleDto = lastingTroubleDto.extend({
  about: z
    .object({ kind: z.enum(['exception', 'group', 'room', 'location']), id: z.string(), name: z.string() })
    .nullable(),
});
export type StatusTroubleDto = z.infer<typeof statusTroubleDto>;

/** Somebody of a booking who gets no access by the last plan (rules D4, D5). */
export const withoutAccessDto = z.object({
  /** Nobody or several match; given by hand and not covering; beyond the 50 periods of a membership. */
  why: z.enum([...unmatchedDto.shape.why.options, 'given-by-hand', 'no-place']),
  /** The first booking that it is about, where it is known. */
  bookingId: z.string().nullable(),
  meetingId: z.string().nullable(),
  /** When its meeting begins. */
  from: instantDto.nullable(),
  /** "" when it is not known. */
  roomName: z.string(),
  /** null for somebody who is not known in UniLock. */
  personId: z.string().nullable(),
  /** null for a member of a group: what counts there is the person. */
  place: unmatchedDto.shape.place.nullable(),
  /** For the screen only (rule M3); "" when it is not known, or the booking is private. */
  name: z.string(),
});
export type WithoutAccessDto = z.infer<typeof withoutAccessDto>;

/** The program's state in one value: tray, top line, overview. */
export const statusDto = z.object({
  now: instantDto,
  state: houseStateDto,
  /** Whether this is the demo house. */
  isDemo: z.boolean(),
  houseZone: z.string().nullable(),
  /** Exceptions and memberships that differ, and matters that wait for a person. */
  differences: z.int(),
  waiting: z.int(),
  noContact: z
    .object({
      side: z.enum(['bookings', 'access']),
      since: instantDto,
      /** Until when the doors follow what is written; null when nothing is. */
      followsUntil: instantDto.nullable(),
    })
    .nullable(),
  /** The doors follow what is written until then, whatever happens to the program; null when nothing is written. */
  followsUntil: instantDto.nullable(),
  pausedUntil: instantDto.nullable(),
  lastReadAt: instantDto.nullable(),
  bookingsReadAt: instantDto.nullable(),
  accessReadAt: instantDto.nullable(),
  /** Since when a file that was handed over waits to be taken (rule W13); null: none does. */
  waitingSince: instantDto.nullable(),
  nextRunAt: instantDto.nullable(),
  /** Polls missed in a row: two are visible (P22). */
  missedPolls: z.int(),
  running: z
    .object({ runId: z.string(), trigger: triggerDto, startedAt: instantDto, progress: progressDto.nullable() })
    .nullable(),
  lastRun: runDto.nullable(),
  troubles: z.array(statusTroubleDto),
  holds: z.array(holdDto),
  overflow: z.array(overflowDto),
  /** Who gets no access by the last plan: how many, and the first of them, soonest meeting first, at most ten. */
  withoutAccess: z.object({ total: z.int(), people: z.array(withoutAccessDto) }),
  consents: z.array(consentDto),
  /** Hash of the plan that waits for consent; null when none does. */
  planHash: z.string().nullable(),
  /** Today's next openings, soonest first, at most ten. */
  nextOpenings: z.array(
    z.object({
      exceptionId: z.string(),
      exceptionName: z.string(),
      rooms: z.array(z.string()),
      period: periodDto,
      isOpenNow: z.boolean(),
    }),
  ),
});
export type Status = z.infer<typeof statusDto>;
