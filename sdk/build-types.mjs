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

/** One module: every declaration of the files the entry reaches, upstream first, and one list of what is public. @param {Map<string, ts.SourceFile>} files */
function flatten(files) {
  const seen = new Set();
  const declared = new Map();
  const parts = [];
  const visit = (path) => {
    if (seen.has(path)) return;
    seen.add(path);
    const file = files.get(path);
    if (file === undefined) throw new Error(`${path} emitted no declarations`);
    for (const statement of file.statements) {
      const from = statement.moduleSpecifier?.text;
      if (from !== undefined && !from.startsWith('.'))
        refuse(file, statement, 'imports a package; the SDK imports nothing');
      if (from !== undefined) visit(resolve(dirname(path), from.replace(/\.ts$/, '')));
      if (ts.isExportDeclaration(statement) && path === without(entry)) continue;
      if (ts.isExportDeclaration(statement)) {
        if (statement.exportClause?.elements?.length === 0) continue;
        refuse(file, statement, 're-exports; only index.ts may');
      }
      if (ts.isImportDeclaration(statement)) {
        const names = statement.importClause?.namedBindings;
        if (!names || !ts.isNamedImports(names) || names.elements.some((each) => each.propertyName)) {
          refuse(file, statement, 'is not a plain named import');
        }
        continue;
      }
      for (const name of namesOf(statement)) {
        if ((declared.get(name) ?? path) !== path)
          refuse(file, statement, `declares ${name}, which another file declares too`);
        declared.set(name, path);
      }
      parts.push(withoutExport(file, statement));
    }
  };
  visit(without(entry));
  return `${parts.join('\n')}\n${publicNames(files.get(without(entry)))}\n`;
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

/** @param {ts.SourceFile} index */
function publicNames(index) {
  const names = index.statements.filter(ts.isExportDeclaration).flatMap((statement) => {
    if (!statement.exportClause || !ts.isNamedExports(statement.exportClause))
      refuse(index, statement, 'is not a list of names');
    return statement.exportClause.elements.map(
      (each) => `${statement.isTypeOnly || each.isTypeOnly ? 'type ' : ''}${each.getText(index)}`,
    );
  });
  return `export { ${names.join(', ')} };`;
}

/** @param {ts.SourceFile} file @param {ts.Node} node @param {string} why @returns {never} */
function refuse(file, node, why) {
  throw new Error(
    `${file.fileName}: \`${node.getText(file).slice(0, 80)}\` ${why}. Change it, or teach sdk/build-types.mjs.`,
  );
}
