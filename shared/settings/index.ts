export * from './settings-v1';
