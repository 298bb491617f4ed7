import { z } from 'zod';
import { instantDto, periodDto, troubleDto } from './common';
import { exceptionActionDto, membershipActionDto } from './plan';

export const triggerDto = z.enum(['schedule', 'manual', 'start', 'resume', 'refill', 'remove-all']);
export type TriggerDto = z.infer<typeof triggerDto>;
/** `interrupted`: the program ended in the middle of it. */
export const runResultDto = z.enum(['running', 'equal', 'handed-over', 'different', 'failed', 'interrupted']);
export type RunResultDto = z.infer<typeof runResultDto>;

/** A line of the history. Ids and times only (rule M3). */
export const runDto = z.object({
  runId: z.string(),
  trigger: triggerDto,
  startedAt: instantDto,
  endedAt: instantDto.nullable(),
  result: runResultDto,
  /** How many exceptions and memberships were written, and how many of those could not be confirmed. */
  written: z.int(),
  failed: z.int(),
  held: z.int(),
  overflow: z.int(),
  troubles: z.array(troubleDto),
});
export type RunDto = z.infer<typeof runDto>;

const whatBecameOfIt = {
  /** null: the program ended before the outcome was known. */
  outcome: z.enum(['confirmed', 'handed-over', 'unconfirmed', 'failed']).nullable(),
  writes: z.int(),
  trouble: troubleDto.nullable(),
  intendedAt: instantDto,
  writtenAt: instantDto.nullable(),
  readBackAt: instantDto.nullable(),
  readBack: z.array(periodDto).nullable(),
};
export const runActionDto = z.discriminatedUnion('on', [
  exceptionActionDto.extend(whatBecameOfIt),
  membershipActionDto.extend(whatBecameOfIt),
]);
export type RunActionDto = z.infer<typeof runActionDto>;

export const runDetailDto = runDto.extend({ actions: z.array(runActionDto) });
export type RunDetailDto = z.infer<typeof runDetailDto>;
