import type { ActiveHouse } from '../../core/active-house';
import type { HandlersOf } from '../router';

export const createRunsHandlers = (house: ActiveHouse): HandlersOf<'runs'> => ({
  'runs/list': (query) => house.core().listRuns(query),
  'runs/get': ({ runId }) => house.core().readRun(runId),
});
