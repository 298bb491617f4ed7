/**
 * What ESLint cannot see because it looks at one import at a time: cycles, and what can be reached over several steps.
 * @type {import('dependency-cruiser').IConfiguration}
 */
module.exports = {
  forbidden: [
    {
      name: 'no-cycle',
      comment: 'Data walks through the rooms in one direction.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'engine-reaches-nothing-outside',
      comment: 'The engine is pure, also through what it imports: no Node, no Electron, no HTTP, no store.',
      severity: 'error',
      from: { path: '^electron/sync/' },
      to: {
        reachable: true,
        path: [
          '^(node:)?(fs|net|http|https|child_process|process|os|path|crypto|timers|worker_threads)(/|$)',
          '(^|/)node_modules/(?!(zod|temporal-polyfill|temporal-utils|temporal-spec)/)',
          '^electron/(?!sync/)',
        ],
      },
    },
    {
      name: 'window-reaches-nothing-of-main',
      comment: 'The window knows the contract in shared and nothing of the main process.',
      severity: 'error',
      from: { path: '^renderer/' },
      to: { reachable: true, path: ['^electron/', '(^|/)node_modules/(electron|electron-store|axios|keytar|libsql)/'] },
    },
    {
      name: 'bridge-reaches-only-the-contract',
      comment: 'The preload script runs in the sandbox and becomes a part of every page.',
      severity: 'error',
      from: { path: '^electron/preload\\.ts$' },
      to: { reachable: true, path: ['^electron/(?!preload)', '^renderer/'] },
    },
    {
      name: 'command-line-reaches-no-electron',
      comment:
        'The command line runs in plain Node; electron-store alone may name Electron, which is an empty module there.',
      severity: 'error',
      from: { path: '^electron/(cli(\\.ts|/)|compose-core\\.ts)' },
      to: { reachable: true, path: ['^electron/(ipc|shell)/', '^electron/(main|compose-app|preload)\\.ts$'] },
    },
    {
      name: 'shared-reaches-no-layer',
      severity: 'error',
      from: { path: '^shared/' },
      to: { reachable: true, path: ['^electron/', '^renderer/'] },
    },
    {
      name: 'product-imports-no-test',
      severity: 'error',
      from: { path: '^(electron|renderer|shared)/' },
      to: { path: '^test/' },
    },
    {
      name: 'not-resolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '\\.css$' },
    tsPreCompilationDeps: 'specify',
    moduleSystems: ['es6', 'cjs'],
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.mts', '.cjs', '.js', '.json'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      exportsFields: ['exports'],
    },
  },
};
