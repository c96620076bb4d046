// What headwater's own types say of a definition: the value it makes and the inputs it takes, read from its type arguments.
import { ts } from 'ts-morph';

/** The type of a property that is named by one of the SDK's well-known symbols, whichever copy of the SDK it comes from. */
function marked(checker: ts.TypeChecker, type: ts.Type, symbol: 'VALUE' | 'DEFINITION'): ts.Type | null {
  const property = type.getProperties().find(({ escapedName }) => escapedName.toString().startsWith(`__@${symbol}@`));
  return property === undefined ? null : checker.getTypeOfSymbol(property);
}

/** What is loaded of an asset, an external asset, an output, or one of them wanted as another type; null for everything else. */
export function valueType(checker: ts.TypeChecker, type: ts.Type): ts.Type | null {
  if (type.flags & ts.TypeFlags.Any || marked(checker, type, 'DEFINITION') === null) return null;
  return marked(checker, type, 'VALUE');
}

/** Whether there is nothing to load: the asset stores its data itself. */
export function isVoid(type: ts.Type): boolean {
  const nothing = ts.TypeFlags.Void | ts.TypeFlags.Undefined | ts.TypeFlags.Never;
  return type.isUnion() ? type.types.every(isVoid) : (type.flags & nothing) !== 0;
}

/** Its input names with the types of their values; empty when it takes none. */
export function inputTypes(
  checker: ts.TypeChecker,
  type: ts.Type,
  at: ts.Node,
): readonly { readonly name: string; readonly type: ts.Type }[] {
  if (!isReference(type)) return [];
  const index = (type.target.typeParameters ?? []).findIndex(({ symbol }) => symbol.name === 'Inputs');
  const inputs = checker.getTypeArguments(type)[index];
  if (inputs === undefined || isVoid(inputs) || inputs.flags & ts.TypeFlags.Any) return [];
  return inputs.getProperties().map((property) => ({
    name: property.name,
    type: checker.getTypeOfSymbolAtLocation(property, at),
  }));
}

/** The type of the asset whose name stands at an offset; null where nothing of the kind stands. */
export function assetTypeAt(
  checker: ts.TypeChecker,
  source: ts.SourceFile,
  offset: number,
): { readonly type: ts.Type; readonly node: ts.Node } | null {
  for (let node = innermostAt(source, offset); node !== null; node = node.parent) {
    if (ts.isSourceFile(node)) return null;
    const asked = ts.isExportAssignment(node) ? node.expression : node;
    if (!ts.isExportAssignment(node) && !ts.isIdentifier(node)) continue;
    const type = checker.getTypeAtLocation(asked);
    if (valueType(checker, type) !== null) return { type, node: asked };
  }
  return null;
}

/** The smallest node around an offset; right behind a name still counts as on it. */
export function innermostAt(source: ts.SourceFile, offset: number): ts.Node | null {
  let found: ts.Node | null = null;
  const visit = (node: ts.Node): void => {
    if (offset < node.getStart(source) || offset > node.end) return;
    if (found === null || !ts.isIdentifier(found) || ts.isIdentifier(node)) found = node;
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function isReference(type: ts.Type): type is ts.TypeReference {
  return (type.flags & ts.TypeFlags.Object) !== 0 && 'target' in type;
}
