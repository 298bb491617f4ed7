/**
 * Who may import whom: the one place where it is written down. ESLint (eslint.config.mjs) checks every import
 * against this table, and test/arch shows that it does. ARCHITECTURE.md tells the reasons.
 *
 * - `files`: the layer's files; the first layer that matches has the file.
 * - `layers`: the layers it may import, besides itself.
 * - `packages`: the packages it may import, as micromatch patterns.
 * - `node`: may it import Node's own modules?
 * - `assets`: pictures it may import by their path, as the bundler resolves them.
 *
 * @typedef {{ name: string, files: string[], layers: string[], packages: string[], node: boolean, assets: string[] }} Layer
 */

const shared = ['shared', 'shared-time', 'shared-profile', 'shared-i18n'];
const connectors = ['booking', 'access'];
const stores = ['store-settings', 'store-journal', 'store-credentials', 'store'];
const core = ['sync', 'profile', 'http', 'simulator', 'log', 'platform', ...connectors, ...stores];

/** @type {Layer[]} */
const layers = [
  // What both sides speak. The contract of the two processes lies apart, because the engine must not know it.
  layer('shared-ipc', ['shared/ipc/**'], { layers: shared, packages: ['zod'] }),
  layer('shared-time', ['shared/time/**'], { layers: ['shared'], packages: ['zod', 'temporal-polyfill'] }),
  layer('shared-i18n', ['shared/i18n/**'], { layers: shared, packages: ['zod'] }),
  layer('shared-profile', ['shared/profile/**'], { layers: shared, packages: ['zod'] }),
  layer('shared', ['shared/**'], { layers: shared, packages: ['zod'] }),

  // The engine: pure.
  layer('sync', ['electron/sync/**'], { layers: shared, packages: [] }),

  // Adapters: they implement the engine's ports and never know Electron or one another.
  layer('http', ['electron/http/**'], {
    // Clock, Random and Logger are ports of the engine; whoever waits or logs takes them from there.
    layers: ['sync', ...shared],
    packages: ['axios', 'tough-cookie', 'p-limit', 'zod'],
    node: true,
  }),
  layer('profile', ['electron/profile/**'], {
    layers: ['sync', 'http', 'profile-defaults', ...shared],
    packages: ['zod', 'p-limit', 'saxes', 'jsonc-parser', 'node-html-parser'],
    node: true,
  }),
  layer('booking', ['electron/booking/**'], adapter()),
  layer('access', ['electron/access/**'], adapter('csv-parse/**')),
  layer('store-settings', ['electron/store/settings/**'], store('electron-store')),
  layer('store-journal', ['electron/store/journal/**'], store('libsql')),
  layer('store-credentials', ['electron/store/credentials/**'], store('keytar')),
  layer('store', ['electron/store/**'], store('libsql')),
  layer('simulator', ['electron/simulator/**'], { layers: shared, packages: ['zod'], node: true }),
  layer('platform', ['electron/platform/**'], { layers: ['sync', ...shared], packages: [], node: true }),
  layer('log', ['electron/log/**'], { layers: ['sync', ...shared], packages: ['electron-log/**'], node: true }),

  // Electron's own rooms.
  layer('ipc', ['electron/ipc/**'], {
    layers: ['compose-core', 'shared-ipc', ...core, ...shared],
    packages: ['electron', 'zod'],
    node: true,
  }),
  layer('shell', ['electron/shell/**'], {
    layers: ['icons', 'compose-core', 'shared-ipc', ...core, ...shared],
    packages: ['electron', 'i18next'],
    node: true,
    assets: ['../../build/icons/**'],
  }),

  // The files where everything is put together.
  layer('ticker', ['electron/*ticker*.ts', 'electron/core/*ticker*.ts'], {
    layers: ['compose-core', 'sync', ...shared],
    packages: ['node-schedule'],
    node: true,
  }),
  layer('preload', ['electron/preload.ts'], { layers: ['shared-ipc', ...shared], packages: ['electron'] }),
  layer('main', ['electron/main.ts', 'electron/compose-app.ts'], {
    layers: ['main', 'compose-core', 'ipc', 'shell', 'shared-ipc', ...core, ...shared],
    packages: ['electron', 'electron-log/**', 'i18next'],
    node: true,
  }),
  layer('cli', ['electron/cli.ts', 'electron/cli/**'], {
    layers: ['compose-core', 'profile-defaults', 'shared-ipc', ...core, ...shared],
    packages: ['commander', 'i18next', 'zod'],
    node: true,
  }),
  // compose-core.ts and its own rooms: serves the app and the command line, so no Electron.
  layer('compose-core', ['electron/*.ts', 'electron/core/**'], {
    layers: ['ticker', 'profile-defaults', 'shared-ipc', ...core, ...shared],
    packages: ['electron-log/**', 'i18next', 'zod', 'p-limit'],
    node: true,
  }),

  // The window.
  layer('ui', ['renderer/ui/**'], {
    layers: ['renderer', 'shared-ipc', ...shared],
    packages: ['@fluentui/**', 'react', 'react/**', 'react-dom', 'react-dom/**', '@tanstack/react-virtual'],
  }),
  layer('renderer', ['renderer/**'], {
    layers: ['ui', 'shared-ipc', ...shared],
    packages: [
      'react',
      'react/**',
      'react-dom',
      'react-dom/**',
      '@tanstack/react-query',
      '@tanstack/react-virtual',
      'i18next',
      'react-i18next',
      'zod',
    ],
  }),

  layer('profile-defaults', ['build/profiles/**'], {}),
  layer('icons', ['build/icons/**'], {}),
];

/**
 * @param {string} name
 * @param {string[]} files
 * @param {Partial<Layer>} rest
 * @returns {Layer}
 */
function layer(name, files, { layers: allowed = [], packages = [], node = false, assets = [] }) {
  return { name, files, layers: allowed, packages, node, assets };
}

/**
 * @param {string[]} packages what it may use besides
 * @returns {Partial<Layer>} a booking source or an access control: no other adapter, no store, no Electron
 */
function adapter(...packages) {
  return {
    layers: ['sync', 'profile', 'http', 'profile-defaults', ...shared],
    packages: ['zod', 'p-limit', ...packages],
    node: true,
  };
}

/**
 * @param {string} library the library that is imported here and nowhere else
 * @returns {Partial<Layer>}
 */
function store(library) {
  return { layers: ['sync', ...stores, ...shared], packages: [library, 'zod'], node: true };
}

module.exports = { layers };
