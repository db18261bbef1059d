// Input written straight into the engine's memory.

import { describe, expect, it } from 'vitest';
import { jsEngine } from '../../src/engine/js/index';
import { Support, type SupportBuffers, useEngine } from '../../src/index';
import { lcg } from '../helpers/recipes';

const everything = (support: Support) => [Object.values(support.metrics(5)), [...support.policy(5)], support.blocks];

describe.each(['wasm', 'js'] as const)('%s', (kind) => {
  it.each(['weights', 'logits'] as const)('gives what a copy of the same input gives, to the bit: %s', (name) => {
    useEngine(kind);
    for (const ties of ['random', 'index', undefined] as const) {
      const rewards = lcg(1, 501).map((v) => v % 97);
      const reference = lcg(2, 501).map((v) => (name === 'logits' ? v / 2 ** 28 : v));
      const buffers = Support.allocate(501);
      buffers.rewards.set(rewards);
      buffers.reference.set(reference);
      const filled = Support.fromBuffers(buffers, name, ties);
      const copied = Support.from({ rewards, [name]: reference, ...(ties && { ties }) });
      expect(everything(filled)).toEqual(everything(copied));
      expect(filled.size).toBe(501);
      filled.dispose();
      copied.dispose();
    }
  });

  it('survives memory that grows in between', () => {
    useEngine(kind);
    const buffers = Support.allocate(3);
    buffers.rewards.set([1, 2, 3]);
    const large = Support.from({ weights: new Float64Array(400_000).fill(1), rewards: new Float64Array(400_000) });
    buffers.reference.set([3, 2, 1]);
    expect([...buffers.rewards]).toEqual([1, 2, 3]);
    large.dispose();
    expect(Support.fromBuffers(buffers, 'weights').metrics(3)).toEqual(
      Support.from({ weights: [3, 2, 1], rewards: [1, 2, 3] }).metrics(3)
    );
  });

  it('a bad value is an error that can be mended; used buffers are an error', () => {
    useEngine(kind);
    const buffers = Support.allocate(2);
    buffers.rewards.set([1, Number.NaN]);
    buffers.reference.set([0.5, 0.5]);
    expect(() => Support.fromBuffers(buffers, 'probs')).toThrow(new RangeError('rewards[1] is NaN'));
    buffers.rewards[1] = 2;
    expect(Support.fromBuffers(buffers, 'probs').metrics(2).winRate).toBe(0.625);
    const used = new TypeError('these buffers were used or disposed of and cannot be used any more');
    expect(() => buffers.rewards).toThrow(used);
    expect(() => buffers.reference).toThrow(used);
    expect(() => Support.fromBuffers(buffers, 'probs')).toThrow(used);
    buffers.dispose();
    const unused = Support.allocate(2);
    unused.dispose();
    unused.dispose();
    expect(() => unused.rewards).toThrow(used);
  });

  it('what is written to kept arrays afterwards changes nothing, and harms no other support', () => {
    useEngine(kind);
    const buffers = Support.allocate(300);
    const { rewards, reference } = buffers;
    rewards.set(lcg(3, 300));
    reference.set(lcg(4, 300));
    const support = Support.fromBuffers(buffers, 'weights');
    const others = [5, 300, 20].map((size) => Support.from({ rewards: lcg(size, size), weights: lcg(size + 1, size) }));
    const expected = Support.from({ rewards: lcg(3, 300), weights: lcg(4, 300) });
    const before = others.map(everything);
    rewards.fill(Number.NaN);
    reference.fill(-1);
    expect(everything(support)).toEqual(everything(expected));
    expect(support.smallestN({ winRate: 0.9 })).toBe(expected.smallestN({ winRate: 0.9 }));
    expect(others.map(everything)).toEqual(before);
    const later = Support.from({ rewards: lcg(3, 300), weights: lcg(4, 300) });
    rewards.fill(7);
    expect(everything(later)).toEqual(everything(expected));
    for (const made of [support, expected, later, ...others]) made.dispose();
  });

  it('no array that is handed out lies in the memory of the engine', () => {
    useEngine(kind);
    const kernels = new Set<ArrayBufferLike>();
    class Watching extends Float64Array {
      override set(values: ArrayLike<number>): void {
        kernels.add((values as Float64Array).buffer);
      }
    }
    const support = Support.from({ rewards: [1, 2, 3], weights: [1, 1, 1] });
    expect(support.policy(1, new Watching(3)).every((p) => p === 1 / 3)).toBe(true);
    expect(kernels.size).toBe(0);
    support.dispose();
  });

  it('buffers that lost their memory, or came here by a proxy, are an error', () => {
    useEngine(kind);
    const buffers = Support.allocate(2);
    buffers.rewards.set([1, 2]);
    buffers.reference.set([1, 1]);
    const { reference } = buffers;
    structuredClone(reference.buffer, { transfer: [reference.buffer as ArrayBuffer] });
    expect(() => Support.fromBuffers(buffers, 'weights')).toThrow(/^weights cannot be read: .*detached/);
    expect(() => Support.fromBuffers(new Proxy(Support.allocate(2), {}), 'weights')).toThrow(/^buffers must come from/);
  });

  it.each<[string, () => unknown, Error]>([
    ['no outcome', () => Support.allocate(0), new RangeError('size is 0, expected a whole number from 1 to 4294967294')],
    [
      'a size that is no number',
      () => Support.allocate('3' as unknown as number),
      new TypeError('size is "3", expected a number'),
    ],
    [
      'other buffers',
      () => Support.fromBuffers({} as unknown as SupportBuffers, 'probs'),
      new TypeError('buffers must come from Support.allocate, got a Object'),
    ],
    [
      'another reference',
      () => Support.fromBuffers(Support.allocate(1), 'odds' as 'probs'),
      new TypeError('reference is "odds", expected one of probs, weights, logProbs, logits'),
    ],
    [
      'a total that is not 1',
      () => {
        const buffers = Support.allocate(1);
        buffers.reference[0] = 0.5;
        return Support.fromBuffers(buffers, 'probs');
      },
      new RangeError('probs sum to 0.5, expected 1 within 0.001 (give weights if they need not)'),
    ],
  ])('%s is an error', (_, use, error) => {
    useEngine(kind);
    expect(use).toThrow(error);
  });
});

it('a size that does not fit says how many bytes it needs', () => {
  useEngine('wasm');
  expect(() => Support.allocate(2 ** 31)).toThrow(/^a support of 2147483648 outcomes needs 197568495616 bytes of memory/);
});

it('floats are widened exactly', () => {
  const floats = Float32Array.from(lcg(7, 1001), (v, i) => (v - 2 ** 31) * 2 ** ((i % 180) - 100));
  for (const size of [1, 2, 3, 8, 1001]) {
    const rewards = floats.slice(0, size);
    const weights = floats.slice(0, size).map(Math.abs);
    useEngine('wasm');
    const wasm = Support.from({ rewards, weights });
    const doubles = Support.from({ rewards: Float64Array.from(rewards), weights: Float64Array.from(weights) });
    expect(everything(wasm)).toEqual(everything(doubles));
    useEngine('js');
    expect(everything(Support.from({ rewards, weights }))).toEqual(everything(wasm));
    wasm.dispose();
    doubles.dispose();
  }
  expect(jsEngine.kind).toBe('js');
});
