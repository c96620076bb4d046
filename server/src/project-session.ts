// One project while the server runs: analyses after each change, and tells the client what became different.
import { posix } from 'node:path';
import type { Analysis, Analyzer, AssetName, Assistance, Navigation, TypeService } from '@headwater/analyzer';
import { diffGraph } from '@headwater/graph';
import type { AssetNode, CodeId, CodePart, CodeParts, GraphDelta, GraphDocument, SourceRange } from '@headwater/graph';
import type { CodeLens } from 'vscode-languageserver';
import { codeLenses } from './code-lenses.ts';
import { isInside } from './file-uri.ts';
import { lineShift, noShift } from './line-shift.ts';
import type { LineShift } from './line-shift.ts';
import type { LensStatus, StoredFact } from './protocol.ts';
import { graphNews } from './graph-news.ts';
import { PublishedProblems } from './published-problems.ts';
import type { SessionHost } from './session-host.ts';
import { statusText } from './status-text.ts';
import type { Statuses } from './status-text.ts';
import { Turns } from './turns.ts';

export interface StoredValue {
  readonly stored: string;
  readonly isStale: boolean;
}

export class ProjectSession {
  readonly analyzer: Analyzer;
  /** The type checker; it starts when it is first asked. */
  readonly types: TypeService;
  readonly #problems: PublishedProblems;
  readonly #host: SessionHost;
  /** Files whose text the editor has given, wherever they are. */
  readonly #open = new Set<string>();
  readonly #lastGood = new Map<string, string>();
  /** The lenses each file was last answered with. */
  readonly #answered = new Map<string, string>();
  #analysis: Analysis | null = null;
  #sent: {
    readonly document: GraphDocument;
    readonly revision: number;
  } | null = null;
  #statuses: Statuses = null;
  #stored: ReadonlyMap<string, StoredValue> = new Map();
  #briefs: ReadonlyMap<string, string> = new Map();
  #facts: ReadonlyMap<string, readonly StoredFact[]> = new Map();
  readonly #turns = new Turns((signal) => this.#analyze(signal));

  constructor(options: { readonly analyzer: Analyzer; readonly types: TypeService; readonly host: SessionHost }) {
    this.analyzer = options.analyzer;
    this.types = options.types;
    this.#host = options.host;
    this.#problems = new PublishedProblems({
      root: this.root,
      types: this.types,
      host: this.#host,
      shiftOf: (file) => this.#shiftOf(file),
    });
  }

  get root(): string {
    return this.analyzer.project.root;
  }

  setText(path: string, text: string | null): void {
    this.analyzer.setOpenFile(path, text);
    this.types.setOpenFile(path, text);
    if (text === null) this.#lastGood.delete(path);
    const wasOpen = text === null ? this.#open.delete(path) : this.#open.has(path);
    if (text !== null) this.#open.add(path);
    // Elsewhere a text counts where it is read here; that it is there at all may be news to an import.
    if (isInside(this.root, path) || this.analyzer.mayRead(path) || wasOpen !== (text !== null)) this.schedule();
  }

  /** A change outside counts only where a configuration may be built on it, or a file of it is read. */
  invalidate(paths: readonly string[]): void {
    // A type may come from anywhere.
    this.types.invalidate(paths);
    const relevant = paths.filter(
      (path) => path.endsWith('.json') || isInside(this.root, path) || this.analyzer.mayRead(path),
    );
    if (relevant.length === 0) return;
    this.analyzer.invalidate(relevant);
    this.schedule();
  }

  /** Analyses soon; what runs now would be stale and is dropped (the analyzer keeps what it has read). */
  schedule(): void {
    this.#turns.schedule();
  }

  /** While a file moves: the graph that is shown stays until it has arrived. */
  hold(): void {
    this.#turns.hold();
  }

  release(): void {
    this.#turns.release();
  }

  /** Resolves when nothing is under way: the answers then are those of the source as it is. */
  settled(): Promise<void> {
    return this.#turns.settled();
  }

  dispose(): void {
    this.analyzer.save();
    this.#turns.dispose();
    this.#problems.dispose();
    this.types.dispose();
  }

  setStatuses(statuses: readonly LensStatus[]): void {
    const before = JSON.stringify([...this.#stored]);
    this.#stored = new Map(
      statuses.flatMap(({ key, stored, isStale = false }) =>
        stored === undefined ? [] : [[key, { stored, isStale }]],
      ),
    );
    this.#statuses = new Map(statuses.map(({ key, text }) => [key, text]));
    this.#briefs = new Map(statuses.flatMap(({ key, brief }) => (brief === undefined ? [] : [[key, brief]])));
    this.#facts = new Map(statuses.map(({ key, facts = [] }) => [key, facts]));
    this.#noteLenses();
    if (JSON.stringify([...this.#stored]) !== before) this.#host.hintsChanged();
  }

  /** The whole graph again, also for a client that lost count. */
  sendGraph(): void {
    if (this.#sent === null) return;
    const { document, revision } = this.#sent;
    this.#send(diffGraph(null, document, revision), document);
  }

  lenses(path: string): CodeLens[] {
    const lenses = this.#lensesOf(path);
    this.#answered.set(path, JSON.stringify(lenses));
    return lenses;
  }

  nameAt(place: { readonly file: string; readonly line: number; readonly column: number }): AssetName | null {
    return this.analyzer.assetAt(place);
  }

  /** What helps while source is written; null before the first analysis. */
  async assistance(): Promise<Assistance | null> {
    await this.analyzer.prepare();
    return this.analyzer.assistance();
  }

  /** With its place in the text as it is now. */
  node(key: string): { readonly node: AssetNode; readonly path: string; readonly line: number } | null {
    const node = this.#analysis?.document.assets.find((each) => each.key === key);
    if (node === undefined) return null;
    const path = posix.join(this.root, node.file);
    return { node, path, line: this.#shiftOf(node.file)(node.line - 1) };
  }

  /** Who names what; its places are those of the texts as they are now. Null before the first analysis. */
  async navigation(): Promise<Navigation | null> {
    await this.analyzer.prepare();
    return this.analyzer.navigation();
  }

  /** A range of the graph (its file relative to the project) in the text as it is now. */
  rangeNow(file: string, range: SourceRange): SourceRange {
    const shift = this.#shiftOf(file);
    return { ...range, startLine: shift(range.startLine - 1) + 1, endLine: shift(range.endLine - 1) + 1 };
  }

  /** What the code of some assets is made of, in the text as it is now. */
  async codeOf(keys: readonly string[]): Promise<CodeParts> {
    await this.settled();
    const wanted = new Set(keys);
    const ids = new Set(this.assets.flatMap((node) => (wanted.has(node.key) ? (node.code ?? []) : [])));
    if (ids.size === 0) return {};
    const code = this.#analysis?.code ?? {};
    return Object.fromEntries(Array.from(ids, (id) => [id, code[id]] as const).filter(hasPart));
  }

  /** The last one; null before the first. */
  get analysis(): Analysis | null {
    return this.#analysis;
  }

  get document(): GraphDocument | null {
    return this.#analysis?.document ?? null;
  }

  get assets(): readonly AssetNode[] {
    return this.#analysis?.document.assets ?? [];
  }

  /** What is stored of it, for its hover. */
  factsOf({ key }: AssetNode): readonly StoredFact[] {
    return this.#facts.get(key) ?? [];
  }

  /** The words of its status; null where it is not known. */
  statusText(key: string): string | null {
    return this.#statuses?.get(key) ?? null;
  }

  /** Age and size of what is stored under a key, where something is. */
  storedOf(key: string): StoredValue | undefined {
    return this.#stored.get(key);
  }

  statusOf(node: AssetNode): string | null {
    return statusText(node, this.#statuses);
  }

  /** Without its causes, where they are among its facts. */
  briefStatusOf(node: AssetNode): string | null {
    return this.#briefs.get(node.key) ?? this.statusOf(node);
  }

  async #analyze(signal: AbortSignal): Promise<void> {
    try {
      const analysis = await this.analyzer.analyze({ signal });
      if (!signal.aborted) this.#apply(analysis);
      // A graph from a stored index is there before the parser is; the first question about a name should not wait for it.
      setImmediate(() => void this.analyzer.prepare());
    } catch (error) {
      if (!signal.aborted)
        this.#host.failed(
          `The source of ${this.root} could not be analysed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
        );
    }
  }

  #apply(analysis: Analysis): void {
    this.#analysis = analysis;
    const unparsed = new Set(analysis.unparsed);
    for (const path of this.#host.openPaths()) {
      const text = this.#host.openText(path);
      if (text !== undefined && isInside(this.root, path) && !unparsed.has(posix.relative(this.root, path)))
        this.#lastGood.set(path, text);
    }
    this.#problems.show(analysis);
    this.#sendChange(analysis);
    this.#noteLenses();
  }

  #sendChange({ document }: Analysis): void {
    const before = this.#sent;
    if (before?.document === document) return;
    const revision = (before?.revision ?? 0) + 1;
    const delta = diffGraph(before?.document ?? null, document, revision);
    const isNews =
      before === null ||
      delta.upserted.length > 0 ||
      delta.removed.length > 0 ||
      JSON.stringify(graphNews(before.document)) !== JSON.stringify(graphNews(document));
    // Revisions count what was sent, so that a client can tell a lost delta.
    this.#sent = { document, revision: isNews ? revision : before.revision };
    if (isNews) this.#send(delta, document);
  }

  #send(delta: GraphDelta, document: GraphDocument): void {
    const { name } = this.analyzer.project;
    this.#host.graphChanged({ project: this.root, name, delta, ...graphNews(document) });
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

function hasPart(entry: readonly [CodeId, CodePart | undefined]): entry is readonly [CodeId, CodePart] {
  return entry[1] !== undefined;
}
