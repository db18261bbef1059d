// The exact test of paired differences by their signs: every pattern is as likely where neither side is better.

/** The largest multiple of a common unit up to which sums count as exact. */
const MAX_MULTIPLE = 2 ** 40;

/** How far sums of differences that are no multiples of one unit may be apart and still count as equal, in units of the sum of their sizes. */
const TOLERANCE = 1e-12;

/** The share of the sign patterns whose sum is at least as far from 0 as the observed one; `differences` has at most 30 entries. */
export function signFlip(differences: Float64Array): number {
  const sizes = differences.map(Math.abs).filter((x) => x > 0);
  const most = sizes.reduce((sum, x) => sum + x, 0);
  const slack = isExact(sizes, most) ? 0 : TOLERANCE * most;
  const observed = Math.abs(differences.reduce((sum, x) => sum + x, 0)) - slack;
  let extreme = 0;
  const add = (i: number, sum: number): void => {
    if (i === sizes.length) {
      if (Math.abs(sum) >= observed) extreme++;
      return;
    }
    add(i + 1, sum + sizes[i]);
    add(i + 1, sum - sizes[i]);
  };
  add(0, 0);
  return extreme / 2 ** sizes.length;
}

/** Whether the values are moderate multiples of a power of two, so that equal sums come out equal. */
function isExact(sizes: Float64Array, most: number): boolean {
  if (sizes.length === 0) return true;
  let unit = 1;
  while (unit < most / MAX_MULTIPLE) unit *= 2;
  while (unit / 2 >= most / MAX_MULTIPLE) unit /= 2;
  return sizes.every((x) => Number.isInteger(x / unit));
}
