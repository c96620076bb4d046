// Reads one file's text into its record: imports, exports, top-level names and asset declarations.
import { ts } from 'ts-morph';
import { readAssetCall } from './asset-call.ts';
import type { AssetCall } from './asset-call.ts';
import { DEFAULT_BINDING, FACTORIES, SDK } from './file-record.ts';
import type { Binding, ExportedName, FileRecord, ImportedName } from './file-record.ts';
import { enumValue, opaque, staticValue } from './static-value.ts';
import { findStrayCalls, loadsSdk } from './stray-calls.ts';
import { firstSyntaxError, hasModifier, parseSource, unwrap } from './syntax-tree.ts';
import type { SyntaxError } from './syntax-tree.ts';

export interface ReadRecord {
  readonly record: FileRecord;
  readonly error: SyntaxError | null;
}

/** `watch` names further locals that linking found to be factories (through the user's own re-exports). */
export function readRecord(source: {
  readonly path: string;
  readonly text: string;
  readonly watch?: ReadonlySet<string>;
}): ReadRecord {
  const tree = parseSource(source);
  return { record: new RecordReader(tree, source.watch ?? new Set()).read(), error: firstSyntaxError(tree) };
}

/** Lives for one pass over one tree. */
class RecordReader {
  readonly #tree: ts.SourceFile;
  readonly #watched: Set<string>;
  readonly #imports = new Map<string, ImportedName>();
  readonly #exports = new Map<string, ExportedName>();
  readonly #stars: string[] = [];
  readonly #bindings = new Map<string, Binding>();
  readonly #found: { readonly binding: string; readonly asset: AssetCall }[] = [];
  readonly #known = new Set<ts.Node>();

  constructor(tree: ts.SourceFile, watch: ReadonlySet<string>) {
    this.#tree = tree;
    this.#watched = new Set(watch);
  }

  read(): FileRecord {
    // Imports are hoisted: what is a factory must be known before the first call is met.
    for (const statement of this.#tree.statements) this.#readImport(statement);
    for (const statement of this.#tree.statements) this.#readStatement(statement);
    for (const { binding, asset } of this.#found) {
      const declaration = { ...readAssetCall(this.#tree, asset), exportName: this.#exportNameOf(binding) };
      this.#bindings.set(binding, { kind: 'call', callee: staticValue(asset.call.expression), declaration });
    }
    return {
      imports: this.#imports,
      exports: this.#exports,
      stars: this.#stars,
      bindings: this.#bindings,
      watched: this.#watched,
      strays: this.#mayHaveStrays() ? findStrayCalls(this.#tree, { watched: this.#watched, known: this.#known }) : [],
      passesSdkOn: this.#passesSdkOn(),
    };
  }

  #readImport(statement: ts.Statement): void {
    if (ts.isImportEqualsDeclaration(statement)) {
      const { moduleReference } = statement;
      if (ts.isExternalModuleReference(moduleReference) && ts.isStringLiteralLike(moduleReference.expression))
        this.#import(statement.name.text, { module: moduleReference.expression.text, name: '*' });
    }
    if (!ts.isImportDeclaration(statement) || !ts.isStringLiteralLike(statement.moduleSpecifier)) return;
    const module = statement.moduleSpecifier.text;
    const clause = statement.importClause;
    if (clause?.name !== undefined) this.#import(clause.name.text, { module, name: 'default' });
    const bindings = clause?.namedBindings;
    if (bindings === undefined) return;
    if (ts.isNamespaceImport(bindings)) this.#import(bindings.name.text, { module, name: '*' });
    else
      for (const each of bindings.elements)
        this.#import(each.name.text, { module, name: (each.propertyName ?? each.name).text });
  }

  #import(local: string, imported: ImportedName): void {
    // The parser fills in for a name that is missing with an empty one.
    if (local === '') return;
    this.#imports.set(local, imported);
    if (imported.module === SDK && (imported.name === '*' || FACTORIES.has(imported.name))) this.#watched.add(local);
  }

  #readStatement(statement: ts.Statement): void {
    if (ts.isVariableStatement(statement)) this.#readVariables(statement);
    else if (ts.isExportDeclaration(statement)) this.#readExports(statement);
    else if (ts.isExportAssignment(statement)) this.#readDefault(statement);
    else if (ts.isFunctionDeclaration(statement)) this.#declare(statement, statement.name, 'a function');
    else if (ts.isClassDeclaration(statement)) this.#declare(statement, statement.name, 'a class');
    else if (ts.isModuleDeclaration(statement) && ts.isIdentifier(statement.name))
      this.#declare(statement, statement.name, 'a namespace');
    else if (ts.isEnumDeclaration(statement)) {
      this.#declare(statement, statement.name, 'an enum');
      this.#bindings.set(statement.name.text, { kind: 'value', value: enumValue(statement) });
    }
  }

  #readVariables(statement: ts.VariableStatement): void {
    const isExported = hasModifier(statement, ts.SyntaxKind.ExportKeyword);
    const isConst = (statement.declarationList.flags & ts.NodeFlags.Const) !== 0;
    for (const declaration of statement.declarationList.declarations) {
      const { name, initializer } = declaration;
      if (ts.isIdentifier(name) && name.text === '') continue;
      if (!ts.isIdentifier(name)) {
        for (const local of boundNames(name))
          this.#bind(local, { kind: 'value', value: opaque('part of another value') }, isExported);
        continue;
      }
      const asset =
        initializer &&
        this.#assetIn({
          statement,
          declaration,
          expression: initializer,
          reasons: isConst ? [] : ['it is not declared with `const`'],
        });
      if (asset) this.#found.push({ binding: name.text, asset });
      const value = initializer === undefined ? opaque('a variable without a value') : staticValue(initializer);
      this.#bind(
        name.text,
        { kind: 'value', value: isConst || asset ? value : opaque('a variable that may change') },
        isExported,
      );
    }
  }

  #bind(local: string, binding: Binding, isExported: boolean): void {
    this.#bindings.set(local, binding);
    if (isExported) this.#exports.set(local, { local });
  }

  #declare(statement: ts.Statement, name: ts.Identifier | undefined, what: string): void {
    const local = name?.text ?? DEFAULT_BINDING;
    const isExported = hasModifier(statement, ts.SyntaxKind.ExportKeyword);
    const isDefault = hasModifier(statement, ts.SyntaxKind.DefaultKeyword);
    this.#bind(local, { kind: 'value', value: opaque(what) }, isExported && !isDefault);
    if (isDefault) this.#exports.set('default', { local });
  }

  #readExports(statement: ts.ExportDeclaration): void {
    const module =
      statement.moduleSpecifier && ts.isStringLiteralLike(statement.moduleSpecifier)
        ? statement.moduleSpecifier.text
        : null;
    const clause = statement.exportClause;
    if (clause === undefined) {
      if (module !== null) this.#stars.push(module);
    } else if (ts.isNamespaceExport(clause)) {
      if (module !== null) this.#exports.set(clause.name.text, { module, name: '*' });
    } else
      for (const each of clause.elements) {
        const name = (each.propertyName ?? each.name).text;
        this.#exports.set(each.name.text, module === null ? { local: name } : { module, name });
      }
  }

  #readDefault(statement: ts.ExportAssignment): void {
    if (statement.isExportEquals) return;
    const expression = unwrap(statement.expression);
    if (ts.isIdentifier(expression)) return void this.#exports.set('default', { local: expression.text });
    this.#bind(DEFAULT_BINDING, { kind: 'value', value: staticValue(expression) }, false);
    this.#exports.set('default', { local: DEFAULT_BINDING });
    const asset = this.#assetIn({ statement, declaration: null, expression, reasons: [] });
    if (asset) this.#found.push({ binding: DEFAULT_BINDING, asset });
  }

  /** The call that may be an asset, also as one branch of a condition. */
  #assetIn(at: Omit<AssetCall, 'call'> & { readonly expression: ts.Expression }): AssetCall | null {
    const { expression, ...place } = at;
    const node = unwrap(expression);
    if (ts.isCallExpression(node)) {
      if (loadsSdk(node) || !this.#mayBeFactory(node.expression)) return null;
      this.#known.add(node);
      return { ...place, call: node };
    }
    const branches = ts.isConditionalExpression(node)
      ? [node.whenTrue, node.whenFalse]
      : isChoice(node)
        ? [node.left, node.right]
        : [];
    const found = branches.map((branch) =>
      this.#assetIn({ ...at, expression: branch, reasons: [...at.reasons, 'it is made in a condition'] }),
    );
    return found.find((each) => each !== null) ?? null;
  }

  /** An import, a property of one, or a const that names one; linking decides. */
  #mayBeFactory(callee: ts.Expression): boolean {
    const node = unwrap(callee);
    const root = ts.isPropertyAccessExpression(node) ? unwrap(node.expression) : node;
    if (!ts.isIdentifier(root)) return false;
    if (this.#imports.has(root.text)) return true;
    const binding = this.#bindings.get(root.text);
    return binding?.kind === 'value' && (binding.value.kind === 'name' || binding.value.kind === 'member');
  }

  /** The same name first, then `default`, then any other; also through `export const other = name`. */
  #exportNameOf(local: string): string | null {
    const same = this.#exports.get(local);
    if (same !== undefined && 'local' in same && same.local === local) return local;
    const names = [...this.#exports]
      .filter(([, exported]) => 'local' in exported && this.#isAlias(exported.local, local))
      .map(([name]) => name);
    return names.find((name) => name === 'default') ?? names[0] ?? null;
  }

  #isAlias(name: string, of: string, depth = 0): boolean {
    if (name === of) return true;
    const binding = this.#bindings.get(name);
    return (
      depth < 8 &&
      binding?.kind === 'value' &&
      binding.value.kind === 'name' &&
      this.#isAlias(binding.value.name, of, depth + 1)
    );
  }

  /** Counting words is far cheaper than walking the tree, and most files hold only what was understood. */
  #mayHaveStrays(): boolean {
    if (this.#watched.size === 0) return /(require|import)\s*\(\s*['"`]headwater['"`]/.test(this.#tree.text);
    const used = new Map<string, number>();
    for (const node of this.#known) {
      const callee = unwrap((node as ts.CallExpression).expression);
      const root = ts.isPropertyAccessExpression(callee) ? unwrap(callee.expression) : callee;
      if (ts.isIdentifier(root)) used.set(root.text, (used.get(root.text) ?? 0) + 1);
    }
    return [...this.#watched].some((name) => countWord(this.#tree.text, name) > (used.get(name) ?? 0) + 1);
  }

  #passesSdkOn(): boolean {
    if (this.#stars.includes(SDK)) return true;
    const isSdk = (name: string, depth = 0): boolean => {
      if (this.#imports.get(name)?.module === SDK) return true;
      const binding = this.#bindings.get(name);
      if (depth > 8 || binding?.kind !== 'value') return false;
      if (binding.value.kind === 'name') return isSdk(binding.value.name, depth + 1);
      return (
        binding.value.kind === 'member' && binding.value.of.kind === 'name' && isSdk(binding.value.of.name, depth + 1)
      );
    };
    return [...this.#exports.values()].some((exported) =>
      'local' in exported ? isSdk(exported.local) : exported.module === SDK,
    );
  }
}

function isChoice(node: ts.Expression): node is ts.BinaryExpression {
  if (!ts.isBinaryExpression(node)) return false;
  const { kind } = node.operatorToken;
  return (
    kind === ts.SyntaxKind.BarBarToken ||
    kind === ts.SyntaxKind.AmpersandAmpersandToken ||
    kind === ts.SyntaxKind.QuestionQuestionToken
  );
}

function boundNames(name: ts.BindingName): string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((element) => (ts.isOmittedExpression(element) ? [] : boundNames(element.name)));
}

function countWord(text: string, word: string): number {
  let count = 0;
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + word.length))
    if (!isWordPart(text.charCodeAt(at - 1)) && !isWordPart(text.charCodeAt(at + word.length))) count += 1;
  return count;
}

/** Letters, digits, `_`, `$`; NaN (the text's edge) is none. */
function isWordPart(code: number): boolean {
  return (
    (code >= 48 && code <= 57) ||
    (code >= 65 && code <= 90) ||
    (code >= 97 && code <= 122) ||
    code === 95 ||
    code === 36 ||
    code > 127
  );
}
