// The last graph of one project, followed delta by delta; a delta that does not fit asks for the whole again.
import { applyDelta, type AssetKey, type AssetNode, type GraphDelta } from '@headwater/graph';

export class GraphStore {
  #assets: ReadonlyMap<AssetKey, AssetNode> = new Map();
  #revision: number | null = null;

  get assets(): ReadonlyMap<AssetKey, AssetNode> {
    return this.#assets;
  }

  /** True from the first whole graph on. */
  get known(): boolean {
    return this.#revision !== null;
  }

  /** False when a delta was lost on the way: nothing is changed, and the whole graph is needed. */
  apply(delta: GraphDelta): boolean {
    if (delta.base !== null && delta.base !== this.#revision) return false;
    this.#assets = applyDelta(this.#assets, delta);
    this.#revision = delta.revision;
    return true;
  }

  /** The whole graph as one delta, for a page that has nothing yet. */
  whole(): GraphDelta | null {
    if (this.#revision === null) return null;
    return { revision: this.#revision, base: null, upserted: [...this.#assets.values()], removed: [] };
  }

  /** The asset whose statement holds the line, the first of the file where none does. Lines count from 1. */
  assetNear(file: string, line: number): { readonly node: AssetNode; readonly inside: boolean } | null {
    const inFile = [...this.#assets.values()]
      .filter((node) => node.file === file)
      .sort((a, b) => a.range.startLine - b.range.startLine);
    const inside = inFile.find(({ range }) => range.startLine <= line && line <= range.endLine);
    const node = inside ?? inFile[0];
    return node ? { node, inside: inside !== undefined } : null;
  }
}
