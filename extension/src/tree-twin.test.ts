// A tree and what is beside it follow each other: each wish once, no echo, whatever comes while the tree is busy.
import { expect, test } from 'vitest';
import { treeTwin, type TreeTwin } from './tree-twin.ts';

/** A tree as VS Code's: it selects a moment later, says so, and then the wish is done. And a page that is told what the tree chose. */
function open({ fails = [] as readonly string[] } = {}) {
  const revealed: string[] = [];
  const page = { selected: '', told: [] as string[] };
  const busy: (() => void)[] = [];
  const twin: TreeTwin<string> = treeTwin({
    async reveal(row) {
      await new Promise<void>((resolve) => busy.push(resolve));
      if (fails.includes(row)) throw new Error('no such row');
      revealed.push(row);
      twin.selected(row);
    },
    chosen(row) {
      page.told.push(row);
      // What a page does with it: it selects, and says nothing, for nobody selected it there.
      page.selected = row;
    },
  });
  const pageSelects = (row: string): void => {
    page.selected = row;
    twin.show(row);
  };
  const settle = async (): Promise<void> => {
    while (busy.length > 0) {
      busy.shift()?.();
      for (let turn = 0; turn < 5; turn++) await Promise.resolve();
    }
  };
  return { twin, page, revealed, pageSelects, settle };
}

test('V6: what the page selects is selected in the tree, and not told to the page again', async () => {
  const { page, revealed, pageSelects, settle } = open();
  pageSelects('a');
  await settle();
  pageSelects('b');
  await settle();
  expect(revealed).toEqual(['a', 'b']);
  expect(page).toEqual({ selected: 'b', told: [] });
});

test('while the tree is busy only the last wish counts', async () => {
  const { page, revealed, pageSelects, settle } = open();
  for (const row of ['a', 'b', 'c', 'd']) pageSelects(row);
  await settle();
  expect(revealed).toEqual(['a', 'd']);
  expect(page.told).toEqual([]);
});

test('V6: what a person selects in the tree is told once, and what still waits for the tree gives way', async () => {
  const { twin, page, revealed, pageSelects, settle } = open();
  pageSelects('a');
  pageSelects('b');
  twin.selected('z');
  await settle();
  expect(revealed).toEqual(['a']);
  expect(page).toEqual({ selected: 'z', told: ['z'] });
  twin.selected('a');
  expect(page.told).toEqual(['z', 'a']);
});

test('a row that is gone stops nothing', async () => {
  const { revealed, pageSelects, settle } = open({ fails: ['gone'] });
  pageSelects('gone');
  pageSelects('b');
  await settle();
  expect(revealed).toEqual(['b']);
});
