// Judges a stored key that nothing defines: an orphan, unless its definition may be where the source cannot be read right now.
import type { AssetKey, AssetNode, Problem, ProblemCode } from './model.ts';
import type { AssetStatus, Cause, Materialization } from './status-model.ts';

/** Problems that keep a definition out of the graph. */
const HIDING: ReadonlySet<ProblemCode> = new Set([
  'syntax',
  'dynamic',
  'unexported',
  'keyless',
  'bad-key',
  'not-an-asset',
]);

export interface OrphanQuestion {
  readonly nodes: ReadonlyMap<AssetKey, AssetNode>;
  readonly problems: readonly Problem[];
}

export function orphanStatus(
  { asset: key, file, line }: Materialization,
  question: OrphanQuestion,
): Pick<AssetStatus, 'key' | 'status' | 'causes' | 'declared'> {
  const declared = file === undefined ? {} : { declared: { file, ...(line !== undefined && { line }) } };
  const doubt = doubtAbout(file, question);
  return doubt === null
    ? { key, status: 'orphan', causes: [], ...declared }
    : { key, status: 'unknown', causes: [doubt], ...declared };
}

/** `file`: where it was declared when it was made; what was recorded before that was noted may have been anywhere. */
function doubtAbout(file: string | undefined, { nodes, problems }: OrphanQuestion): Cause | null {
  // Without its configuration it is not known which files the project has.
  const unread = problems.find(({ code, severity }) => code === 'bad-tsconfig' && severity === 'error');
  const hiding =
    unread ??
    problems.find(
      (problem) =>
        HIDING.has(problem.code) && (file === undefined || problem.file === file) && !isOfNode(problem, nodes),
    );
  if (hiding === undefined) return null;
  const { file: where, line, column } = hiding;
  const what =
    hiding.code === 'syntax'
      ? 'does not parse'
      : hiding.code === 'bad-tsconfig'
        ? 'cannot be used'
        : 'declares what is not in the graph';
  return {
    kind: 'unknown',
    message: `whether it is still defined is not known: ${where}:${line} ${what}`,
    file: where,
    line,
    column,
  };
}

/** Of an asset that is in the graph, whatever else of it is not known. */
function isOfNode({ code, file, line }: Problem, nodes: ReadonlyMap<AssetKey, AssetNode>): boolean {
  if (code === 'syntax') return false;
  for (const { file: home, range } of nodes.values())
    if (home === file && range.startLine <= line && line <= range.endLine) return true;
  return false;
}
