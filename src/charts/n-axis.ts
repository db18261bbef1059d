// The axis of numbers of samples, for the charts of the command and of the explorer.

/** A number of samples, or a rank, as a label of an axis: 1, 100, 10k, 1M. */
export function compact(n: number): string {
  if (n < 1e3) return `${n}`;
  return n < 1e6 ? `${n / 1e3}k` : `${n / 1e6}M`;
}

// with another base d3 leaves out the labels of numbers that are no multiples of its powers
export const N_AXIS = { type: 'log' as const, base: 2, label: 'n', tickFormat: compact };
