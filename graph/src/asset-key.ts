// How a key's segments become its printed form and back.
import type { AssetKey } from './model.ts';

/** `['weather', 'highs']` prints as `weather/highs`. A segment never contains a slash, so this loses nothing. */
export function printKey(segments: readonly string[]): AssetKey {
  return segments.join('/');
}

/** `weather/highs` is `['weather', 'highs']`. */
export function keySegments(key: AssetKey): string[] {
  return key.split('/');
}
