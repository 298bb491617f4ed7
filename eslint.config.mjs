import { defineConfig } from 'eslint/config';
import boundaries from 'eslint-plugin-boundaries';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';
import layersModule from './build/layers.cjs';

const { layers } = layersModule;

/** Tools that want their configuration as a default export. */
const configurations = ['*.config.{ts,mts,mjs}', 'build/*.config.{mts,mjs}'];

const noDefaultExport = [
  {
    selector: 'ExportDefaultDeclaration',
    message: 'No default exports: a name that is imported is a name that can be searched for.',
  },
  {
    selector: "ExportSpecifier[exported.name='default']",
    message: 'No default exports: a name that is imported is a name that can be searched for.',
  },
];

const literalText = 'No literal text in the window: texts live in shared/i18n, Danish first.';
const noLiteralText = [
  { selector: 'JSXText[value=/[A-Za-zÆØÅæøå]/]', message: literalText },
  { selector: 'JSXElement > JSXExpressionContainer > Literal[value=/[A-Za-zÆØÅæøå]/]', message: literalText },
  {
    selector: 'JSXElement > JSXExpressionContainer > TemplateLiteral > TemplateElement[value.raw=/[A-Za-zÆØÅæøå]{2}/]',
    message: literalText,
  },
  {
    selector:
      'JSXAttribute[name.name=/^(title|alt|label|placeholder|aria-label|aria-description)$/] > Literal[value=/[A-Za-zÆØÅæøå]/]',
    message: literalText,
  },
];

const noSkippedTest = [
  {
    selector: 'MemberExpression[object.name=/^(it|test|describe|suite)$/][property.name=/^(skip|only|todo|fixme)$/]',
    message: 'No skipped and no lonely tests.',
  },
];

const pure = 'The engine and what both sides speak are pure: time, chance and the outside are arguments or ports.';
const impureGlobals = [
  ...['Date', 'performance', 'setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'clearTimeout'],
  ...[
    'clearInterval',
    'console',
    'process',
    'crypto',
    'fetch',
    'require',
    'Buffer',
    'window',
    'document',
    'globalThis',
  ],
].map((name) => ({ name, message: pure }));

/**
 * The whole configuration for one folder tree, so that test/arch can ask it about a small house that is wrong on
 * purpose.
 * @param {string} root absolute path of the tree that holds electron, renderer and shared
 * @param {string[]} ignores
 */
export function createConfig(root, ignores = []) {
  return defineConfig(
    { ignores: ['out/', 'dist/', '.cache/', 'node_modules/', 'test-results/', 'playwright-report/', ...ignores] },
    { linterOptions: { reportUnusedDisableDirectives: 'error' } },
    {
      files: ['**/*.{ts,tsx,mts,mjs}'],
      extends: [tseslint.configs.strictTypeChecked],
      languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: root } },
      rules: {
        eqeqeq: 'error',
        'no-console': 'error',
        'no-var': 'error',
        'prefer-const': 'error',
        'object-shorthand': 'error',
        'no-restricted-syntax': ['error', ...noDefaultExport],
        '@typescript-eslint/consistent-type-imports': 'error',
        '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
        '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
        '@typescript-eslint/no-confusing-void-expression': [
          'error',
          { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
        ],
        // Ports and component properties are written as methods and made as closures: none of them uses `this`.
        '@typescript-eslint/unbound-method': 'off',
        '@typescript-eslint/no-unnecessary-type-arguments': 'off',
        '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
        '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      },
    },
    {
      // Who may import whom (build/layers.cjs).
      files: ['electron/**/*.ts', 'renderer/**/*.{ts,tsx}', 'shared/**/*.ts'],
      plugins: { boundaries },
      settings: {
        'boundaries/root-path': root,
        'boundaries/files': layers.map(({ name, files }) => ({ category: name, pattern: files })),
        'boundaries/files-single-match': true,
        'boundaries/dependency-nodes': ['import', 'export', 'require', 'dynamic-import'],
        'boundaries/legacy-templates': false,
        'import/resolver': { node: { extensions: ['.ts', '.tsx', '.mts', '.cjs', '.js', '.json', '.css'] } },
      },
      rules: {
        'boundaries/no-unknown-files': 'error',
        'boundaries/dependencies': [
          'error',
          {
            default: 'disallow',
            checkAllOrigins: true,
            checkUnknownLocals: true,
            checkInternals: true,
            message: '`{{from.file.categories}}` may not import `{{dependency.source}}` (build/layers.cjs).',
            policies: layers.flatMap(policiesOf),
          },
        ],
      },
    },
    {
      files: ['electron/sync/**/*.ts', 'shared/**/*.ts'],
      rules: {
        'no-restricted-globals': ['error', ...impureGlobals],
        'no-restricted-properties': ['error', { object: 'Math', property: 'random', message: pure }],
      },
    },
    {
      // Raw ipcMain only in the router, which checks the sender and parses both ways.
      files: ['electron/**/*.ts'],
      ignores: ['electron/ipc/router.ts', 'electron/ipc/router/**'],
      rules: {
        'no-restricted-imports': [
          'error',
          {
            paths: [
              { name: 'electron', importNames: ['ipcMain'], message: 'Only electron/ipc/router may use ipcMain.' },
            ],
          },
        ],
      },
    },
    {
      files: ['electron/cli.ts', 'electron/cli/**/*.ts', 'test/bench/**/*.ts'],
      rules: { 'no-console': 'off' },
    },
    {
      files: ['renderer/**/*.{ts,tsx}'],
      // Its own types call one of its configurations by a name that ESLint's type of a plugin does not know.
      plugins: { 'react-hooks': /** @type {import('eslint').ESLint.Plugin} */ (/** @type {unknown} */ (reactHooks)) },
      rules: {
        'react-hooks/rules-of-hooks': 'error',
        'react-hooks/exhaustive-deps': 'error',
        'no-restricted-syntax': ['error', ...noDefaultExport, ...noLiteralText],
      },
    },
    {
      files: ['test/**/*.{ts,tsx}'],
      rules: {
        'no-restricted-syntax': ['error', ...noDefaultExport, ...noSkippedTest],
        // In a test a missing value is a failed test, and a fake keeps the shape of a port that waits.
        '@typescript-eslint/no-non-null-assertion': 'off',
        '@typescript-eslint/require-await': 'off',
      },
    },
    {
      // Scripts talk to the person at the terminal, and read JSON whose shape they know.
      files: ['build/**/*.mjs'],
      rules: {
        'no-console': 'off',
        '@typescript-eslint/no-unsafe-assignment': 'off',
        '@typescript-eslint/no-unsafe-member-access': 'off',
        '@typescript-eslint/no-unsafe-argument': 'off',
        '@typescript-eslint/restrict-plus-operands': 'off',
        '@typescript-eslint/restrict-template-expressions': 'off',
        '@typescript-eslint/no-meaningless-void-operator': 'off',
      },
    },
    {
      // Aliases and configurations: their shape is the tool's.
      files: [...configurations, 'build/empty-electron.ts'],
      rules: { 'no-restricted-syntax': 'off' },
    },
  );
}

/** @param {import('./build/layers.cjs').Layer} layer */
function policiesOf({ name, layers: allowed, packages, node, assets }) {
  const from = { file: { categories: name } };
  /** @type {object[]} */
  const policies = [{ from, allow: { to: { file: { categories: { anyOf: [name, ...allowed] } } } } }];
  for (const source of packages) policies.push({ from, allow: { to: { module: { origin: 'external', source } } } });
  if (node) policies.push({ from, allow: { to: { module: { origin: 'core' } } } });
  for (const source of assets) policies.push({ from, allow: { dependency: { source } } });
  return policies;
}

export default createConfig(import.meta.dirname, ['test/arch/fixtures/']);
