// What one writes in JavaScript without a library: sort by a comparison, powers of the cumulative sum, Math.log.
import { dataSets, median, N_SAMPLES, report } from './contender.mjs';

function prepare({ weights, rewards }) {
  const order = Array.from(rewards.keys()).sort((a, b) => rewards[a] - rewards[b]);
  const total = weights.reduce((sum, w) => sum + w, 0);
  const p = order.map((i) => weights[i] / total);
  const r = order.map((i) => rewards[i]);
  let sum = 0;
  const cdf = p.map((x) => (sum += x));
  return { p, r, cdf };
}

function evaluate({ p, r, cdf }, n) {
  let kl = 0;
  let winRate = 0;
  let expectedReward = 0;
  let below = 0;
  for (let i = 0; i < p.length; i++) {
    const power = cdf[i] ** n;
    const mass = power - below;
    below = power;
    if (mass > 0) kl += mass * Math.log(mass / p[i]);
    winRate += mass * (cdf[i] - p[i] / 2);
    expectedReward += mass * r[i];
  }
  return { kl, winRate, expectedReward };
}

let sink = 0;
/** Beyond, arrays of this kind take minutes. */
const MAX_SIZE = 1e6;
// there is no batch of this kind: `batch` is no number, and no size is taken from what follows it
const sizes = process.argv[2] === 'batch' ? [] : process.argv.slice(2).map(Number);
for (const size of sizes.filter((size) => size <= MAX_SIZE)) {
  const sets = dataSets(size);
  const prepared = sets.map(prepare);
  report(
    'idiomatic',
    size,
    'prepare',
    median(size, (i) => (sink += prepare(sets[i % sets.length]).p.length))
  );
  report(
    'idiomatic',
    size,
    'evaluate',
    median(size, (i) => (sink += evaluate(prepared[i % sets.length], N_SAMPLES).kl))
  );
}
if (Number.isNaN(sink)) console.error('the naive forms gave NaN');
