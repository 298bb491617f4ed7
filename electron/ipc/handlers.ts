import type { ActiveHouse } from '../core/active-house';
import type { Desktop } from './desktop';
import { createAppHandlers } from './handlers/app';
import { createCertificateHandlers } from './handlers/certificate';
import { createCheckHandlers } from './handlers/check';
import { createClipboardHandlers } from './handlers/clipboard';
import { createCompareHandlers } from './handlers/compare';
import { createCredentialsHandlers } from './handlers/credentials';
import { createDemoHandlers } from './handlers/demo';
import { createDraftHandlers } from './handlers/draft';
import { createFileHandlers } from './handlers/file';
import { createHoldsHandlers } from './handlers/holds';
import { createJobHandlers } from './handlers/job';
import { createPlanHandlers } from './handlers/plan';
import { createProfilesHandlers } from './handlers/profiles';
import { createRemovalHandlers } from './handlers/removal';
import { createRunsHandlers } from './handlers/runs';
import { createSettingsHandlers } from './handlers/settings';
import { createStatusHandlers } from './handlers/status';
import { createSyncHandlers } from './handlers/sync';
import { createTryHandlers } from './handlers/try';
import type { Handlers } from './router';

/** Every handler of the contract, over the house that is shown. */
export const createHandlers = (house: ActiveHouse, desktop: Desktop): Handlers => ({
  ...createStatusHandlers(house),
  ...createCompareHandlers(house),
  ...createSyncHandlers(house),
  ...createHoldsHandlers(house),
  ...createRunsHandlers(house),
  ...createSettingsHandlers(house),
  ...createCredentialsHandlers(house),
  ...createDraftHandlers(house),
  ...createCheckHandlers(house),
  ...createPlanHandlers(house),
  ...createProfilesHandlers(house),
  ...createTryHandlers(house),
  ...createRemovalHandlers(house),
  ...createJobHandlers(house),
  ...createDemoHandlers(house),
  ...createAppHandlers(desktop),
  ...createClipboardHandlers(desktop),
  ...createFileHandlers(desktop),
  ...createCertificateHandlers(desktop),
});
