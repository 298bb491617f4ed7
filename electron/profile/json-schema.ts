import { z } from 'zod';
import { profileSchema } from '../../shared/profile';

/**
 * The JSON Schema of a profile, made from the validator itself: editors that know it complete names and mark faults while a technician types.
 * What reaches over several places (which placeholder belongs where) only the program checks.
 */
export const profileJsonSchema = (): object => ({
  ...z.toJSONSchema(profileSchema, { io: 'input', target: 'draft-2020-12', reused: 'ref' }),
  title: 'Mødeklar profile',
});
