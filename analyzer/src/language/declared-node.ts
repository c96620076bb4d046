// From a node of the graph back to the call that declares it, in the records and in the text.
import { ts } from 'ts-morph';
import type { AssetNode } from '@headwater/graph';
import { outputsOf } from '../outputs.ts';
import { declarationsOf } from '../declarations-of.ts';
import { writtenName } from '../syntax-tree.ts';
import { placeOf } from '../upstream.ts';
import type { DeclaredNode } from '../upstream.ts';
import type { LanguageProject } from './language-project.ts';
import { nodeAt } from './open-source.ts';
import type { OpenSource } from './open-source.ts';
import { factoryCall, optionList } from './option-edits.ts';
import type { FactoryCall } from './option-edits.ts';

export function declaredNode({ world, absolute }: LanguageProject, node: AssetNode): DeclaredNode | null {
  const nodes = declarationsOf(world, absolute(node.file)).flatMap((declared): DeclaredNode[] =>
    declared.factory === 'multiAsset'
      ? outputsOf(declared.declaration).outputs.map((output) => ({ ...declared, output }))
      : [{ ...declared, output: null }],
  );
  const isHere = (each: DeclaredNode): boolean =>
    placeOf(each).startLine === node.line && placeOf(each).startColumn === node.column;
  return nodes.find((each) => isHere(each) && (each.output?.name ?? null) === (node.output ?? null)) ?? null;
}

/** The const that other code names it by; null where there is none. */
export function constNameOf({ declaration, output }: DeclaredNode): string | null {
  return output === null ? declaration.name : output.constName;
}

/** The call that its own options are handed to; of an output that of `output`. Null where it is not written in place. */
export function callOf({ world }: LanguageProject, source: OpenSource, node: DeclaredNode): FactoryCall | null {
  const statement = nodeAt(source, node.declaration.range);
  const whole = statement === null ? null : firstCall(statement, (call) => factoryCall(world, source.path, call));
  if (whole === null || node.output === null) return whole;
  const { name } = node.output;
  const outputs = optionList(whole, 'outputs');
  const entry = outputs !== null && ts.isObjectLiteralExpression(outputs) ? outputs.properties : [];
  const written = entry.find((each) => each.name !== undefined && writtenName(each.name) === name);
  return written === undefined ? null : firstCall(written, (call) => factoryCall(world, source.path, call));
}

function firstCall(inside: ts.Node, read: (call: ts.CallExpression) => FactoryCall | null): FactoryCall | null {
  const found = ts.isCallExpression(inside) ? read(inside) : null;
  return found ?? ts.forEachChild(inside, (child) => firstCall(child, read) ?? undefined) ?? null;
}
