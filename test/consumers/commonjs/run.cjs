// The package as a CommonJS module requires it.

const { engine, Support } = require('best-of-n');

const support = Support.from({
  weights: Array.from({ length: 64 }, (_, i) => Math.floor(2 ** 50 / (i + 1))),
  rewards: Array.from({ length: 64 }, (_, i) => i),
});
const { kl, winRate, expectedReward } = support.metrics(16);
console.log(JSON.stringify([{ ...engine(), kl, winRate, expectedReward }]));
