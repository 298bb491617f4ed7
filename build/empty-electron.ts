/**
 * Stands where `electron` would be in bundles and tests that run in plain Node.
 *
 * electron-store imports these names when it is loaded. In plain Node the store gets an absolute folder, so none
 * of them is ever used; without this file the import would start Electron's downloader.
 */
export const app = undefined;
export const ipcMain = undefined;
export const ipcRenderer = undefined;
export const shell = undefined;

const empty = { app, ipcMain, ipcRenderer, shell };
export default empty;
