// Chooses what an empty or restricted Lineage says: its cause in one sentence and the one action that helps.
import type { EmptyState } from '@headwater/webview/protocol';
import type { HostState } from './runner-client.ts';

export interface Situation {
  /** Folders are open in the window. */
  readonly hasFolder: boolean;
  readonly trusted: boolean;
  readonly server: 'not-needed' | 'starting' | 'running' | 'failed';
  /** The project that would be shown, when there is one. */
  readonly project: {
    readonly name: string;
    /** Null until its first graph came. */
    readonly assets: number | null;
    readonly errors: number;
    readonly host: HostState;
  } | null;
}

/** Why there is nothing to draw; null when there is a graph. */
export function emptyState({ hasFolder, server, project }: Situation): EmptyState | null {
  if (server === 'failed') {
    return {
      title: 'The language server stopped',
      message: 'The graph comes from it. The output channel Headwater says what happened.',
      action: { label: 'Restart', command: 'headwater.restartServer' },
    };
  }
  if (project === null && server === 'starting') return reading;
  if (project === null && !hasFolder) {
    return {
      title: 'No folder is open',
      message: 'Headwater draws the assets of a folder with TypeScript or JavaScript.',
      action: { label: 'Open Folder', command: 'headwater.openFolder' },
    };
  }
  if (project === null) {
    return {
      title: 'No project here uses Headwater yet',
      message: 'A project is a folder whose package.json names headwater.',
      action: { label: 'Add Headwater', command: 'headwater.addToFolder' },
    };
  }
  if (project.assets === null) return reading;
  if (project.assets > 0) return null;
  if (project.errors > 0) {
    return {
      title: `${project.name} has no assets that can be read`,
      message: `${project.errors === 1 ? 'One problem stands' : `${project.errors} problems stand`} in the way; each says what to do.`,
      action: { label: 'Show Problems', command: 'headwater.showProblems' },
    };
  }
  return {
    title: `${project.name} has no assets yet`,
    message: 'An asset is an exported const made by asset(…): a table, a file, a model, a report.',
    action: { label: 'Create assets.ts', command: 'headwater.createFirstAsset' },
  };
}

/** Why nothing can run although there is a graph; null when runs are possible. */
export function runObstacle({
  trusted,
  project,
}: {
  readonly trusted: boolean;
  readonly project: { readonly name: string; readonly host: HostState } | null;
}): EmptyState | null {
  if (project === null) return null;
  if (!trusted) {
    return {
      title: 'Nothing runs in restricted mode',
      message: 'Graph, lenses and problems come from reading the code. Materializing runs it, which needs your trust.',
      action: { label: 'Manage Trust', command: 'headwater.manageTrust' },
    };
  }
  const { host } = project;
  if (host.state !== 'unavailable') return null;
  switch (host.reason) {
    case 'untrusted':
      return null; // trust was given since; the host is about to start
    case 'not-installed':
      return {
        title: 'The package headwater is not installed',
        message: `${project.name} names it, and its node_modules does not have it.`,
        action: { label: 'Install', command: 'headwater.install' },
      };
    case 'no-node':
      return {
        title: 'No usable Node',
        message:
          'Runs need Node 22 or newer. Install one, or say where it is; the output channel lists what was passed over.',
        action: { label: 'Set headwater.nodePath', command: 'headwater.openNodeSetting' },
      };
    case 'refused':
      return {
        title: 'This version of headwater does not fit',
        message: host.message,
        action: { label: 'Show Output', command: 'headwater.showOutput' },
      };
    case 'crashed':
      return {
        title: 'The runner host keeps stopping',
        message: host.message,
        action: { label: 'Restart', command: 'headwater.restartHost' },
      };
  }
}

const reading: EmptyState = {
  title: 'Reading your code',
  message: 'The graph appears as soon as the first reading is done.',
};

/** Every command an empty state may offer: the page can ask for no other. */
export const OFFERED_COMMANDS: ReadonlySet<string> = new Set([
  'headwater.restartServer',
  'headwater.openFolder',
  'headwater.addToFolder',
  'headwater.showProblems',
  'headwater.createFirstAsset',
  'headwater.manageTrust',
  'headwater.install',
  'headwater.openNodeSetting',
  'headwater.showOutput',
  'headwater.restartHost',
]);
