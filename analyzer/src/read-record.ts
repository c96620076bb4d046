// Reads one file's text into its record: imports, exports, top-level names and the calls that may declare something.
import { ts } from 'ts-morph';
import type { CallSite, Initializer } from './call-site.ts';
import { changedName } from './changed-name.ts';
import { declaredParts } from './declared-parts.ts';
import type { Alias, Parts } from './declared-parts.ts';
import { nearestComment } from './doc-comment.ts';
import { findCall } from './find-call.ts';
import { exportNameOf, passesSdkOn, readExports } from './file-exports.ts';
import { DEFAULT_BINDING, MODULE_EXPORTS } from './file-record.ts';
import type {
  Binding,
  CallDeclaration,
  Code,
  ExportedName,
  FileRecord,
  ImportedName,
  StaticCall,
  StaticValue,
  Unreadable,
  Watched,
} from './file-record.ts';
import { readCall } from './read-call.ts';
import { commonJsExports, readRequires, wholeModule } from './read-common-js.ts';
import type { CommonJsExport } from './read-common-js.ts';
import { readCode } from './read-code.ts';
import { importedFactory, readImports, seenFactories } from './read-imports.ts';
import { namedColumns } from './read-rows.ts';
import { enumValue, opaque, staticValue } from './static-value.ts';
import { findStrayCalls, mayHaveStrays } from './stray-calls.ts';
import { firstSyntaxError, hasModifier, parseSource, rangeOf, unwrap } from './syntax-tree.ts';
import type { SyntaxError } from './syntax-tree.ts';
import { takenApart } from './taken-apart.ts';

export interface ReadRecord {
  readonly record: FileRecord;
  readonly error: SyntaxError | null;
}

/** `watch` names further locals that linking found to be factories (through the user's own re-exports). */
export function readRecord(source: {
  readonly path: string;
  readonly text: string;
  readonly watch?: Watched;
}): ReadRecord {
  const tree = parseSource(source);
  return { record: new RecordReader(tree, source.watch ?? new Map()).read(), error: firstSyntaxError(tree) };
}

const NOT_CONST = 'it is not declared with `const`';
const HAS_DEFAULT = 'it has a default';

/** Lives for one pass over one tree. */
class RecordReader {
  readonly #tree: ts.SourceFile;
  readonly #watched: Watched;
  /** Imports are hoisted: what is a factory must be known before the first call is met. */
  readonly #imports: ReadonlyMap<string, ImportedName>;
  readonly #exports = new Map<string, ExportedName>();
  readonly #stars: string[] = [];
  readonly #bindings = new Map<string, Binding>();
  readonly #found: CallSite[] = [];
  readonly #known = new Set<ts.Node>();
  /** Names that may stand for a property of another. */
  readonly #aliases: Alias[] = [];
  /** The code behind top-level names, their declaration first. */
  readonly #code = new Map<string, ts.Node[]>();

  constructor(tree: ts.SourceFile, watch: Watched) {
    this.#tree = tree;
    const required = readRequires(tree);
    this.#imports = new Map([...readImports(tree), ...required.imports]);
    for (const node of required.understood) this.#known.add(node);
    this.#watched = new Map([...seenFactories(this.#imports), ...watch]);
  }

  get #names() {
    return { imports: this.#imports, exports: this.#exports, stars: this.#stars, bindings: this.#bindings };
  }

  read(): FileRecord {
    for (const statement of this.#tree.statements) this.#readStatement(statement);
    this.#readCommonJs(commonJsExports(this.#tree, this.#imports));
    const parts = declaredParts(this.#tree, {
      names: this.#names,
      aliases: this.#aliases,
      calls: this.#found.map(({ binding }) => binding),
    });
    for (const site of this.#found) {
      const declaration = this.#declarationOf(site, parts.get(site.binding) ?? { parts: [], doubts: [] });
      const word = this.#wordOf(site);
      this.#bindings.set(site.binding, { kind: 'call', callee: staticValue(site.call.expression), declaration, word });
    }
    const stray = { tree: this.#tree, watched: this.#watched, known: this.#known };
    return {
      ...this.#names,
      columns: namedColumns(this.#tree, this.#imports),
      code: this.#readCode(),
      watched: this.#watched,
      strays: mayHaveStrays(stray) ? findStrayCalls(stray) : [],
      passesSdkOn: passesSdkOn(this.#names),
    };
  }

  /** What the name was bound to before it was known to be a call. */
  #wordOf({ binding, unreadable }: CallSite): StaticCall | null {
    const bound = this.#bindings.get(binding);
    return bound?.kind === 'value' && bound.value.kind === 'call' && unreadable.length === 0 ? bound.value : null;
  }

  #declarationOf(site: CallSite, { parts, doubts }: Parts): CallDeclaration {
    const { call, statement, declaration } = site;
    const name = site.name ?? (declaration !== null && ts.isIdentifier(declaration.name) ? declaration.name : null);
    const reader = {
      tree: this.#tree,
      known: this.#known,
      imports: this.#imports,
      isTopLevel: this.#isTopLevel,
    };
    const { args, unreadable } = readCall(reader, call);
    return {
      name: name?.text ?? null,
      exportName: exportNameOf(this.#names, site.binding),
      place: rangeOf(this.#tree, name ?? call),
      range: rangeOf(this.#tree, statement),
      comment: nearestComment(
        this.#tree.text,
        declaration === null ? [statement.pos] : [declaration.pos, statement.pos],
      ),
      args,
      parts,
      isTakenApart: declaration !== null && name === null,
      unreadable: [...site.unreadable, ...doubts, ...unreadable],
    };
  }

  #readStatement(statement: ts.Statement): void {
    if (ts.isVariableStatement(statement)) this.#readVariables(statement);
    else if (ts.isExportDeclaration(statement)) readExports(statement, { exports: this.#exports, stars: this.#stars });
    else if (ts.isExportAssignment(statement)) this.#readDefault(statement);
    else if (ts.isFunctionDeclaration(statement)) this.#declare(statement, statement.name, 'a function');
    else if (ts.isClassDeclaration(statement)) this.#declare(statement, statement.name, 'a class');
    else if (ts.isModuleDeclaration(statement) && ts.isIdentifier(statement.name))
      this.#declare(statement, statement.name, 'a namespace');
    else if (ts.isEnumDeclaration(statement)) {
      this.#declare(statement, statement.name, 'an enum');
      this.#bindings.set(statement.name.text, { kind: 'value', value: enumValue(statement) });
    } else this.#readChange(statement);
  }

  #readVariables(statement: ts.VariableStatement): void {
    const isExported = hasModifier(statement, ts.SyntaxKind.ExportKeyword);
    const isConst = (statement.declarationList.flags & ts.NodeFlags.Const) !== 0;
    for (const declaration of statement.declarationList.declarations) {
      const { name, initializer } = declaration;
      if (this.#known.has(declaration) || (ts.isIdentifier(name) && name.text === '')) continue;
      const binding = ts.isIdentifier(name) ? name.text : `*taken apart at ${name.pos}*`;
      const reasons = isConst ? [] : [NOT_CONST];
      const site =
        initializer === undefined
          ? null
          : this.#siteOf({ binding, statement, declaration, expression: initializer, reasons });
      if (ts.isIdentifier(name)) {
        const value =
          initializer === undefined ? opaque('a variable without a value') : staticValue(initializer, this.#tree);
        const isStable = isConst || site !== null;
        this.#bind(name.text, isStable ? value : opaque('a variable that may change'), isExported);
        if (value.kind === 'member') {
          const { of, name: property } = value;
          const commentAt = [declaration.pos, statement.pos];
          this.#aliases.push({ name, of, property, commentAt, doubt: reasons[0] ?? null });
        }
        if (initializer !== undefined && site === null) this.#code.set(name.text, [initializer]);
      }
      const notes = ts.isIdentifier(name)
        ? []
        : this.#takeApart(name, { statement, declaration, isExported, isConst, site });
      if (site !== null) this.#found.push({ ...site, unreadable: [...site.unreadable, ...notes] });
    }
  }

  /** Binds the names of a pattern to the properties they stand for. */
  #takeApart(
    pattern: ts.BindingPattern,
    of: Pick<CallSite, 'statement'> & {
      readonly declaration: ts.VariableDeclaration;
      readonly isExported: boolean;
      readonly isConst: boolean;
      readonly site: CallSite | null;
    },
  ): readonly Unreadable[] {
    const { statement, declaration, isExported, isConst, site } = of;
    const { initializer } = declaration;
    const whole: StaticValue | null = site
      ? { kind: 'name', name: site.binding }
      : initializer === undefined
        ? null
        : staticValue(initializer);
    if (site) this.#bind(site.binding, opaque('the result of a call'), false);
    const { parts, others, unreadable } = takenApart(this.#tree, pattern);
    for (const { local, property, element } of parts) {
      const isName = whole?.kind === 'name' || whole?.kind === 'member';
      // A call has its own note of a default.
      const hasDefault = element.initializer !== undefined;
      const doubt = site !== null ? null : !isConst ? NOT_CONST : hasDefault ? HAS_DEFAULT : null;
      const isSure = isName && doubt === null;
      const value = isSure ? ({ kind: 'member', of: whole, name: property } as const) : opaque('part of another value');
      this.#bind(local.text, value, isExported);
      const commentAt = [element.pos, declaration.pos, statement.pos];
      if (isName) this.#aliases.push({ name: local, of: whole, property, commentAt, doubt });
    }
    for (const local of others) this.#bind(local, opaque('part of another value'), isExported);
    if (site === null) for (const { local } of parts) this.#code.set(local.text, [declaration]);
    for (const local of others) this.#code.set(local, [declaration]);
    return unreadable;
  }

  #bind(local: string, value: StaticValue, isExported: boolean): void {
    this.#bindings.set(local, { kind: 'value', value });
    if (isExported) this.#exports.set(local, { local });
  }

  #declare(statement: ts.DeclarationStatement, name: ts.Identifier | undefined, what: string): void {
    const local = name?.text ?? DEFAULT_BINDING;
    const isExported = hasModifier(statement, ts.SyntaxKind.ExportKeyword);
    const isDefault = hasModifier(statement, ts.SyntaxKind.DefaultKeyword);
    this.#bind(local, opaque(what), isExported && !isDefault);
    this.#code.set(local, [...(this.#code.get(local) ?? []), statement]);
    if (isDefault) this.#exports.set('default', { local });
  }

  #readDefault(statement: ts.ExportAssignment): void {
    if (statement.isExportEquals) return;
    const expression = unwrap(statement.expression);
    if (ts.isIdentifier(expression)) return void this.#exports.set('default', { local: expression.text });
    this.#bind(DEFAULT_BINDING, staticValue(expression, this.#tree), false);
    this.#exports.set('default', { local: DEFAULT_BINDING });
    const site = this.#siteOf({ binding: DEFAULT_BINDING, statement, declaration: null, expression, reasons: [] });
    if (site) this.#found.push(site);
    else this.#code.set(DEFAULT_BINDING, [expression]);
  }

  #readCommonJs(all: readonly CommonJsExport[]): void {
    for (const each of all) this.#readCommonJsExport(each);
    if (all.length === 0) return;
    for (const [name, value] of wholeModule)
      if (!this.#bindings.has(name)) this.#bindings.set(name, { kind: 'value', value });
    if (!this.#exports.has('default')) this.#exports.set('default', { local: 'exports' });
  }

  #readCommonJsExport(given: CommonJsExport): void {
    if (given.kind === 'star') return void this.#stars.push(given.module);
    if (given.kind === 'also') return void this.#exports.set(given.name, { local: `*exports.${given.of}*` });
    const { name, at, expression, statement } = given;
    const node = unwrap(expression);
    const binding = at === null ? MODULE_EXPORTS : `*exports.${name}*`;
    const reasons = this.#exports.has(name) ? ['its name is exported more than once'] : [];
    if (at !== null && ts.isIdentifier(node)) return void this.#exports.set(name, { local: node.text });
    this.#bind(binding, staticValue(node, this.#tree), false);
    this.#exports.set(name, { local: binding });
    const site = this.#siteOf({ binding, statement, declaration: null, name: at, expression: node, reasons });
    if (site) this.#found.push(site);
    else this.#code.set(binding, [node]);
  }

  #siteOf({ expression, reasons, ...at }: Initializer): CallSite | null {
    const found = findCall({ names: this.#names, known: this.#known }, { expression, reasons });
    if (found === null) return null;
    const place = rangeOf(this.#tree, found.call);
    return { ...at, call: found.call, unreadable: found.reasons.map((reason) => ({ reason, place })) };
  }

  /** `limits.set('a', 1)` and `limits.a = 1` are part of what `limits` is. */
  #readChange(statement: ts.Statement): void {
    const name = changedName(statement);
    if (name !== null && this.#bindings.has(name)) this.#code.set(name, [...(this.#code.get(name) ?? []), statement]);
  }

  #readCode(): ReadonlyMap<string, Code> {
    for (const { binding, call } of this.#found)
      if (importedFactory(this.#imports, call.expression) === null)
        this.#code.set(binding, [call, ...(this.#code.get(binding) ?? [])]);
    const code = new Map<string, Code>();
    for (const [name, nodes] of this.#code) {
      const [at] = nodes;
      if (at !== undefined) code.set(name, readCode({ tree: this.#tree, nodes, at, isTopLevel: this.#isTopLevel }));
    }
    return code;
  }

  readonly #isTopLevel = (name: string): boolean => this.#imports.has(name) || this.#bindings.has(name);
}
