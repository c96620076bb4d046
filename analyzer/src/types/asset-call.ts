// A call of the SDK that takes assets and a body: which assets it names as inputs, and which function is handed their values.
import { ts } from 'ts-morph';
import { unwrap, writtenName } from '../syntax-tree.ts';
import { valueType } from './asset-type.ts';

export interface TakenInput {
  /** In `inputs`; null for the one asset that a check is of. */
  readonly name: string | null;
  /** What names the producer. */
  readonly producer: ts.Expression;
  /** What the producer makes. */
  readonly value: ts.Type;
}

export interface AssetCall {
  readonly call: ts.CallExpression;
  readonly inputs: readonly TakenInput[];
  readonly body: ts.Expression;
}

const WITH_INPUTS: ReadonlySet<string> = new Set(['asset', 'graphAsset', 'multiAsset']);

/** The innermost such call around a node; null when there is none. */
export function assetCallAround(checker: ts.TypeChecker, inside: ts.Node): AssetCall | null {
  for (let node = inside; !ts.isSourceFile(node); node = node.parent) {
    const found = ts.isCallExpression(node) ? readAssetCall(checker, node) : null;
    if (found !== null) return found;
  }
  return null;
}

function readAssetCall(checker: ts.TypeChecker, call: ts.CallExpression): AssetCall | null {
  const name = calledName(checker, call.expression);
  const body = call.arguments.at(-1);
  const [first] = call.arguments;
  if (name === null || body === undefined || first === undefined || body === first) return null;
  const inputs = WITH_INPUTS.has(name)
    ? inputsOf(checker, unwrap(first))
    : name === 'assetCheck'
      ? taken(checker, null, first)
      : [];
  return inputs.length === 0 ? null : { call, inputs, body: unwrap(body) };
}

/** The name a called function is declared by, whatever it is imported as. */
function calledName(checker: ts.TypeChecker, callee: ts.Expression): string | null {
  const symbol = checker.getSymbolAtLocation(ts.isPropertyAccessExpression(callee) ? callee.name : callee);
  return symbol === undefined ? null : declaredSymbol(checker, symbol).name;
}

/** What an import stands for. */
export function declaredSymbol(checker: ts.TypeChecker, symbol: ts.Symbol): ts.Symbol {
  return symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
}

function inputsOf(checker: ts.TypeChecker, options: ts.Expression): TakenInput[] {
  if (!ts.isObjectLiteralExpression(options)) return [];
  const option = options.properties.find((each) => each.name !== undefined && writtenName(each.name) === 'inputs');
  const record = option !== undefined && ts.isPropertyAssignment(option) ? unwrap(option.initializer) : null;
  if (record === null || !ts.isObjectLiteralExpression(record)) return [];
  return record.properties.flatMap((each) => {
    const name = each.name === undefined ? null : writtenName(each.name);
    if (name === null) return [];
    if (ts.isPropertyAssignment(each)) return taken(checker, name, each.initializer);
    return ts.isShorthandPropertyAssignment(each) ? taken(checker, name, each.name) : [];
  });
}

function taken(checker: ts.TypeChecker, name: string | null, named: ts.Expression): TakenInput[] {
  const value = valueType(checker, checker.getTypeAtLocation(named));
  return value === null ? [] : [{ name, producer: producerIn(unwrap(named)), value }];
}

/** `loadAs(asset, type)` names the asset. */
function producerIn(named: ts.Expression): ts.Expression {
  const [asset] = ts.isCallExpression(named) ? named.arguments : [];
  return asset === undefined ? named : unwrap(asset);
}
