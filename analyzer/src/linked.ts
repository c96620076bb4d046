// What a file comes to once its names are followed into other files: nodes, checks, jobs, schedules, sensors, definitions and problems of its own.
import type {
  AssetKey,
  AssetNode,
  CheckNode,
  CodeId,
  CodePart,
  DefinitionsNode,
  JobNode,
  NamedSelection,
  Problem,
  ScheduleNode,
  SensorNode,
  SourceRange,
} from '@headwater/graph';
import type { ReturnedCheck } from './file-record.ts';
import type { FormerKey } from './node-facts.ts';

/** Where a node is named: no two nodes of a project have the same. */
export type NodeId = string;

export interface LinkedAsset {
  readonly id: NodeId;
  readonly node: AssetNode;
  /** Of its name. */
  readonly place: SourceRange;
  /** Where each direct upstream is named. */
  readonly edges: ReadonlyMap<AssetKey, SourceRange>;
  /** The const that other files would import; null for a default export without one. */
  readonly name: string | null;
  /** Where its IO manager is named; null without one. */
  readonly ioPlace: SourceRange | null;
  /** Where its condition is written; null without one. */
  readonly automationPlace: SourceRange | null;
  readonly former: readonly FormerKey[];
  /** Those its options declare; null where only a run can tell. */
  readonly checks: readonly LinkedCheck[] | null;
  readonly returned: readonly ReturnedCheck[];
  /** Of another project's: the keys of this one that it reads again. */
  readonly comesBackTo?: readonly AssetKey[];
  /** What its `code` names. */
  readonly code: ReadonlyMap<CodeId, CodePart>;
}

export interface LinkedCheck {
  readonly node: CheckNode;
  /** The node it checks: its key alone may be another's, too. */
  readonly of: NodeId;
  /** Of its name. */
  readonly place: SourceRange;
}

/** What selects assets under a name. */
export interface LinkedListed<Node extends NamedSelection> {
  readonly node: Node & Pick<JobNode, 'file' | 'line' | 'column'>;
  readonly place: SourceRange;
  /** Where its selection is written as a text; null where it is a list. */
  readonly text: { readonly place: SourceRange; readonly isVerbatim: boolean } | null;
}

export type LinkedJob = LinkedListed<JobNode>;
export type LinkedSchedule = LinkedListed<ScheduleNode>;
export type LinkedSensor = LinkedListed<SensorNode>;

export interface LinkedDefinitions {
  readonly node: DefinitionsNode;
  readonly place: SourceRange;
  /** The nodes it names; null: all of the project. */
  readonly assets: readonly NodeId[] | null;
  /** Names of its resources; null where only a run can tell. */
  readonly resources: readonly string[] | null;
}

export interface LinkedFile {
  readonly file: string;
  readonly assets: readonly LinkedAsset[];
  /** What it names of other projects. */
  readonly foreign: readonly LinkedAsset[];
  /** Those that stand apart from their assets. */
  readonly checks: readonly LinkedCheck[];
  readonly jobs: readonly LinkedJob[];
  readonly schedules: readonly LinkedSchedule[];
  readonly sensors: readonly LinkedSensor[];
  readonly definitions: readonly LinkedDefinitions[];
  /** A call of definitions that cannot be read: nothing is known of what it says. */
  readonly hasUnreadDefinitions: boolean;
  readonly problems: readonly DraftProblem[];
}

/** A problem that may be helped by a name known elsewhere in the project; only the whole project can say which. */
export interface DraftProblem extends Problem {
  readonly wanted?: { readonly name: string; readonly otherwise: string };
}

export function nodeId(file: string, { startLine, startColumn }: SourceRange): NodeId {
  return `${file}:${startLine}:${startColumn}`;
}
