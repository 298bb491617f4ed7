import { z } from 'zod';
import type { ErrorContext, Trouble } from '../errors';
import { ERROR_CODES } from '../errors';
import type { Instant } from '../time';

/** Epoch milliseconds on the wire. */
export const instantDto = z.int().transform((value) => value as Instant);
export const periodDto = z.object({ from: instantDto, to: instantDto });
export type PeriodDto = z.infer<typeof periodDto>;

/** Trouble with its facts; the sentence is made where it is shown. */
export const troubleDto = z.object({
  code: z.enum(ERROR_CODES),
  context: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
}) satisfies z.ZodType<Trouble>;
export type TroubleDto = { code: Trouble['code']; context: ErrorContext };

export const sideDto = z.enum(['bookings', 'access', 'program']);
export type SideDto = z.infer<typeof sideDto>;

/** Trouble that lasts: on which side, and since when. */
export const lastingTroubleDto = z.object({ side: sideDto, since: instantDto, trouble: troubleDto });
export type LastingTroubleDto = z.infer<typeof lastingTroubleDto>;
