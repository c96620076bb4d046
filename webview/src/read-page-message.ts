// Checks at the host's door what a page sends: a message of the protocol, or nothing.
import type { FromPage } from './protocol.ts';

/** Views of twenty projects are far smaller. */
const MOST_SAVED = 200_000;

type Fields = Readonly<Record<string, unknown>>;

/** Null for what is no message of the protocol, or names a command that the host does not offer. */
export function readPageMessage(value: unknown, commands: ReadonlySet<string>): FromPage | null {
  if (typeof value !== 'object' || value === null) return null;
  const fields = value as Fields; // an object's properties, each checked below
  const { type, project, key, keys, op, widen, run, staleOnly, command, text, message, before } = fields;
  switch (type) {
    case 'ready':
    case 'resync':
      return { type };
    case 'open':
      if (!isText(project) || !isText(key)) return null;
      if (op === undefined) return { type, project, key };
      return isText(op) ? { type, project, key, op } : null;
    case 'open-place': {
      const { file, line, column } = fields;
      if (!isText(project) || !isText(file) || !isCount(line)) return null;
      if (column === undefined) return { type, project, file, line };
      return isCount(column) ? { type, project, file, line, column } : null;
    }
    case 'preview':
      return isText(project) && isText(key) ? { type, project, key } : null;
    case 'history':
      if (!isText(project) || !isText(key)) return null;
      if (before === undefined) return { type, project, key };
      return Number.isSafeInteger(before) ? { type, project, key, before: Number(before) } : null;
    case 'why':
      return isText(project) && isText(key) ? { type, project, key } : null;
    case 'switch-automation':
      return isText(project) ? { type, project } : null;
    case 'show-foreign':
      return isText(project) && isText(key) ? { type, project, key } : null;
    case 'show-project':
      return isText(project) ? { type, project } : null;
    case 'pin':
      return isText(project) && typeof fields['pinned'] === 'boolean'
        ? { type, project, pinned: fields['pinned'] }
        : null;
    case 'select':
      return isText(project) && (key === null || isText(key)) ? { type, project, key } : null;
    case 'materialize':
      if (!isText(project) || !isTexts(keys) || keys.length === 0) return null;
      if (widen === undefined) return { type, project, keys };
      return widen === 'upstream' || widen === 'downstream' ? { type, project, keys, widen } : null;
    case 'materialize-all':
      return isText(project) && typeof staleOnly === 'boolean' ? { type, project, staleOnly } : null;
    case 'diff':
      return isText(project) && typeof fields['on'] === 'boolean' ? { type, project, on: fields['on'] } : null;
    case 'choose-base': {
      const { base } = fields;
      if (!isText(project)) return null;
      if (base === undefined) return { type, project };
      return isText(base) ? { type, project, base } : null;
    }
    case 'open-changes':
      return isText(project) && isText(key) ? { type, project, key } : null;
    case 'run-from-failure':
    case 'cancel':
      return isText(project) && isText(run) ? { type, project, run } : null;
    case 'command':
      return isText(command) && commands.has(command) ? { type, command } : null;
    case 'ask-export':
      return { type };
    case 'export': {
      const { format, data, note } = fields;
      if (!isText(project) || (format !== 'svg' && format !== 'png')) return null;
      if ((data !== null && !isText(data)) || (note !== null && !isText(note))) return null;
      return { type, project, format, data, note };
    }
    case 'save':
      return JSON.stringify(fields['saved'] ?? null).length <= MOST_SAVED
        ? { type, saved: fields['saved'] ?? null }
        : null;
    case 'copy':
      return isText(text) ? { type, text } : null;
    case 'error':
      return isText(message) ? { type, message } : null;
    default:
      return null;
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

/** Lines and columns count from 1. */
function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 1;
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every(isText);
}
