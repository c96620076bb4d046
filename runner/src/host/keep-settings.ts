// Reads how much of the history a project keeps: `headwater.keep` of its package.json.
import { KEEP, type Keep } from '../store/index.ts';
import { givenSettings } from './given-settings.ts';

export interface KeepSettings {
  readonly keep: Keep;
  /** What is wrong with them, in sentences. The default stands in its place. */
  readonly notices: readonly string[];
}

const NAMES = Object.keys(KEEP) as (keyof Keep)[];
/** Nothing is kept of what was just made, with less. */
const LEAST: Keep = { values: 1, days: 0, materializations: 1, runs: 1 };

export function keepSettings(project: string): KeepSettings {
  const given = givenSettings(project).keep;
  if (given === undefined) return { keep: KEEP, notices: [] };
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    return { keep: KEEP, notices: [sentence('headwater.keep', `an object such as ${JSON.stringify(KEEP)}`)] };
  const notices: string[] = [];
  const keep: Record<keyof Keep, number> = { ...KEEP };
  for (const [name, value] of Object.entries(given as Record<string, unknown>)) {
    if (!isName(name)) notices.push(sentence(`headwater.keep.${name}`, `one of ${NAMES.join(', ')}`));
    else if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < LEAST[name])
      notices.push(sentence(`headwater.keep.${name}`, `a whole number from ${LEAST[name]}`));
    else keep[name] = value;
  }
  // A value is found by what is told of it.
  return { keep: { ...keep, materializations: Math.max(keep.materializations, keep.values) }, notices };
}

const isName = (name: string): name is keyof Keep => NAMES.includes(name as keyof Keep);
const sentence = (field: string, wanted: string): string =>
  `package.json: \`${field}\` is not ${wanted}; the default is used. Correct it and start again.`;
