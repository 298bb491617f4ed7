/**
 * What the bundles are made for: the oldest runtime they have to run in, which is the stand-in Electron 25 of the
 * tests (docs/adr/0005), and the packages that cannot be bundled because they hold native code.
 */
export const nodeTarget = 'node18';
export const chromeTarget = 'chrome114';
export const nativePackages = ['libsql', 'keytar'];
