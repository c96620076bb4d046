// What a file declares, as an outline: assets with their outputs and ops, checks, jobs, definitions.
import { ts } from 'ts-morph';
import type { AssetNode, SourceRange } from '@headwater/graph';
import { callShape } from '../call-shape.ts';
import { isSeen } from '../factories.ts';
import type { FactoryName } from '../factories.ts';
import type { CallDeclaration } from '../file-record.ts';
import { foldedOption, isText } from '../folded-option.ts';
import { foldValue } from '../fold-value.ts';
import { outputsOf } from '../outputs.ts';
import { declarationsOf } from '../declarations-of.ts';
import { resolvePlace } from '../resolve-value.ts';
import type { Declared } from '../resolve-value.ts';
import { staticValue } from '../static-value.ts';
import { rangeOf } from '../syntax-tree.ts';
import { keyOf } from '../upstream.ts';
import type { LanguageProject } from './language-project.ts';
import { sourceOf } from './language-project.ts';
import { nodeAt } from './open-source.ts';
import { isValueName } from './scopes.ts';

export interface OutlineItem {
  /** The key of an asset, else what its maker calls it. */
  readonly name: string;
  readonly kind: 'asset' | 'external' | 'graph' | 'multi' | 'output' | 'op' | 'check' | 'job' | 'definitions';
  /** The group of an asset, what a check checks, the selection of a job; empty where there is nothing to add. */
  readonly detail: string;
  readonly range: SourceRange;
  /** Inside `range`. */
  readonly nameRange: SourceRange;
  readonly children: readonly OutlineItem[];
}

const KINDS: Readonly<Partial<Record<FactoryName, OutlineItem['kind']>>> = {
  asset: 'asset',
  externalAsset: 'external',
  graphAsset: 'graph',
  multiAsset: 'multi',
  assetCheck: 'check',
  job: 'job',
  definitions: 'definitions',
};

/** In source order; of a file that does not parse as it last did. */
export function outlineOf(project: LanguageProject, path: string): OutlineItem[] {
  return declarationsOf(project.world, path).flatMap((declared) => {
    const kind = KINDS[declared.factory];
    return kind === undefined || !isSeen(declared.factory) ? [] : itemOf(project, declared, kind);
  });
}

function itemOf(project: LanguageProject, declared: Declared, kind: OutlineItem['kind']): OutlineItem[] {
  const { declaration } = declared;
  const base = { kind, detail: '', range: declaration.range, nameRange: declaration.place, children: [] };
  const constName = declaration.name ?? declaration.exportName ?? declared.factory;
  switch (kind) {
    case 'multi':
      return multiItems(project, declared, base);
    case 'check':
      return [{ ...base, ...checkText(project, declared) }];
    case 'job':
      return [{ ...base, ...jobText(project, declared) }];
    case 'definitions':
      return [{ ...base, name: constName }];
    default: {
      const found = keyOf(project.world, { ...declared, output: null });
      const name = found.kind === 'key' ? found.key : constName;
      const node = nodeAtPlace(project, declared);
      const children = kind === 'graph' && node !== undefined ? opItems(project, declared, node) : [];
      return [{ ...base, name, detail: node?.group ?? '', children }];
    }
  }
}

/** One item with its outputs as children; what a pattern takes out has no name of its own for the whole. */
function multiItems(project: LanguageProject, declared: Declared, base: Omit<OutlineItem, 'name'>): OutlineItem[] {
  const { declaration } = declared;
  const children = outputsOf(declaration).outputs.map((output): OutlineItem => {
    const found = keyOf(project.world, { ...declared, output });
    const name = found.kind === 'key' ? found.key : output.name;
    const range = output.constName === null ? (output.written?.place ?? output.place) : output.place;
    const whole = spanning(output.place, range);
    return { kind: 'output', name, detail: '', range: whole, nameRange: output.place, children: [] };
  });
  return [{ ...base, name: declaration.name ?? `{ ${partNames(declaration)} }`, children }];
}

function partNames({ parts }: CallDeclaration): string {
  return parts.map(({ name }) => name).join(', ');
}

function checkText({ world }: LanguageProject, declared: Declared): Pick<OutlineItem, 'name' | 'detail'> {
  const { options, subject } = callShape(declared);
  const facts = { world, path: declared.file, options, unreadable: [] };
  const name = foldedOption(facts, 'name', isText) ?? declared.declaration.name ?? 'check';
  const of = subject?.value.kind === 'name' ? subject.value.name : '';
  return { name, detail: of };
}

function jobText({ world, document }: LanguageProject, declared: Declared): Pick<OutlineItem, 'name' | 'detail'> {
  const { subject } = callShape(declared);
  const folded = subject === null ? null : foldValue(world, declared.file, subject.value);
  const name = isText(folded) ? folded : (declared.declaration.name ?? 'job');
  return { name, detail: document.jobs.find((each) => each.name === name)?.selection ?? '' };
}

/** Ops by their first call in the body; those that only functions of the body call stand elsewhere. */
function opItems(project: LanguageProject, declared: Declared, node: AssetNode): OutlineItem[] {
  const { world, relative } = project;
  // The record is that of another text: places in this one would not fit beside it.
  if (project.unparsed.includes(node.file)) return [];
  const source = sourceOf(project, declared.file);
  const statement = source === null ? null : nodeAt(source, declared.declaration.range);
  if (source === null || statement === null) return [];
  const found = new Map<string, OutlineItem>();
  const visit = (each: ts.Node): void => {
    if (ts.isCallExpression(each) && isNamed(each.expression)) {
      const { target } = resolvePlace(world, declared.file, staticValue(each.expression));
      const at = target.kind === 'declared' && target.factory === 'op' ? target : null;
      const op =
        at && node.ops?.find(({ file, line }) => file === relative(at.file) && line === at.declaration.place.startLine);
      if (op && !found.has(op.name)) {
        const [range, nameRange] = [rangeOf(source.tree, each), rangeOf(source.tree, each.expression)];
        found.set(op.name, { kind: 'op', name: op.name, detail: '', range, nameRange, children: [] });
      }
    }
    ts.forEachChild(each, visit);
  };
  visit(statement);
  return [...found.values()];
}

function isNamed(callee: ts.Expression): boolean {
  return ts.isIdentifier(callee) ? isValueName(callee) : ts.isPropertyAccessExpression(callee);
}

function nodeAtPlace({ document, relative }: LanguageProject, { file, declaration }: Declared): AssetNode | undefined {
  const { startLine, startColumn } = declaration.place;
  const shown = relative(file);
  return document.assets.find((each) => each.file === shown && each.line === startLine && each.column === startColumn);
}

/** The smallest range around both. */
function spanning(a: SourceRange, b: SourceRange): SourceRange {
  const aFirst = a.startLine < b.startLine || (a.startLine === b.startLine && a.startColumn <= b.startColumn);
  const aLast = a.endLine > b.endLine || (a.endLine === b.endLine && a.endColumn >= b.endColumn);
  const [first, last] = [aFirst ? a : b, aLast ? a : b];
  return {
    startLine: first.startLine,
    startColumn: first.startColumn,
    endLine: last.endLine,
    endColumn: last.endColumn,
  };
}
