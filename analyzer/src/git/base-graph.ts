// The graph of a project as it was at a commit, read from git and the disk together; nothing is checked out.
import { posix } from 'node:path';
import type { CodeParts, DiffBase, GraphDocument } from '@headwater/graph';
import type { Project } from '../analysis.ts';
import { createAnalyzer } from '../analyzer.ts';
import { nodeDisk } from '../disk.ts';
import type { IndexCache } from '../index-cache.ts';
import { toPosix } from '../posix-path.ts';
import { baseDisk } from './base-disk.ts';
import { differingFiles, readBaseFiles } from './base-files.ts';
import { GitProblem } from './git-problem.ts';
import { openRepository, resolveBase } from './repository.ts';

export interface BaseGraph {
  readonly base: DiffBase;
  readonly document: Pick<GraphDocument, 'assets' | 'problems'>;
  /** What the nodes' `code` names. */
  readonly code: CodeParts;
}

export interface BaseGraphQuestion {
  readonly project: Project;
  readonly base: DiffBase;
  /** What was read of the project as it is: most files are as they were. Nothing is written there. */
  readonly cache?: IndexCache | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Somebody may save a file meanwhile: then it is read again. */
const MOST_TRIES = 3;

/** @throws GitProblem, or the signal's reason when it is cancelled. */
export async function readBaseGraph({ project, base, cache, signal }: BaseGraphQuestion): Promise<BaseGraph> {
  const root = toPosix(project.root);
  const repository = await openRepository({ root, signal });
  const { commit } = base;
  let names = await differingFiles(repository, { root, commit });
  for (let tries = 1; ; tries++) {
    const files = await readBaseFiles(repository, { commit, names });
    const analyzer = createAnalyzer({
      project,
      disk: baseDisk({ disk: nodeDisk, files }),
      ...(cache !== undefined && { cache: { read: () => cache.read(), write: () => undefined } }),
    });
    const { document, code } = await analyzer.analyze(signal ? { signal } : {});
    names = await differingFiles(repository, { root, commit });
    const isSame = names.every((name) => files.has(posix.join(repository.top, name)));
    // Once more would be for a person who never stops saving.
    if (isSame || tries === MOST_TRIES) {
      const { assets, problems } = document;
      return { base, document: { assets, problems }, code };
    }
  }
}

/** With the base by its name, or the default one: for who asks once. */
export function baseGraphOf({
  ref,
  ...question
}: Omit<BaseGraphQuestion, 'base'> & { readonly ref?: string | undefined }): Promise<
  BaseGraph | { readonly problem: string }
> {
  const root = toPosix(question.project.root);
  return orProblem(async () => {
    const base = await resolveBase(await openRepository({ root, signal: question.signal }), ref);
    return readBaseGraph({ ...question, base });
  });
}

/** A problem of git becomes a sentence; whatever else goes wrong is thrown on. */
export async function orProblem<Answer>(work: () => Promise<Answer>): Promise<Answer | { readonly problem: string }> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof GitProblem) return { problem: error.message };
    throw error;
  }
}
