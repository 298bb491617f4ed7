import type { SettingsV3 } from './settings-v3';
import { settingsV3 } from './settings-v3';

export { holdsLogin } from './address';
export * from './settings-v1';
export * from './settings-v2';
export * from './settings-v3';

/** The newest version: what the program works with. */
export const settingsSchema = settingsV3;
export type Settings = SettingsV3;

/** Settings of a program that was never set up. */
export const defaultSettings = (): Settings => settingsSchema.parse({ version: 3 });
