// Reads which checks a body returns the outcomes of, and whether it may return others, too.
import { ts } from 'ts-morph';
import type { FactoryName } from './factories.ts';
import type { Body, ReturnedCheck } from './file-record.ts';
import { rangeOf, unwrap, writtenName } from './syntax-tree.ts';

interface Question {
  readonly tree: ts.SourceFile;
  /** What the body is handed to; null where only linking can tell. */
  readonly factory: FactoryName | null;
  readonly code: ts.Node;
}

type Maker = 'result' | 'materialized';

/** The names in `checks: { … }` of `ctx.result(…)` and `ctx.materialized(…)`, as far as they are written out. */
export function returnedChecks({
  tree,
  factory,
  code,
}: Question): Required<Pick<Body, 'returnedChecks' | 'mayReturnMore'>> {
  if (!ts.isFunctionLike(code) || !('body' in code)) return { returnedChecks: [], mayReturnMore: true };
  const names = contextNames(code);
  let mayReturnMore = names.mayBeOther;
  const found: ReturnedCheck[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isTypeNode(node) && !ts.isExpressionWithTypeArguments(node)) return;
    if (ts.isCallExpression(node)) {
      const maker = makerOf(node.expression, names);
      if (maker !== null) {
        const { first, options, isSure } = writtenResult(node, { maker, factory });
        const checks = checkNames(options);
        if (!isSure || !checks.isWhole) mayReturnMore = true;
        for (const name of isSure ? checks.names : [])
          found.push({ name: name.text, place: rangeOf(tree, name), first });
        return node.arguments.forEach(visit);
      }
    }
    if (ts.isPropertyAccessExpression(node) && ts.isIdentifier(node.expression)) {
      // `ctx.log` makes no results; `ctx.result` that is not called here is handed on.
      const { text } = node.expression;
      if (!names.handedOn.has(text) || names.makers.has(text) || isMaker(node.name.text)) visit(node.expression);
      return;
    }
    // Whoever gets the context may make results of it.
    if (ts.isIdentifier(node) && (names.handedOn.has(node.text) || node.text === 'arguments')) mayReturnMore = true;
    if (ts.isPropertyAssignment(node) && !ts.isComputedPropertyName(node.name)) return visit(node.initializer);
    ts.forEachChild(node, visit);
  };
  if (code.body !== undefined) visit(code.body);
  return { returnedChecks: found, mayReturnMore };
}

interface ContextNames {
  /** Parameters that may be the context. */
  readonly contexts: ReadonlySet<string>;
  /** Locals that are its `result` or `materialized`. */
  readonly makers: ReadonlyMap<string, Maker>;
  /** Those of them that lead to results wherever else they are mentioned. */
  readonly handedOn: ReadonlySet<string>;
  /** Part of the context may be held by a name that is not looked for. */
  readonly mayBeOther: boolean;
}

function contextNames(code: ts.SignatureDeclaration): ContextNames {
  const contexts = new Set<string>();
  const makers = new Map<string, Maker>();
  let mayBeOther = false;
  for (const { name, initializer, dotDotDotToken } of code.parameters) {
    if (ts.isIdentifier(name)) contexts.add(name.text);
    else if (ts.isObjectBindingPattern(name))
      for (const element of name.elements) {
        const property = element.dotDotDotToken ? null : writtenName(element.propertyName ?? element.name);
        if (property !== null && isMaker(property) && ts.isIdentifier(element.name))
          makers.set(element.name.text, property);
        else if (property === null || isMaker(property)) mayBeOther = true;
      }
    if (initializer !== undefined || dotDotDotToken !== undefined || ts.isArrayBindingPattern(name)) mayBeOther = true;
  }
  // Of two parameters the context is the last.
  const last = code.parameters.at(-1)?.name;
  const handedOn = new Set([...makers.keys(), ...(last !== undefined && ts.isIdentifier(last) ? [last.text] : [])]);
  return { contexts, makers, handedOn, mayBeOther };
}

function isMaker(name: string): name is Maker {
  return name === 'result' || name === 'materialized';
}

function makerOf(callee: ts.Expression, { contexts, makers }: ContextNames): Maker | null {
  if (ts.isIdentifier(callee)) return makers.get(callee.text) ?? null;
  if (!ts.isPropertyAccessExpression(callee) || !ts.isIdentifier(callee.expression)) return null;
  return contexts.has(callee.expression.text) && isMaker(callee.name.text) ? callee.name.text : null;
}

/** `(value, options)` and `(options)`; in a multi-asset the output's name stands before them. */
function writtenResult(
  { arguments: given }: ts.CallExpression,
  { maker, factory }: { readonly maker: Maker; readonly factory: FactoryName | null },
): { readonly first: string | null; readonly options: ts.Expression | undefined; readonly isSure: boolean } {
  const [start] = given;
  const first = start !== undefined && ts.isStringLiteralLike(start) ? start.text : null;
  const before = maker === 'result' ? 1 : 0;
  const isMulti = factory === 'multiAsset' || (factory === null && first !== null && given.length === before + 2);
  // Alone, `result('users', { … })` may be a value with options, or an output with its value.
  const isSure =
    !given.some(ts.isSpreadElement) &&
    (isMulti ? first !== null : factory !== null || first === null || maker === 'materialized');
  return { first, options: given[isMulti ? before + 1 : before], isSure };
}

function checkNames(written: ts.Expression | undefined): {
  readonly names: readonly (ts.Identifier | ts.StringLiteralLike)[];
  /** There can be no others. */
  readonly isWhole: boolean;
} {
  if (written === undefined) return { names: [], isWhole: true };
  const options = unwrap(written);
  if (!ts.isObjectLiteralExpression(options)) return { names: [], isWhole: false };
  const isPlain = options.properties.every(({ name }) => name !== undefined && writtenName(name) !== null);
  const property = options.properties.find(({ name }) => name !== undefined && writtenName(name) === 'checks');
  if (property === undefined) return { names: [], isWhole: isPlain };
  const checks = ts.isPropertyAssignment(property) ? unwrap(property.initializer) : null;
  if (checks === null || !ts.isObjectLiteralExpression(checks)) return { names: [], isWhole: false };
  const names = checks.properties.flatMap(({ name }) =>
    name !== undefined && (ts.isIdentifier(name) || ts.isStringLiteralLike(name)) ? [name] : [],
  );
  return { names, isWhole: isPlain && names.length === checks.properties.length };
}
