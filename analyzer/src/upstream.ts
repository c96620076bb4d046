// Finds the key of an asset that is named as an input or dep, or says what is wrong with the name.
import type { AssetKey, Problem, ProblemCode, Severity, SourceRange } from '@headwater/graph';
import type { AssetDeclaration, PlacedValue } from './file-record.ts';
import { readKey } from './key.ts';
import { foldValue, resolveValue } from './resolve-value.ts';
import type { Target, World } from './resolve-value.ts';

/** A problem that may be helped by a name known elsewhere in the project; only the whole project can say which. */
export interface DraftProblem extends Problem {
  readonly wanted?: { readonly name: string; readonly otherwise: string };
}

export type Report = (
  code: ProblemCode,
  place: SourceRange,
  message: string,
  extra?: Partial<Pick<DraftProblem, 'related' | 'wanted'>> & { readonly severity?: Severity },
) => void;

export interface LinkQuestion {
  readonly world: World;
  /** Absolute path, and as it stands in answers. */
  readonly path: string;
  readonly file: string;
  readonly relative: (path: string) => string;
}

export interface AssetQuestion extends LinkQuestion {
  readonly report: Report;
}

export type KeyFound =
  | { readonly kind: 'key'; readonly key: AssetKey }
  | { readonly kind: 'bad'; readonly reason: string; readonly place: SourceRange }
  | { readonly kind: 'computed'; readonly place: SourceRange }
  | { readonly kind: 'none' };

/** `key:` wins over the const's name. */
export function keyOf(world: World, path: string, { options, name }: AssetDeclaration): KeyFound {
  const written = options.key;
  if (written === undefined) return name === null ? { kind: 'none' } : { kind: 'key', key: name };
  const value = foldValue(world, path, written.value);
  if (value === undefined) return { kind: 'computed', place: written.place };
  const answer = readKey(value);
  return 'key' in answer
    ? { kind: 'key', key: answer.key }
    : { kind: 'bad', reason: answer.reason, place: written.place };
}

/** `label` reads like ``input `orders` ``. A reason: the upstream is known only in a run. Null: what is wrong was reported. */
export function upstreamKey(
  question: AssetQuestion,
  named: PlacedValue,
  label: string,
): AssetKey | { readonly reason: string } | null {
  const { world, path, report, relative } = question;
  const { place } = named;
  const target = resolveValue(world, path, named.value);
  switch (target.kind) {
    case 'asset': {
      const { declaration, file } = target;
      if (declaration.exportName === null) {
        const { startLine: line, startColumn: column } = declaration.place;
        const related = [{ message: 'declared here', file: relative(file), line, column }];
        report(
          'unexported',
          place,
          `The ${label} is never materialized, because \`${declaration.name}\` is not exported. Export it.`,
          { related, severity: 'error' },
        );
        return null;
      }
      const key = keyOf(world, file, declaration);
      if (key.kind === 'key') return key.key;
      // A bad or missing key is reported where it is written.
      return key.kind === 'computed' ? { reason: `the key of the ${label} is computed` } : null;
    }
    case 'package':
      return { reason: `the ${label} comes from the package '${target.specifier}', whose source is not read` };
    case 'unknown-name': {
      const wanted = { name: target.name, otherwise: 'Import it, declare it, or take it out.' };
      report('unknown-input', place, `This file knows no \`${target.name}\` for the ${label}.`, { wanted });
      return null;
    }
    case 'unknown-module':
      report(
        'unknown-import',
        place,
        `The ${label} comes from '${target.specifier}', and there is no such file. Correct the import.`,
      );
      return null;
    case 'unknown-export': {
      const wanted = { name: target.name, otherwise: 'Export it there, or correct the import.' };
      report('unknown-import', place, `${relative(target.file)} exports no \`${target.name}\` for the ${label}.`, {
        wanted,
      });
      return null;
    }
    default:
      return notAnAsset(question, { named, label, target });
  }
}

interface Found {
  readonly named: PlacedValue;
  readonly label: string;
  readonly target: Target;
}

function notAnAsset({ report }: AssetQuestion, { named, label, target }: Found): { readonly reason: string } | null {
  // An expression that is neither a name nor a property read may well give an asset when it runs.
  if (named.value.kind === 'opaque') return { reason: `the ${label} is ${named.value.what}` };
  const isModule = target.kind === 'module';
  const repair = isModule ? 'Name one of its exports.' : 'Name an asset here, or use the value in the body instead.';
  report('not-an-asset', named.place, `The ${label} is ${whatIs(target)}, not an asset. ${repair}`);
  return null;
}

function whatIs(target: Target): string {
  if (target.kind === 'other') return target.what;
  if (target.kind === 'module') return 'a whole module';
  return target.kind === 'value' ? 'a plain value' : 'a part of the package headwater';
}

/** A name as it is written, for messages. */
export function written(value: PlacedValue['value']): string {
  if (value.kind === 'name') return value.name;
  return value.kind === 'member' ? `${written(value.of)}.${value.name}` : '…';
}
