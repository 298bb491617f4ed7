import type { CredentialStore } from '../store-api';

/** Passwords that end with the program: the demo house, whose simulators invent theirs. */
export function createMemoryCredentials(): CredentialStore {
  const passwords = new Map<string, string>();
  return {
    get: (connectorId) => Promise.resolve(passwords.get(connectorId) ?? null),
    set: (connectorId, password) => {
      passwords.set(connectorId, password);
      return Promise.resolve();
    },
    remove: (connectorId) => {
      passwords.delete(connectorId);
      return Promise.resolve();
    },
  };
}
