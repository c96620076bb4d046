// Finds calls of the factories where the static contract does not look, with the reason: nothing is silently missing.
import { ts } from 'ts-morph';
import { SDK, isSeen } from './factories.ts';
import type { FactoryName } from './factories.ts';
import type { StrayCall, Watched } from './file-record.ts';
import { isFunctionExpression, rangeOf, unwrap } from './syntax-tree.ts';

export interface StrayQuestion {
  readonly tree: ts.SourceFile;
  /** Local names that stand for a factory or for the whole SDK. */
  readonly watched: Watched;
  /** Calls already understood as declarations. */
  readonly known: ReadonlySet<ts.Node>;
}

/** Counting words is far cheaper than walking the tree, and most files hold only what was understood. */
export function mayHaveStrays({ tree, watched, known }: StrayQuestion): boolean {
  if (watched.size === 0) return /(require|import)\s*\(\s*['"`]headwater['"`]/.test(tree.text);
  const used = new Map<string, number>();
  for (const node of known) {
    if (!ts.isCallExpression(node)) continue;
    const callee = unwrap(node.expression);
    const root = ts.isPropertyAccessExpression(callee) ? unwrap(callee.expression) : callee;
    if (ts.isIdentifier(root)) used.set(root.text, (used.get(root.text) ?? 0) + 1);
  }
  return [...watched.keys()].some((name) => countWord(tree.text, name) > (used.get(name) ?? 0) + 1);
}

/** Walks the whole tree, so it is asked only when the text holds more mentions of a watched name than were understood. */
export function findStrayCalls({ tree, watched, known }: StrayQuestion): StrayCall[] {
  const strays: StrayCall[] = [];
  const add = (stray: Omit<StrayCall, 'place'>, node: ts.Node): void => {
    strays.push({ ...stray, place: rangeOf(tree, node) });
  };
  const visit = (node: ts.Node, reason: string | null): void => {
    if (ts.isTypeNode(node) && !ts.isExpressionWithTypeArguments(node)) return;
    if (declaredIn(node).some((name) => watched.has(name))) return;
    if (ts.isCallExpression(node) && !known.has(node)) {
      const factory = calledFactory(node.expression, watched);
      if (factory !== null) {
        const alone = reason === null && ts.isExpressionStatement(parentOf(node));
        const kind = alone ? 'unnamed' : 'dynamic';
        add({ kind, factory, reason: reason ?? 'it is made inside another expression' }, node);
      } else if (loadsSdk(node))
        add(
          { kind: 'dynamic', factory: 'asset', reason: 'the SDK is loaded with a call, which is not followed' },
          node,
        );
      for (const argument of node.arguments) {
        const handed = ts.isIdentifier(argument) ? watched.get(argument.text) : undefined;
        if (handed === undefined || !ts.isIdentifier(argument)) continue;
        const reason = `\`${argument.text}\` itself is handed to another function`;
        add({ kind: 'dynamic', factory: handed === '*' ? 'asset' : handed, reason }, argument);
      }
    }
    const inner = reason ?? reasonOf(node, known);
    ts.forEachChild(node, (child) => {
      parents.set(child, node);
      visit(child, inner);
    });
  };
  const parents = new Map<ts.Node, ts.Node>();
  const parentOf = (node: ts.Node): ts.Node => parents.get(node) ?? tree;
  for (const statement of tree.statements) visit(statement, null);
  return strays;
}

/** Names that a function or a block declares for itself: inside they are not the SDK's. */
function declaredIn(node: ts.Node): string[] {
  if (ts.isFunctionLike(node)) return node.parameters.flatMap(({ name }) => boundNames(name));
  if (!ts.isBlock(node)) return [];
  return node.statements.flatMap((statement) =>
    ts.isVariableStatement(statement)
      ? statement.declarationList.declarations.flatMap(({ name }) => boundNames(name))
      : [],
  );
}

function boundNames(name: ts.BindingName): string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((element) => (ts.isBindingElement(element) ? boundNames(element.name) : []));
}

function calledFactory(callee: ts.Expression, watched: Watched): FactoryName | null {
  const node = unwrap(callee);
  if (ts.isIdentifier(node)) {
    const factory = watched.get(node.text);
    return factory === undefined || factory === '*' ? null : factory;
  }
  const isMember =
    ts.isPropertyAccessExpression(node) && ts.isIdentifier(node.expression) && watched.has(node.expression.text);
  return isMember && isSeen(node.name.text) ? node.name.text : null;
}

/** `require('headwater')`, `import('headwater')`. */
export function loadsSdk(node: ts.CallExpression): boolean {
  const [argument] = node.arguments;
  if (argument === undefined || !ts.isStringLiteralLike(argument) || argument.text !== SDK) return false;
  return (
    node.expression.kind === ts.SyntaxKind.ImportKeyword ||
    (ts.isIdentifier(node.expression) && node.expression.text === 'require')
  );
}

/** The outermost of these names the reason. */
function reasonOf(node: ts.Node, known: ReadonlySet<ts.Node>): string | null {
  if (ts.isIterationStatement(node, false)) return 'it is made in a loop';
  if (ts.isFunctionLike(node) || ts.isClassLike(node)) return 'it is made inside a function';
  if (ts.isIfStatement(node) || ts.isConditionalExpression(node) || ts.isSwitchStatement(node))
    return 'it is made in a condition';
  if (ts.isArrayLiteralExpression(node)) return 'it is made inside an array';
  if (ts.isObjectLiteralExpression(node)) return 'it is made inside an object';
  if (ts.isBlock(node) || ts.isTryStatement(node)) return 'it is made inside a block';
  // A function handed to `map` says more than the call does.
  if (
    ts.isCallExpression(node) &&
    !known.has(node) &&
    !node.arguments.some((each) => isFunctionExpression(unwrap(each)))
  )
    return 'it is an argument of another call';
  return null;
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
