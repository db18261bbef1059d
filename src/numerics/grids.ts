// Grids of numbers of samples.

/** The powers of two from 1 to the last one that is not above `most`: 1, 2, 4, … */
export function powersOfTwo(most: number): number[] {
  const powers: number[] = [];
  for (let n = 1; n <= most; n *= 2) powers.push(n);
  return powers;
}

/** Up to here every number is in a dense grid. */
const ALL_UP_TO = 64;

/** Every whole number up to 64, and then steps of 2 %, up to `most`, which is the last. */
export function denseGrid(most: number): number[] {
  const ns: number[] = [];
  for (let n = 1; n < most; n = n < ALL_UP_TO ? n + 1 : Math.ceil(n * 1.02)) ns.push(n);
  return [...ns, most];
}
