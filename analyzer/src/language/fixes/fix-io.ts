// A name of an IO manager that nothing has: the nearest that there is, one that only needs to be registered, or a new one.
import { ts } from 'ts-morph';
import { nearestName } from '@headwater/graph';
import { definitionsCall, resourceNames } from '../definitions-call.ts';
import type { DefinitionsCall } from '../definitions-call.ts';
import { importEdit, importSdk } from '../import-edits.ts';
import { inserted, isIdentifierName, quoted, replaced, spanOf, startWithComments } from '../open-source.ts';
import type { OpenSource } from '../open-source.ts';
import { addToOption } from '../option-edits.ts';
import { offeredResources, referenceTo } from '../project-names.ts';
import type { Fix, FixQuestion } from './fix-question.ts';
import { freeName, topLevelNames, topStatement } from '../scopes.ts';

export function fixIo(question: FixQuestion): readonly Fix[] {
  const { project, source, node } = question;
  if (!ts.isStringLiteralLike(node)) return [];
  const found = definitionsCall(project);
  const near = nearestName(node.text, resourceNames(found));
  const change: Fix[] =
    near === null
      ? []
      : [
          {
            title: `Change to '${near}'`,
            edits: [replaced(source, spanOf(node), quoted(source, near))],
            isPreferred: true,
          },
        ];
  return [...change, ...registered(question, found, node.text), ...scaffolded(question, found, node.text)];
}

/** A resource of that name exists; definitions do not know it. */
function registered({ project }: FixQuestion, found: DefinitionsCall | null, name: string): readonly Fix[] {
  if (found === null) return [];
  const at = found.call.call.getStart();
  for (const offered of offeredResources(project)) {
    if (offered.name !== name) continue;
    const reference = referenceTo(project, found.source, { offered, at });
    const text = reference?.text === name ? name : `${name}: ${reference?.text}`;
    const edit = reference && addToOption(found.source, found.call, { name: 'resources', text });
    if (edit)
      return [
        {
          title: `Add \`${name}\` to the resources of definitions`,
          edits: [edit, ...reference.edits],
          isPreferred: true,
        },
      ];
  }
  return [];
}

/** A manager that keeps values as JSON: a start that works. */
function scaffolded({ project, source }: FixQuestion, found: DefinitionsCall | null, name: string): readonly Fix[] {
  const home = found?.source ?? source;
  // Where definitions are that cannot be read, another call would be one too many.
  if (found === null && project.document.definitions !== null) return [];
  if (!isIdentifierName(name) || topLevelNames(home.tree).has(name)) return [];
  const manager = managerText(home, name);
  const factories = [...(found === null ? ['definitions'] : []), 'resource'].map((exportName) => ({ exportName }));
  const edits = [
    importSdk(home, [...factories, { exportName: 'IoManager', isType: true }]),
    importEdit(home, 'node:fs/promises', [{ exportName: 'readFile' }, { exportName: 'writeFile' }]),
  ].filter((edit) => edit !== null);
  const title = `Write a new IO manager \`${name}\``;
  if (found === null) {
    const constName = freeName(topLevelNames(home.tree), 'defs');
    const text = `${manager}\n\nexport const ${constName} = definitions({ resources: { ${name} } })${home.semicolon}\n`;
    const isClosed = /\n\s*$/.test(home.text);
    return [{ title, edits: [...edits, inserted(home, home.text.length, `${isClosed ? '' : '\n'}\n${text}`)] }];
  }
  const listed = addToOption(home, found.call, { name: 'resources', text: name });
  if (listed === null) return [];
  const above = inserted(home, startWithComments(home, topStatement(found.call.call)), `${manager}\n\n`);
  return [{ title, edits: [...edits, above, listed] }];
}

function managerText(source: OpenSource, name: string): string {
  const { indent, semicolon: end } = source;
  const utf8 = quoted(source, 'utf8');
  const lines: readonly (readonly [number, string])[] = [
    [0, `export const ${name} = resource({`],
    [1, 'create: (): IoManager => ({'],
    [2, 'async handleOutput({ key }, value) {'],
    [3, `const path = \`\${key.join(${quoted(source, '.')})}.json\`${end}`],
    [3, `await writeFile(path, JSON.stringify(value))${end}`],
    [3, `return { path }${end}`],
    [2, '},'],
    [2, `async loadInput({ path = ${quoted(source, '')} }) {`],
    [3, `return JSON.parse(await readFile(path, ${utf8})) as unknown${end}`],
    [2, '},'],
    [1, '}),'],
    [0, `})${end}`],
  ];
  return lines.map(([depth, line]) => indent.repeat(depth) + line).join('\n');
}
