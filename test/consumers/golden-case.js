// The golden case zipf-64 at n = 16, which every consumer answers.

import { engine, Support } from 'best-of-n';

export function goldenCase() {
  const support = Support.from({
    weights: Float64Array.from({ length: 64 }, (_, i) => Math.floor(2 ** 50 / (i + 1))),
    rewards: Float64Array.from({ length: 64 }, (_, i) => i),
  });
  const { kl, winRate, expectedReward } = support.metrics(16);
  support.dispose();
  return { ...engine(), kl, winRate, expectedReward };
}
