export { createMemorySettingsStore } from './memory-settings-store';
export { createSettingsStore } from './settings-store';
export { invalidJson, validateSettings } from './settings-versions';
