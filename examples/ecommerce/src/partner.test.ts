// The graph asset on the file that comes with the example, and the reading of CSV.
import { expect, test } from 'vitest';
import { materialize } from 'headwater';
import { csvRows } from './csv-rows.ts';
import { validatedSalesData } from './partner.ts';

test('called, its steps just run: records without a quantity or a price are left out', async () => {
  const sales = await validatedSalesData();
  expect(sales.map(({ sale }) => sale)).toEqual(['P-1001', 'P-1002', 'P-1003', 'P-1005', 'P-1006', 'P-1008']);
  expect(sales[1]).toEqual({
    sale: 'P-1002',
    date: '2026-03-01',
    product: 'Desk lamp, brass',
    quantity: 2,
    price: 79.5,
  });
  expect(sales[3]?.product).toBe('Monitor, 27"');
});

test('in a run its steps log in their order, and only the last one’s value is the asset', async () => {
  const result = await materialize({ validatedSalesData });
  expect(result.values.validatedSalesData).toHaveLength(6);
  expect(result.metadata['validatedSalesData']).toMatchObject({ records: { value: 8 }, leftOut: { value: 2 } });
  expect(result.logs.map(({ message }) => message)).toEqual([
    'Downloading file...',
    expect.stringMatching(/^Parsing \d+ characters$/),
    'Validating 8 records',
    '2 records are not valid and left out',
  ]);
});

test('cells may be quoted, empty, and of several lines', () => {
  expect(csvRows('a,b\r\n"1, ""one""",\r\n"x\ny",2\r\n')).toEqual([
    { a: '1, "one"', b: '' },
    { a: 'x\ny', b: '2' },
  ]);
  expect(csvRows('a,b\n')).toEqual([]);
});

test.each([
  ['a,b\n1', 'row 2 has 1 cells, and there are 2 columns'],
  ['a,b\n1,2,3\n', 'row 2 has 3 cells, and there are 2 columns'],
  ['a\n1\nx"y"\n', 'row 3 has a quote that begins or ends inside a cell'],
  ['a\n"never closed\n', 'row 2 has a quote that begins or ends inside a cell'],
])('what is no CSV is an error that says where: %j', (text, sentence) => {
  expect(() => csvRows(text)).toThrow(sentence);
});
