import type { SettingsV2 } from './settings-v2';
import { settingsV2 } from './settings-v2';

export * from './settings-v1';
export * from './settings-v2';

/** The newest version: what the program works with. */
export const settingsSchema = settingsV2;
export type Settings = SettingsV2;

/** Settings of a program that was never set up. */
export const defaultSettings = (): Settings => settingsSchema.parse({ version: 2 });
