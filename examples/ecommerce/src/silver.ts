// Silver: orders as an analyst wants them, one flat table.
import { asset } from 'headwater';
import { bronzeCustomers, bronzeOrders, bronzeProducts } from './bronze.ts';
import { roundToCents } from './money.ts';

/**
 * Orders with their total, their product and their customer.
 *
 * An order whose product or customer is not known is kept, with `null` in those columns.
 */
export const silverOrdersEnriched = asset(
  { inputs: { bronzeOrders, bronzeProducts, bronzeCustomers }, group: 'silver', kinds: ['typescript'] },
  ({ bronzeOrders, bronzeProducts, bronzeCustomers }, ctx) => {
    const products = new Map(bronzeProducts.map((product) => [product.productId, product]));
    const customers = new Map(bronzeCustomers.map((customer) => [customer.customerId, customer]));
    const enriched = bronzeOrders.map((order) => {
      const product = products.get(order.productId);
      const customer = customers.get(order.customerId);
      return {
        ...order,
        total: roundToCents(order.quantity * order.price),
        productName: product?.name ?? null,
        category: product?.category ?? null,
        city: customer?.city ?? null,
        segment: customer?.segment ?? null,
      };
    });
    const unmatched = enriched.filter((order) => order.category === null || order.segment === null).length;
    if (unmatched > 0) ctx.log.warn(`${unmatched} orders name a product or a customer that is not known`);
    ctx.addOutputMetadata({ numOrders: enriched.length, unmatched });
    return enriched;
  },
);
