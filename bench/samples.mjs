// This package over the samples of many prompts.
import { evaluateSamples, Samples } from '../dist/index.js';
import { medianOf, randomData } from './contender.mjs';

const SAMPLES = 1310720;
const NS = [1, 2, 4, 8];

/** Prints rows a second at rows of this length. */
export function reportSamples(engine, length) {
  const { rewards, weights } = randomData(SAMPLES, 3);
  const flags = rewards.map((r) => (r > 0.5 ? 1 : 0));
  const logProbs = weights.map((w) => -40 * w);
  const stages = {
    samples: () => evaluateSamples({ rewards, rows: length, ns: NS }),
    'samples, flags': () => evaluateSamples({ rewards: flags, rows: length, ns: NS }),
    'samples, score': () => evaluateSamples({ rewards, rows: length, ns: NS, scores: { flags } }),
    'samples, score by flags': () => evaluateSamples({ rewards: flags, rows: length, ns: NS, scores: { rewards } }),
    'samples, logProbs': () => evaluateSamples({ rewards, rows: length, ns: NS, logProbs }),
    'samples, one by one': () => oneByOne(rewards, length),
  };
  for (const [stage, run] of Object.entries(stages)) {
    const nanoseconds = medianOf(3, run);
    const rate = Math.round(SAMPLES / length / (nanoseconds / 1e9));
    console.log(JSON.stringify({ impl: engine, N: length, stage, rows_per_s: rate }));
  }
}

/** Each row as `Samples` of its own. */
function oneByOne(rewards, length) {
  for (let from = 0; from < SAMPLES; from += length) {
    const samples = Samples.from({ rewards: rewards.subarray(from, from + length) });
    for (const n of NS) {
      samples.expectedReward(n);
      if (n < length) samples.winRate(n);
    }
  }
}
