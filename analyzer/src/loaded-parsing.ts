// Loads what needs TypeScript when it is first needed: a third of a second that a graph from a stored index does not cost.
import type * as parser from './parsing.ts';

type Parsing = typeof parser;

let loaded: Parsing | null = null;

/** Thrown in the middle of synchronous work; `withParsing` loads and does the work again. */
class NotLoaded extends Error {}

/** Import nothing of it directly: one static import of ts-morph, and every start pays for it. */
export function parsing(): Parsing {
  if (loaded === null)
    throw new NotLoaded('TypeScript is not loaded. Do this in `withParsing`, or await `loadParsing` first.');
  return loaded;
}

export async function loadParsing(): Promise<void> {
  loaded ??= await import('./parsing.ts');
}

/** `work` is done once more from its start when it finds that it needs TypeScript. */
export async function withParsing<Result>(work: () => Result): Promise<Result> {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof NotLoaded)) throw error;
    await loadParsing();
    return work();
  }
}
