// An asset of the graph for tests that only need one to be there.
import type { AssetNode } from '@headwater/graph';

export const assetNode: AssetNode = {
  key: 'asset',
  kind: 'asset',
  step: 'asset',
  inputs: {},
  deps: [],
  group: 'default',
  kinds: [],
  tags: {},
  owners: [],
  description: null,
  file: 'assets.ts',
  line: 1,
  column: 14,
  range: { startLine: 1, startColumn: 1, endLine: 2, endColumn: 1 },
  exportName: 'asset',
  io: null,
  checks: [],
  codeVersion: null,
};
