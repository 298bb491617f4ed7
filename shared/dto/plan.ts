import { z } from 'zod';
import { instantDto, periodDto, troubleDto } from './common';

const bookings = z.array(z.string());

export const holdDto = z.object({
  hash: z.string(),
  holds: z.enum(['removal', 'opening']),
  reason: z.enum([
    'mass-change',
    'vanished',
    'incomplete-reading',
    'rejected-item',
    'clock-differs',
    'too-long',
    'outside-safe-hours',
  ]),
  exceptionId: z.string(),
  exceptionName: z.string(),
  rooms: z.array(z.object({ id: z.string(), name: z.string() })),
  period: periodDto,
  bookings,
  /** Of a mass change: marks of the bookings' meetings, to be counted (W5); else empty. */
  meetings: z.array(z.string()),
  since: instantDto,
  canBeConfirmed: z.boolean(),
});
export type HoldDto = z.infer<typeof holdDto>;

export const overflowDto = z.object({
  exceptionId: z.string(),
  exceptionName: z.string(),
  places: z.int(),
  periods: z.array(periodDto.extend({ bookings })),
  isUrgent: z.boolean(),
});
export type OverflowDto = z.infer<typeof overflowDto>;

export const consentDto = z.object({
  hash: z.string(),
  exceptionId: z.string(),
  exceptionName: z.string(),
  periods: z.array(periodDto),
});
export type ConsentDto = z.infer<typeof consentDto>;

export const changeDto = z.object({
  change: z.enum(['add', 'remove', 'keep']),
  period: periodDto,
  reason: z.enum([
    'booked',
    'prolonged',
    'shortened',
    'moved',
    'vanished',
    'ended-by-status',
    'cut-short',
    'not-wanted',
    'held',
    'kept-foreign',
    'freed-place',
    'ended',
  ]),
  bookings,
});
export type ChangeDto = z.infer<typeof changeDto>;

export const actionDto = z.object({
  exceptionId: z.string(),
  exceptionName: z.string(),
  kind: z.enum(['narrowing', 'mixed', 'widening']),
  before: z.array(periodDto),
  after: z.array(periodDto),
  changes: z.array(changeDto),
});
export type ActionDto = z.infer<typeof actionDto>;

/** What would be written: the wizard's check, `plan` on the command line. */
export const planDto = z.object({
  hash: z.string(),
  madeAt: instantDto,
  /** The house's zone as read for this plan, in which its times are shown; null when neither UniLock nor the settings tell one. */
  houseZone: z.string().nullable(),
  actions: z.array(actionDto),
  overflow: z.array(overflowDto),
  holds: z.array(holdDto),
  consents: z.array(consentDto),
  blocked: z.array(
    z.object({ exceptionId: z.string().nullable(), locationId: z.string().nullable(), trouble: troubleDto }),
  ),
  /** What both readings held, for the checklist. */
  checklist: z.object({
    bookingsRead: z.enum(['complete', 'partial', 'unreadable']),
    accessRead: z.enum(['complete', 'partial', 'unreadable']),
    rooms: z.int(),
    roomsMapped: z.int(),
    bookings: z.int(),
    exceptions: z.int(),
    exceptionsFound: z.int(),
    placesEnough: z.boolean(),
  }),
  troubles: z.array(troubleDto),
});
export type PlanDto = z.infer<typeof planDto>;
