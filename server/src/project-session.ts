// One project while the server runs: analyses after each change, and tells the client what became different.
import { posix } from 'node:path';
import type { Analysis, Analyzer, AssetName } from '@headwater/analyzer';
import { diffGraph } from '@headwater/graph';
import type { AssetNode, GraphDelta, GraphDocument } from '@headwater/graph';
import type { CodeLens, Diagnostic } from 'vscode-languageserver';
import { codeLenses } from './code-lenses.ts';
import { toDiagnostic } from './diagnostics.ts';
import { isInside } from './file-uri.ts';
import { lineShift, noShift } from './line-shift.ts';
import type { LineShift } from './line-shift.ts';
import type { GraphChanged, LensStatus, StoredFact } from './protocol.ts';
import { statusText } from './status-text.ts';
import type { Statuses } from './status-text.ts';

/** What a session needs of the server around it. */
export interface SessionHost {
  /** The text in the editor, when the file is open. */
  openText(path: string): string | undefined;
  openPaths(): Iterable<string>;
  graphChanged(message: GraphChanged): void;
  /** All diagnostics of one file; an empty list takes them away. */
  publish(path: string, diagnostics: readonly Diagnostic[]): void;
  lensesChanged(): void;
  failed(message: string): void;
}

/** Keystrokes closer together than this are answered once. */
const SETTLE_MS = 20;

export class ProjectSession {
  readonly analyzer: Analyzer;
  readonly #host: SessionHost;
  readonly #published = new Map<string, string>();
  readonly #lastGood = new Map<string, string>();
  /** The lenses each file was last answered with. */
  readonly #answered = new Map<string, string>();
  #analysis: Analysis | null = null;
  #sent: {
    readonly document: GraphDocument;
    readonly problems: GraphChanged['problems'];
    readonly revision: number;
  } | null = null;
  #statuses: Statuses = null;
  #facts: ReadonlyMap<string, readonly StoredFact[]> = new Map();
  #timer: NodeJS.Timeout | null = null;
  #running: AbortController | null = null;
  #idle: { readonly promise: Promise<void>; readonly done: () => void } | null = null;

  constructor(options: { readonly analyzer: Analyzer; readonly host: SessionHost }) {
    this.analyzer = options.analyzer;
    this.#host = options.host;
  }

  get root(): string {
    return this.analyzer.project.root;
  }

  setText(path: string, text: string | null): void {
    this.analyzer.setOpenFile(path, text);
    if (text === null) this.#lastGood.delete(path);
    this.schedule();
  }

  /** A change outside counts only where a configuration may be built on it. */
  invalidate(paths: readonly string[]): void {
    const relevant = paths.filter((path) => path.endsWith('.json') || isInside(this.root, path));
    if (relevant.length === 0) return;
    this.analyzer.invalidate(relevant);
    this.schedule();
  }

  /** Analyses soon; what runs now would be stale and is dropped (the analyzer keeps what it has read). */
  schedule(): void {
    this.#running?.abort(new Error('The source changed again.'));
    this.#idle ??= deferred();
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      void this.#analyze();
    }, SETTLE_MS);
  }

  /** Resolves when nothing is under way: the answers then are those of the source as it is. */
  async settled(): Promise<void> {
    while (this.#idle !== null) await this.#idle.promise;
  }

  dispose(): void {
    this.#running?.abort(new Error('The project was closed.'));
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#finish();
    for (const path of this.#published.keys()) this.#host.publish(path, []);
    this.#published.clear();
  }

  setStatuses(statuses: readonly LensStatus[]): void {
    this.#statuses = new Map(statuses.map(({ key, text }) => [key, text]));
    this.#facts = new Map(statuses.map(({ key, facts = [] }) => [key, facts]));
    this.#noteLenses();
  }

  /** The whole graph again, also for a client that lost count. */
  sendGraph(): void {
    if (this.#sent === null) return;
    const { document, problems, revision } = this.#sent;
    this.#send(diffGraph(null, document, revision), problems);
  }

  lenses(path: string): CodeLens[] {
    const lenses = this.#lensesOf(path);
    this.#answered.set(path, JSON.stringify(lenses));
    return lenses;
  }

  nameAt(place: { readonly file: string; readonly line: number; readonly column: number }): AssetName | null {
    return this.analyzer.assetAt(place);
  }

  /** With its place in the text as it is now. */
  node(key: string): { readonly node: AssetNode; readonly path: string; readonly line: number } | null {
    const node = this.#analysis?.document.assets.find((each) => each.key === key);
    if (node === undefined) return null;
    const path = posix.join(this.root, node.file);
    return { node, path, line: this.#shiftOf(node.file)(node.line - 1) };
  }

  get assets(): readonly AssetNode[] {
    return this.#analysis?.document.assets ?? [];
  }

  /** What is stored of it, for its hover. */
  factsOf({ key }: AssetNode): readonly StoredFact[] {
    return this.#facts.get(key) ?? [];
  }

  statusOf(node: AssetNode): string | null {
    return statusText(node, this.#statuses);
  }

  async #analyze(): Promise<void> {
    const running = new AbortController();
    this.#running = running;
    try {
      const analysis = await this.analyzer.analyze({ signal: running.signal });
      if (!running.signal.aborted) this.#apply(analysis);
    } catch (error) {
      if (!running.signal.aborted)
        this.#host.failed(
          `The source of ${this.root} could not be analysed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
        );
    } finally {
      if (this.#running === running) this.#running = null;
      if (this.#timer === null && this.#running === null) this.#finish();
    }
  }

  #finish(): void {
    const idle = this.#idle;
    this.#idle = null;
    idle?.done();
  }

  #apply(analysis: Analysis): void {
    this.#analysis = analysis;
    const unparsed = new Set(analysis.unparsed);
    for (const path of this.#host.openPaths()) {
      const text = this.#host.openText(path);
      if (text !== undefined && isInside(this.root, path) && !unparsed.has(posix.relative(this.root, path)))
        this.#lastGood.set(path, text);
    }
    this.#publishProblems(analysis);
    this.#sendChange(analysis);
    this.#noteLenses();
  }

  #publishProblems({ document }: Analysis): void {
    const byPath = new Map<string, Diagnostic[]>([...this.#published.keys()].map((path) => [path, []]));
    const question = { project: this.root, shiftOf: (file: string) => this.#shiftOf(file) };
    for (const problem of document.problems) {
      const path = posix.resolve(this.root, problem.file);
      byPath.set(path, [...(byPath.get(path) ?? []), toDiagnostic(problem, question)]);
    }
    for (const [path, diagnostics] of byPath) {
      const text = JSON.stringify(diagnostics);
      if (this.#published.get(path) === text) continue;
      if (diagnostics.length === 0) this.#published.delete(path);
      else this.#published.set(path, text);
      this.#host.publish(path, diagnostics);
    }
  }

  #sendChange({ document }: Analysis): void {
    const count = (severity: string): number =>
      document.problems.filter((problem) => problem.severity === severity).length;
    const problems = { errors: count('error'), warnings: count('warning') };
    const before = this.#sent;
    if (before?.document === document) return;
    const revision = (before?.revision ?? 0) + 1;
    const delta = diffGraph(before?.document ?? null, document, revision);
    const isNews =
      before === null ||
      delta.upserted.length > 0 ||
      delta.removed.length > 0 ||
      JSON.stringify(before.problems) !== JSON.stringify(problems);
    // Revisions count what was sent, so that a client can tell a lost delta.
    this.#sent = { document, problems, revision: isNews ? revision : before.revision };
    if (isNews) this.#send(delta, problems);
  }

  #send(delta: GraphDelta, problems: GraphChanged['problems']): void {
    this.#host.graphChanged({ project: this.root, name: this.analyzer.project.name, delta, problems });
  }

  /** Asks the client to ask again when it shows lenses that are no longer right. */
  #noteLenses(): void {
    const stale = [...this.#answered].some(
      ([path, answered]) =>
        this.#host.openText(path) !== undefined && JSON.stringify(this.#lensesOf(path)) !== answered,
    );
    if (stale) this.#host.lensesChanged();
  }

  #lensesOf(path: string): CodeLens[] {
    const file = posix.relative(this.root, path);
    const assets = this.assets.filter((node) => node.file === file);
    const lastGood = this.#analysis?.unparsed.includes(file) === true ? this.#shiftOf(file) : null;
    return codeLenses({ project: this.root, assets, statuses: this.#statuses, lastGood });
  }

  /** From the text the graph shows to the text in the editor; they differ while the file does not parse. */
  #shiftOf(file: string): LineShift {
    if (this.#analysis?.unparsed.includes(file) !== true) return noShift;
    const path = posix.join(this.root, file);
    const [good, now] = [this.#lastGood.get(path), this.#host.openText(path)];
    return good === undefined || now === undefined ? noShift : lineShift(good, now);
  }
}

function deferred(): { readonly promise: Promise<void>; readonly done: () => void } {
  let done = (): void => undefined;
  const promise = new Promise<void>((resolve) => (done = resolve));
  return { promise, done };
}
