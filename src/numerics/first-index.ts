// The first of some indices from which on something holds.

/** The first index from `low` up to `high` at which `holds` is true, as it is at every one after that; `high` if it is true at none before. */
export function firstIndex(low: number, high: number, holds: (i: number) => boolean): number {
  let [from, to] = [low, high];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (holds(middle)) to = middle;
    else from = middle + 1;
  }
  return from;
}
