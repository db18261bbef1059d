// Grids of numbers of samples.

/** 1, 2, 4, … up to `most`. */
export function powersOfTwo(most: number): number[] {
  const powers: number[] = [];
  for (let n = 1; n <= most; n *= 2) powers.push(n);
  return powers;
}
