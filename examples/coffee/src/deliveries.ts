// What the shops deliver, as a resource: a file a day, `data/orders/2026-03-24.csv`.
import { readFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { resource } from 'headwater';

export interface Order {
  readonly id: number;
  readonly time: string;
  readonly country: string;
  readonly product: string;
  readonly quantity: number;
  readonly price: number;
}

export interface Delivery {
  readonly day: string;
  /** Epoch milliseconds. */
  readonly written: number;
}

export interface Deliveries {
  list(): Promise<readonly Delivery[]>;
  read(day: string): Promise<readonly Order[]>;
}

const inFolder = (folder: string): Deliveries => ({
  async list() {
    const names = (await readdir(folder)).filter((name) => name.endsWith('.csv')).sort();
    return Promise.all(
      names.map(async (name) => ({
        day: name.slice(0, -'.csv'.length),
        written: Math.floor((await stat(join(folder, name))).mtimeMs),
      })),
    );
  },
  async read(day) {
    const text = await readFile(join(folder, `${day}.csv`), 'utf8');
    const [, ...lines] = text.trim().split('\n');
    return lines.map((line) => {
      const [id, time = '', country = '', product = '', quantity, price] = line.split(',');
      return { id: Number(id), time, country, product, quantity: Number(quantity), price: Number(price) };
    });
  },
});

export const deliveries = resource({ create: () => inFolder('data/orders') });
