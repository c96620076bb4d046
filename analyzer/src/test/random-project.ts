// Random source files that name each other, and random edits of the project they make up; for properties of the whole analyzer.
import fc from 'fast-check';

/** Places that take each other's part: `./a` may be any of three files, a barrel may come and go. */
const FILES = [
  'src/a.ts',
  'src/a.tsx',
  'src/a/index.ts',
  'src/b.ts',
  'src/c.mts',
  'src/deep/d.js',
  'src/deep/index.ts',
  'lib/e.ts',
  'src/sdk.ts',
  'src/index.ts',
  'dist/out.ts',
  'src/gone.test.ts',
] as const;

const SPECIFIERS = [
  './a',
  './a.js',
  './a/index.ts',
  './b',
  './b.ts',
  './c.mjs',
  './deep',
  './deep/d',
  '../a',
  '../b',
  '../lib/e',
  '.',
  '..',
  '@/a',
  '@/b',
  '#lib/e',
  'shop/lib/e.ts',
  'src/b',
  './sdk',
  './missing',
  'zod',
] as const;

const NAMES = ['p', 'q', 'r', 's', 't'] as const;

const name = fc.constantFrom(...NAMES);
const specifier = fc.constantFrom(...SPECIFIERS);
const reference = fc.oneof(
  { weight: 4, arbitrary: name },
  { weight: 2, arbitrary: name.map((each) => `all.${each}`) },
  fc.constantFrom('main', 'many.one', 'hw', 'undefined'),
);

const importLine = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(name, specifier).map(([each, from]) => `import { ${each} } from '${from}';`) },
  fc.tuple(name, name, specifier).map(([each, as, from]) => `import { ${each} as ${as} } from '${from}';`),
  specifier.map((from) => `import * as all from '${from}';`),
  specifier.map((from) => `import main from '${from}';`),
  specifier.map((from) => `import { many } from '${from}';`),
);

const exportLine = fc.oneof(
  { weight: 3, arbitrary: specifier.map((from) => `export * from '${from}';`) },
  fc.tuple(name, specifier).map(([each, from]) => `export { ${each} } from '${from}';`),
  fc.tuple(name, name, specifier).map(([each, as, from]) => `export { ${each} as ${as} } from '${from}';`),
  specifier.map((from) => `export * as all from '${from}';`),
  fc.tuple(name, reference).map(([each, value]) => `export const ${each} = ${value};`),
  reference.map((value) => `export default ${value};`),
);

const declaration = fc.oneof(
  {
    weight: 5,
    arbitrary: fc
      .tuple(name, reference, fc.nat(2))
      .map(([as, up, n]) => `export const ${as} = asset({ inputs: { x: ${up} } }, ({ x }) => [x, ${n}]);`),
  },
  name.map((as) => `export const ${as} = asset(() => 1);`),
  fc.tuple(name, reference).map(([as, key]) => `export const ${as} = asset({ key: ${key} }, () => 1);`),
  fc.constantFrom("export const p = 'folded';", 'export const q = `${p}/x`;', "export const r = ['r', p];"),
  fc.tuple(name, reference).map(([as, up]) => `export const ${as} = asset({ deps: [${up}] }, () => 1);`),
  reference.map((up) => `export default asset({ inputs: { x: ${up} } }, () => 1);`),
  fc
    .tuple(reference, name)
    .map(
      ([up, key]) =>
        `export const many = multiAsset({ outputs: { one: output(), two: output({ key: '${key}2' }) }, inputs: { x: ${up} } }, function* (ctx) {});`,
    ),
  fc
    .tuple(name, reference)
    .map(([as, up]) => `export const ${as} = graphAsset({ inputs: { x: ${up} } }, async ({ x }) => step(x));`),
  fc.constant('export const step = op({ retry: 1 }, async (ctx, n) => n);'),
  name.map((as) => `export const ${as} = externalAsset({ group: 'far' });`),
  fc
    .tuple(reference, fc.boolean())
    .map(([on, blocking]) => `export const whole = assetCheck(${on}, { blocking: ${blocking} }, () => true);`),
  reference.map((up) => `export const nightly = job('nightly', { selection: [${up}] });`),
  fc
    .constantFrom('*', 'key:"p"', '+key:"q"', 'group:far')
    .map((text) => `export const j = job('j', { selection: '${text}' });`),
  fc
    .tuple(reference, name)
    .map(([up, as]) => `export const defs = definitions({ assets: { ${as}: ${up} }, resources: { db: 1 } });`),
  fc.constantFrom("for (const key of ['u', 'v']) asset({ key }, () => 1);", 'const helper = (n) => n + 1;', ''),
);

const SDK = [
  "import { asset, assetCheck, definitions, externalAsset, graphAsset, job, multiAsset, op, output } from 'headwater';",
  "import { asset, assetCheck, definitions, externalAsset, graphAsset, job, multiAsset, op, output } from './sdk';",
  "import { asset, assetCheck, definitions, externalAsset, graphAsset, job, multiAsset, op, output } from '../sdk.ts';",
  "export * from 'headwater';",
  "import * as hw from 'headwater'; const { asset } = hw;",
  '',
] as const;

/** Cuts that no text parses with. */
const BREAK = ['export const = asset(', '{', "import { from 'x", '`', '/*'] as const;

export const fileName = fc.constantFrom(...FILES);

/** The parts are lines, so that a counterexample shrinks to the few that matter. */
export const sourceText: fc.Arbitrary<string> = fc
  .tuple(
    fc.oneof({ weight: 6, arbitrary: fc.constant(SDK[0]) }, fc.constantFrom(...SDK)),
    fc.array(importLine, { maxLength: 3 }),
    fc.array(fc.oneof({ weight: 3, arbitrary: declaration }, exportLine), { maxLength: 4 }),
    fc.option(fc.constantFrom(...BREAK), { freq: 8, nil: '' }),
  )
  .map(([sdk, imports, rest, cut]) => [sdk, ...imports, ...rest, cut].filter((line) => line !== '').join('\n'));

/** Null: it is taken away. */
const configText = fc.constantFrom(
  null,
  '{ "include": ["src"] }',
  '{ "include": ["lib"] }',
  '{ "include": ["nothing"] }',
  '{ "files": ["src/b.ts"] }',
  '{ "compilerOptions": { "baseUrl": ".", "paths": { "@/*": ["src/*"] } }, "include": ["src", "lib"] }',
  '{ "compilerOptions": { "paths": { "@/*": ["./lib/*"], "zod": ["./src/b.ts"] } } }',
  '{ "compilerOptions": { "outDir": "dist", "allowJs": true } }',
  '{ "extends": "./tsconfig.base.json" }',
  '{ "files": [], "references": [{ "path": "./lib" }] }',
  '{ "include": [ }',
);

const manifestText = fc.constantFrom(
  '{ "name": "shop", "dependencies": { "headwater": "*" } }',
  '{ "name": "shop", "imports": { "#lib/*": "./lib/*.ts" }, "dependencies": { "headwater": "*" } }',
  '{ "name": "other", "exports": { "./lib/*": "./lib/*" } }',
  '{ "name": ',
);

export type Edit =
  | { readonly kind: 'write'; readonly file: string; readonly text: string | null }
  | { readonly kind: 'move'; readonly file: string; readonly to: string }
  | { readonly kind: 'type'; readonly file: string; readonly text: string | null }
  /** A file is written more than once, or by several, before anybody is told. */
  | { readonly kind: 'many'; readonly writes: readonly (readonly [file: string, text: string | null])[] }
  | { readonly kind: 'look' }
  | { readonly kind: 'look and stop' };

const content = fc.option(sourceText, { freq: 6 });

export const edit: fc.Arbitrary<Edit> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('write' as const), file: fileName, text: content }) },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('type' as const), file: fileName, text: content }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('move' as const), file: fileName, to: fileName }) },
  fc.record({
    kind: fc.constant('many' as const),
    writes: fc.array(fc.tuple(fileName, content), { minLength: 1, maxLength: 5 }),
  }),
  fc.record({ kind: fc.constant('write' as const), file: fc.constant('tsconfig.json'), text: configText }),
  fc.record({ kind: fc.constant('write' as const), file: fc.constant('tsconfig.base.json'), text: configText }),
  fc.record({ kind: fc.constant('write' as const), file: fc.constant('lib/tsconfig.json'), text: configText }),
  fc.record({ kind: fc.constant('write' as const), file: fc.constant('package.json'), text: manifestText }),
  fc.record({
    kind: fc.constant('write' as const),
    file: fc.constantFrom('.gitignore', 'src/.gitignore'),
    text: fc.constantFrom(null, 'lib\n', 'b.ts\n', '*.js\n!deep/d.js\n'),
  }),
  // A project inside this one takes its files with it.
  fc.record({
    kind: fc.constant('write' as const),
    file: fc.constant('src/deep/package.json'),
    text: fc.option(manifestText),
  }),
  { weight: 5, arbitrary: fc.constant({ kind: 'look' as const }) },
  fc.constant({ kind: 'look and stop' as const }),
);

export const project: fc.Arbitrary<Readonly<Record<string, string>>> = fc.dictionary(fileName, sourceText, {
  maxKeys: 8,
});
