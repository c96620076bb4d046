// Bronze: what the shop's systems say, as they say it. Made up here, so that the example runs offline.
import { asset } from 'headwater';

export interface Order {
  orderId: number;
  customerId: number;
  productId: number;
  quantity: number;
  price: number;
  createdAt: Date;
}

export interface Product {
  productId: number;
  name: string;
  category: string;
}

export interface Customer {
  customerId: number;
  name: string;
  city: string;
  segment: string;
}

const FIRST_ORDER = Date.UTC(2026, 2, 1);
const HOUR = 3_600_000;
const QUANTITIES = [1, 2, 1, 3] as const;
const PRICES = [99.9, 149.9, 199.9, 299.9] as const;

/** Raw orders from the e-commerce API: **100** of them, one an hour from 1 March 2026. */
export const bronzeOrders = asset({ group: 'bronze', kinds: ['typescript'] }, (ctx) => {
  const orders = Array.from({ length: 100 }, (_, index): Order => {
    const orderId = index + 1;
    return {
      orderId,
      customerId: orderId % 20,
      productId: orderId % 10,
      quantity: QUANTITIES[index % 4] ?? 1,
      price: PRICES[index % 4] ?? 0,
      createdAt: new Date(FIRST_ORDER + index * HOUR),
    };
  });
  ctx.log.info(`Loaded ${orders.length} orders`);
  ctx.addOutputMetadata({ numOrders: orders.length });
  return orders;
});

/** The catalogue: ten products in four categories. */
export const bronzeProducts = asset({ group: 'bronze', kinds: ['typescript'] }, (): Product[] => [
  { productId: 0, name: 'Notebook', category: 'Electronics' },
  { productId: 1, name: 'Headphones', category: 'Electronics' },
  { productId: 2, name: 'Desk lamp', category: 'Home' },
  { productId: 3, name: 'Coffee maker', category: 'Home' },
  { productId: 4, name: 'Running shoes', category: 'Sports' },
  { productId: 5, name: 'Yoga mat', category: 'Sports' },
  { productId: 6, name: 'Novel', category: 'Books' },
  { productId: 7, name: 'Cookbook', category: 'Books' },
  { productId: 8, name: 'Keyboard', category: 'Electronics' },
  { productId: 9, name: 'Blanket', category: 'Home' },
]);

const NAMES = ['Ana', 'Bruno', 'Carla', 'Diego', 'Elena', 'Felipe', 'Gabriela', 'Hugo', 'Isabel', 'João'] as const;
const SURNAMES = ['Silva', 'Santos'] as const;
const CITIES = ['São Paulo', 'Rio de Janeiro', 'Curitiba', 'Salvador'] as const;
const SEGMENTS = ['Premium', 'Standard', 'Standard', 'Basic', 'Standard'] as const;

/** Twenty customers with their city and segment. */
export const bronzeCustomers = asset({ group: 'bronze', kinds: ['typescript'] }, () =>
  Array.from({ length: 20 }, (_, customerId): Customer => ({
    customerId,
    name: `${NAMES[customerId % 10] ?? ''} ${SURNAMES[Math.floor(customerId / 10)] ?? ''}`,
    city: CITIES[customerId % 4] ?? '',
    segment: SEGMENTS[customerId % 5] ?? '',
  })),
);
