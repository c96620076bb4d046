// Reads the imports of a file, and which of its local names stand for something of the SDK.
import { ts } from 'ts-morph';
import { SDK, isFactory, isSeen } from './factories.ts';
import type { FactoryName } from './factories.ts';
import type { ImportedName } from './file-record.ts';
import { unwrap } from './syntax-tree.ts';

export function readImports(tree: ts.SourceFile): Map<string, ImportedName> {
  const imports = new Map<string, ImportedName>();
  const add = (local: string, imported: ImportedName): void => {
    // The parser fills in for a name that is missing with an empty one.
    if (local !== '') imports.set(local, imported);
  };
  for (const statement of tree.statements) {
    if (ts.isImportEqualsDeclaration(statement)) {
      const { moduleReference } = statement;
      if (ts.isExternalModuleReference(moduleReference) && ts.isStringLiteralLike(moduleReference.expression))
        add(statement.name.text, { module: moduleReference.expression.text, name: '*' });
    }
    if (!ts.isImportDeclaration(statement) || !ts.isStringLiteralLike(statement.moduleSpecifier)) continue;
    const module = statement.moduleSpecifier.text;
    const clause = statement.importClause;
    if (clause?.name !== undefined) add(clause.name.text, { module, name: 'default' });
    const bindings = clause?.namedBindings;
    if (bindings === undefined) continue;
    if (ts.isNamespaceImport(bindings)) add(bindings.name.text, { module, name: '*' });
    else
      for (const each of bindings.elements)
        add(each.name.text, { module, name: (each.propertyName ?? each.name).text });
  }
  return imports;
}

/** Local names whose calls must be seen; `*` is the whole SDK. */
export function seenFactories(imports: ReadonlyMap<string, ImportedName>): [string, FactoryName | '*'][] {
  return [...imports].flatMap(([local, { module, name }]): [string, FactoryName | '*'][] => {
    if (module !== SDK) return [];
    if (name === '*') return [[local, name]];
    return isSeen(name) ? [[local, name]] : [];
  });
}

/** The factory that a callee certainly is, because it is imported from the SDK itself. */
export function importedFactory(imports: ReadonlyMap<string, ImportedName>, callee: ts.Expression): FactoryName | null {
  const node = unwrap(callee);
  const ofSdk = (name: ts.Expression): string | null => {
    const found = ts.isIdentifier(name) ? imports.get(name.text) : undefined;
    return found?.module === SDK ? found.name : null;
  };
  const isMember = ts.isPropertyAccessExpression(node) && ofSdk(node.expression) === '*';
  const name = isMember ? node.name.text : ofSdk(node);
  return name !== null && isFactory(name) ? name : null;
}
