import { asAppError } from '../../../shared/errors';
import { createSystemClock } from '../../../electron/platform';
import { createKeychain } from '../../../electron/store';

/** Asks the real keychain in a process whose D-Bus cannot be reached, and says as JSON lines what it is told. */
const keychain = createKeychain({ service: 'Mødeklar-prøve', timeLimitMs: 20_000, wait: createSystemClock().wait });
const say = (thrown: unknown): void => {
  process.stdout.write(`${JSON.stringify(asAppError(thrown).toWire())}\n`);
};

void (async () => {
  await keychain.get('pronestor').then(() => say('no refusal'), say);
  await keychain.set('pronestor', 'hemmelig').then(() => say('no refusal'), say);
})();
