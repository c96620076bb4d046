// How well a name fits what was typed of it.

/** Lower fits better; null: its letters are not all there in this order. Letter case never counts. */
export function matchRank(typed: string, name: string): number | null {
  const [wanted, given] = [typed.toLowerCase(), name.toLowerCase()];
  if (given === wanted) return 0;
  if (given.startsWith(wanted)) return 1;
  const at = given.indexOf(wanted);
  if (at !== -1) return isWordStart(name, at) ? 2 : 3;
  let from = 0;
  for (const letter of wanted) {
    const found = given.indexOf(letter, from);
    if (found === -1) return null;
    from = found + letter.length;
  }
  return 4;
}

/** Behind a separator, or a capital letter: `Orders` in `rawOrders` and `raw_orders`. */
function isWordStart(name: string, at: number): boolean {
  const [before = '', first = ''] = [name[at - 1], name[at]];
  return !/[\p{L}\p{N}]/u.test(before) || (/\p{Lu}/u.test(first) && /\P{Lu}/u.test(before));
}
