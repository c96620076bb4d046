// Reads a body: which inputs it takes, what its code means, what it mentions of its file, which checks it returns.
import { ts } from 'ts-morph';
import { codeMeaning, codeVersion } from './code-version.ts';
import type { FactoryName } from './factories.ts';
import type { Body, ReturnedCheck } from './file-record.ts';
import { mentionedNames } from './mentioned-names.ts';
import { isFunctionExpression, rangeOf, unwrap, writtenName } from './syntax-tree.ts';

interface WrittenBody {
  readonly tree: ts.SourceFile;
  readonly factory: FactoryName | null;
  /** The last argument of the call. */
  readonly written: ts.Expression;
}

/** Null for what is certainly none. */
export function readBody({ tree, factory, written }: WrittenBody): Body | null {
  if (ts.isStringLiteralLike(written) || factory === 'output') return null;
  const code = ts.isIdentifier(written) ? localFunction(tree, written.text) : written;
  return {
    taken: takenInputs(written),
    // The code of the function itself. What it reads beyond that would be further parts of the same list.
    codeVersion: code === null ? null : codeVersion([codeMeaning(code)]),
    // Only the steps of a graph asset are looked for; for most bodies the factory is known to be another.
    reads: factory === 'graphAsset' || factory === null ? mentionedNames(written) : [],
    returnedChecks: code === null ? [] : returnedChecks(tree, code),
  };
}

function localFunction(tree: ts.SourceFile, name: string): ts.Node | null {
  for (const statement of tree.statements) {
    if (ts.isFunctionDeclaration(statement) && statement.name?.text === name && statement.body) return statement;
    if (!ts.isVariableStatement(statement)) continue;
    for (const { name: variable, initializer } of statement.declarationList.declarations)
      if (initializer !== undefined && ts.isIdentifier(variable) && variable.text === name) return unwrap(initializer);
  }
  return null;
}

/** The input names a body's first parameter takes apart; null when it may take any. */
function takenInputs(body: ts.Expression): ReadonlySet<string> | null {
  if (!isFunctionExpression(body)) return null;
  const [parameter] = body.parameters;
  // Only an arrow function without parameters is sure to ignore its arguments.
  if (parameter === undefined) return ts.isArrowFunction(body) ? new Set() : null;
  if (parameter.dotDotDotToken || !ts.isObjectBindingPattern(parameter.name)) return null;
  const names = parameter.name.elements.map((element) => (element.dotDotDotToken ? null : writtenProperty(element)));
  return names.includes(null) ? null : new Set(names.filter((name) => name !== null));
}

function writtenProperty(element: ts.BindingElement): string | null {
  return writtenName(element.propertyName ?? element.name);
}

/** The names in `checks: { … }` of `ctx.result(…)` and `ctx.materialized(…)`, as far as they are written out. */
function returnedChecks(tree: ts.SourceFile, code: ts.Node): ReturnedCheck[] {
  // Most bodies return none, and looking for the word is far cheaper than a walk.
  const mention = tree.text.indexOf('checks', code.pos);
  if (mention === -1 || mention > code.end || !ts.isFunctionLike(code)) return [];
  const contexts = contextNames(code);
  const found: ReturnedCheck[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && isResultCall(node.expression, contexts)) {
      const [first] = node.arguments;
      for (const name of checkNames(node.arguments.at(-1)))
        found.push({
          name: name.text,
          place: rangeOf(tree, name),
          first: first !== undefined && ts.isStringLiteralLike(first) ? first.text : null,
        });
    }
    ts.forEachChild(node, visit);
  };
  visit(code);
  return found;
}

/** The parameters that may be the context, and locals that are its `result` or `materialized`. */
function contextNames(code: ts.SignatureDeclaration): {
  readonly contexts: ReadonlySet<string>;
  readonly makers: ReadonlySet<string>;
} {
  const contexts = new Set<string>();
  const makers = new Set<string>();
  for (const { name } of code.parameters) {
    if (ts.isIdentifier(name)) contexts.add(name.text);
    else if (ts.isObjectBindingPattern(name))
      for (const element of name.elements)
        if (ts.isIdentifier(element.name) && MAKERS.has(writtenProperty(element) ?? '')) makers.add(element.name.text);
  }
  return { contexts, makers };
}

const MAKERS: ReadonlySet<string> = new Set(['result', 'materialized']);

function isResultCall(callee: ts.Expression, { contexts, makers }: ReturnType<typeof contextNames>): boolean {
  if (ts.isIdentifier(callee)) return makers.has(callee.text);
  return (
    ts.isPropertyAccessExpression(callee) &&
    MAKERS.has(callee.name.text) &&
    ts.isIdentifier(callee.expression) &&
    contexts.has(callee.expression.text)
  );
}

function checkNames(options: ts.Expression | undefined): (ts.Identifier | ts.StringLiteralLike)[] {
  const checks = propertyNamed(options, 'checks');
  if (checks === undefined || !ts.isObjectLiteralExpression(checks)) return [];
  return checks.properties.flatMap(({ name }) =>
    name !== undefined && (ts.isIdentifier(name) || ts.isStringLiteralLike(name)) ? [name] : [],
  );
}

function propertyNamed(object: ts.Expression | undefined, wanted: string): ts.Expression | undefined {
  const node = object && unwrap(object);
  if (node === undefined || !ts.isObjectLiteralExpression(node)) return undefined;
  const property = node.properties.find(({ name }) => name !== undefined && writtenName(name) === wanted);
  return property !== undefined && ts.isPropertyAssignment(property) ? unwrap(property.initializer) : undefined;
}
