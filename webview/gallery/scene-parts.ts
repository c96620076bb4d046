// What scenes are made of: assets, statuses and the messages that carry them.
import type { AssetKey, AssetNode, CheckResult, LastMaterialization, Metadata, StatusName } from '@headwater/graph';
import type { FromPage, History, Preview, ShownStatus, ToPage } from '../src/protocol.ts';

import { FIRST_VIEW, type View } from '../src/state/view.ts';
import type { Viewport } from '../src/state/saved-view.ts';

export const PROJECT = '/projects/shop';

/** Where one looked before, as the page saved it for this project. */
export const savedView = (view: Partial<View>, viewport: Viewport | null = null): unknown => ({
  version: 1,
  project: PROJECT,
  view: { ...FIRST_VIEW, ...view },
  viewport,
});

export interface GalleryScene {
  /** Pressed on a node as soon as it is drawn. */
  readonly press?: { readonly node: string; readonly key: string };
  /** What the page finds that it saved before. */
  readonly saved?: unknown;
  readonly messages: readonly ToPage[];
  readonly previews: Readonly<Record<AssetKey, Preview>>;
  /** What the editor says to what this scene is about. */
  readonly answer?: (message: FromPage) => readonly ToPage[];
  /** All of each; they are told in pages. Of any other asset of the scene nothing can be told. */
  readonly histories?: Readonly<Record<AssetKey, History>>;
  /** What the editor answers when the page wants to know what changed; else it never does. */
  readonly comparison?: Pick<Extract<ToPage, { type: 'diff' }>, 'diff' | 'opensBase'>;
}

type AssetOptions = Partial<Omit<AssetNode, 'key'>>;

export function asset(key: AssetKey, options: AssetOptions = {}): AssetNode {
  const line = options.line ?? 1;
  return {
    key,
    kind: 'asset',
    step: key,
    inputs: {},
    deps: [],
    group: 'default',
    kinds: ['typescript'],
    tags: {},
    owners: [],
    description: null,
    file: 'src/assets.ts',
    line,
    column: 14,
    range: { startLine: line, startColumn: 1, endLine: line + 3, endColumn: 3 },
    exportName: key,
    io: null,
    checks: [],
    codeVersion: 'c1:1',
    ...options,
  };
}

/** Before the page is opened, so that ages are known. */
export const minutesAgo = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString();

interface StatusOptions extends Partial<ShownStatus> {
  readonly rows?: number;
  readonly metadata?: Metadata;
  readonly checks?: readonly CheckResult[];
}

const UNMADE: readonly StatusName[] = ['never', 'unknown', 'external'];

export function status(key: AssetKey, name: StatusName, options: StatusOptions = {}): ShownStatus {
  const { rows, metadata = {}, checks = [], ...others } = options;
  const last: LastMaterialization = {
    run: 'run-1',
    time: minutesAgo(2),
    codeVersion: 'c1:1',
    dataVersion: `${key}-1`,
    ...(rows !== undefined && { rows, bytes: rows * 96 + 8192 }),
    durationMs: 184,
    metadata,
    checks,
  };
  return { key, status: name, causes: [], ...(!UNMADE.includes(name) && { lastMaterialization: last }), ...others };
}

/** How a check came out; its severity is `error` unless given. */
export function outcome(name: string, passed: boolean, more: Partial<CheckResult> = {}): CheckResult {
  return { name, passed, severity: 'error', run: 'run-1', seq: 1, time: minutesAgo(2), metadata: {}, ...more };
}

export const inputs = (...keys: readonly AssetKey[]): Record<string, AssetKey> =>
  Object.fromEntries(keys.map((key) => [key, key]));

export const project = (over: Partial<Extract<ToPage, { type: 'project' }>> = {}): ToPage => ({
  type: 'project',
  project: PROJECT,
  name: 'shop',
  empty: null,
  runnable: true,
  ...over,
});

export const graph = (assets: readonly AssetNode[]): ToPage => ({
  type: 'graph',
  project: PROJECT,
  delta: { revision: 1, base: null, upserted: assets, removed: [] },
});

export const statuses = (all: readonly ShownStatus[]): ToPage => ({
  type: 'status',
  project: PROJECT,
  full: true,
  statuses: all,
});

const noRun: ToPage = { type: 'run', project: PROJECT, run: null };

export function sceneOf(of: {
  readonly assets: readonly AssetNode[];
  readonly statuses: readonly ShownStatus[];
  readonly more?: readonly ToPage[];
  readonly previews?: GalleryScene['previews'];
  readonly histories?: GalleryScene['histories'];
}): GalleryScene {
  const { assets, more = [], previews = {}, histories } = of;
  return {
    messages: [project(), graph(assets), statuses(of.statuses), noRun, ...more],
    previews,
    ...(histories && { histories }),
  };
}
