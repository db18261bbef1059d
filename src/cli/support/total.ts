// Probabilities that do not sum to 1 quite, and the sentence that says so.

/** Sums of 32-bit probabilities over a vocabulary are off by less, so that nothing is to be said. */
const ROUNDING = 1e-5;

/** What is done to the probabilities, in a sentence; undefined where it is mere rounding. They are divided by their sum whatever it is. */
export function totalText(column: string, values: Float64Array, areLogs: boolean): string | undefined {
  const total = sumOf(areLogs ? values.map(Math.exp) : values);
  if (Math.abs(total - 1) <= ROUNDING) return undefined;
  const shown = Number(total.toPrecision(9));
  return `the probabilities in ${column} sum to ${shown}, not 1: each is divided by that sum`;
}

/** The sum, with what rounding takes away added at the end. */
function sumOf(values: Float64Array): number {
  let sum = 0;
  let lost = 0;
  for (const value of values) {
    const next = sum + value;
    lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
    sum = next;
  }
  return sum + lost;
}
