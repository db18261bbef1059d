// Rewards whose coverage is simulated: the best of n of a law, drawn by its quantiles, and its true mean.

/** Uniform numbers between 0 and 1, the same for the same seed (mulberry32). */
export function uniforms(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let z = Math.imul(state ^ (state >>> 15), state | 1);
    z ^= z + Math.imul(z ^ (z >>> 7), z | 61);
    return (((z ^ (z >>> 14)) >>> 0) + 0.5) / 2 ** 32;
  };
}

// the normal distribution on a grid, finer than any simulation sees
const [FROM, STEP, SIZE] = [-9, 1 / 512, 18 * 512 + 1];
const cdf = new Float64Array(SIZE);
const density = (z) => Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
for (let i = 1; i < SIZE; i++) cdf[i] = cdf[i - 1] + (STEP * (density(FROM + (i - 1) * STEP) + density(FROM + i * STEP))) / 2;

function normalQuantile(p) {
  let [low, high] = [0, SIZE - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (cdf[middle] < p) low = middle;
    else high = middle;
  }
  return FROM + STEP * (low + (p - cdf[low]) / (cdf[high] - cdf[low]));
}

/** The mean of a function of the largest of n normal values. */
function meanOfBest(of, n) {
  let sum = 0;
  for (let i = 1; i < SIZE; i++) sum += ((of(FROM + i * STEP) + of(FROM + (i - 1) * STEP)) / 2) * (cdf[i] ** n - cdf[i - 1] ** n);
  return sum;
}

const ofNormal = (of, claimed = true) => ({ claimed, at: (p) => of(normalQuantile(p)), meanOf: (n) => meanOfBest(of, n) });

export const rewardLaws = {
  normal: ofNormal((z) => z),
  exponential: {
    claimed: true,
    at: (p) => -Math.log1p(-p),
    meanOf: (n) => Array.from({ length: n }, (_, i) => 1 / (i + 1)).reduce((a, b) => a + b),
  },
  'lognormal, σ = 1': ofNormal((z) => Math.exp(z)),
  'lognormal, σ = 1, negative': ofNormal((z) => -Math.exp(-z)),
  'lognormal, σ = 1.5': ofNormal((z) => Math.exp(1.5 * z), false),
};

/** Returns a generator of the best of n. */
export function draws(law, n, seed) {
  const u = uniforms(seed);
  return () => law.at(u() ** (1 / n));
}
