// Names that stand for nothing, or for something else: the nearest right one, with its import where it needs one.
import { ts } from 'ts-morph';
import { nearestName } from '@headwater/graph';
import { outputsOf } from '../../outputs.ts';
import { exportsOf, resolveValue } from '../../resolve-value.ts';
import type { Target } from '../../resolve-value.ts';
import { staticValue } from '../../static-value.ts';
import { unwrap } from '../../syntax-tree.ts';
import { isNode } from '../../upstream.ts';
import type { FileEdit } from '../code-action.ts';
import { entryAround } from '../entries.ts';
import { isIdentifierName, replaced, spanOf } from '../open-source.ts';
import { factoryCallAround } from '../option-edits.ts';
import { offeredAssets, offeredResources, referenceTo } from '../project-names.ts';
import type { Offered } from '../project-names.ts';
import type { Fix, FixQuestion } from './fix-question.ts';
import { fixStranger } from './fix-stranger.ts';
import { wrongImport } from './fix-import.ts';

/** More choices than these help nobody. */
const CHOICES = 5;

export function fixUnknownInput(question: FixQuestion): readonly Fix[] {
  if (ts.isBindingElement(question.node.parent)) return takenOutInstead(question);
  const target = targetAt(question);
  if (target?.kind === 'unknown-name') return nameInstead(question, offeredAssets(question.project), target.name);
  if (target?.kind === 'unknown-output') return outputInstead(question, target);
  return target?.kind === 'declared' || target?.kind === 'output' ? fixStranger(question) : [];
}

export function fixUnknownImport(question: FixQuestion): readonly Fix[] {
  const target = targetAt(question);
  return target === null ? [] : wrongImport(question, target, offeredAssets(question.project));
}

export function fixUnknownResource(question: FixQuestion): readonly Fix[] {
  const target = targetAt(question);
  if (target === null) return [];
  const offered = offeredResources(question.project);
  if (target.kind === 'unknown-name') return nameInstead(question, offered, target.name);
  return wrongImport(question, target, offered);
}

/** Something that has parts, of which one was probably meant. */
export function fixNotAnAsset(question: FixQuestion): readonly Fix[] {
  const { project, node } = question;
  const target = targetAt(question);
  if (target?.kind === 'declared' && target.factory === 'multiAsset') {
    const { outputs } = outputsOf(target.declaration);
    return membersInstead(
      question,
      outputs.map(({ name }) => name),
    );
  }
  // A module that imports itself would name what does not exist yet.
  if (target?.kind !== 'module' || target.file === question.source.path) return [];
  const exported = [...(exportsOf(project.world, target.file) ?? [])];
  const isAsset = (each: Target): boolean => each.kind === 'output' || (each.kind === 'declared' && isNode(each));
  const names = exported.filter(([, each]) => isAsset(each)).map(([name]) => name);
  const near = ts.isIdentifier(node) && names.includes(node.text) ? [node.text] : names;
  return membersInstead(question, near);
}

/** What the value at the place stands for, also inside `loadAs(…)`. */
function targetAt({ project: { world }, source, node }: FixQuestion): Target | null {
  const value = valueAt(node);
  return value === null ? null : resolveValue(world, source.path, staticValue(value));
}

/** The whole of `api.users` when the place is one of its names. */
function valueAt(node: ts.Node): ts.Expression | null {
  let value: ts.Node = node;
  while (
    ts.isPropertyAccessExpression(value.parent) &&
    value.parent.getStart() === value.getStart() &&
    value.parent.end === node.end
  )
    value = value.parent;
  if (ts.isPropertyAccessExpression(node.parent) && node.parent.name === node) value = node.parent;
  return ts.isExpression(value) ? unwrap(value) : null;
}

/** A name the project has: the same one in another file first, then those that are spelled nearly so. */
function nameInstead(question: FixQuestion, offered: readonly Offered[], wanted: string): readonly Fix[] {
  const { project, source, node } = question;
  const at = (factoryCallAround(project.world, source.path, node)?.call ?? node).getStart();
  const same = offered.filter(({ name }) => name === wanted);
  const near = nearestName(
    wanted,
    offered.map(({ name }) => name),
  );
  const choices = same.length > 0 ? same : offered.filter(({ name }) => name === near);
  const fixes = choices.slice(0, CHOICES).flatMap((each): Fix[] => {
    const reference = referenceTo(project, source, { offered: each, at });
    if (reference === null) return [];
    const from = reference.specifier === null ? '' : ` from '${reference.specifier}'`;
    const isSame = reference.text === wanted;
    const title = isSame ? `Import \`${wanted}\`${from}` : `Change to \`${reference.text}\`${from}`;
    return [{ title, edits: [...(isSame ? [] : [written(question, reference.text)]), ...reference.edits] }];
  });
  return fixes.length === 1 ? fixes.map((fix) => ({ ...fix, isPreferred: true })) : fixes;
}

/** A shorthand keeps its name, since the body takes it by that. */
function written({ source, node }: FixQuestion, text: string): FileEdit {
  const { parent } = node;
  const isShorthand = ts.isShorthandPropertyAssignment(parent);
  return replaced(source, spanOf(node), isShorthand && text !== node.getText() ? `${node.getText()}: ${text}` : text);
}

function outputInstead(question: FixQuestion, target: Extract<Target, { kind: 'unknown-output' }>): readonly Fix[] {
  const { source, node } = question;
  const value = valueAt(node);
  const near = nearestName(
    target.name,
    outputsOf(target.declaration).outputs.map(({ name }) => name),
  );
  if (near === null || value === null || !ts.isPropertyAccessExpression(value) || !isIdentifierName(near)) return [];
  const edits = [replaced(source, spanOf(value.name), near)];
  return [{ title: `Change to \`${value.expression.getText()}.${near}\``, edits, isPreferred: true }];
}

/** `const { usres } = multiAsset(…)`. */
function takenOutInstead({ project: { world }, source, node }: FixQuestion): readonly Fix[] {
  const element = node.parent;
  if (!ts.isBindingElement(element)) return [];
  const declaration = element.parent.parent;
  const call =
    ts.isVariableDeclaration(declaration) && declaration.initializer ? unwrap(declaration.initializer) : null;
  if (call === null || !ts.isCallExpression(call)) return [];
  const outputs = entryNames(factoryCallAround(world, source.path, call)?.options ?? null);
  const property = element.propertyName ?? element.name;
  const near = nearestName(property.getText(), outputs);
  if (near === null || !isIdentifierName(near)) return [];
  const isTaken = declaration.getText().includes(`${near},`) && element.propertyName === undefined;
  const text = element.propertyName === undefined ? `${near}: ${property.getText()}` : near;
  return isTaken
    ? []
    : [{ title: `Take out \`${near}\``, edits: [replaced(source, spanOf(property), text)], isPreferred: true }];
}

function entryNames(options: ts.ObjectLiteralExpression | null): string[] {
  const outputs = options?.properties.find((each) => each.name?.getText() === 'outputs');
  const list = outputs && ts.isPropertyAssignment(outputs) ? unwrap(outputs.initializer) : null;
  return list && ts.isObjectLiteralExpression(list)
    ? list.properties.flatMap((each) => (each.name && ts.isIdentifier(each.name) ? [each.name.text] : []))
    : [];
}

function membersInstead(question: FixQuestion, names: readonly string[]): readonly Fix[] {
  const { node } = question;
  const whole = node.getText();
  const good = names.filter(isIdentifierName).slice(0, CHOICES);
  const entry = entryAround(node, ['inputs', 'deps', 'assets', 'blocks', 'selection']);
  if (entry === null && !ts.isCallExpression(node.parent)) return [];
  return good.map((name) => ({
    title: `Change to \`${whole}.${name}\``,
    edits: [written(question, `${whole}.${name}`)],
    ...(good.length === 1 && { isPreferred: true }),
  }));
}
