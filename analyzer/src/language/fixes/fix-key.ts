// Gives a node a key of its own where it has none, a bad one, or one that is taken.
import { posix } from 'node:path';
import { ts } from 'ts-morph';
import { printKey } from '@headwater/graph';
import { foldValue } from '../../fold-value.ts';
import { readKey } from '../../key.ts';
import { staticValue } from '../../static-value.ts';
import { unwrap, writtenName } from '../../syntax-tree.ts';
import { nodeOf } from '../language-project.ts';
import { quoted, replaced, spanOf } from '../open-source.ts';
import type { OpenSource } from '../open-source.ts';
import {
  addOption,
  factoryCall,
  factoryCallAround,
  hasOption,
  optionOf,
  outputCall,
  removeOption,
} from '../option-edits.ts';
import type { FactoryCall } from '../option-edits.ts';
import { nameOfFile } from '../project-names.ts';
import type { Fix, FixQuestion } from './fix-question.ts';
import { freeName } from '../scopes.ts';

/** `src/eu/orders.ts` gives `['eu', 'orders']`. */
export function fixDuplicateKey(question: FixQuestion): readonly Fix[] {
  const { project, problem, source, node } = question;
  const call = callAt(question);
  if (call === null || call.factory === 'job' || !ts.isIdentifier(node)) return [];
  const name = node.text;
  const stem = nameOfFile(source.path);
  const folder = posix.basename(posix.dirname(problem.file));
  const prefixes = [...(stem === name ? [] : [stem]), ...(folder === '' || folder === '.' ? [] : [folder])];
  const taken = new Set(project.document.assets.map(({ key }) => key));
  const free = prefixes.map((prefix) => [prefix, name]).find((segments) => !taken.has(printKey(segments)));
  const text = keyText(source, free ?? [freeName(taken, name)]);
  const written = optionOf(call, 'key');
  const edit =
    written === null
      ? hasOption(call, 'key')
        ? null
        : addOption(source, call, `key: ${text}`)
      : replaced(source, spanOf(written.initializer), text);
  return edit === null ? [] : [{ title: `Give it the key ${text}`, edits: [edit] }];
}

export function fixKeyless(question: FixQuestion): readonly Fix[] {
  const { project, source } = question;
  const call = callAt(question);
  if (call === null) return [];
  const option = call.factory === 'assetCheck' ? 'name' : 'key';
  const taken = new Set(option === 'key' ? project.document.assets.map(({ key }) => key) : []);
  const text = keyText(source, [freeName(taken, nameOfFile(source.path))]);
  const edit = hasOption(call, option) ? null : addOption(source, call, `${option}: ${text}`);
  return edit === null ? [] : [{ title: `Add \`${option}: ${text}\``, edits: [edit], isPreferred: true }];
}

/** What is left of it once all that a key cannot have is taken out. */
export function fixBadKey({ project, source, node }: FixQuestion): readonly Fix[] {
  let option: ts.Node = node;
  while (!ts.isPropertyAssignment(option)) {
    if (ts.isSourceFile(option)) return [];
    option = option.parent;
  }
  const value = foldValue(project.world, source.path, staticValue(option.initializer));
  const segments = (Array.isArray(value) ? (value as readonly unknown[]) : [value])
    .filter((each) => typeof each === 'string' || typeof each === 'number')
    .flatMap((each) => String(each).split('/'))
    // eslint-disable-next-line no-control-regex -- control characters are what is taken out
    .map((each) => each.replace(/[\u0000-\u001f\u007f]/g, '').trim())
    .filter((each) => each !== '' && each !== '.' && each !== '..');
  if (segments.length > 0 && 'key' in readKey(segments) && nodeOf(project, printKey(segments)) === undefined) {
    const text = keyText(source, segments);
    return [
      { title: `Change to ${text}`, edits: [replaced(source, spanOf(option.initializer), text)], isPreferred: true },
    ];
  }
  const name = constAround(option);
  if (name === null || nodeOf(project, name) !== undefined) return [];
  return [
    { title: `Remove the key, so that it is \`${name}\``, edits: removeOption(source, option), isPreferred: true },
  ];
}

function constAround(node: ts.Node): string | null {
  for (let outer = node; !ts.isSourceFile(outer); outer = outer.parent)
    if (ts.isVariableDeclaration(outer)) return ts.isIdentifier(outer.name) ? outer.name.text : null;
  return null;
}

/** The call that the name at the place is declared by. */
function callAt({ project: { world }, source, node }: FixQuestion): FactoryCall | null {
  const { parent } = node;
  if (ts.isVariableDeclaration(parent) && parent.initializer) {
    const value = unwrap(parent.initializer);
    return ts.isCallExpression(value) ? factoryCall(world, source.path, value) : null;
  }
  // An output has options of its own, in place.
  if (ts.isPropertyAssignment(parent) && parent.name === node) {
    const value = unwrap(parent.initializer);
    return ts.isCallExpression(value) ? factoryCall(world, source.path, value) : null;
  }
  if (!ts.isBindingElement(parent)) return factoryCallAround(world, source.path, node);
  // `const { users } = multiAsset(…)`.
  const declaration = parent.parent.parent;
  const written = ts.isVariableDeclaration(declaration) ? declaration.initializer : undefined;
  const call =
    written && ts.isCallExpression(unwrap(written)) ? factoryCallAround(world, source.path, unwrap(written)) : null;
  const output = writtenName(parent.propertyName ?? parent.name);
  return call === null || output === null ? null : outputCall(world, source.path, { call, output });
}

/** A key as it is written. */
function keyText(source: OpenSource, segments: readonly string[]): string {
  const [first = ''] = segments;
  if (segments.length === 1) return quoted(source, first);
  return `[${segments.map((segment) => quoted(source, segment)).join(', ')}]`;
}
