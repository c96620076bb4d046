// Keeps the selection of a tree in step with what is selected beside it, and takes its own echo for no one's wish.

export interface TreeTwin<Row> {
  /** Selected elsewhere. While the tree is still busy only the last one counts. */
  show(row: Row): void;
  /** The tree says that this is selected now. */
  selected(row: Row): void;
}

export function treeTwin<Row>({
  reveal,
  chosen,
}: {
  /** Selects a row in the tree; ends after the tree has said so. */
  readonly reveal: (row: Row) => Promise<void>;
  /** A person selected a row in the tree. */
  readonly chosen: (row: Row) => void;
}): TreeTwin<Row> {
  let waiting: Row | null = null;
  let revealing: Row | null = null;

  const revealAll = async (): Promise<void> => {
    while (waiting !== null) {
      revealing = waiting;
      waiting = null;
      // A row can be gone by the time the tree looks for it: then there is nothing to select.
      await reveal(revealing).catch(() => undefined);
    }
    revealing = null;
  };

  return {
    show(row) {
      waiting = row;
      if (revealing === null) void revealAll();
    },
    selected(row) {
      if (row === revealing) return;
      waiting = null;
      chosen(row);
    },
  };
}
