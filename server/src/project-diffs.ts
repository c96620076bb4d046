// Answers what differs between projects as they are now and a commit, and what they can be compared with.
import type { BaseReader } from '@headwater/analyzer';
import { diffGraphs, noGraphDiff, type GraphDiff } from '@headwater/graph';
import type { ProjectSession } from './project-session.ts';
import type { DiffBases, DiffQuestion } from './protocol.ts';

export interface ProjectDiffsOptions {
  /** Null: there is no such project. */
  readonly session: (project: string) => ProjectSession | null;
  readonly createReader: (session: ProjectSession) => BaseReader;
}

interface LastDiff {
  readonly commit: string;
  readonly revision: number;
  readonly diff: GraphDiff;
}

/** Nothing is kept of a project that nobody compares. */
export class ProjectDiffs {
  readonly #options: ProjectDiffsOptions;
  readonly #readers = new Map<ProjectSession, BaseReader>();
  readonly #last = new WeakMap<BaseReader, LastDiff>();

  constructor(options: ProjectDiffsOptions) {
    this.#options = options;
  }

  async diff({ project, base: ref }: DiffQuestion, signal: AbortSignal): Promise<GraphDiff> {
    const session = this.#options.session(project);
    if (session === null) return noGraphDiff(noProject(project), ref);
    const reader = this.#readerOf(session);
    const read = await reader.read(ref, signal);
    if ('problem' in read) return noGraphDiff(read.problem, ref);
    await session.settled();
    const { analysis } = session;
    if (analysis === null) return noGraphDiff(`${project} could not be analysed; the log of the server says why.`, ref);
    const { base, document, code } = read;
    const last = this.#last.get(reader);
    if (last?.commit === base.commit && last.revision === analysis.revision) return { ...last.diff, base };
    const diff = diffGraphs({
      base,
      before: document,
      after: analysis.document,
      codeBefore: code,
      codeAfter: analysis.code,
    });
    this.#last.set(reader, { commit: base.commit, revision: analysis.revision, diff });
    return diff;
  }

  async bases(project: string, signal: AbortSignal): Promise<DiffBases> {
    const session = this.#options.session(project);
    if (session === null) return { bases: [], problem: noProject(project) };
    const bases = await this.#readerOf(session).bases(signal);
    return 'problem' in bases ? { bases: [], problem: bases.problem } : { bases, problem: null };
  }

  /** Its base is forgotten; also when the project is closed. */
  close(session: ProjectSession | null): void {
    if (session === null) return;
    this.#readers.get(session)?.drop();
    this.#readers.delete(session);
  }

  #readerOf(session: ProjectSession): BaseReader {
    const reader = this.#readers.get(session) ?? this.#options.createReader(session);
    this.#readers.set(session, reader);
    return reader;
  }
}

const noProject = (project: string): string => `There is no project in ${project} any more.`;
