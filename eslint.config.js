import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';

/** Imports go one way (docs/architecture.md): forbids `patterns` in `files`. */
function wall(files, message, patterns, paths = []) {
  return {
    files,
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: patterns.map((group) =>
            typeof group === 'string' ? { group: [group], message } : { message, ...group },
          ),
          paths: paths.map((name) => ({ name, message })),
        },
      ],
    },
  };
}

const nodeBuiltins = ['node:*', 'fs', 'path', 'os', 'child_process', 'worker_threads'];

export default ts.config(
  {
    ignores: [
      'bench/peers/',
      'out/',
      'build/',
      'dist/',
      'node_modules/',
      'src/renderer/paraglide/',
      'resources/',
      'test/fixtures/',
    ],
  },
  ...ts.configs.strict,
  ...svelte.configs['flat/recommended'],
  {
    languageOptions: { globals: { ...globals.node } },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-empty-function': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'no-restricted-syntax': [
        'error',
        { selector: 'TSEnumDeclaration', message: 'Use a union or a picklist.' },
      ],
      eqeqeq: 'error',
      'no-console': 'error',
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: {
      globals: { ...globals.browser },
      parserOptions: { parser: ts.parser, extraFileExtensions: ['.svelte'] },
    },
  },
  {
    files: ['src/renderer/**', 'test/renderer/**'],
    languageOptions: { globals: { ...globals.browser } },
    // Caches, listeners and local tables are deliberately not reactive.
    rules: { 'svelte/prefer-svelte-reactivity': 'off' },
  },
  {
    files: ['src/main/serve-model/page/*.js'],
    languageOptions: { globals: { ...globals.browser } },
  },
  {
    files: ['scripts/**', 'bench/**', 'src/main/cli/**', 'bin/**', 'test/**'],
    rules: { 'no-console': 'off' },
  },
  {
    // Electron 22 loads CommonJS alone.
    files: ['**/*.cjs'],
    rules: {
      '@typescript-eslint/no-require-imports': 'off',
      '@typescript-eslint/no-extraneous-class': 'off',
    },
  },
  wall(
    ['src/shared/**/*.ts'],
    'shared/ is plain TypeScript: no Node, DOM, Electron or tfjs.',
    [
      '**/main/**',
      '**/renderer/**',
      '@tensorflow/*',
      // Figures are options: data of ECharts' types, which its callers draw.
      { group: ['echarts', 'echarts/*'], allowTypeImports: true },
      ...nodeBuiltins,
    ],
    ['electron'],
  ),
  wall(
    ['src/renderer/**/*.{ts,svelte}'],
    'The renderer imports only src/shared; ECharts only in renderer/charts.',
    ['**/main/**', '@tensorflow/*', 'echarts', 'echarts/*', ...nodeBuiltins],
    ['electron'],
  ),
  wall(
    ['src/renderer/charts/**/*.{ts,svelte}'],
    'The renderer imports only src/shared.',
    ['**/main/**', '@tensorflow/*', ...nodeBuiltins],
    ['electron'],
  ),
  wall(
    ['src/main/engine/**/*.ts', 'src/main/cli/**/*.ts', 'src/main/serve/**/*.ts'],
    'The engine never imports electron; only engine/kernels imports a tfjs backend.',
    ['**/renderer/**', '@tensorflow/tfjs-backend-*', '@tensorflow/tfjs-node*'],
    ['electron'],
  ),
  wall(
    ['src/main/serve-model/**/*.ts'],
    'A served model is asked through the contract; the service knows nothing of the engine behind it.',
    ['**/renderer/**', '**/engine/**', '**/cli/**', '@tensorflow/*'],
    ['electron'],
  ),
  wall(
    ['src/main/engine/experiments/**/*.ts'],
    'Experiments are made of kernels, networks and training; they know no runs, files of people or tfjs backend.',
    [
      '**/renderer/**',
      '**/runs/**',
      '**/inspection/**',
      '**/exports/**',
      '@tensorflow/tfjs-backend-*',
      '@tensorflow/tfjs-node*',
    ],
    ['electron'],
  ),
  wall(
    ['src/main/engine/inference/**/*.ts'],
    'Inference runs models wherever they lie; exports build upon it, and it knows nothing of them.',
    ['**/renderer/**', '**/exports/**', '@tensorflow/tfjs-backend-*', '@tensorflow/tfjs-node*'],
    ['electron'],
  ),
  wall(
    ['src/main/engine/kernels/**/*.ts'],
    'The engine never imports electron.',
    ['**/renderer/**'],
    ['electron'],
  ),
);
