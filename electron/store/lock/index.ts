export type { DataFolderLock } from './data-folder-lock';
export { lockDataFolder } from './data-folder-lock';
