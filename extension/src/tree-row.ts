// What a row of a tree in the sidebar says: its words, its shape and colour, and the name a screen reader speaks.
export interface TreeRow {
  readonly label: string;
  readonly description: string;
  /** Name of a codicon. */
  readonly icon: string;
  /** One of the theme's colours. */
  readonly colour: string | null;
  /** Null: nothing can be below it. */
  readonly open: boolean | null;
  /** What menus ask for. */
  readonly context: string;
  readonly spoken: string;
}
