// Amounts of money as people write them.

/** 3 × 299.90 is 899.70, not 899.6999999999999. */
export function roundToCents(amount: number): number {
  return Math.round(amount * 100) / 100;
}
