import { z } from 'zod';
import { instantDto, troubleDto } from './common';

/** Taking everything back that the program wrote (promise P19): before it is done what is ours, afterwards what has become of it. */
export const removalDto = z.object({
  /** null: nothing was done yet, this is the preview. */
  runId: z.string().nullable(),
  /** Whether nothing is left but what ends by itself, and UniLock was seen to be so. */
  isDone: z.boolean(),
  madeAt: instantDto,
  /** The house's zone, in which its times are shown; null when neither UniLock nor the settings tell one. */
  houseZone: z.string().nullable(),
  /** The shared exceptions with periods of ours that have not ended. */
  exceptions: z.array(
    z.object({
      exceptionId: z.string(),
      exceptionName: z.string(),
      periods: z.int(),
      /** Whether one of them runs: people may be inside. */
      isRunning: z.boolean(),
      /** When what runs ends once it is cut (rule W4); null: at once, or UniLock could not be read. */
      endsAt: instantDto.nullable(),
    }),
  ),
  /** The person groups with members of ours. */
  groups: z.array(z.object({ groupId: z.string(), groupName: z.string(), people: z.int(), running: z.int() })),
  /** How many different people are members by us. */
  people: z.int(),
  /** How many openings of shared exceptions run. */
  running: z.int(),
  /** When the last of what was cut, to give people time to leave, ends by itself; null when nothing is left. */
  endsAt: instantDto.nullable(),
  /** What could not be taken back, and why; empty in the preview. */
  left: z.array(
    z.object({
      exceptionId: z.string().nullable(),
      groupId: z.string().nullable(),
      personId: z.string().nullable(),
      /** Of the exception or group. */
      name: z.string(),
      trouble: troubleDto,
    }),
  ),
  troubles: z.array(troubleDto),
});
export type RemovalDto = z.infer<typeof removalDto>;
