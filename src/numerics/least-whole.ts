// The least whole number that reaches a target.

/**
 * Doubling finds a bracket, and halving closes it.
 *
 * @param reaches - whether a number reaches the target, which 1 does not, and every number above one that does.
 * @returns Infinity if no double reaches it.
 */
export function leastWholeAbove1(reaches: (n: number) => boolean): number {
  let low = 1;
  let high = 2;
  while (!reaches(high)) {
    low = high;
    high *= 2;
    if (high === Infinity) return Infinity;
  }
  return leastWholeBetween(low, high, reaches);
}

/** The least whole number that reaches a target, between one that does not and one that does. */
export function leastWholeBetween(from: number, to: number, reaches: (n: number) => boolean): number {
  let [low, high] = [from, to];
  for (;;) {
    const middle = Math.floor(low + (high - low) / 2);
    if (middle <= low || middle >= high) return high;
    if (reaches(middle)) high = middle;
    else low = middle;
  }
}
