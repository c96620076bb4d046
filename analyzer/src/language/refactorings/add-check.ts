// Writes a check below an asset: one that works, for its author to make it mean something.
import { ts } from 'ts-morph';
import type { CodeAction } from '../code-action.ts';
import { importSdk } from '../import-edits.ts';
import { inserted } from '../open-source.ts';
import { factoryCall } from '../option-edits.ts';
import type { RefactorQuestion } from './refactor-question.ts';
import { freeName, topLevelNames } from '../scopes.ts';
import { hasModifier, unwrap } from '../../syntax-tree.ts';

/** Offered on the name of an exported asset, and on the call behind it up to its options. */
export function addCheck({ project: { world }, source, start, end }: RefactorQuestion): CodeAction | null {
  for (const statement of source.tree.statements) {
    if (!ts.isVariableStatement(statement) || !hasModifier(statement, ts.SyntaxKind.ExportKeyword)) continue;
    const [declaration] = statement.declarationList.declarations;
    const value = declaration?.initializer && unwrap(declaration.initializer);
    if (!declaration || !value || !ts.isCallExpression(value) || !ts.isIdentifier(declaration.name)) continue;
    if (start < statement.getStart() || end > value.expression.end) continue;
    const call = factoryCall(world, source.path, value);
    if (
      call === null ||
      !(call.factory === 'asset' || call.factory === 'graphAsset' || call.factory === 'externalAsset')
    )
      return null;
    const asset = declaration.name.text;
    const name = freeName(topLevelNames(source.tree), `${asset}Check`);
    const text = `\n\nexport const ${name} = assetCheck(${asset}, (value) => value != null)${source.semicolon}`;
    const imported = importSdk(source, [{ exportName: 'assetCheck' }]);
    const edits = [...(imported === null ? [] : [imported]), inserted(source, statement.end, text)];
    return { title: `Add a check for \`${asset}\``, kind: 'refactor', edits };
  }
  return null;
}
