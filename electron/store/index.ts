export * from './credentials';
export * from './document';
export * from './journal';
export * from './lock';
export * from './logins';
export * from './settings';
export type { CredentialStore, JournalStore, SettingsState, SettingsStore } from './store-api';
