export { createMemorySettingsStore } from './memory-settings-store';
export { createSettingsStore } from './settings-store';
export { validateSettings } from './settings-versions';
