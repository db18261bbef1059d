// Grids of numbers of samples.

/** The powers of two from 1 to the last one that is not above `most`: 1, 2, 4, … */
export function powersOfTwo(most: number): number[] {
  const powers: number[] = [];
  for (let n = 1; n <= most; n *= 2) powers.push(n);
  return powers;
}
