// Sorts a record of definitions, as spread from the namespaces of modules: nodes by name, checks, the others.
import { DEFINITION, type CheckDescription, type Described, type NodeDescription } from './definition.ts';
import { isDescribed, isKind, isNode, isRecord } from './described.ts';
import { problem, wrong } from './option-problem.ts';

export interface NamedDefinitions {
  readonly nodes: Readonly<Record<string, Described<NodeDescription>>>;
  readonly checks: readonly { readonly name: string; readonly check: CheckDescription }[];
  /** All of them, whole multi-assets by their outputs' names. */
  readonly all: Readonly<Record<string, Described>>;
}

/**
 * What a module exports beside definitions (functions, constants) is passed over.
 *
 * @throws TypeError for a name that stands for nothing, for a whole namespace, and for a name that two definitions share.
 */
export function namedDefinitions(
  given: unknown,
  { of, option }: { readonly of: string; readonly option: string },
): NamedDefinitions {
  if (!isRecord(given)) throw wrong(of, option, { is: 'an object of assets, such as { orders }', got: given });
  const all: Record<string, Described> = {};
  const add = (name: string, definition: Described): void => {
    const before = Object.hasOwn(all, name) ? all[name] : undefined;
    if (before && before[DEFINITION] !== definition[DEFINITION])
      throw problem(
        of,
        `${option}: ${JSON.stringify(name)} names two definitions, an output of a multi-asset and another; rename one of them.`,
      );
    all[name] = definition;
  };
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined)
      throw problem(
        of,
        `${option}: ${JSON.stringify(name)} is undefined. Is it exported under that name? Two files that import each other’s assets also give undefined: move one of the assets.`,
      );
    if (!isDescribed(value)) refuseNamespace(name, value, { of, option });
    else if (isKind(value, 'multi'))
      for (const [output, node] of Object.entries(value[DEFINITION].outputs)) add(output, node);
    else add(name, value);
  }
  const entries = Object.entries(all);
  return {
    nodes: Object.freeze(Object.fromEntries(entries.flatMap(([name, each]) => (isNode(each) ? [[name, each]] : [])))),
    checks: entries.flatMap(([name, each]) => (isKind(each, 'check') ? [{ name, check: each[DEFINITION] }] : [])),
    all: Object.freeze(all),
  };
}

function refuseNamespace(
  name: string,
  value: unknown,
  { of, option }: { readonly of: string; readonly option: string },
): void {
  if (isRecord(value) && Object.values(value).some(isDescribed))
    throw problem(of, `${option}: ${JSON.stringify(name)} holds definitions and is none; spread it: { ...${name} }.`);
}
