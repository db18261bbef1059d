// What a user's test does under Jest with a simulated page, given the package: the golden case, with both engines, and with arrays of this realm
// and of that of Node.js. The answers are written to a file, since Jest shows only what failed.

const { writeFileSync } = require('node:fs');
const { runInThisContext } = require('node:vm');

module.exports = ({ engine, Samples, Support, useEngine }, file) => {
  expect([typeof document, typeof TextDecoder]).toEqual(['object', 'undefined']);
  const far = runInThisContext('({ Array, Float64Array, Float32Array })');
  expect(far.Float64Array).not.toBe(Float64Array);

  const weights = Array.from({ length: 64 }, (_, i) => Math.floor(2 ** 50 / (i + 1)));
  const rewards = weights.map((_, i) => i);
  const answers = [];
  for (const kind of ['wasm', 'js']) {
    useEngine(kind);
    for (const of of [Array, Float64Array, far.Array, far.Float64Array]) {
      const support = Support.from({ weights: of.from(weights), rewards: of.from(rewards) });
      const { kl, winRate, expectedReward } = support.metrics(16);
      answers.push({ ...engine(), kl, winRate, expectedReward });
      support.dispose();
    }
    expect(Samples.from({ rewards: far.Float32Array.of(1, 0, 0, 1) }).expectedReward(2)).toBe(5 / 6);
    expect(Support.from({ rewards: [0, 1], probs: [0.5, 0.5] }).policy(2)).toBeInstanceOf(Float64Array);
  }
  writeFileSync(file, JSON.stringify(answers));
};
