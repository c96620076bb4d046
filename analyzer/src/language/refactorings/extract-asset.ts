// Makes an asset of the selected statements of a body: it takes the inputs they read, and the body takes its value.
import { ts } from 'ts-morph';
import { isFunctionExpression } from '../../syntax-tree.ts';
import type { CodeAction, FileEdit } from '../code-action.ts';
import { inserted, replaced, startWithComments } from '../open-source.ts';
import type { OpenSource } from '../open-source.ts';
import { addOption, addToOption, factoryCallAround, hasOption, optionList } from '../option-edits.ts';
import type { FactoryCall } from '../option-edits.ts';
import { entryText, inputEntries } from '../input-entries.ts';
import type { RefactorQuestion } from './refactor-question.ts';
import { topLevelNames, topStatement } from '../scopes.ts';
import { awaits, controlFlow, namesIn, namesOf, readNames } from './selected-names.ts';
import { nodeOf } from '../language-project.ts';
import { taking } from '../fixes/fix-undeclared-input.ts';

const TITLE = 'Extract to an asset';

interface Selected {
  readonly call: FactoryCall;
  readonly body: ts.Block;
  readonly statements: readonly ts.Statement[];
}

export function extractAsset(question: RefactorQuestion): CodeAction | null {
  const selected = selectedStatements(question);
  if (selected === null) return null;
  const plan = planOf(question, selected);
  const action = { title: TITLE, kind: 'refactor.extract' } as const;
  if ('reason' in plan) return { ...action, edits: [], disabled: plan.reason };
  return { ...action, title: `${TITLE} \`${plan.name}\``, edits: plan.edits };
}

/** Whole statements of the body itself, with nothing but white space around them in the selection. */
function selectedStatements({ project: { world }, source, start, end }: RefactorQuestion): Selected | null {
  if (source.text.slice(start, end).trim() === '') return null;
  let body: ts.Block | null = null;
  const visit = (node: ts.Node): void => {
    if (node.getStart() > start || node.end < end) return;
    if (ts.isBlock(node) && isFunctionExpression(node.parent)) body ??= node;
    ts.forEachChild(node, visit);
  };
  visit(source.tree);
  const block = body as ts.Block | null;
  const call = block === null ? null : factoryCallAround(world, source.path, block.parent);
  if (block === null || call?.factory !== 'asset' || call.body !== block.parent) return null;
  const statements = block.statements.filter((each) => each.end > start && each.getStart() < end);
  const [first, last] = [statements[0], statements.at(-1)];
  // The last semicolon is easily left out of a selection.
  if (!first || !last || start > first.getStart() || end < last.end - 1) return null;
  return { call, body: block, statements };
}

type Plan = { readonly reason: string } | { readonly name: string; readonly edits: readonly FileEdit[] };

function planOf({ project, source }: RefactorQuestion, { call, body, statements }: Selected): Plan {
  const [first] = statements;
  if (first === undefined) throw new Error('Nothing was selected');
  const before = body.statements.slice(0, body.statements.indexOf(first));
  const after = body.statements.slice(body.statements.indexOf(first) + statements.length);
  const refused = statements.map(controlFlow).find((found) => found !== null);
  if (refused != null) return { reason: `It has \`${refused}\`, which belongs to the body it stands in.` };
  const reads = readNames(statements);
  const [parameter, context] = call.body?.parameters ?? [];
  const hasInputs = hasOption(call, 'inputs');
  const contextName = hasInputs ? context?.name : parameter?.name;
  if (contextName && namesOf(contextName).some((name) => reads.has(name)))
    return { reason: `It uses \`${contextName.getText()}\`, which is the context of this asset's own run.` };
  const earlier = before.flatMap((each) => [...namesIn([each])]).find((name) => reads.has(name));
  if (earlier !== undefined)
    return { reason: `It reads \`${earlier}\`, which the body computes before it. Select that, too.` };
  const given = [...namesIn(statements)].filter((name) => readNames(after).has(name));
  const [name] = given;
  if (name === undefined) return { reason: 'It computes nothing that the body uses after it.' };
  if (given.length > 1)
    return { reason: `It computes ${given.map((each) => `\`${each}\``).join(' and ')}; an asset has one value.` };
  if (topLevelNames(source.tree).has(name) || nodeOf(project, name) !== undefined)
    return { reason: `There is a \`${name}\` already. Rename the one in the body first.` };
  const inputs = inputEntries(call);
  const pattern = hasInputs ? parameter?.name : undefined;
  if (inputs === null || (pattern !== undefined && !isPlainPattern(pattern)) || parameter?.type !== undefined)
    return { reason: 'It takes its inputs in a way that cannot be handed on. Write `({ name }) => …` first.' };
  const passed = inputs.filter((input) => reads.has(input.name));
  const rest = readNames([...before, ...after]);
  const kept = inputs.filter((input) => !passed.includes(input) || rest.has(input.name));
  const edits = bodyEdits(source, { call, inputs, kept, name });
  if (edits === null) return { reason: 'Its options are not written in place.' };
  const statement = topStatement(call.call);
  const text = assetText(source, {
    statements,
    name,
    inputs: passed.map(entryText(source)),
    names: passed.map((each) => each.name),
  });
  return {
    name,
    edits: [
      inserted(source, startWithComments(source, statement), `${text}\n\n`),
      ...edits,
      removed(source, statements),
    ],
  };
}

/** The body names the new asset instead of the inputs that only the extracted part read. */
function bodyEdits(
  source: OpenSource,
  of: {
    readonly call: FactoryCall;
    readonly inputs: readonly { readonly name: string; readonly value: string }[];
    readonly kept: readonly { readonly name: string; readonly value: string }[];
    readonly name: string;
  },
): readonly FileEdit[] | null {
  const { call, inputs, kept, name } = of;
  const pattern = call.body?.parameters[0]?.name;
  if (kept.length === inputs.length || pattern === undefined) {
    const option = addToOption(source, call, { name: 'inputs', text: name });
    const taken = taking(source, call, name);
    return option === null || taken?.edit == null ? null : [option, taken.edit];
  }
  const list = optionList(call, 'inputs');
  if (list === null) return addOption(source, call, `inputs: { ${name} }`) === null ? null : [];
  const entries = [...kept.map(entryText(source)), name].join(', ');
  const names = [...kept.map((input) => input.name), name].join(', ');
  return [
    replaced(source, { start: list.getStart(), end: list.end }, `{ ${entries} }`),
    replaced(source, { start: pattern.getStart(), end: pattern.end }, `{ ${names} }`),
  ];
}

function assetText(
  source: OpenSource,
  of: {
    readonly statements: readonly ts.Statement[];
    readonly name: string;
    readonly inputs: readonly string[];
    readonly names: readonly string[];
  },
): string {
  const { statements, name, inputs, names } = of;
  const { semicolon, indent } = source;
  const isAsync = statements.some(awaits) ? 'async ' : '';
  const options = inputs.length === 0 ? '' : `{ inputs: { ${inputs.join(', ')} } }, `;
  const head = `export const ${name} = asset(${options}${isAsync}(${names.length === 0 ? '' : `{ ${names.join(', ')} }`}) => `;
  const alone = statements.length === 1 ? initializerOf(statements[0], name) : null;
  if (alone !== null) {
    const value = ts.isObjectLiteralExpression(alone) ? `(${alone.getText()})` : alone.getText();
    return `${head}${dedented(value, indentOf(source, statements[0]))})${semicolon}`;
  }
  const [first, last] = [statements[0], statements.at(-1)];
  const text = source.text.slice(first?.getStart() ?? 0, last?.end ?? 0);
  const lines = dedented(text, indentOf(source, first))
    .split('\n')
    .map((line) => (line === '' ? '' : indent + line));
  return `${head}{\n${lines.join('\n')}\n${indent}return ${name}${semicolon}\n})${semicolon}`;
}

function initializerOf(statement: ts.Statement | undefined, name: string): ts.Expression | null {
  if (statement === undefined || !ts.isVariableStatement(statement)) return null;
  const [declaration, ...others] = statement.declarationList.declarations;
  const isIt = declaration !== undefined && others.length === 0 && declaration.name.getText() === name;
  return isIt && declaration.type === undefined ? (declaration.initializer ?? null) : null;
}

function indentOf({ text }: OpenSource, node: ts.Node | undefined): string {
  const start = node?.getStart() ?? 0;
  return /[ \t]*$/.exec(text.slice(text.lastIndexOf('\n', start - 1) + 1, start))?.[0] ?? '';
}

function dedented(text: string, indent: string): string {
  return text
    .split(/\r?\n/)
    .map((line, index) => (index > 0 && line.startsWith(indent) ? line.slice(indent.length) : line))
    .join('\n');
}

/** With the line ends behind, so that no empty line stays. */
function removed(source: OpenSource, statements: readonly ts.Statement[]): FileEdit {
  const start = statements[0]?.getStart() ?? 0;
  const end = statements.at(-1)?.end ?? start;
  const lineStart = source.text.lastIndexOf('\n', start - 1) + 1;
  const isOwnLine = source.text.slice(lineStart, start).trim() === '';
  const behind = /^[ \t]*\r?\n/.exec(source.text.slice(end));
  return isOwnLine && behind !== null
    ? replaced(source, { start: lineStart, end: end + behind[0].length }, '')
    : replaced(source, { start, end }, '');
}

function isPlainPattern(name: ts.BindingName): boolean {
  return (
    ts.isObjectBindingPattern(name) &&
    name.elements.every((each) => each.propertyName === undefined && !each.dotDotDotToken && !each.initializer)
  );
}
