import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';

/** What no source file does. */
const everywhere = [
  { selector: 'TSEnumDeclaration', message: 'Use a union or a picklist.' },
  {
    selector: 'NewExpression[callee.name="UnrollError"]',
    message:
      'Sentences are the catalogue’s: failure(code, facts), or errorFromShape for one that came from elsewhere.',
  },
  ...['left.name="task"', 'left.property.name="task"'].map((left) => ({
    selector: `BinaryExpression[${left}][right.value=/^(classify|regress|forecast|label|generate)$/]`,
    message: 'Ask the traits of the task (src/shared/domain/task.ts), not its name.',
  })),
];

export default ts.config(
  {
    ignores: [
      'bench/peers/',
      '.svelte-check/',
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
    files: ['src/**'],
    rules: {
      'no-restricted-syntax': ['error', ...everywhere],
    },
  },
  {
    // Where errors are made, and toUnrollError, whose sentence the catalogue has too.
    files: ['src/shared/domain/error.ts', 'src/shared/sentences/failure.ts'],
    rules: { 'no-restricted-syntax': 'off' },
  },
  {
    files: ['src/main/cli/**'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: 'CallExpression[callee.property.name="description"] > :matches(Literal, TemplateLiteral)',
          message: 'What --help says is the catalogue’s: help(key).',
        },
        {
          selector:
            ':matches(CallExpression[callee.property.name=/^(option|requiredOption|argument)$/], NewExpression[callee.name=/^(Option|Argument)$/]) > :matches(Literal, TemplateLiteral).arguments:nth-child(2)',
          message: 'What --help says is the catalogue’s: help(key).',
        },
        {
          selector:
            'CallExpression[callee.name="table"] > ArrayExpression:first-child > Literal[value=/[a-z]{3}/]',
          message: 'Heads of tables are the catalogue’s: heading(key).',
        },
        ...everywhere,
      ],
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
    files: ['src/renderer/**/*.svelte'],
    rules: {
      'no-restricted-syntax': [
        'error',
        { selector: 'MemberExpression[property.name="client"]', message: 'A component reads a store.' },
      ],
    },
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
);
