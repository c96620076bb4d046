// The statuses of what a selection names, which may be by status.
import {
  formatSelectionError,
  parseSelection,
  select,
  type AssetNode,
  type AssetStatus,
  type GraphDocument,
} from '@headwater/graph';
import { HostRefusal } from './host-refusal.ts';

/** @throws HostRefusal when the text is no selection. */
export function chosenStatuses(document: GraphDocument, statuses: readonly AssetStatus[], text: string): AssetStatus[] {
  const selection = parseSelection(text);
  if (selection.kind === 'error')
    throw new HostRefusal({
      code: 'bad-selection',
      message: formatSelectionError(selection),
      column: selection.column,
    });
  const byKey = new Map(statuses.map((status) => [status.key, status]));
  const defined = new Set(document.assets.map(({ key }) => key));
  const gone = statuses.filter(({ key }) => !defined.has(key)).map(nodeOfOrphan);
  const { keys } = select([...document.assets, ...gone], selection, {
    statusOf: (key) => byKey.get(key)?.status,
    jobs: document.jobs,
    schedules: document.schedules,
    sensors: document.sensors,
  });
  return keys.flatMap((key) => byKey.get(key) ?? []).sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** What is stored and defined nowhere is selected by its key and its status: nothing else is known of it. */
function nodeOfOrphan({ key, declared }: AssetStatus): AssetNode {
  const { file = '', line = 1 } = declared ?? {};
  return {
    key,
    kind: 'asset',
    step: key,
    inputs: {},
    deps: [],
    group: '',
    kinds: [],
    tags: {},
    owners: [],
    description: null,
    file,
    line,
    column: 1,
    range: { startLine: line, startColumn: 1, endLine: line, endColumn: 1 },
    exportName: '',
    io: null,
    checks: [],
    codeVersion: null,
  };
}
