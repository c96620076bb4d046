// What is wrong with a file before anything in it is understood: a configuration that cannot be used, a source that does not parse.
import type { Problem } from '@headwater/graph';
import { problemAt } from './problem-at.ts';
import type { SourceFile } from './source-file.ts';
import type { ConfigProblem } from './tsconfig.ts';

export function fileProblems(of: {
  readonly root: string;
  /** A path as problems name it. */
  readonly relative: (path: string) => string;
  readonly configs: readonly ConfigProblem[];
  readonly sources: readonly SourceFile[];
}): Problem[] {
  const { root, relative, configs, sources } = of;
  return [
    ...configs.map(({ file, place, message }) =>
      // TypeScript names files by their whole paths.
      problemAt({ code: 'bad-tsconfig', file: relative(file), place, message: message.replaceAll(`${root}/`, '') }),
    ),
    ...sources.flatMap((source) => syntaxProblem(source, relative)),
  ];
}

function syntaxProblem({ path, error }: SourceFile, relative: (path: string) => string): Problem[] {
  if (error === null) return [];
  const shown = error.isLastGood
    ? 'The graph shows this file as it last parsed.'
    : 'The graph shows what could be read of it.';
  const message = `This file does not parse. ${shown}`;
  return [problemAt({ code: 'syntax', file: relative(path), place: error.place, message })];
}
