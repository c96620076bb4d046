// What a client shows as problems of one project: those of the graph, and those of the types once they are known.
import { posix } from 'node:path';
import type { Analysis, TypeService } from '@headwater/analyzer';
import type { Diagnostic } from 'vscode-languageserver';
import { toDiagnostic } from './diagnostics.ts';
import { noShift } from './line-shift.ts';
import type { LineShift } from './line-shift.ts';
import type { SessionHost } from './session-host.ts';
import { TypeProblems } from './type-problems.ts';

export interface PublishedProblemsOptions {
  readonly root: string;
  readonly types: TypeService;
  readonly host: Pick<SessionHost, 'openPaths' | 'openText' | 'publish'>;
  /** From the text the graph shows of a file (relative) to the text in the editor. */
  readonly shiftOf: (file: string) => LineShift;
}

export class PublishedProblems {
  readonly #options: PublishedProblemsOptions;
  readonly #ofTypes: TypeProblems;
  /** The diagnostics of each file as the client has them. */
  readonly #sent = new Map<string, string>();
  #analysis: Analysis | null = null;

  constructor(options: PublishedProblemsOptions) {
    this.#options = options;
    this.#ofTypes = new TypeProblems({
      types: options.types,
      openText: (path) => options.host.openText(path),
      changed: () => this.#send(),
    });
  }

  /** What is wrong with the graph at once; the types are looked at when nothing changes for a while. */
  show(analysis: Analysis): void {
    this.#analysis = analysis;
    this.#ofTypes.schedule(this.#openAssetFiles(analysis));
    this.#send();
  }

  /** Takes them all away. */
  dispose(): void {
    this.#ofTypes.dispose();
    for (const path of this.#sent.keys()) this.#options.host.publish(path, []);
    this.#sent.clear();
  }

  #send(): void {
    const { root: project, host, shiftOf } = this.#options;
    const byPath = new Map<string, Diagnostic[]>([...this.#sent.keys()].map((path) => [path, []]));
    const add = (path: string, ...diagnostics: Diagnostic[]): void =>
      void byPath.set(path, [...(byPath.get(path) ?? []), ...diagnostics]);
    for (const problem of this.#analysis?.document.problems ?? [])
      add(posix.resolve(project, problem.file), toDiagnostic(problem, { project, shiftOf }));
    for (const [path, { problems }] of this.#ofTypes.known)
      add(path, ...problems.map((problem) => toDiagnostic(problem, { project, shiftOf: () => noShift })));
    for (const [path, diagnostics] of byPath) {
      const text = JSON.stringify(diagnostics);
      if ((this.#sent.get(path) ?? '[]') === text) continue;
      if (diagnostics.length === 0) this.#sent.delete(path);
      else this.#sent.set(path, text);
      host.publish(path, diagnostics);
    }
  }

  /** Whose types are worth a look: a file that does not parse right now keeps what is known of it. */
  #openAssetFiles({ document, unparsed }: Analysis): string[] {
    const own = document.assets.filter(({ foreign }) => foreign === undefined);
    const withAssets = new Set([...own, ...document.checks].map(({ file }) => file));
    return [...this.#options.host.openPaths()].filter((path) => {
      const file = posix.relative(this.#options.root, path);
      return withAssets.has(file) && !unparsed.includes(file);
    });
  }
}
