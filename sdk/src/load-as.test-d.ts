// Types of inputs loaded as another type, of rows handed out one by one, and of stores: compiled in tests, never run.
import { asset, dataType, externalAsset, loadAs, store, types, type InputValue } from './index.ts';

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const is = <_Holds extends true>(): void => undefined;

interface Reading {
  readonly day: string;
  readonly high: number;
}

export const readings = externalAsset<Reading[]>({ io: 'samples', columns: { day: 'text', high: 'real' } });
const words = dataType<ReadonlySet<string>>('words');

export const each = asset(
  {
    inputs: {
      rows: loadAs(readings, types.rows),
      columns: loadAs(readings, types.columns),
      stream: loadAs(readings, types.stream),
      text: loadAs(readings, types.text),
      path: loadAs(readings, types.path),
      arrow: loadAs(readings, types.arrow),
      arquero: loadAs(readings, types.arquero),
      words: loadAs(readings, words),
    },
  },
  (inputs) => {
    is<Equal<typeof inputs.rows, Reading[]>>();
    is<Equal<typeof inputs.columns, { readonly day: readonly string[]; readonly high: readonly number[] }>>();
    is<Equal<typeof inputs.stream, AsyncIterable<Reading>>>();
    is<Equal<typeof inputs.text | typeof inputs.path, string>>();
    is<Equal<typeof inputs.words, ReadonlySet<string>>>();
    const count: number = inputs.arrow.numRows + inputs.arquero.numRows();
    return count;
  },
);

export const handedOut = asset(async function* () {
  yield { id: 1 };
});
export const iterated = asset(() => new Map([['a', 1]]).entries());
is<Equal<InputValue<typeof handedOut>, { id: number }[]>>();
is<Equal<InputValue<typeof iterated>, [string, number][]>>();
/** What is there whole is loaded as it is. */
export const whole = asset(() => new Map([['a', 1]]));
is<Equal<InputValue<typeof whole>, Map<string, number>>>();

// @ts-expect-error -- a format that there is not
store.file({ dir: 'data', format: 'xml' });
// @ts-expect-error -- a kind that there is not
asset({ columns: { id: 'int' } }, () => []);
// @ts-expect-error -- no asset
loadAs('readings', types.rows);
const nothing = asset(() => undefined);
// @ts-expect-error -- there is no value to load
loadAs(nothing, types.rows);
// @ts-expect-error -- order only: there is nothing to load, so no type either
asset({ deps: [loadAs(readings, types.rows)] }, () => 1);
