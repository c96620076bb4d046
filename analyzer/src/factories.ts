// The exports of headwater that the analyzer reads, and how messages call what each of them makes.

/** The package users import. */
export const SDK = 'headwater';

const NOUNS = {
  asset: 'asset',
  externalAsset: 'external asset',
  multiAsset: 'multi-asset',
  graphAsset: 'graph asset',
  output: 'output',
  op: 'op',
  assetCheck: 'check',
  resource: 'resource',
  job: 'job',
  schedule: 'schedule',
  sensor: 'sensor',
  definitions: 'call of definitions',
} as const;

export type FactoryName = keyof typeof NOUNS;

/** Those whose every call must be in the graph, or be reported where it is not. */
export const SEEN_FACTORIES = [
  'asset',
  'externalAsset',
  'multiAsset',
  'graphAsset',
  'assetCheck',
  'job',
  'schedule',
  'sensor',
  'definitions',
] as const satisfies readonly FactoryName[];

const SEEN: ReadonlySet<string> = new Set(SEEN_FACTORIES);

export function isFactory(name: string): name is FactoryName {
  return Object.hasOwn(NOUNS, name);
}

/** A call of it that is not understood would be missing in the graph. */
export function isSeen(name: string): name is FactoryName {
  return SEEN.has(name);
}

export function nounOf(factory: FactoryName): string {
  return NOUNS[factory];
}

/** With its article: `an asset`, `a check`. */
export function aNounOf(factory: FactoryName): string {
  return `${/^[aeo]/.test(NOUNS[factory]) ? 'an' : 'a'} ${NOUNS[factory]}`;
}
