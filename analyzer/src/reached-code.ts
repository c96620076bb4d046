// All the code that a body runs: its own and, across files, the functions, consts and packages it reads, numbered as they are met.
import { isBuiltin } from 'node:module';
import type { CodeId, CodePart } from '@headwater/graph';
import { callShape } from './call-shape.ts';
import type { Body, Code } from './file-record.ts';
import { foldedOption, isText } from './folded-option.ts';
import type { OptionsQuestion } from './folded-option.ts';
import { codeVersion } from './hash-parts.ts';
import { exportsOf, resolveExport, resolvePlace } from './resolve-value.ts';
import type { Declared, NamedPlace, ResolvedPlace } from './resolve-value.ts';
import { written } from './upstream.ts';
import type { FileQuestion } from './upstream.ts';

export interface ReachedCode {
  /** `c1:…`, or `u1:…` where the options say it; null where only a run can tell. */
  readonly version: string | null;
  /** What it was computed from, the body first; empty for a version that was written by hand. */
  readonly parts: ReadonlyMap<CodeId, CodePart>;
}

export interface CodeQuestion extends FileQuestion, OptionsQuestion {
  readonly body: Body | null;
  /** How a person would call the body, and the line of that name. */
  readonly name: string;
  readonly line: number;
}

/** One piece of code on the way, and the names it leads on to. */
interface Piece {
  readonly id: CodeId;
  readonly part: CodePart;
  readonly leads: () => Iterable<readonly [name: string, to: ResolvedPlace]>;
}

const NONE: ReachedCode = { version: null, parts: new Map() };

/**
 * A version holds each piece's meaning and, for each name the piece mentions, the number of the piece it leads to: so it changes
 * when any of them means something else or leads elsewhere, and stays when code moves to another file.
 */
export function reachedCode(question: CodeQuestion): ReachedCode {
  const byHand = declaredVersion(question);
  if (byHand !== undefined) return { ...NONE, version: byHand };
  const { body, name, line, path } = question;
  if (body === null) return NONE;
  const numbers = new Map<CodeId, number>();
  const pieces: Piece[] = [];
  const numberOf = (piece: Piece): number => {
    const known = numbers.get(piece.id);
    if (known !== undefined) return known;
    numbers.set(piece.id, pieces.length);
    return pieces.push(piece) - 1;
  };
  numberOf(codePiece(question, { at: { file: path, name }, code: body, line }));
  const written: string[] = [];
  for (const { part, leads } of pieces) {
    written.push(part.version);
    for (const [mention, to] of leads()) {
      const piece = pieceAt(question, to);
      if (piece === 'unknown') return NONE;
      if (piece !== null) written.push(`${mention}=${numberOf(piece)}`);
    }
  }
  return { version: codeVersion(written), parts: new Map(pieces.map(({ id, part }) => [id, part])) };
}

/** `u1:` before a version that was written by hand: it is compared with none that was read from code. Undefined: none is written. */
function declaredVersion(question: OptionsQuestion): string | null | undefined {
  if (question.options?.byName.has('codeVersion') !== true) return undefined;
  const given = foldedOption(question, 'codeVersion', isText);
  return given === undefined ? null : `u1:${given}`;
}

/** Null for what is no code of the project's: inputs, globals, the SDK. Unknown: a version that is computed. */
function pieceAt(question: FileQuestion, { target, at }: ResolvedPlace): Piece | null | 'unknown' {
  const { world, path } = question;
  switch (target.kind) {
    case 'package':
      return packagePiece(target.specifier, (name) => world.lockedVersion(at?.file ?? path, name));
    case 'data': {
      const file = question.relative(target.path);
      const version = world.dataVersion(target.path) ?? 'missing';
      return leaf(file, { name: file, file, line: 1, version });
    }
    case 'module':
      return modulePiece(question, target.file);
    case 'unknown-module':
    case 'unknown-export':
      return leaf(`missing:${target.specifier}`, { name: target.specifier, version: 'missing' });
    case 'declared':
    case 'output':
      return at === null ? null : declaredPiece(question, target, at);
    default: {
      const code = at === null ? undefined : codeAt(question, at);
      return at === null || code === undefined ? null : codePiece(question, { at, code, line: code.line });
    }
  }
}

function codeAt({ world }: FileQuestion, { file, name }: NamedPlace): Code | undefined {
  const record = world.record(file);
  const binding = record?.bindings.get(name);
  const body = binding?.kind === 'call' ? binding.declaration.args.at(-1)?.body : undefined;
  return record?.code.get(name) ?? body ?? undefined;
}

/** What runs of an op or an asset is its body; other options of it do not count. */
function declaredPiece(question: FileQuestion, declared: Declared, at: NamedPlace): Piece | null | 'unknown' {
  const { options, body } = callShape(declared);
  const { name, parts, place } = declared.declaration;
  const named = { file: declared.file, name: name ?? parts[0]?.name ?? at.name };
  const byHand = declaredVersion({ world: question.world, path: declared.file, options, unreadable: [] });
  if (byHand === null) return 'unknown';
  const line = place.startLine;
  if (byHand !== undefined)
    return leaf(idOf(question, named), {
      name: named.name,
      file: question.relative(named.file),
      line,
      version: byHand,
    });
  return body === null ? null : codePiece(question, { at: named, code: body, line });
}

function codePiece(
  question: FileQuestion,
  { at, code, line }: { readonly at: NamedPlace; readonly code: Code; readonly line: number },
): Piece {
  const part = { name: at.name, file: question.relative(at.file), line, version: code.meaning };
  return {
    id: idOf(question, at),
    part,
    *leads() {
      for (const read of code.reads) yield [written(read), resolvePlace(question.world, at.file, read)];
    },
  };
}

/** A namespace that is used as a value gives all that its file exports. */
function modulePiece({ world, relative }: FileQuestion, file: string): Piece {
  const name = relative(file);
  return {
    id: `${name}#*`,
    part: { name, file: name, line: 1, version: 'module' },
    *leads() {
      for (const each of [...(exportsOf(world, file)?.keys() ?? [])].sort())
        yield [each, resolveExport(world, file, each)];
    },
  };
}

function packagePiece(specifier: string, versionOf: (name: string) => string | null): Piece | null {
  if (isBuiltin(specifier)) return null;
  const [scope = '', rest] = specifier.split('/');
  const name = scope.startsWith('@') && rest !== undefined ? `${scope}/${rest}` : scope;
  return leaf(`npm:${name}`, { name, version: versionOf(name) ?? 'not installed' });
}

function leaf(id: CodeId, part: CodePart): Piece {
  return { id, part, leads: () => [] };
}

function idOf({ relative }: FileQuestion, { file, name }: NamedPlace): CodeId {
  return `${relative(file)}#${name}`;
}
