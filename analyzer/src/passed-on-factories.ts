// Finds local names that stand for the SDK or one of its factories by way of the project's own modules.
import { SEEN_FACTORIES, isSeen } from './factories.ts';
import type { FactoryName } from './factories.ts';
import type { Watched } from './file-record.ts';
import { resolveValue } from './resolve-value.ts';
import type { World } from './resolve-value.ts';

/** Those that the file itself does not say; `*` is the whole SDK, or a module that passes part of it on. */
export function passedOnFactories(
  world: World,
  { path, passedOn }: { readonly path: string; readonly passedOn: Watched },
): Map<string, FactoryName | '*'> {
  const record = world.record(path);
  const locals = new Set([...(record?.imports.keys() ?? []), ...(record?.bindings.keys() ?? [])]);
  const found = new Map<string, FactoryName | '*'>();
  for (const local of locals) {
    const isSaid = record?.watched.has(local) === true && !passedOn.has(local);
    const factory = isSaid ? null : factoryAt(world, path, local);
    if (factory !== null) found.set(local, factory);
  }
  return found;
}

function factoryAt(world: World, file: string, name: string): FactoryName | '*' | null {
  const target = resolveValue(world, file, { kind: 'name', name });
  if (target.kind === 'factory') return isSeen(target.name) ? target.name : null;
  if (target.kind === 'sdk') return '*';
  return target.kind === 'module' && passesOn(world, file, name) ? '*' : null;
}

/** `import * as tools from './tools'` where tools passes a factory on. */
function passesOn(world: World, file: string, local: string): boolean {
  return SEEN_FACTORIES.some((factory) => {
    const member = { kind: 'member', of: { kind: 'name', name: local }, name: factory } as const;
    return resolveValue(world, file, member).kind === 'factory';
  });
}
