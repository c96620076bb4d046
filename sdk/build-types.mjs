// Writes the SDK's types as one self-contained file, for `import` and for `require`.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const here = dirname(fileURLToPath(import.meta.url));
const entry = join(here, 'src/index.ts');

/**
 * Writes `index.d.ts` and `index.d.cts` (the same text) into `outDir`. Throws with the compiler's words when the sources do
 * not compile, and when they use a form this cannot put into one file.
 *
 * @param {{ outDir: string }} options
 */
export async function buildTypes({ outDir }) {
  const text = flatten(declarations());
  mkdirSync(outDir, { recursive: true });
  for (const name of ['index.d.ts', 'index.d.cts']) writeFileSync(join(outDir, name), text);
}

/** @returns {Map<string, ts.SourceFile>} Path of each source file, without extension → its declarations. */
function declarations() {
  const config = join(here, '../tsconfig.base.json');
  const { options } = ts.parseJsonConfigFileContent(
    ts.readConfigFile(config, ts.sys.readFile).config,
    ts.sys,
    dirname(config),
  );
  const program = ts.createProgram([entry], {
    ...options,
    noEmit: false,
    declaration: true,
    emitDeclarationOnly: true,
  });
  const emitted = new Map();
  const { diagnostics } = program.emit(undefined, (path, text) => {
    emitted.set(path.replace(/\.d\.ts$/, ''), ts.createSourceFile(path, text, ts.ScriptTarget.ESNext, true));
  });
  const problems = [...ts.getPreEmitDiagnostics(program), ...diagnostics];
  if (problems.length > 0) {
    throw new Error(
      ts.formatDiagnostics(problems, {
        getCanonicalFileName: (name) => name,
        getCurrentDirectory: () => here,
        getNewLine: () => '\n',
      }),
    );
  }
  return emitted;
}

/** One module: what the public names need, upstream first, and the list of them. @param {Map<string, ts.SourceFile>} files */
function flatten(files) {
  const declared = new Map();
  const taken = new Set();
  const parts = [];
  /** @param {string} path @param {string} name @returns {void} */
  const take = (path, name) => {
    const file = files.get(path);
    if (file === undefined) throw new Error(`${path} emitted no declarations`);
    const statements = file.statements.filter((each) => namesOf(each).includes(name));
    if (statements.length === 0) {
      const from = importOf(file, name);
      // What no file declares or imports is the language's own.
      if (from !== undefined) take(from, name);
      return;
    }
    if (taken.has(statements[0])) return;
    if ((declared.get(name) ?? path) !== path)
      refuse(file, statements[0], `declares ${name}, which another file declares too`);
    declared.set(name, path);
    for (const statement of statements) taken.add(statement);
    for (const statement of statements)
      for (const used of identifiersOf(statement)) if (used !== name) take(path, used);
    for (const statement of statements) parts.push(withoutExport(file, statement));
  };
  const index = files.get(without(entry));
  for (const [path, file] of files) for (const statement of file.statements) checkForm({ path, file, statement });
  for (const name of publicNames(index)) take(without(entry), name.replace('type ', ''));
  return `${parts.join('\n')}\nexport { ${publicNames(index).join(', ')} };\n`;
}

/** Where a file has a name from. @param {ts.SourceFile} file @param {string} name @returns {string | undefined} */
function importOf(file, name) {
  const found = file.statements.find((statement) => {
    const names = ts.isImportDeclaration(statement)
      ? statement.importClause?.namedBindings?.elements
      : ts.isExportDeclaration(statement) && statement.exportClause?.elements;
    return names && names.some((each) => each.name.text === name);
  });
  return found && resolve(dirname(file.fileName), found.moduleSpecifier.text.replace(/\.ts$/, ''));
}

/** @param {ts.Node} node @returns {Set<string>} */
function identifiersOf(node) {
  const found = new Set();
  const visit = (each) => {
    if (ts.isIdentifier(each)) found.add(each.text);
    each.forEachChild(visit);
  };
  visit(node);
  return found;
}

/** Forms that one file cannot hold. */
function checkForm({ path, file, statement }) {
  const from = statement.moduleSpecifier?.text;
  if (from !== undefined && !from.startsWith('.'))
    refuse(file, statement, 'imports a package; the SDK imports nothing');
  if (ts.isExportDeclaration(statement) && path !== without(entry) && statement.exportClause?.elements?.length !== 0)
    refuse(file, statement, 're-exports; only index.ts may');
  if (ts.isImportDeclaration(statement)) {
    const names = statement.importClause?.namedBindings;
    if (!names || !ts.isNamedImports(names) || names.elements.some((each) => each.propertyName))
      refuse(file, statement, 'is not a plain named import');
  }
}

/** @param {string} path */
const without = (path) => path.replace(/\.ts$/, '');

/** @param {ts.Statement} statement @returns {string[]} */
function namesOf(statement) {
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations.map(({ name }) => name.getText());
  return statement.name ? [statement.name.text] : [];
}

/** The statement with its comments, without the word `export`. @param {ts.SourceFile} file @param {ts.Statement} statement */
function withoutExport(file, statement) {
  const start = statement.jsDoc?.[0]?.getStart(file) ?? statement.getStart(file);
  const modifier = statement.modifiers?.find(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
  if (modifier === undefined) return file.text.slice(start, statement.end);
  return file.text.slice(start, modifier.getStart(file)) + file.text.slice(modifier.end, statement.end).trimStart();
}

/** As they are written in the list of exports. @param {ts.SourceFile} index @returns {string[]} */
function publicNames(index) {
  return index.statements.filter(ts.isExportDeclaration).flatMap((statement) => {
    if (!statement.exportClause || !ts.isNamedExports(statement.exportClause))
      refuse(index, statement, 'is not a list of names');
    return statement.exportClause.elements.map((each) => {
      if (each.propertyName) refuse(index, statement, 'renames what it exports');
      return `${statement.isTypeOnly || each.isTypeOnly ? 'type ' : ''}${each.name.text}`;
    });
  });
}

/** @param {ts.SourceFile} file @param {ts.Node} node @param {string} why @returns {never} */
function refuse(file, node, why) {
  throw new Error(
    `${file.fileName}: \`${node.getText(file).slice(0, 80)}\` ${why}. Change it, or teach sdk/build-types.mjs.`,
  );
}
