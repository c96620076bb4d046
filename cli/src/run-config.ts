// Reads `--config`: values one by one, or a file of them; later ones win.
import { readFileSync } from 'node:fs';
import type { RunConfig } from '@headwater/runner';
import { CommandError } from './command-error.ts';
import { sentenceOf } from './sentence-of.ts';

interface MutableConfig {
  assets: Record<string, unknown>;
  resources: Record<string, unknown>;
}

/** @throws CommandError (exit 2) naming what cannot be read. */
export function readRunConfig(given: readonly string[]): RunConfig {
  const config: MutableConfig = { assets: record(), resources: record() };
  for (const each of given) {
    const at = each.indexOf('=');
    if (at > 0) setValue(config, { path: each.slice(0, at), text: each.slice(at + 1) });
    else addFile(config, each);
  }
  return config;
}

/** `orders.limit` is of the asset, `resources.db.path` of the resource. The last dot parts the key from the field. */
function setValue(config: MutableConfig, { path, text }: { path: string; text: string }): void {
  const ofResource = path.startsWith('resources.');
  const rest = ofResource ? path.slice('resources.'.length) : path;
  const dot = rest.lastIndexOf('.');
  if (dot <= 0 || dot === rest.length - 1)
    throw wrongUse(
      `--config ${path}=…: write \`ASSET.FIELD=VALUE\` or \`resources.NAME.FIELD=VALUE\`, for instance --config orders.limit=5.`,
    );
  const name = rest.slice(0, dot);
  const group = ofResource ? config.resources : config.assets;
  const fields = (group[name] ??= record()) as Record<string, unknown>;
  fields[rest.slice(dot + 1)] = jsonOrText(text);
}

function addFile(config: MutableConfig, file: string): void {
  let read: unknown;
  try {
    read = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw wrongUse(
      `--config ${file}: it is neither \`ASSET.FIELD=VALUE\` nor a JSON file that can be read (${sentenceOf(error)}).`,
    );
  }
  if (!isRecord(read)) throw wrongUse(`--config ${file}: the file holds ${SHAPE}.`);
  for (const [name, part] of Object.entries(read)) {
    if ((name !== 'assets' && name !== 'resources') || !isRecord(part))
      throw wrongUse(`--config ${file}: \`${name}\` is not understood; the file holds ${SHAPE}.`);
    Object.assign(config[name], part);
  }
}

const SHAPE = '{ "assets": { KEY: { … } }, "resources": { NAME: { … } } }';

function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Without a prototype: an asset may be named `constructor`. */
const record = (): Record<string, unknown> => Object.create(null) as Record<string, unknown>;

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const wrongUse = (message: string): CommandError => new CommandError({ code: 'wrong-use', message, exitCode: 2 });
