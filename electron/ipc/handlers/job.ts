import type { ActiveHouse } from '../../core/active-house';
import type { HandlersOf } from '../router';

export const createJobHandlers = (house: ActiveHouse): HandlersOf<'job'> => ({
  'job/get': ({ jobId }) => house.core().readJob(jobId),
  'job/cancel': ({ jobId }) => {
    house.core().cancelJob(jobId);
    return null;
  },
});
