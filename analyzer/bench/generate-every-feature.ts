// Writes a project of any number of assets that uses all that can be declared, in every way modules can name each other, and says what it wrote.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export interface GeneratedNode {
  readonly key: string;
  readonly kind: 'asset' | 'multi' | 'graph' | 'external';
  /** Keys. */
  readonly inputs: readonly string[];
  readonly deps: readonly string[];
  readonly group: string;
  readonly kinds: readonly string[];
  readonly checks: readonly string[];
}

export interface GeneratedFeatures {
  readonly nodes: readonly GeneratedNode[];
  readonly jobs: readonly string[];
  /** Of `tsconfig.json`: what a name begins with, and the folder it stands for. */
  readonly aliases: Readonly<Record<string, string>>;
}

export interface GenerateFeaturesOptions {
  /** An empty folder, or one that does not exist yet. */
  readonly dir: string;
  readonly assets: number;
  /** A number below `n`. */
  readonly below: (n: number) => number;
}

/** How other files reach a node. */
interface Reach {
  readonly node: GeneratedNode;
  /** What the file exports; `default` where it is that. */
  readonly exported: string;
  /** After the exported name. */
  readonly member: string;
  readonly file: number;
}

/** A file under construction. */
interface Draft {
  readonly number: number;
  readonly imports: Map<string, string>;
  readonly statements: string[];
}

const PER_FILE = 4;
const PER_PART = 8;
const LAYERS = ['bronze', 'silver', 'gold'] as const;
const KINDS = ['typescript', 'sql', 'csv'] as const;
const SDK =
  "import { asset, assetCheck, externalAsset, graphAsset, job, loadAs, multiAsset, op, output, types } from 'headwater';";

const partOf = (file: number): number => Math.floor(file / PER_PART);
const moduleOf = (file: number): string => `part${partOf(file)}/file${file}`;

export function generateEveryFeature({ dir, assets, below }: GenerateFeaturesOptions): GeneratedFeatures {
  const reaches: Reach[] = [];
  const jobs: string[] = [];
  const drafts: Draft[] = [];
  const files = Math.ceil(assets / PER_FILE);
  for (let number = 0; number < files; number++) {
    const draft: Draft = { number, imports: new Map(), statements: [] };
    const count = Math.min(PER_FILE, assets - number * PER_FILE);
    const made = fileOf({ draft, count, below, known: reaches, jobs });
    reaches.push(...made);
    drafts.push(draft);
  }
  const write = (file: string, lines: readonly string[]): void => {
    const path = join(dir, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `${lines.join('\n')}\n`);
  };
  for (const { number, imports, statements } of drafts)
    write(`src/${moduleOf(number)}.ts`, [
      SDK,
      ...[...imports].map(([name, from]) => importLine(name, from)),
      '',
      ...statements,
    ]);
  for (let part = 0; part <= partOf(files - 1); part++)
    write(
      `src/part${part}/index.ts`,
      barrelOf(
        drafts.filter(({ number }) => partOf(number) === part),
        reaches,
      ),
    );
  write('src/names.ts', [
    "export const PREFIX = 'shop';",
    `export const layers = { ${LAYERS.map((each) => `${each}: '${each}'`).join(', ')} } as const;`,
  ]);
  write('package.json', [
    JSON.stringify({
      name: 'generated',
      type: 'module',
      private: true,
      imports: { '#parts/*': './src/*.ts' },
      dependencies: { headwater: '*' },
    }),
  ]);
  write('tsconfig.json', [
    JSON.stringify({ compilerOptions: { ...COMPILER, paths: { '@/*': ['./src/*'] } }, include: ['src'] }),
  ]);
  return { nodes: reaches.map(({ node }) => node), jobs, aliases: { '@/': 'src/' } };
}

const COMPILER = {
  target: 'es2022',
  module: 'esnext',
  moduleResolution: 'bundler',
  strict: true,
  noEmit: true,
  allowImportingTsExtensions: true,
};

interface Making {
  readonly draft: Draft;
  readonly count: number;
  readonly below: (n: number) => number;
  readonly known: readonly Reach[];
  readonly jobs: string[];
}

/** A file whose kind goes round by its number; later ones may read every earlier one. */
function fileOf(making: Making): Reach[] {
  const shapes = [plain, takenApart, graph, keptWhole, byDefault, checked] as const;
  const shape = making.draft.number < 2 ? plain : (shapes[making.draft.number % shapes.length] ?? plain);
  const made = shape(making);
  // The rest of the file is plain, and may read what the file itself declares.
  const rest = { ...making, count: making.count - made.length, known: [...making.known, ...made] };
  return [...made, ...plain(rest, made.length)];
}

const nameOf = (draft: Draft, offset: number): string => `n${draft.number * PER_FILE + offset}`;

function plain(making: Making, first = 0): Reach[] {
  const { draft, below } = making;
  const made: Reach[] = [];
  for (let offset = first; offset < first + making.count; offset++) {
    const name = nameOf(draft, offset);
    const known = [...making.known, ...made];
    const inputs = upstream({ ...making, known });
    const deps =
      below(3) === 0
        ? upstream({ ...making, known }).filter(({ node }) => !inputs.some((each) => each.node === node))
        : [];
    const key = keyOf(draft, name, below(3));
    const facts = factsOf(draft, below);
    const options = [
      ...key.options,
      ...facts.options,
      ...inputsOption(draft, inputs, below),
      ...(deps.length > 0 ? [`deps: [${deps.map((each) => expression(draft, each, below)).join(', ')}]`] : []),
    ];
    draft.statements.push(`export const ${name} = asset({ ${options.join(', ')} }, (all) => Object.keys(all).length);`);
    made.push({
      node: { ...facts.node, key: key.key, kind: 'asset', inputs: keysOf(inputs), deps: keysOf(deps), checks: [] },
      exported: name,
      member: '',
      file: draft.number,
    });
  }
  return made;
}

function multi(making: Making, isWhole: boolean): Reach[] {
  const { draft, below } = making;
  const inputs = upstream(making);
  const names = [0, 1, 2].slice(0, Math.min(3, making.count)).map((offset) => nameOf(draft, offset));
  const outputs = names.map((name, index) => ({
    name,
    key: index === 1 ? `parts/${name}` : name,
    group: index === 2 ? 'gold' : 'default',
  }));
  const written = outputs.map(({ name, key, group }) => {
    const options = [
      ...(key === name ? [] : [`key: ['parts', '${name}']`]),
      ...(group === 'default' ? [] : [`group: '${group}'`]),
    ];
    return `${name}: output(${options.length > 0 ? `{ ${options.join(', ')} }` : ''})`;
  });
  const options = [`outputs: { ${written.join(', ')} }`, 'canSubset: true', ...inputsOption(draft, inputs, below)];
  const left = isWhole ? `whole${draft.number}` : `{ ${names.join(', ')} }`;
  draft.statements.push(`export const ${left} = multiAsset({ ${options.join(', ')} }, function* () {});`);
  return outputs.map(({ name, key, group }) => ({
    node: { key, kind: 'multi', inputs: keysOf(inputs), deps: [], group, kinds: [], checks: [] },
    exported: isWhole ? left : name,
    member: isWhole ? `.${name}` : '',
    file: draft.number,
  }));
}

function takenApart(making: Making): Reach[] {
  return multi(making, false);
}

function keptWhole(making: Making): Reach[] {
  return multi(making, true);
}

function graph(making: Making): Reach[] {
  const { draft, below, count } = making;
  const inputs = upstream(making);
  const name = nameOf(draft, 0);
  draft.statements.push(
    `const step${draft.number} = op({ retry: 1 }, async (ctx, n: unknown) => n);`,
    `export const ${name} = graphAsset({ ${[...inputsOption(draft, inputs, below), "group: 'gold'"].join(', ')} }, async (all) => step${draft.number}(await step${draft.number}(all)));`,
  );
  const made: Reach[] = [
    {
      node: { key: name, kind: 'graph', inputs: keysOf(inputs), deps: [], group: 'gold', kinds: [], checks: [] },
      exported: name,
      member: '',
      file: draft.number,
    },
  ];
  if (count < 2) return made;
  const far = nameOf(draft, 1);
  draft.statements.push(`export const ${far} = externalAsset({ key: ['far', '${far}'], kinds: ['csv'] });`);
  return [
    ...made,
    {
      node: { key: `far/${far}`, kind: 'external', inputs: [], deps: [], group: 'default', kinds: ['csv'], checks: [] },
      exported: far,
      member: '',
      file: draft.number,
    },
  ];
}

function byDefault(making: Making): Reach[] {
  const { draft, below } = making;
  const inputs = upstream(making);
  const name = nameOf(draft, 0);
  const options = [`key: '${name}'`, ...inputsOption(draft, inputs, below)];
  draft.statements.push(`export default asset({ ${options.join(', ')} }, (all) => all);`);
  return [
    {
      node: { key: name, kind: 'asset', inputs: keysOf(inputs), deps: [], group: 'default', kinds: [], checks: [] },
      exported: 'default',
      member: '',
      file: draft.number,
    },
  ];
}

function checked(making: Making): Reach[] {
  const { draft, below, jobs, known } = making;
  const inputs = upstream(making);
  const name = nameOf(draft, 0);
  const options = ["checks: ['full', { name: 'recent', blocking: true }]", ...inputsOption(draft, inputs, below)];
  draft.statements.push(
    `export const ${name} = asset({ ${options.join(', ')} }, (all, ctx) => ctx.result(all, { checks: { full: true, recent: true } }));`,
    `export const apart${draft.number} = assetCheck(${name}, { severity: 'warn' }, () => true);`,
  );
  const some = known[below(known.length)];
  const nightly = `nightly-${draft.number}`;
  const selection =
    some === undefined || below(2) === 0
      ? `'+key:"${name}" or group:gold'`
      : `[${name}, ${expression(draft, some, below)}]`;
  draft.statements.push(`export const job${draft.number} = job('${nightly}', { selection: ${selection} });`);
  jobs.push(nightly);
  const checks = [`apart${draft.number}`, 'full', 'recent'];
  return [
    {
      node: { key: name, kind: 'asset', inputs: keysOf(inputs), deps: [], group: 'default', kinds: [], checks },
      exported: name,
      member: '',
      file: draft.number,
    },
  ];
}

function keysOf(reaches: readonly Reach[]): string[] {
  return reaches.map(({ node }) => node.key);
}

/** Up to three, mostly from close by. */
function upstream({ known, below }: Pick<Making, 'known' | 'below'>): Reach[] {
  if (known.length === 0) return [];
  const nearby = (): number =>
    below(5) === 0 ? below(known.length) : Math.max(0, known.length - 1 - below(Math.min(known.length, 60)));
  return [...new Set(Array.from({ length: below(4) }, nearby))].flatMap((index) => known[index] ?? []);
}

function inputsOption(draft: Draft, inputs: readonly Reach[], below: (n: number) => number): string[] {
  if (inputs.length === 0) return [];
  const entries = inputs.map((each, index) => {
    const value = expression(draft, each, below);
    return `in${index}: ${below(6) === 0 ? `loadAs(${value}, types.rows)` : value}`;
  });
  return [`inputs: { ${entries.join(', ')} }`];
}

function keyOf(draft: Draft, name: string, way: number): { readonly key: string; readonly options: readonly string[] } {
  if (way === 0) return { key: name, options: [] };
  draft.imports.set('{ PREFIX }', '../names');
  return way === 1
    ? { key: `shop/${name}`, options: [`key: [PREFIX, '${name}']`] }
    : { key: `shop_${name}`, options: [`key: \`\${PREFIX}_${name}\``] };
}

function factsOf(draft: Draft, below: (n: number) => number) {
  const group = LAYERS[below(LAYERS.length)] ?? 'bronze';
  const kinds = KINDS.slice(0, below(KINDS.length));
  if (below(2) === 0)
    return { node: { group, kinds }, options: [`group: '${group}'`, `kinds: ${JSON.stringify(kinds)}`] };
  draft.imports.set('{ layers }', '@/names');
  return { node: { group, kinds }, options: [`group: layers.${group}`, `kinds: ${JSON.stringify(kinds)}`] };
}

/** The node as this file may write it; the way to its module is imported. */
function expression(draft: Draft, { exported, member, file }: Reach, below: (n: number) => number): string {
  if (file === draft.number && exported !== 'default') return `${exported}${member}`;
  const own = exported === 'default' ? `main${file}` : exported;
  // A barrel leads on to every file of its part, so only later parts read it: modules in a circle could not load.
  const ways = partOf(file) < partOf(draft.number) ? 7 : 6;
  const named = exported === 'default' ? `{ default as ${own} }` : `{ ${own} }`;
  switch (file === draft.number ? 0 : below(ways)) {
    case 0:
      // Also how a file names its own default.
      draft.imports.set(exported === 'default' ? `direct${file}` : named, relativeTo(draft, file, ''));
      return exported === 'default' ? `direct${file}` : `${own}${member}`;
    case 1:
      draft.imports.set(named, relativeTo(draft, file, '.ts'));
      return `${own}${member}`;
    case 2:
      draft.imports.set(named, `#parts/${moduleOf(file)}`);
      return `${own}${member}`;
    case 3:
      draft.imports.set(named, `@/${moduleOf(file)}`);
      return `${own}${member}`;
    case 4:
      draft.imports.set(`* as all${file}`, relativeTo(draft, file, ''));
      return `all${file}.${exported}${member}`;
    case 5: {
      draft.imports.set(`{ ${exported} as same${own} }`, relativeTo(draft, file, ''));
      return `same${own}${member}`;
    }
    default:
      draft.imports.set(`{ ${own} as barrel${own} }`, `../part${partOf(file)}`);
      return `barrel${own}${member}`;
  }
}

function relativeTo(draft: Draft, file: number, ending: string): string {
  const inPart = partOf(file) === partOf(draft.number);
  return `${inPart ? `./file${file}` : `../${moduleOf(file)}`}${ending}`;
}

function importLine(what: string, from: string): string {
  return `import ${what} from '${from}';`;
}

function barrelOf(drafts: readonly Draft[], reaches: readonly Reach[]): string[] {
  return drafts.flatMap(({ number }) => {
    const star = `export * from './file${number}';`;
    const hasDefault = reaches.some(({ file, exported }) => file === number && exported === 'default');
    return hasDefault ? [star, `export { default as main${number} } from './file${number}';`] : [star];
  });
}
