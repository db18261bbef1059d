// The package and its types as a TypeScript program imports them.

import { type EngineKind, engine, type Metrics, Support } from 'best-of-n';

const support: Support = Support.from({
  weights: Float64Array.from({ length: 64 }, (_, i) => Math.floor(2 ** 50 / (i + 1))),
  rewards: Float64Array.from({ length: 64 }, (_, i) => i),
});
const { kl, winRate, expectedReward }: Metrics = support.metrics(16);
const { kind }: { kind: EngineKind } = engine();
console.log(JSON.stringify([{ kind, kl, winRate, expectedReward }]));
