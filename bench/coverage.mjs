// npm run bench:coverage: how often the 95 % intervals of the built package hold the true mean, as the tables of docs/intervals.md. Pass flags are
// enumerated, rewards drawn with a fixed seed. Exits with 1 where an interval that is given by default holds it less often than in 92 % of all sets.

import { Aggregate } from '../dist/index.js';
import { draws, rewardLaws, uniforms } from './coverage-draws.mjs';
import { betaBinomial, binomial, compositions, passAtN, powerLawPassAtN } from './coverage-laws.mjs';

const SETS = Number(process.env.SETS ?? 1000);
const LEAST = 0.92;
let worst = 1;

/** The interval of the mean of values, one for each prompt. */
function intervalOf(values, options) {
  const rewards = Float64Array.from(values);
  const { interval } = new Aggregate({ ns: [1] }).addBatch({ rewards, rows: 1 }).result(options).rows[0].expectedReward;
  return interval;
}

const holds = (interval, mean) => interval !== null && interval[0] <= mean + 1e-12 && interval[1] >= mean - 1e-12;
const percent = (share) => (100 * share).toFixed(1);
function noted(share) {
  worst = Math.min(worst, share);
  return percent(share);
}

function table(head, rows) {
  console.log(`\n| ${head.join(' | ')} |\n| ${head.map(() => '---:').join(' | ')} |`);
  for (const row of rows) console.log(`| ${row.join(' | ')} |`);
}

console.log('Pass flags, one sample a prompt (exact)');
const RATES = [0.5, 0.9, 0.95, 0.99];
const GRID = Array.from({ length: 999 }, (_, i) => (i + 1) / 1000);
table(
  ['prompts', 'method', ...RATES.map((rate) => `rate ${rate}`), 'least of all rates'],
  [5, 10, 12, 30, 100, 164, 1000].flatMap((prompts) =>
    ['auto', 'wilson', 't', 'bootstrap'].map((interval) => {
      const all = Array.from({ length: prompts + 1 }, (_, passed) =>
        intervalOf(
          Float64Array.from({ length: prompts }, (_, i) => (i < passed ? 1 : 0)),
          { interval, resamples: 200 }
        )
      );
      const share = (rate) => all.reduce((sum, one, passed) => sum + (holds(one, rate) ? binomial(prompts, passed, rate) : 0), 0);
      const show = interval === 'auto' ? noted : percent;
      return [prompts, interval, ...RATES.map((rate) => show(share(rate))), show(Math.min(...GRID.map(share)))];
    })
  )
);

console.log(
  '\npass@n of several samples a prompt (exact); the rates of the prompts are all the same, or differ by the law Beta(a, 1)'
);
const MEANS = [0.001, ...Array.from({ length: 24 }, (_, i) => (2 * i + 1) / 48), 0.999];
table(
  ['prompts', 'samples', 'n', 'least, same rate', 'least, Beta(a, 1)', 'least, a tenth never passes'],
  [
    [5, 2],
    [10, 2],
    [12, 2],
    [30, 2],
    [100, 2],
    [5, 4],
    [10, 4],
    [20, 4],
  ].flatMap(([prompts, m]) =>
    [1, 2]
      .filter((n) => 2 * n <= m)
      .map((n) => {
        const estimates = Array.from({ length: m + 1 }, (_, c) => passAtN(m, c, n));
        const sets = compositions(prompts, m + 1).map((counts) => ({
          counts,
          interval: intervalOf(counts.flatMap((count, c) => Array(count).fill(estimates[c]))),
        }));
        const least = (lawOf, meanOf) =>
          noted(
            Math.min(
              ...MEANS.map((rate) => {
                const law = lawOf(rate);
                return sets.reduce((sum, { counts, interval }) => sum + (holds(interval, meanOf(rate)) ? law(counts) : 0), 0);
              })
            )
          );
        const same = (rate) => Array.from({ length: m + 1 }, (_, c) => binomial(m, c, rate));
        const never = (rate) => same(rate).map((p, c) => 0.9 * p + (c === 0 ? 0.1 : 0));
        return [
          prompts,
          m,
          n,
          least(
            (rate) => multinomial(same(rate)),
            (rate) => 1 - (1 - rate) ** n
          ),
          least(
            (rate) => multinomial(betaBinomial(m, rate / (1 - rate))),
            (rate) => powerLawPassAtN(rate / (1 - rate), n)
          ),
          least(
            (rate) => multinomial(never(rate)),
            (rate) => 0.9 * (1 - (1 - rate) ** n)
          ),
        ];
      })
  )
);

/** The chance of the counts of each value, from the chances of the values. */
function multinomial(chances) {
  const logs = chances.map(Math.log);
  return (counts) => {
    let [log, left] = [0, 0];
    for (let c = 0; c < counts.length; c++) {
      for (let i = 1; i <= counts[c]; i++) log += Math.log(++left / i);
      if (counts[c] > 0) log += counts[c] * logs[c];
    }
    return Math.exp(log);
  };
}

const NS = [1, 4, 16, 64];
const PROMPTS = [5, 8, 12, 30, 100, 300, 1000];
const setsOf = (prompts) => Math.max(SETS, Math.floor((100 * SETS) / prompts));
const AT_ONCE = 100;

console.log('\npass@n of 64 samples a prompt (simulated)');
table(
  ['prompts', 'rates', ...NS.map((n) => `n = ${n}`)],
  PROMPTS.flatMap((prompts) =>
    [
      ['all 0.02', 0.02, (rate) => rate, (n) => 1 - (1 - 0.02) ** n],
      ['uniform', 0.5, (_, u) => u, (n) => powerLawPassAtN(1, n)],
      ['Beta(9, 1)', 0.9, (_, u) => u ** (1 / 9), (n) => powerLawPassAtN(9, n)],
      ['a tenth never, else 0.9', 0.9, (rate, u) => (u < 0.1 ? 0 : rate), (n) => 0.9 * (1 - (1 - 0.9) ** n)],
    ].map(([name, rate, rateOf, meanOf]) => [
      prompts,
      name,
      ...NS.map((n) => {
        const estimates = Array.from({ length: 65 }, (_, c) => passAtN(64, c, n));
        const u = uniforms(prompts * 1000 + n);
        const pick = () => {
          const p = rateOf(rate, u());
          let passed = 0;
          for (let i = 0; i < 64; i++) if (u() < p) passed++;
          return estimates[passed];
        };
        return noted(sharesOf(setsOf(prompts), prompts, pick, meanOf(n), [{}])[0]);
      }),
    ])
  )
);

/** In which share of sets the interval of each method holds the mean. Each set is a score of its own: an aggregate answers for many at once. */
function sharesOf(sets, prompts, pick, mean, methods) {
  const held = methods.map(() => 0);
  const rewards = new Float64Array(prompts);
  for (let done = 0; done < sets; done += AT_ONCE) {
    const names = Array.from({ length: Math.min(AT_ONCE, sets - done) }, (_, i) => `set${i}`);
    const scores = Object.fromEntries(names.map((name) => [name, Float64Array.from({ length: prompts }, pick)]));
    const all = new Aggregate({ ns: [1] }).addBatch({ rewards, rows: 1, scores });
    methods.forEach((options, m) => {
      for (const { interval } of Object.values(all.result(options).rows[0].scores)) if (holds(interval, mean)) held[m]++;
    });
  }
  return held.map((count) => count / sets);
}

console.log('\nBest of n rewards, one estimate a prompt (simulated)');
for (const [name, law] of Object.entries(rewardLaws)) {
  console.log(`\n${name}${law.claimed ? '' : ' (beyond what is claimed)'}`);
  table(
    ['prompts', 'method', ...NS.map((n) => `n = ${n}`)],
    PROMPTS.flatMap((prompts) => {
      const methods = [{}, { interval: 't' }];
      const shares = NS.map((n) => sharesOf(setsOf(prompts), prompts, draws(law, n, prompts * 100 + n), law.meanOf(n), methods));
      return ['auto', 't'].map((method, m) => [
        prompts,
        method,
        ...shares.map((share) => (method === 'auto' && law.claimed ? noted(share[m]) : percent(share[m]))),
      ]);
    })
  );
}

console.log(
  '\nClusters of 5 questions that pass with the rate of their passage, which differs by the law Beta(9, 1) or is uniform (simulated)'
);
table(
  ['clusters', 'rates', 'clusters named', 'as if independent'],
  [5, 10, 30, 100].flatMap((count) =>
    [
      ['uniform', 1],
      ['Beta(9, 1)', 9],
    ].map(([name, a]) => {
      const names = Array.from({ length: 5 * count }, (_, i) => Math.floor(i / 5));
      const u = uniforms(count * 10 + a);
      let [i, rate] = [0, 0];
      const pick = () => {
        if (i++ % 5 === 0) rate = u() ** (1 / a);
        return u() < rate ? 1 : 0;
      };
      const [named, apart] = sharesOf(setsOf(5 * count), 5 * count, pick, a / (a + 1), [{ clusters: names }, {}]);
      return [count, name, noted(named), percent(apart)];
    })
  )
);

console.log(`\nleast of all that is claimed: ${percent(worst)} %`);
if (worst < LEAST) process.exitCode = 1;
