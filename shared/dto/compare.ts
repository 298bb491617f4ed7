import { z } from 'zod';
import { instantDto, periodDto } from './common';

/** mangler, ekstra, forskudt, venter, tilbageholdt, ingen plads, fremmed ændring, ukendt, afleveret; and equal: booked is open. */
export const verdictDto = z.enum([
  'equal',
  'missing', // wanted, not there
  'extra', // there, not wanted
  'shifted', // there with other bounds
  'waiting', // wanted and about to be written: a run is due or waits for a person's consent
  'held', // a hold keeps it (or keeps it shut)
  'no-place', // did not fit (D3)
  'foreign', // added by another hand (W6)
  'unknown', // one side could not be read
  'handed-over', // the channel cannot be read back
]);
export type Verdict = z.infer<typeof verdictDto>;

/** A booking in its room's lane. Title and organiser are null when private or not known (rule M3). */
export const bookingBarDto = z.object({
  bookingId: z.string(),
  meetingId: z.string().nullable(),
  period: periodDto,
  status: z.enum(['confirmed', 'pending', 'cancelled', 'deleted', 'ended', 'no-show', 'empty', 'unknown']),
  /** Whether it opens anything (rule R5). */
  counts: z.boolean(),
  isPrivate: z.boolean(),
  title: z.string().nullable(),
  organiser: z.string().nullable(),
});
export type BookingBar = z.infer<typeof bookingBarDto>;

/** One bar of an exception's lane: what is wanted beside what is there. */
export const openingBarDto = z.object({
  verdict: verdictDto,
  /** Both ends together: the union of desired and observed. */
  period: periodDto,
  desired: periodDto.nullable(),
  observed: periodDto.nullable(),
  /** The bookings' own block inside `desired`; what lies outside is lead and lag. Empty when nothing is desired. */
  blocks: z.array(periodDto),
  bookings: z.array(z.string()),
});
export type OpeningBar = z.infer<typeof openingBarDto>;

/**
 * A lane shows the whole exception, also what other rooms' bookings open in it (the door is open then, whoever asked): bars whose
 * bookings are not of this room carry `isFromOtherRoom`.
 */
export const laneDto = z.object({
  lineId: z.string(),
  exceptionId: z.string(),
  exceptionName: z.string(),
  leadMinutes: z.int(),
  lagMinutes: z.int(),
  bars: z.array(openingBarDto.extend({ isFromOtherRoom: z.boolean() })),
});
export type Lane = z.infer<typeof laneDto>;

export const roomRowDto = z.object({
  roomId: z.string(),
  roomName: z.string(),
  locationId: z.string(),
  locationName: z.string(),
  /** The location's zone; null when it was not read. */
  zone: z.string().nullable(),
  /** false: the last reading did not hold this room; its bookings are unknown, not none (rule R3). */
  isRead: z.boolean(),
  bookings: z.array(bookingBarDto),
  lanes: z.array(laneDto),
});
export type RoomRow = z.infer<typeof roomRowDto>;

/** The calendar: booked beside actual, and the verdict. */
export const compareDto = z.object({
  range: periodDto,
  /** The zone in which the house's times are shown; null until known. */
  houseZone: z.string().nullable(),
  computedAt: instantDto,
  bookingsReadAt: instantDto.nullable(),
  accessReadAt: instantDto.nullable(),
  /** Whether every managed exception is equal on fresh complete readings (M2). */
  isReady: z.boolean(),
  /** Bars by verdict, each exception's bars counted once; those that are over are counted apart, not as equal. */
  counts: z.record(verdictDto, z.int()),
  over: z.int(),
  rooms: z.array(roomRowDto),
});
export type Compare = z.infer<typeof compareDto>;

/** Answers "Hvorfor er den åben?" for one bar. */
export const explanationDto = z.object({
  exceptionId: z.string(),
  exceptionName: z.string(),
  verdict: verdictDto,
  desired: periodDto.nullable(),
  observed: periodDto.nullable(),
  /** The rule of the transfer that keeps it as it is, e.g. "D1", "W4", "R6"; null when nothing special does. */
  rule: z.string().nullable(),
  holdHash: z.string().nullable(),
  because: z.array(
    z.object({
      bookingId: z.string(),
      roomId: z.string(),
      roomName: z.string(),
      period: periodDto,
      status: z.enum(['confirmed', 'pending', 'cancelled', 'deleted', 'ended', 'no-show', 'empty', 'unknown']),
      title: z.string().nullable(),
      isPrivate: z.boolean(),
      leadMinutes: z.int(),
      lagMinutes: z.int(),
      withPreparation: z.boolean(),
    }),
  ),
  writtenAt: instantDto.nullable(),
  runId: z.string().nullable(),
  readBackAt: instantDto.nullable(),
});
export type Explanation = z.infer<typeof explanationDto>;
