// What a context menu of the picture can have done: the editor shows the menu and says which entry was chosen, the page does it.

export const DEEDS = [
  'materialize',
  'materializeUpstream',
  'materializeDownstream',
  'materializeAll',
  'materializeStale',
  'openCode',
  'openChanges',
  'showInProject',
  'showOnly',
  'chooseUpstream',
  'chooseDownstream',
  'chooseMembers',
  'chooseEnds',
  'chooseAll',
  'copyKey',
  'copyKeys',
  'copySelection',
  'expandGroup',
  'collapseGroup',
  'fit',
] as const;

export type Deed = (typeof DEEDS)[number];

export interface Order {
  readonly deed: Deed;
  /** What the menu was about that came up last, or, where none did, what is chosen. */
  readonly about: 'menu' | 'choice';
}
