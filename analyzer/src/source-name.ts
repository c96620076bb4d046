// Which file names can hold assets.

const SOURCE = /\.[cm]?[jt]sx?$/;
const NEVER =
  /\.d\.[cm]?ts$|\.d\.[^/]+\.ts$|\.(test|spec)\.[cm]?[jt]sx?$|(^|\/)(__tests__|node_modules)\/|(^|\/)\.[^/]/;

/** Every kind the project may be written in, in the order in which an import without extension is looked up. */
export const SOURCE_EXTENSIONS = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs'] as const;

export function isSourceName(path: string): boolean {
  return SOURCE.test(path);
}

/** `relative` is the path inside the project. Tests, declarations, dot-folders and packages never hold the project's assets. */
export function mayHoldAssets(relative: string): boolean {
  return SOURCE.test(relative) && !NEVER.test(relative);
}
