// The modules of a run once they are loaded: definitions by key, keys by definition.
import type { AssetKey } from '@headwater/graph';
import {
  DEFINITION,
  type AssetDescription,
  type DefinitionsDescription,
  type Described,
  type Description,
  type MultiDescription,
  type NodeDescription,
} from 'headwater/internal';
import type { Binding, Place, RunScope } from '../ipc.ts';

/** One body with the nodes it makes. */
export type BodyDescription = AssetDescription | MultiDescription;

export interface LoadedRun {
  readonly definitions: DefinitionsDescription | null;
  /** @throws Error when the module does not export such a definition. */
  node(asset: AssetKey): NodeDescription;
  /** The body that makes a node; null for an external one. */
  body(asset: AssetKey): BodyDescription | null;
  /** Where another project keeps what it declares; null for this project's own. */
  foreign(asset: AssetKey): Binding['foreign'] | null;
  keyOf(definition: Described): AssetKey | undefined;
  at(place: Place): Description | null;
  /** Every definition of this project that a module exports, by the name it is exported by; outputs of a whole multi-asset by their own. */
  exported(): readonly (readonly [name: string, definition: Described])[];
  /** Every asset in the bundle. */
  bound(): readonly (readonly [key: AssetKey, description: Description])[];
  /** The const's name of an op. */
  nameOf(op: Described): string | null;
}

type Modules = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

const NAMES = Symbol.for('headwater.names');
const names = new WeakMap<object, string>();
// Files that declare ops hand over their names once they are evaluated (see src/build/project-sources.ts).
(globalThis as { [NAMES]?: unknown })[NAMES] = (declared: Readonly<Record<string, unknown>>): void => {
  for (const [name, value] of Object.entries(declared))
    if (typeof value === 'function' || (typeof value === 'object' && value !== null)) names.set(value, name);
};

export async function loadRun(scope: Pick<RunScope, 'bundle' | 'bindings' | 'definitions'>): Promise<LoadedRun> {
  const modules = (await import(scope.bundle)) as Modules;
  return loadedRun(modules, scope);
}

export function loadedRun(
  modules: Modules,
  { bindings, definitions }: Pick<RunScope, 'bindings' | 'definitions'>,
): LoadedRun {
  const valueOf = (binding: Binding): unknown => {
    const exported = modules[binding.module]?.[binding.exportName];
    // Of a multi-asset that is exported whole, the output is a property.
    if (binding.output === undefined || (isDescribed(exported) && isNode(exported[DEFINITION]))) return exported;
    return (exported as Readonly<Record<string, unknown>> | undefined)?.[binding.output];
  };
  const byKey = new Map(bindings.map((binding) => [binding.asset, valueOf(binding)]));
  const keys = new Map(
    [...byKey].flatMap(([key, value]) => (isDescribed(value) ? [[value[DEFINITION], key] as const] : [])),
  );
  const at = (place: Place): Description | null => {
    const value = modules[place.module]?.[place.exportName];
    return isDescribed(value) ? value[DEFINITION] : null;
  };
  const named = definitions && at(definitions);
  const node = (asset: AssetKey): NodeDescription => {
    const value = byKey.get(asset);
    const description = isDescribed(value) ? value[DEFINITION] : null;
    if (description && isNode(description)) return description;
    const name = bindings.find((binding) => binding.asset === asset)?.exportName ?? asset;
    throw new Error(
      `\`${asset}\` is not an asset once its module has loaded: export ${name} as the result of asset(…) or one of its kin.`,
    );
  };
  return {
    definitions: named?.type === 'definitions' ? named : null,
    node,
    body(asset) {
      const description = node(asset);
      if (description.type === 'external') return null;
      return description.type === 'output' ? description.multi() : description;
    },
    foreign: (asset) => bindings.find((binding) => binding.asset === asset)?.foreign ?? null,
    keyOf: (definition) => keys.get(definition[DEFINITION]),
    at,
    exported: () => {
      const all = Object.entries(modules).map(([module, exports]) => ({
        isForeign: bindings.some((binding) => binding.module === module && binding.foreign !== undefined),
        definitions: Object.entries(exports).flatMap(([name, value]) => definitionsIn(name, value)),
      }));
      // A file of this project may pass on what another one declares.
      const elsewhere = new Set(
        all.flatMap((each) => (each.isForeign ? each.definitions.map(([, value]) => value[DEFINITION]) : [])),
      );
      return all
        .flatMap(({ isForeign, definitions: found }) => (isForeign ? [] : found))
        .filter(([, value]) => !elsewhere.has(value[DEFINITION]));
    },
    bound: () => [...keys].map(([description, key]) => [key, description] as const),
    nameOf: (op) => names.get(op) ?? null,
  };
}

function definitionsIn(name: string, value: unknown): (readonly [name: string, definition: Described])[] {
  if (!isDescribed(value)) return [];
  const description = value[DEFINITION];
  return description.type === 'multi' ? Object.entries(description.outputs) : [[name, value]];
}

function isNode(description: Description): description is NodeDescription {
  return ['asset', 'graph', 'output', 'external'].includes(description.type);
}

function isDescribed(value: unknown): value is Described {
  return (typeof value === 'function' || typeof value === 'object') && value !== null && DEFINITION in value;
}
