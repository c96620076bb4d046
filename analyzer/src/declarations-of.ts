// What the calls of a file declare: those of the factories, in source order.
import { resolveValue } from './resolve-value.ts';
import type { Declared, World } from './resolve-value.ts';

/** Calls of anything else are left out. */
export function declarationsOf(world: World, file: string): Declared[] {
  const bindings = [...(world.record(file)?.bindings.values() ?? [])];
  return bindings.flatMap((binding) => {
    if (binding.kind !== 'call') return [];
    const callee = resolveValue(world, file, binding.callee);
    return callee.kind === 'factory' ? [{ factory: callee.name, file, declaration: binding.declaration }] : [];
  });
}
