// Lint rules: typescript-eslint strict, and the absences of ARCHITECTURE.md that an import ban can keep.
import js from '@eslint/js';
import ts from 'typescript-eslint';

/** A ban on imports with a sentence that says where the thing belongs. */
const banned = (patterns) => ({ 'no-restricted-imports': ['error', { patterns }] });
const only = (group, message) => ({ group, message });

const nodeBuiltins = only(
  ['node:*', 'fs', 'path', 'child_process'],
  'This room is plain questions about plain data: hand in what it needs.',
);

export default ts.config(
  { ignores: ['**/dist/**', '**/node_modules/**', '.vscode-test/**', '**/fixtures/**', '**/.headwater/**'] },
  js.configs.recommended,
  {
    files: ['**/*.mjs', '**/*.cjs', '**/*.js'],
    languageOptions: {
      globals: Object.fromEntries(
        [
          'process',
          'console',
          'URL',
          'Buffer',
          'performance',
          'setTimeout',
          'clearTimeout',
          'setInterval',
          'clearInterval',
          'fetch',
          'AbortController',
          'AbortSignal',
          'structuredClone',
          'queueMicrotask',
          'require',
          'module',
          'exports',
          '__dirname',
          'document',
          'window',
          'globalThis',
          'Element',
          'Document',
          'HTMLElement',
          'addEventListener',
          'location',
        ].map((name) => [name, 'readonly']),
      ),
    },
  },
  {
    files: ['**/*.ts', '**/*.tsx', '**/*.mts'],
    extends: [ts.configs.strict],
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/no-invalid-void-type': 'off',
      '@typescript-eslint/unified-signatures': 'off',
      'no-console': 'error',
    },
  },
  { files: ['graph/src/**/*.ts', 'sdk/src/**/*.ts'], ignores: ['**/*.test.ts'], rules: banned([nodeBuiltins]) },
  {
    files: ['**/*.test.ts', '**/*.test.tsx', '**/test/**', '**/bench/**', '**/torture/**', 'scripts/**', 'examples/**'],
    rules: { '@typescript-eslint/no-non-null-assertion': 'off', 'no-console': 'off' },
  },
);
