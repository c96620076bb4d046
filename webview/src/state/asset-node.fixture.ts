// An asset for tests of the page's state.
import type { AssetKey, AssetNode, AssetStatus, CheckResult } from '@headwater/graph';

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
    file: 'src/assets.ts',
    line: 1,
    column: 14,
    range: { startLine: 1, startColumn: 1, endLine: 3, endColumn: 3 },
    exportName: key,
    io: null,
    checks: [],
    codeVersion: 'c1:1',
    ...more,
  };
}

export function assetsOf(...nodes: readonly AssetNode[]): ReadonlyMap<AssetKey, AssetNode> {
  return new Map(nodes.map((node) => [node.key, node]));
}

export function fresh(key: AssetKey, checks: readonly CheckResult[] = []): AssetStatus {
  const last = { run: 'r', time: '2026-03-01T10:00:00.000Z', codeVersion: null, dataVersion: 'd', durationMs: 1 };
  return { key, status: 'fresh', causes: [], lastMaterialization: { ...last, metadata: {}, checks } };
}

export function outcome(name: string, passed: boolean, severity: CheckResult['severity'] = 'error'): CheckResult {
  return { name, passed, severity, run: 'r', seq: 1, time: '2026-03-01T10:00:00.000Z', metadata: {} };
}
