// What a partner sold for the shop: one asset made in three steps.
import { readFile } from 'node:fs/promises';
import { graphAsset, op } from 'headwater';
import { csvRows } from './csv-rows.ts';

interface PartnerSale {
  readonly sale: string;
  readonly date: string;
  readonly product: string;
  readonly quantity: number;
  readonly price: number;
}

/** The partner's file comes with the example, so that it runs offline. */
const downloadCsv = op({ retry: { maxRetries: 3, delay: '1s' } }, (ctx) => {
  ctx.log.info('Downloading file...');
  return readFile(new URL('../data/partner-sales.csv', import.meta.url), 'utf8');
});

const parseCsv = op((ctx, text: string) => {
  ctx.log.info(`Parsing ${text.length} characters`);
  return csvRows(text);
});

const validateData = op((ctx, rows: readonly Readonly<Record<string, string>>[]) => {
  ctx.log.info(`Validating ${rows.length} records`);
  const sales = rows.map(({ sale = '', date = '', product = '', quantity, price }): PartnerSale => ({
    sale,
    date,
    product,
    quantity: Number(quantity),
    price: Number(price),
  }));
  const valid = sales.filter(({ sale, quantity, price }) => sale !== '' && quantity > 0 && price > 0);
  if (valid.length < sales.length) ctx.log.warn(`${sales.length - valid.length} records are not valid and left out`);
  return valid;
});

/**
 * The partner's sales, without the records that are not valid.
 *
 * One node of the graph, and three steps in its run: each has a log and attempts of its own.
 */
export const validatedSalesData = graphAsset({ group: 'partner', kinds: ['csv'] }, async (ctx) => {
  const text = await downloadCsv();
  const rows = await parseCsv(text);
  const sales = await validateData(rows);
  ctx.addOutputMetadata({ records: rows.length, leftOut: rows.length - sales.length });
  return sales;
});
