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
  /** null: it is about a person group. */
  exceptionId: z.string().nullable(),
  /** null: it is about a shared exception. */
  groupId: z.string().nullable(),
  /** Of the exception or the group. */
  targetName: z.string(),
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
  /** Nobody can read what it holds (rule W13); `periods` is empty then. */
  isUnknown: z.boolean(),
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

const wholeList = z.object({
  kind: z.enum(['narrowing', 'mixed', 'widening']),
  before: z.array(periodDto),
  after: z.array(periodDto),
  changes: z.array(changeDto),
});
export const exceptionActionDto = wholeList.extend({
  on: z.literal('exception'),
  exceptionId: z.string(),
  exceptionName: z.string(),
});
/** A person's membership of a group; the names are filled in for the screen only (rule M3), the person's "" when it is not known. */
const membershipOf = { groupId: z.string(), groupName: z.string(), personId: z.string(), personName: z.string() };
export const membershipActionDto = wholeList.extend({ on: z.literal('membership'), ...membershipOf });
/** What would be written: one whole list of one exception, or of one membership (an empty one takes the person out). */
export const actionDto = z.discriminatedUnion('on', [exceptionActionDto, membershipActionDto]);
export type ActionDto = z.infer<typeof actionDto>;

/** Somebody of a booking who gets no access, because nobody or several in UniLock match (rule D4). */
export const unmatchedDto = z.object({
  bookingId: z.string(),
  meetingId: z.string().nullable(),
  roomId: z.string(),
  roomName: z.string(),
  /** The organiser, or the participant at this place of the booking's list. */
  place: z.union([z.literal('organiser'), z.int()]),
  why: z.enum(['none', 'several', 'no-field']),
  /** For the screen only (rule M3); "" when it is not known. */
  name: z.string(),
});
export type UnmatchedDto = z.infer<typeof unmatchedDto>;

/** A membership given by hand that does not cover the booking: untouched, and told (rules D5, W8). */
export const givenByHandDto = z.object({ ...membershipOf, bookings });
export type GivenByHandDto = z.infer<typeof givenByHandDto>;

/** Periods beyond the 50 of a membership (rule D5). */
export const membershipOverflowDto = z.object({
  ...membershipOf,
  places: z.int(),
  periods: z.array(periodDto.extend({ bookings })),
  isUrgent: z.boolean(),
});
export type MembershipOverflowDto = z.infer<typeof membershipOverflowDto>;

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
    z.object({
      exceptionId: z.string().nullable(),
      groupId: z.string().nullable(),
      locationId: z.string().nullable(),
      trouble: troubleDto,
    }),
  ),
  membershipOverflow: z.array(membershipOverflowDto),
  unmatched: z.array(unmatchedDto),
  givenByHand: z.array(givenByHandDto),
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
    /** Of the people who shall have access, those who were found in UniLock. */
    peopleMatched: z.int(),
    peopleTotal: z.int(),
  }),
  troubles: z.array(troubleDto),
});
export type PlanDto = z.infer<typeof planDto>;
