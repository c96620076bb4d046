// Reads what a CommonJS file requires and exports, as far as it is written at the top of the file.
import { ts } from 'ts-morph';
import { WHOLE_MODULE } from './file-record.ts';
import type { ImportedName, StaticValue } from './file-record.ts';
import { unwrap, writtenName } from './syntax-tree.ts';

export interface Requires {
  readonly imports: ReadonlyMap<string, ImportedName>;
  /** Declarations and calls that are wholly said by the imports. */
  readonly understood: ReadonlySet<ts.Node>;
}

/** `const x = require('y')`, `const { a, b: c } = require('y')`, `const a = require('y').a`. */
export function readRequires(tree: ts.SourceFile): Requires {
  const imports = new Map<string, ImportedName>();
  const understood = new Set<ts.Node>();
  if (!tree.text.includes('require')) return { imports, understood };
  for (const statement of tree.statements) {
    if (!ts.isVariableStatement(statement) || (statement.declarationList.flags & ts.NodeFlags.Let) !== 0) continue;
    for (const declaration of statement.declarationList.declarations) {
      const { name, initializer } = declaration;
      const required = initializer === undefined ? null : requiredBy(initializer);
      const found = required === null ? null : importedNames(name, required);
      if (required === null || found === null) continue;
      for (const [local, imported] of found) imports.set(local, imported);
      understood.add(declaration).add(required.call);
    }
  }
  return { imports, understood };
}

interface Required extends ImportedName {
  readonly call: ts.CallExpression;
}

function requiredBy(expression: ts.Expression): Required | null {
  const node = unwrap(expression);
  if (ts.isPropertyAccessExpression(node)) {
    const whole = requiredBy(node.expression);
    return whole?.name === '*' ? { ...whole, name: node.name.text } : null;
  }
  if (!ts.isCallExpression(node) || !ts.isIdentifier(node.expression) || node.expression.text !== 'require')
    return null;
  const [argument] = node.arguments;
  return argument !== undefined && ts.isStringLiteralLike(argument)
    ? { module: argument.text, name: '*', call: node }
    : null;
}

/** Null for a pattern that says more than names. */
function importedNames(name: ts.BindingName, { module, name: of }: Required): [string, ImportedName][] | null {
  if (ts.isIdentifier(name)) return [[name.text, { module, name: of }]];
  if (of !== '*' || !ts.isObjectBindingPattern(name)) return null;
  const found: [string, ImportedName][] = [];
  for (const { name: local, propertyName, dotDotDotToken, initializer } of name.elements) {
    const imported = writtenName(propertyName ?? local);
    if (!ts.isIdentifier(local) || imported === null || dotDotDotToken || initializer) return null;
    found.push([local.text, { module, name: imported }]);
  }
  return found;
}

/** What `exports` and `module` stand for in such a file. */
export const wholeModule: ReadonlyMap<string, StaticValue> = new Map([
  ['exports', { kind: 'name', name: WHOLE_MODULE }],
  ['module', { kind: 'fields', fields: new Map([['exports', { kind: 'name', name: WHOLE_MODULE }]]) }],
]);

export type CommonJsExport =
  | {
      readonly kind: 'named';
      /** `default` for a file that is one value. */
      readonly name: string;
      /** Where the name is written; null for `module.exports` itself. */
      readonly at: ts.Identifier | null;
      readonly expression: ts.Expression;
      readonly statement: ts.Statement;
    }
  /** One value under two names. */
  | { readonly kind: 'also'; readonly name: string; readonly of: string }
  /** All of another module. */
  | { readonly kind: 'star'; readonly module: string };

/** `exports.a = …`, `module.exports.a = …`, `module.exports = …`, `export = …`. */
export function commonJsExports(tree: ts.SourceFile, imports: ReadonlyMap<string, ImportedName>): CommonJsExport[] {
  // Two simple looks at each text cost less than one that knows words.
  if (!tree.text.includes('exports') && !/export\s*=/.test(tree.text)) return [];
  return tree.statements.flatMap((statement) => {
    if (ts.isExportAssignment(statement) && statement.isExportEquals === true)
      return wholeExports(statement, statement.expression, imports);
    return ts.isExpressionStatement(statement) ? assignedExports(statement, statement.expression, imports) : [];
  });
}

function assignedExports(
  statement: ts.Statement,
  expression: ts.Expression,
  imports: ReadonlyMap<string, ImportedName>,
): CommonJsExport[] {
  const node = unwrap(expression);
  if (!isAssignment(node)) return [];
  const value = unwrap(node.right);
  const inner = isAssignment(value) ? assignedExports(statement, value, imports) : [];
  // `exports.a = exports.b = …`: both are what stands at the end.
  const last = innermost(value);
  const target = unwrap(node.left);
  if (isModuleExports(target)) return [...inner, ...wholeExports(statement, last, imports)];
  if (!ts.isPropertyAccessExpression(target) || !isExports(target.expression)) return inner;
  // `exports.a = void 0` is what compilers write before they know more.
  if (ts.isVoidExpression(last) || !ts.isIdentifier(target.name)) return inner;
  const named: CommonJsExport = { kind: 'named', name: target.name.text, at: target.name, expression: last, statement };
  return [
    named,
    ...inner.map((each) => (each.kind === 'named' ? { kind: 'also' as const, name: each.name, of: named.name } : each)),
  ];
}

function innermost(node: ts.Expression): ts.Expression {
  return isAssignment(node) ? innermost(unwrap(node.right)) : node;
}

function wholeExports(
  statement: ts.Statement,
  expression: ts.Expression,
  imports: ReadonlyMap<string, ImportedName>,
): CommonJsExport[] {
  const node = unwrap(expression);
  const required = requiredBy(node);
  if (required?.name === '*') return [{ kind: 'star', module: required.module }];
  if (!ts.isObjectLiteralExpression(node))
    return [{ kind: 'named', name: 'default', at: null, expression: node, statement }];
  return node.properties.flatMap((property): CommonJsExport[] => {
    if (ts.isSpreadAssignment(property)) {
      const module = requiredBy(property.expression) ?? importedWhole(property.expression, imports);
      return module === null ? [] : [{ kind: 'star', module: module.module }];
    }
    const { name } = property;
    if (name === undefined || !ts.isIdentifier(name)) return [];
    if (ts.isShorthandPropertyAssignment(property))
      return [{ kind: 'named', name: name.text, at: name, expression: name, statement }];
    if (!ts.isPropertyAssignment(property)) return [];
    return [{ kind: 'named', name: name.text, at: name, expression: property.initializer, statement }];
  });
}

function importedWhole(expression: ts.Expression, imports: ReadonlyMap<string, ImportedName>): ImportedName | null {
  const node = unwrap(expression);
  const imported = ts.isIdentifier(node) ? imports.get(node.text) : undefined;
  return imported?.name === '*' ? imported : null;
}

function isAssignment(node: ts.Expression): node is ts.BinaryExpression {
  return ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken;
}

function isExports(expression: ts.Expression): boolean {
  const node = unwrap(expression);
  return (ts.isIdentifier(node) && node.text === 'exports') || isModuleExports(node);
}

function isModuleExports(node: ts.Expression): boolean {
  return (
    ts.isPropertyAccessExpression(node) &&
    node.name.text === 'exports' &&
    ts.isIdentifier(node.expression) &&
    node.expression.text === 'module'
  );
}
