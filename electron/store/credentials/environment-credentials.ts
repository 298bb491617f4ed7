import type { AppError } from '../../../shared/errors';
import { asAppError } from '../../../shared/errors';
import type { Logger } from '../../sync/ports';
import type { CredentialStore } from '../store-api';

/** Where the command line may be handed a password on a machine without a keychain. */
export const PASSWORD_VARIABLES = {
  bookings: 'MOEDEKLAR_PRONESTOR_PASSWORD',
  access: 'MOEDEKLAR_UNILOCK_PASSWORD',
} as const;

/**
 * The keychain first; where it has no password, or is missing or locked, the environment's, told in the log once per connector (ids only).
 * With neither, the keychain's own trouble is thrown, so that the user is told the real reason. Setting and removing concern the keychain alone.
 * @param variableOf the variable of a connector id; null when it has none
 */
export function createEnvironmentCredentials(
  environment: Readonly<Record<string, string | undefined>>,
  variableOf: (connectorId: string) => string | null,
  keychain: CredentialStore,
  logger: Logger,
): CredentialStore {
  const told = new Set<string>();
  return {
    get: async (connectorId) => {
      let trouble: AppError | null = null;
      let kept: string | null = null;
      try {
        kept = await keychain.get(connectorId);
      } catch (thrown) {
        trouble = asAppError(thrown);
      }
      if (kept !== null) return kept;
      const variable = variableOf(connectorId);
      const given = variable === null ? undefined : environment[variable];
      // An empty variable is how a script says "none".
      if (given === undefined || given === '') {
        if (trouble !== null) throw trouble;
        return null;
      }
      if (!told.has(connectorId)) {
        told.add(connectorId);
        logger.info('password-from-environment', { connectorId, variable, keychain: trouble?.code ?? 'empty' });
      }
      return given;
    },
    set: (connectorId, password) => keychain.set(connectorId, password),
    remove: (connectorId) => keychain.remove(connectorId),
  };
}
