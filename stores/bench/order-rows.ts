// Makes the rows that the benches of the stores keep: one column of each common kind, the same rows for the same count.

export interface OrderRow {
  readonly id: number;
  readonly customer: string;
  readonly amount: number;
  readonly paid: boolean;
  readonly at: Date;
  readonly note: string | null;
}

const START = Date.UTC(2026, 0, 1);
const MINUTE = 60_000;

/** A thousand customers, amounts in cents, a note of its own on every second row. */
export function orderRows(count: number): OrderRow[] {
  const random = randomBelow(1);
  return Array.from({ length: count }, (_, i) => {
    const customer = random(1000);
    return {
      id: i + 1,
      customer: `customer ${customer}`,
      amount: (random(100_000) + 1) / 100,
      paid: random(4) > 0,
      at: new Date(START + i * MINUTE + random(MINUTE)),
      note: i % 2 === 0 ? null : `order ${i + 1}, "by post", c/o ${customer}`,
    };
  });
}

/** Mulberry32. */
function randomBelow(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit) | 0;
  };
}
