// How many steps of one pool run at once. A slot is held by a step of this process and by nothing else: whatever ends the step frees it.

export interface Pools {
  /** Waits for a slot of the pool; gives the way to leave it. Null is no pool. */
  enter(pool: string | null): Promise<() => void>;
}

/** A pool of no given size takes one step at a time. */
export function createPools(sizes: Readonly<Record<string, number>>): Pools {
  const inside = new Map<string, number>();
  const waiting = new Map<string, (() => void)[]>();
  return {
    async enter(pool) {
      if (pool === null) return () => undefined;
      const size = Object.hasOwn(sizes, pool) ? (sizes[pool] ?? 1) : 1;
      const queue = waiting.get(pool) ?? [];
      waiting.set(pool, queue);
      while ((inside.get(pool) ?? 0) >= size) await new Promise<void>((go) => queue.push(go));
      inside.set(pool, (inside.get(pool) ?? 0) + 1);
      let left = false;
      return () => {
        if (left) return;
        left = true;
        inside.set(pool, (inside.get(pool) ?? 1) - 1);
        queue.shift()?.();
      };
    },
  };
}
