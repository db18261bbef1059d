// Records what a build answers, a line with a digest of the bits for each case, so that two builds can be compared:
//
//   node tools/record-answers.mjs dist/index.js > after.txt     and the same with the other build; then: diff before.txt after.txt
//
// The cases are the golden supports and thousands of random ones (metrics, curves, policies, smallest n, tilted and threshold policies),
// batches, samples and aggregates, in both engines, drawn from fixed seeds. Only public names are used, so that any two versions compare.

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import ts from 'typescript';

const [, , build = 'dist/index.js', scale = '1'] = process.argv;
const library = await import(pathToFileURL(build).href);
const {
  Aggregate,
  aggregate,
  evaluateBatch,
  evaluateSamples,
  klBound,
  klDivergence,
  klEstimate,
  passAtK,
  Samples,
  Support,
  useEngine,
  winRateBound,
} = library;

/** The bits of all numbers in a value, in order; what an error says instead of a value. */
function bitsOf(value, into = []) {
  if (typeof value === 'number') into.push(value);
  else if (ArrayBuffer.isView(value)) for (const x of value) into.push(x);
  else if (typeof value === 'string') into.push(...Buffer.from(value));
  else if (value && typeof value === 'object') for (const part of Object.values(value)) bitsOf(part, into);
  return into;
}

function record(name, compute) {
  let value;
  try {
    value = compute();
  } catch (error) {
    value = `${error.name}: ${error.message}`;
  }
  const digest = createHash('sha256')
    .update(Buffer.from(Float64Array.from(bitsOf(value)).buffer))
    .digest('hex');
  console.log(`${name} ${digest.slice(0, 16)}`);
}

/** Uniform in [0, 1): the generator of the golden recipes. */
function generator(seed) {
  let s = seed >>> 0;
  return () => {
    s = (Math.imul(1664525, s) + 1013904223) >>> 0;
    return s / 2 ** 32;
  };
}

const WEIGHTS = [
  () => 1,
  (u) => u + 1e-9,
  (u, v) => (u + 0.5) * 10 ** (300 * v - 150),
  (u, v) => Math.ceil(u * 2 ** (52 * v)) * 5e-324,
  (u, v) => (v < 0.5 ? 0 : u),
  (u, v) => (v < 0.01 ? 1e6 * u : u),
  (_u, _v, i) => 0.9 ** i + 1e-300,
  (u) => u * 2 ** 1000,
];
const REWARDS = [
  (u, v) => u - 0.5 + 1e-7 * v,
  (u) => Math.floor(u * 7) - 3,
  (u) => 1 + Math.floor(u * 2 ** 20) * 2 ** -52,
  (u, v) => (u - 0.5) * 10 ** (600 * v - 300),
  (u) => [-Infinity, -Number.MAX_VALUE, -5e-324, -0, 0, 5e-324, 1, Number.MAX_VALUE, Infinity][Math.floor(u * 9)],
  (_u, _v, i) => i,
  (u, v) => (v < 0.5 ? 1e300 * (u - 0.5) : 7 + Math.floor(u * 1000) * 2 ** -40),
];
const NS = [1, 1 + 2 ** -52, 1.0000001, 1.001, 1.5, 2, 2.5, 3, 4, 16, 1000, 12345.678, 1e15, 1e300, Number.MAX_VALUE, Infinity];

function randomSupport(seed) {
  const next = generator(seed * 7919 + 1);
  const size = 1 + Math.floor(next() ** 4 * 5000);
  const weight = WEIGHTS[Math.floor(next() * WEIGHTS.length)];
  const reward = REWARDS[Math.floor(next() * REWARDS.length)];
  const weights = Float64Array.from({ length: size }, (_, i) => weight(next(), next(), i));
  if (weights.every((w) => w === 0)) weights[0] = 1;
  const rewards = Float64Array.from({ length: size }, (_, i) => reward(next(), next(), i));
  const kind = Math.floor(next() * 4);
  const logs = weights.map((w) => Math.log(w));
  const narrow = (values) => (next() < 0.2 ? Float32Array.from(values, (x) => Math.max(-1e38, Math.min(1e38, x))) : values);
  const reference = [{ weights }, { logits: logs }, { logits: narrow(logs) }, { weights: narrow(weights) }][kind];
  return { ...reference, rewards, ties: next() < 0.3 ? 'index' : 'random' };
}

function recordSupport(name, input, ns) {
  record(`${name} metrics`, () =>
    withSupport(input, (s) => [s.size, s.blocks, s.collisionProbability, s.referenceReward, ns.map((n) => s.metrics(n))])
  );
  record(`${name} fields`, () =>
    withSupport(input, (s) =>
      ns.map((n) => [
        s.metrics(n, ['kl', 'winRate', 'expectedReward']),
        s.metrics(n, ['klGap']),
        s.metrics(n, ['rewardVariance', 'klEstimate']),
      ])
    )
  );
  record(`${name} curve`, () =>
    withSupport(input, (s) => [s.curve(ns, ['kl', 'winRate', 'expectedReward']), s.curve(ns, ['klGap', 'winRateGap', 'kl'])])
  );
  record(`${name} policy`, () => withSupport(input, (s) => ns.map((n) => s.policy(n))));
  record(`${name} smallestN`, () => withSupport(input, (s) => [0.5, 0.7, 0.9, 0.99].map((winRate) => s.smallestN({ winRate }))));
  record(`${name} threshold`, () => withSupport(input, (s) => s.threshold(s.referenceReward)));
  for (const tilt of ['reward', 'winRate']) {
    record(`${name} tilted ${tilt}`, () => withSupport(input, (s) => [-2, 0, 1e-9, 0.5, 40].map((beta) => s.tilted(beta, tilt))));
    record(`${name} matchKl ${tilt}`, () => withSupport(input, (s) => [0, 1e-6, 0.3].map((kl) => s.matchKl(kl, tilt))));
  }
}

function withSupport(input, use) {
  const support = Support.from(input);
  try {
    return use(support);
  } finally {
    support.dispose();
  }
}

const golden = JSON.parse(readFileSync(new URL('../test/golden/golden.json', import.meta.url), 'utf8'));
const recipes = ts.transpile(readFileSync(new URL('../test/helpers/recipes.ts', import.meta.url), 'utf8'), {
  module: ts.ModuleKind.ESNext,
  target: ts.ScriptTarget.ES2022,
});
const { supportOf } = await import(`data:text/javascript,${encodeURIComponent(recipes)}`);

for (const kind of ['wasm', 'js']) {
  useEngine(kind);
  for (const recipe of golden)
    recordSupport(`${kind} golden ${recipe.name}`, supportOf(recipe), [...recipe.results.map(({ n }) => n), 7.5, 40]);
  for (let seed = 0; seed < 3000 * scale; seed++) {
    const next = generator(seed);
    const ns = Array.from({ length: 5 }, () => (next() < 0.5 ? NS[Math.floor(next() * NS.length)] : 10 ** (next() * 6)));
    recordSupport(`${kind} random ${seed}`, randomSupport(seed), ns);
  }
  for (let seed = 0; seed < 400 * scale; seed++) {
    const next = generator(seed + 77);
    const rows = Uint32Array.from({ length: 1 + Math.floor(next() * 12) }, () => 1 + Math.floor(next() ** 3 * 700));
    const total = rows.reduce((a, b) => a + b, 0);
    const distinct = next() < 0.5;
    const values = Float64Array.from({ length: total }, () => (distinct ? next() - 0.5 : Math.floor(next() * 9)));
    const rewards = next() < 0.3 ? Float32Array.from(values) : values;
    const weights = next() < 0.5 ? undefined : Float64Array.from({ length: total }, () => (next() < 0.1 ? 0 : next()) + 1e-9);
    const ns = [1, 1.5, 2, 16, 100.5, 1e6, Infinity];
    record(`${kind} batch ${seed}`, () => evaluateBatch({ rewards, rows, ns, ...(weights && { weights }) }));
    const metrics = [
      'kl',
      'klGap',
      'klGapBound',
      'klEstimate',
      'reverseKl',
      'winRateGap',
      'rewardVariance',
      'chiSquared',
      'squaredHellinger',
      'totalVariation',
      'expectedReward',
    ];
    record(`${kind} batch of all ${seed}`, () => evaluateBatch({ rewards, rows, ns, metrics, ...(weights && { weights }) }));
  }
  for (let seed = 0; seed < 200 * scale; seed++) {
    const next = generator(seed + 999);
    const prompts = Array.from({ length: 1 + Math.floor(next() * 8) }, () => {
      const size = 1 + Math.floor(next() ** 2 * 60);
      const draw = (f) => Array.from({ length: size }, f);
      return Samples.from({
        rewards: draw(() => (next() < 0.3 ? Math.floor(next() * 4) : next())),
        logProbs: draw(() => -next() * 30),
        scores: { passed: draw(() => Math.round(next())), gold: draw(() => next() * 10) },
      });
    });
    record(`${kind} samples ${seed}`, () =>
      prompts.map((s) =>
        [1, 2, 3, 7]
          .filter((n) => n < s.size)
          .map((n) => [
            s.expectedReward(n),
            s.winRate(n),
            s.klEstimate(n),
            s.expectedScore('gold', n),
            s.worstOf(n),
            s.worstOf(n, 'gold'),
          ])
      )
    );
    // rows of one length, most of them without ties; log-probabilities down to where the estimator is its limit, and up to 0
    const length = 1 + Math.floor(next() ** 2 * 70);
    const size = length * (1 + Math.floor(next() * 9));
    const steepness = 10 ** (3 * next());
    const batch = {
      rewards: Float64Array.from({ length: size }, () => (next() < 0.2 ? Math.floor(next() * 4) : next())),
      logProbs: Float64Array.from({ length: size }, () => (next() < 0.05 ? 0 : -steepness * next() ** 3)),
      scores: { gold: Float64Array.from({ length: size }, () => next() * 10) },
    };
    const estimates = ['expectedReward', 'winRate', 'klEstimate', 'worstOf', 'score.gold', 'worstOf.gold'];
    record(`${kind} rows of samples ${seed}`, () => evaluateSamples({ ...batch, rows: length, ns: [1, 2, 3, 8, 40], estimates }));
    record(`${kind} aggregate ${seed}`, () => [
      aggregate(prompts),
      aggregate(prompts, { ns: [1, 3, 9], confidence: 0.8, seed, resamples: 50 }),
    ]);
    record(`${kind} aggregate state ${seed}`, () => {
      const half = new Aggregate({ ns: [1, 2] });
      for (const prompt of prompts) half.add(prompt);
      return JSON.stringify(
        Aggregate.fromJSON(JSON.parse(JSON.stringify(half)))
          .merge(half)
          .result()
      );
    });
  }
  const next = generator(5);
  record(`${kind} closed forms`, () =>
    Array.from({ length: 5000 }, () => {
      const n = 1 + 10 ** (next() * 40 - 16);
      return [
        klBound(n),
        winRateBound(n),
        klEstimate(n, next()),
        klEstimate(n, 10 ** (-next() * 300)),
        klEstimate(n, 1 - 10 ** (-next() * 15)),
      ];
    })
  );
  record(`${kind} divergences and pass@k`, () =>
    Array.from({ length: 2000 }, () => {
      const draw = () => Float64Array.from({ length: 5 }, () => (next() < 0.1 ? 0 : next() * 10 ** (next() * 10)));
      const m = 1 + Math.floor(next() * 200);
      const [p, q] = [draw(), draw()].map((list) => (list.some((x) => x > 0) ? list : list.fill(1)));
      return [klDivergence(p, q, { weights: true }), passAtK(m, Math.floor(next() * m), 1 + Math.floor(next() * m))];
    })
  );
}
