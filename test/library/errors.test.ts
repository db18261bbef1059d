// Promise 4: bad input is a clear error that names the argument, the index and the value, before anything is computed.

import { describe, expect, it } from 'vitest';
import { engine, klBound, klDivergence, klEstimate, Support, type SupportInput, useEngine, winRateBound } from '../../src/index';

const rewards = [1, 2, 3];
const weights = [1, 1, 2];
const from = (input: unknown) => () => Support.from(input as SupportInput);

describe.each(['wasm', 'js'] as const)('%s', (kind) => {
  it.each<[string, unknown, ErrorConstructor, string | RegExp]>([
    ['NaN reward', { rewards: [1, Number.NaN, 3], weights }, RangeError, 'rewards[1] is NaN'],
    ['NaN in a Float64Array', { rewards: Float64Array.of(1, 2, Number.NaN), weights }, RangeError, 'rewards[2] is NaN'],
    ['string reward', { rewards: [1, '2', 3], weights }, TypeError, 'rewards[1] is "2", expected a number'],
    ['null reward', { rewards: [1, 2, null], weights }, TypeError, 'rewards[2] is null, expected a number'],
    ['holes', { rewards: new Array(3), weights }, TypeError, 'rewards[0] is undefined, expected a number'],
    ['bigint', { rewards: [1, 2n, 3], weights }, TypeError, 'rewards[1] is 2n, expected a number'],
    ['rewards of another type', { rewards: 'abc', weights }, TypeError, /^rewards must be a Float64Array, .* got "abc"$/],
    ['no rewards', { weights }, TypeError, /^rewards must be a Float64Array, .* got undefined$/],
    ['integer array', { rewards, weights: new Int32Array(3) }, TypeError, /^weights must be .* got a Int32Array$/],
    ['negative weight', { rewards, weights: [1, -2, 1] }, RangeError, 'weights[1] is -2, expected a finite number >= 0'],
    ['NaN weight', { rewards, weights: [1, 1, Number.NaN] }, RangeError, 'weights[2] is NaN, expected a finite number >= 0'],
    [
      'infinite weight',
      { rewards, weights: [Infinity, 1, 1] },
      RangeError,
      'weights[0] is Infinity, expected a finite number >= 0',
    ],
    ['all-zero weights', { rewards, weights: [0, 0, 0] }, RangeError, 'weights are all 0: no outcome can be drawn'],
    ['lengths', { rewards, weights: [1, 1] }, TypeError, 'rewards has length 3 and weights has length 2; they must be equal'],
    ['empty', { rewards: [], weights: [] }, RangeError, 'rewards is empty: a support needs at least one outcome'],
    ['two references', { rewards, weights, probs: weights }, TypeError, /^probs and weights are both given: give exactly one of/],
    ['no reference', { rewards }, TypeError, 'no reference policy is given: give one of probs, weights, logProbs, logits'],
    ['no input', undefined, TypeError, 'input must be an object, got undefined'],
    ['ties', { rewards, weights, ties: 'first' }, TypeError, 'ties is "first", expected "random" or "index"'],
    ['probs of 0.6', { rewards, probs: [0.1, 0.2, 0.3] }, RangeError, /^probs sum to 0\.6, expected 1 within 0\.001/],
    ['probs of 1.07', { rewards, probs: [0.4, 0.3, 0.37] }, RangeError, /^probs sum to 1\.07, expected 1 within 0\.001/],
    [
      'probs of 1e300',
      { rewards, probs: [1e300, 0, 0] },
      RangeError,
      /^probs\[0\] is 1e\+300, expected a probability from 0 to 1/,
    ],
    [
      'float16 softmax of 1.3',
      { rewards, probs: Float32Array.of(0.5, 0.5, 0.3) },
      RangeError,
      /^probs sum to 1\.3000000\d*, expected 1/,
    ],
    ['float16 softmax of 2', { rewards, probs: [1, 0.5, 0.5] }, RangeError, /^probs sum to 2, expected 1/],
    ['negative prob', { rewards, probs: [-0.7, 0.3, 0.4] }, RangeError, /^probs\[0\] is -0\.7; .*give them as logProbs/],
    [
      'logits all -Infinity',
      { rewards, logits: rewards.map(() => -Infinity) },
      RangeError,
      'logits are all -Infinity: no outcome can be drawn',
    ],
    ['logProbs all -Infinity', { rewards, logProbs: rewards.map(() => -Infinity) }, RangeError, /^logProbs are all -Infinity/],
    [
      '+Infinity logit',
      { rewards, logits: [0, Infinity, 1] },
      RangeError,
      'logits[1] is Infinity, expected a finite number or -Infinity',
    ],
    ['NaN logit', { rewards, logits: [0, 1, Number.NaN] }, RangeError, 'logits[2] is NaN, expected a finite number or -Infinity'],
    ['NaN logProb', { rewards, logProbs: [Number.NaN, 0, 0] }, RangeError, /^logProbs\[0\] is NaN/],
    [
      'logits given as logProbs',
      { rewards: [1, 2], logProbs: [-1000, -1001] },
      RangeError,
      /^logProbs have a log-sum-exp of -999\.68673831\d*, expected 0 within 0\.001/,
    ],
  ])('%s', (_, input, type, message) => {
    useEngine(kind);
    expect(from(input)).toThrow(type);
    expect(from(input)).toThrow(message);
  });

  it.each<[unknown, ErrorConstructor, string]>([
    [0.999, RangeError, 'n is 0.999, expected a number >= 1'],
    [0, RangeError, 'n is 0, expected a number >= 1'],
    [-Infinity, RangeError, 'n is -Infinity, expected a number >= 1'],
    [Number.NaN, RangeError, 'n is NaN, expected a number >= 1'],
    ['4', TypeError, 'n is "4", expected a number'],
    [4n, TypeError, 'n is 4n, expected a number'],
    [undefined, TypeError, 'n is undefined, expected a number'],
  ])('n = %s', (n, type, message) => {
    useEngine(kind);
    const support = Support.from({ rewards, weights });
    for (const use of [() => support.policy(n as number), () => support.metrics(n as number)]) {
      expect(use).toThrow(type);
      expect(use).toThrow(message);
    }
    expect(() => support.curve([1, n as number])).toThrow(
      typeof n === 'number' ? message.replace('n is', 'ns[1] is') : /^ns\[1\] is/
    );
    support.dispose();
  });

  it('out, fields and a support disposed of', () => {
    useEngine(kind);
    const support = Support.from({ rewards, weights });
    expect(() => support.policy(2, new Float64Array(4))).toThrow(
      new TypeError('out has length 4, expected 3, the size of the support')
    );
    expect(() => support.policy(2, [] as unknown as Float64Array)).toThrow(
      new TypeError('out must be a Float64Array, got a Array')
    );
    expect(() => support.metrics(2, ['kl', 'perplexity' as 'kl'])).toThrow(
      /^fields\[1\] is "perplexity", expected one of n, kl, /
    );
    expect(() => support.metrics(2, 'kl' as unknown as ['kl'])).toThrow(
      new TypeError('fields must be an array of metric names, got "kl"')
    );
    support.dispose();
    support.dispose();
    const disposed = new TypeError('this support was disposed of and cannot be used any more');
    for (const use of [() => support.policy(2), () => support.metrics(2), () => support.curve([2])])
      expect(use).toThrow(disposed);
    expect(support.size).toBe(3);
  });

  it('nothing is written when a call fails', () => {
    useEngine(kind);
    const support = Support.from({ rewards, weights });
    const out = Float64Array.of(7, 7, 7);
    expect(() => support.policy(0, out)).toThrow();
    expect([...out]).toEqual([7, 7, 7]);
    support.dispose();
  });

  it('what is valid, though it looks odd', () => {
    useEngine(kind);
    const kl = (input: SupportInput, n = 4) => {
      const support = Support.from(input);
      const { kl } = support.metrics(n);
      support.dispose();
      return kl;
    };
    // weights whose sum overflows
    expect(kl({ rewards: weights.map((_, i) => i), weights: [1e308, 1e308, 1e308] })).toBe(
      kl({ rewards: [0, 1, 2], weights: [1, 1, 1] })
    );
    const many = Support.from({ rewards: Array.from({ length: 100 }, (_, i) => i), weights: Array(100).fill(1e308) });
    expect(many.policy(1)[0]).toBe(0.01);
    many.dispose();
    // softmax far from 0: the reported first mass
    const far = Support.from({ rewards: [0, 1], logits: [-1000, -1001] });
    expect(far.policy(1)[0]).toBe(0.7310585786300049);
    far.dispose();
    // probability 0 is an outcome left out
    const masked = { rewards: [5, 1, 2, 3], logProbs: [-Infinity, Math.log(0.5), Math.log(0.25), Math.log(0.25)] };
    const left = { rewards: [1, 2, 3], logProbs: masked.logProbs.slice(1) };
    expect(kl(masked)).toBe(kl(left));
    // float32 rows off by 1e-6
    const third = Math.fround(1 / 3);
    expect(kl({ rewards, probs: Float32Array.of(third, third, third + 1e-6) })).toBeGreaterThan(0);
    // a tiny mass under a large one
    for (const order of [
      [0, 1],
      [1, 0],
    ]) {
      const m = Support.from({ rewards: order, weights: [2.2e-308, 1] });
      expect(Object.values(m.metrics(1e300)).every((x) => !Number.isNaN(x))).toBe(true);
      expect(Number.isFinite(m.metrics(1e300).kl)).toBe(true);
      m.dispose();
    }
    // infinite rewards
    const infinite = Support.from({ rewards: [-Infinity, 1, 2], weights });
    expect(infinite.referenceReward).toBe(-Infinity);
    expect(infinite.metrics(3).expectedReward).toBe(-Infinity);
    expect(infinite.metrics(3).rewardVariance).toBeNaN();
    expect(infinite.metrics(Infinity).expectedReward).toBe(2);
    expect(infinite.metrics(3).kl).toBe(kl({ rewards, weights }, 3));
    infinite.dispose();
    // -0 ties with 0
    const zeros = Support.from({ rewards: [-0, 0, 1], weights });
    expect(zeros.blocks).toBe(2);
    zeros.dispose();
  });
});

describe('functions', () => {
  it('klBound, winRateBound, klEstimate', () => {
    for (const f of [klBound, winRateBound, (n: number) => klEstimate(n, 0.5)]) {
      expect(() => f(0.5)).toThrow(new RangeError('n is 0.5, expected a number >= 1'));
      expect(() => f(Number.NaN)).toThrow(RangeError);
      expect(() => f('2' as unknown as number)).toThrow(new TypeError('n is "2", expected a number'));
    }
    expect(() => klEstimate(2, 1.5)).toThrow(new RangeError('epsilon is 1.5, expected a probability from 0 to 1'));
    expect(() => klEstimate(2, Number.NaN)).toThrow(RangeError);
    expect(() => klEstimate(2, null as unknown as number)).toThrow(new TypeError('epsilon is null, expected a number'));
    expect([klBound(1), klBound(Infinity), winRateBound(1), winRateBound(Infinity)]).toEqual([0, Infinity, 0.5, 1]);
    expect([klEstimate(Infinity, 0), klEstimate(Infinity, 1), klEstimate(1, 0.3)]).toEqual([Infinity, 0, 0]);
  });

  it('klDivergence', () => {
    expect(klDivergence([0.5, 0.5, 0], [0.5, 0.5, 0])).toBe(0);
    expect(klDivergence([0.3, 0.3, 0.4], [0.5, 0.5, 0])).toBe(Infinity);
    expect(() => klDivergence([0.5, 0.5], [0.3, 0.3])).toThrow(/^q sum to 0\.6, expected 1 within 0\.001/);
    expect(klDivergence([1, 1], [3, 1], { weights: true })).toBeCloseTo(0.5 * Math.log(2 / 3) + 0.5 * Math.log(2), 15);
    expect(() => klDivergence([0.5, 0.5], [1])).toThrow(new TypeError('p has length 2 and q has length 1; they must be equal'));
    expect(() => klDivergence([], [])).toThrow(new RangeError('p is empty: a distribution needs at least one outcome'));
    expect(() => klDivergence([0.5, -0.5], [0.5, 0.5])).toThrow(new RangeError('p[1] is -0.5, expected a finite number >= 0'));
    expect(() => klDivergence([0.5, Number.NaN], [0.5, 0.5])).toThrow(/^p\[1\] is NaN/);
    expect(() => klDivergence([0, 0], [0.5, 0.5])).toThrow('p are all 0');
    // log p - log q, never log(p / q), which overflows
    expect(klDivergence([0.5, 0.5], [5e-324, 1])).toBeCloseTo(0.5 * (Math.log(0.5) - Math.log(5e-324)) + 0.5 * Math.log(0.5), 12);
    expect(klDivergence([1, 1], [1e-300, 1e300], { weights: true })).toBeCloseTo(0.5 * 600 * Math.LN10 - Math.LN2, 10);
  });
});

describe('useEngine', () => {
  it('says what is wrong, and changes nothing', () => {
    useEngine('wasm');
    expect(() => useEngine('gpu' as 'js')).toThrow(new TypeError('kind is "gpu", expected "wasm" or "js"'));
    expect(() => useEngine('js', new ArrayBuffer(8))).toThrow(new TypeError("module is given, but the engine 'js' takes none"));
    expect(() => useEngine('wasm', new Uint8Array([1, 2, 3, 4]))).toThrow(/^the WebAssembly kernel cannot be used here: /);
    expect(engine()).toEqual({ kind: 'wasm' });
  });
});
