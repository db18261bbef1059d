// Hostile arguments: calls every public function with values of every wrong kind, drawn from a seed. What is thrown must be an error with a code
// whose message names an argument; nothing may hang, and no support may be harmed.

import { draw, generator } from './hostile-values.mjs';

/** A right call of every public function: its arguments, each of which is replaced now and then, as are the fields of those that are objects. */
function callsOf({ Aggregate, Samples, Support, ...library }, objects) {
  const input = () => ({ rewards: [1, 2, 3], weights: Float64Array.of(1, 1, 2), ties: 'random' });
  const samples = () => ({ rewards: [1, 2, 3], logProbs: [-1, -2, -3], scores: { a: [1, 0, 1] } });
  const state = () => JSON.parse(JSON.stringify(new Aggregate({ ns: [1, 2] }).add(objects.samples)));
  return [
    [(a) => Support.from(a).dispose(), input()],
    [(a) => Support.allocate(a), 3],
    [(...all) => Support.fromBuffers(...all).dispose(), objects.buffers(), 'weights', 'index'],
    [(...all) => objects.support.policy(...all), 2, new Float64Array(3)],
    [(...all) => objects.support.metrics(...all), 2, ['kl']],
    [(...all) => objects.support.curve(...all), [1, 2], ['kl']],
    [(a) => objects.support.threshold(a), 1],
    [(...all) => objects.support.tilted(...all), 1, 'reward'],
    [(...all) => objects.support.matchKl(...all), 0.1, 'winRate'],
    [(a) => objects.support.smallestN(a), { winRate: 0.6, expectedReward: 2 }],
    [
      (a) => library.evaluateBatch(a),
      { rewards: [1, 2, 3], rows: Uint32Array.of(1, 2), weights: [1, 1, 1], ns: [2], metrics: ['kl'] },
    ],
    [(a) => Samples.from(a), samples()],
    [(a) => objects.samples.expectedReward(a), 2],
    [(a) => objects.samples.winRate(a), 2],
    [(a) => objects.samples.klEstimate(a), 2],
    [(...all) => objects.samples.expectedScore(...all), 'a', 2],
    [(...all) => objects.samples.worstOf(...all), 2, 'a'],
    [(...all) => library.aggregate(...all), [objects.samples], { ns: [1, 2], confidence: 0.9, seed: 1, resamples: 5 }],
    [(a) => new Aggregate(a), { ns: [1, 2] }],
    [(a) => new Aggregate().add(a), objects.samples],
    [(a) => new Aggregate().merge(a), new Aggregate()],
    [(a) => new Aggregate().add(objects.samples).result(a), { confidence: 0.9, seed: 1, resamples: 5 }],
    [(a) => Aggregate.fromJSON(a), state()],
    [(...all) => library.klDivergence(...all), [0.5, 0.5], [0.2, 0.8], { weights: true }],
    [(...all) => library.passAtK(...all), 5, 2, 1],
    [(a) => library.klBound(a), 2],
    [(a) => library.winRateBound(a), 2],
    [(...all) => library.klEstimate(...all), 2, 0.1],
    [(a, b) => library.useEngine(a, b), 'js', undefined],
  ];
}

/** An argument with one of its fields, or one of a field's own, replaced. */
function spoilt(argument, next) {
  const isPlain = typeof argument === 'object' && argument !== null && Object.getPrototypeOf(argument) === Object.prototype;
  const isList = Array.isArray(argument) && argument.length > 0;
  if ((!isPlain && !isList) || next() < 0.3) return draw(next);
  const keys = Object.keys(argument);
  const key = keys[Math.floor(next() * keys.length)];
  const copy = isList ? [...argument] : { ...argument };
  copy[key] = spoilt(argument[key], next);
  return copy;
}

/**
 * Calls the library with hostile arguments.
 *
 * @param library - its public names.
 * @param {number} seed
 * @param {number} rounds - how often every function is called.
 * @returns {{ calls: number, refused: number, faults: string[] }} faults: what was thrown without a code or took a second.
 */
export function attack(library, seed, rounds) {
  const next = generator(seed);
  const faults = [];
  let calls = 0;
  let refused = 0;
  for (const engine of ['wasm', 'js']) {
    library.useEngine(engine);
    const objects = {
      support: library.Support.from({ rewards: [1, 2, 3], weights: [3, 2, 1] }),
      samples: library.Samples.from({ rewards: [1, 2, 3], logProbs: [-1, -2, -3], scores: { a: [1, 0, 1] } }),
      buffers() {
        const buffers = library.Support.allocate(3);
        buffers.rewards.set([1, 2, 3]);
        buffers.reference.set([1, 1, 1]);
        return buffers;
      },
    };
    const before = JSON.stringify(objects.support.metrics(5));
    for (let round = 0; round < rounds; round++) {
      for (const [call, ...args] of callsOf(library, objects)) {
        const at = Math.floor(next() * args.length);
        args[at] = spoilt(args[at], next);
        const start = performance.now();
        calls++;
        try {
          call(...args);
        } catch (error) {
          refused++;
          if (typeof error?.code !== 'string') faults.push(`${engine} ${call}: ${error?.stack ?? error}`);
        }
        if (performance.now() - start > 5000) faults.push(`${engine} ${call}: took ${performance.now() - start} ms`);
        library.useEngine(engine);
      }
    }
    if (JSON.stringify(objects.support.metrics(5)) !== before) faults.push(`${engine}: a support changed`);
  }
  return { calls, refused, faults };
}
