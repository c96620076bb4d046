// Assets and graphs for tests: only what matters to the test is written.
import type { AssetKey, AssetNode, GraphDocument } from '@headwater/graph';

/** An asset that reads `inputs`, with whatever else is said. */
export function asset(key: AssetKey, inputs: readonly AssetKey[] = [], more: Partial<AssetNode> = {}): AssetNode {
  return {
    key,
    kind: 'asset',
    step: key,
    inputs: Object.fromEntries(inputs.map((each) => [each, each])),
    deps: [],
    group: 'default',
    kinds: [],
    tags: {},
    owners: [],
    description: null,
    file: 'assets.ts',
    line: 1,
    column: 1,
    range: { startLine: 1, startColumn: 1, endLine: 1, endColumn: 1 },
    exportName: key,
    io: null,
    checks: [],
    codeVersion: 'c1:1',
    ...more,
  };
}

export function graphOf(assets: readonly AssetNode[], more: Partial<GraphDocument> = {}): GraphDocument {
  return {
    version: 1,
    assets,
    checks: [],
    jobs: [],
    definitions: null,
    schedules: [],
    sensors: [],
    problems: [],
    ...more,
  };
}
