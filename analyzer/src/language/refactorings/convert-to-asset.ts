// Makes an asset of an exported function: what it takes becomes inputs, where assets are called the same.
import { ts } from 'ts-morph';
import { hasModifier, isFunctionExpression, unwrap } from '../../syntax-tree.ts';
import type { CodeAction, FileEdit } from '../code-action.ts';
import { importSdk, joinedImports } from '../import-edits.ts';
import type { LanguageProject } from '../language-project.ts';
import { replaced } from '../open-source.ts';
import type { OpenSource } from '../open-source.ts';
import { offeredAssets, referenceTo } from '../project-names.ts';
import type { RefactorQuestion } from './refactor-question.ts';
import { mentionsIn, topStatement } from '../scopes.ts';

const TITLE = 'Convert to an asset';

type Plain = ts.FunctionDeclaration | ts.ArrowFunction | ts.FunctionExpression;

interface Found {
  readonly name: ts.Identifier;
  readonly plain: Plain;
  /** What the call of `asset` takes the place of. */
  readonly whole: { readonly start: number; readonly end: number };
}

export function convertToAsset(question: RefactorQuestion): CodeAction | null {
  const { project, source } = question;
  const found = functionAt(question);
  if (found === null) return null;
  const action = { title: TITLE, kind: 'refactor.rewrite' } as const;
  const reason = whyNot(question, found);
  if (reason !== null) return { ...action, edits: [], disabled: reason };
  const inputs = inputsOf(question, found);
  if (!Array.isArray(inputs)) return { ...action, edits: [], disabled: inputs };
  const call = assetCall(source, found, inputs);
  const imported = importSdk(source, [{ exportName: 'asset' }]);
  const more = joinedImports([...(imported === null ? [] : [imported]), ...inputs.flatMap(({ edits }) => edits)]);
  const { plain, name, whole } = found;
  const text = ts.isFunctionDeclaration(plain) ? `export const ${name.text} = ${call}${source.semicolon}` : call;
  return project.document.assets.some(({ key }) => key === name.text)
    ? { ...action, edits: [], disabled: `There is an asset \`${name.text}\` already.` }
    : { ...action, edits: [...more, replaced(source, whole, text)] };
}

/** The cursor is on the head of an exported function, not in its body. */
function functionAt({ source, start, end }: RefactorQuestion): Found | null {
  for (const statement of source.tree.statements) {
    if (start < statement.getStart() || end > statement.end) continue;
    if (!hasModifier(statement, ts.SyntaxKind.ExportKeyword) || hasModifier(statement, ts.SyntaxKind.DefaultKeyword))
      return null;
    if (ts.isFunctionDeclaration(statement)) {
      const { name, body } = statement;
      const whole = { start: statement.getStart(), end: statement.end };
      return name === undefined || body === undefined || end > body.getStart()
        ? null
        : { name, plain: statement, whole };
    }
    const [declaration] = ts.isVariableStatement(statement) ? statement.declarationList.declarations : [];
    const value = declaration?.initializer && unwrap(declaration.initializer);
    if (!declaration || !value || !isFunctionExpression(value) || !ts.isIdentifier(declaration.name)) return null;
    if (end > value.body.getStart()) return null;
    return { name: declaration.name, plain: value, whole: { start: value.getStart(), end: value.end } };
  }
  return null;
}

function whyNot({ project, source }: RefactorQuestion, { name, plain }: Found): string | null {
  if (plain.asteriskToken !== undefined) return 'A generator gives many values, and an asset one.';
  if (plain.typeParameters !== undefined) return 'An asset has one type, and this function has parameters of type.';
  if (mentionsIn(source.tree, name.text).length > 1 || isImported(project, source, name.text))
    return `\`${name.text}\` is used elsewhere as a function. Call what is left of it there, or make those uses inputs first.`;
  return null;
}

function isImported({ paths, world }: LanguageProject, { path }: OpenSource, name: string): boolean {
  const leadsHere = (from: string, module: string): boolean => {
    const target = world.module(from, module);
    return target.kind === 'file' && target.path === path;
  };
  return paths.some((other) => {
    const record = other === path ? null : world.record(other);
    const named = [...(record?.imports.values() ?? []), ...(record?.exports.values() ?? [])];
    return named.some(
      (each) => 'module' in each && (each.name === name || each.name === '*') && leadsHere(other, each.module),
    );
  });
}

interface FoundInput {
  /** `orders`, `users: api.users`. */
  readonly entry: string;
  /** As the body takes it. */
  readonly name: string;
  readonly edits: readonly FileEdit[];
}

/** A reason where a parameter is called like no asset. */
function inputsOf({ project, source }: RefactorQuestion, { plain }: Found): FoundInput[] | string {
  const offered = plain.parameters.length === 0 ? [] : offeredAssets(project);
  const at = topStatement(plain).getStart();
  const inputs: FoundInput[] = [];
  for (const { name, dotDotDotToken, initializer } of plain.parameters) {
    const asset = ts.isIdentifier(name) ? offered.find((each) => each.name === name.text) : undefined;
    const reference = asset && referenceTo(project, source, { offered: asset, at });
    if (dotDotDotToken !== undefined || initializer !== undefined || reference == null)
      return `Its parameter \`${name.getText()}\` is called like no asset that is declared before it, so it cannot become an input.`;
    const text = name.getText();
    inputs.push({
      entry: reference.text === text ? text : `${text}: ${reference.text}`,
      name: text,
      edits: reference.edits,
    });
  }
  return inputs;
}

function assetCall(source: OpenSource, { plain }: Found, inputs: readonly FoundInput[]): string {
  const body = plain.body?.getText() ?? '{}';
  const returns = plain.type === undefined ? '' : `: ${plain.type.getText()}`;
  const isAsync = hasModifier(plain, ts.SyntaxKind.AsyncKeyword) ? 'async ' : '';
  const taken = inputs.length === 0 ? '' : `{ ${inputs.map(({ name }) => name).join(', ')} }`;
  const options = inputs.length === 0 ? '' : `{ inputs: { ${inputs.map(({ entry }) => entry).join(', ')} } }, `;
  // Its own `this` and `arguments` are nothing that an asset's body has.
  return `asset(${options}${isAsync}(${taken})${returns} => ${body})`;
}
