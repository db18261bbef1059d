// Promise 5, and what happens at the edges of memory.

import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { CleanBatch } from '../../src/engine/interface';
import { jsEngine } from '../../src/engine/js/index';
import { loadKernel, WasmEngine } from '../../src/engine/wasm/index';
import { engine, Support, useEngine } from '../../src/index';
import { cleanInput } from '../../src/input/support';
import { METRICS, metricsAt } from '../../src/metrics';
import { coefficientsAt } from '../../src/numerics/coefficients';
import { kernelBytes } from '../helpers/kernel';
import { lcg } from '../helpers/recipes';

/** An engine of its own, and how many bytes its kernel holds. */
function freshEngine() {
  const kernel = loadKernel(kernelBytes);
  return { kernel, engine: new WasmEngine(kernel), bytes: () => kernel.memory.buffer.byteLength };
}

function randomInput(size: number, seed: number) {
  return cleanInput({ weights: lcg(seed, size), rewards: lcg(seed + 1, size) });
}

describe('a million small supports', () => {
  it('made and disposed leave the memory where it was after the first thousand', () => {
    const { engine, bytes } = freshEngine();
    const inputs = [1, 2, 5, 17, 64].map((size) => randomInput(size, size));
    const coefficients = new Float64Array(80).fill(2);
    let after = 0;
    for (let i = 0; i < 1_000_000; i++) {
      const support = engine.prepare(inputs[i % inputs.length]);
      if (i % 100 === 0) support.metrics(coefficients, 15);
      support.dispose();
      if (i === 999) after = bytes();
    }
    expect(bytes()).toBe(after);
  });

  it('through the typed library', () => {
    useEngine('wasm');
    const input = { weights: [1, 2, 3], rewards: [3, 1, 2] };
    for (let i = 0; i < 20_000; i++) {
      const support = Support.from(input);
      support.policy(2);
      support[Symbol.dispose]();
    }
    expect(engine().kind).toBe('wasm');
  });
});

it('supports that were forgotten are reclaimed', async () => {
  const gc = (globalThis as { gc?: () => void }).gc;
  if (gc === undefined) throw new Error('run with --expose-gc');
  useEngine('wasm');
  const forget = () => {
    for (let i = 0; i < 40; i++) Support.from({ weights: new Float64Array(20_000).fill(1), rewards: new Float64Array(20_000) });
  };
  const { prepare } = WasmEngine.prototype;
  let live = 0;
  WasmEngine.prototype.prepare = function (input) {
    const support = prepare.call(this, input);
    live++;
    const dispose = support.dispose.bind(support);
    support.dispose = () => {
      live--;
      dispose();
    };
    return support;
  };
  try {
    forget();
    for (let round = 0; round < 50 && live > 0; round++) {
      gc();
      await sleep(10);
    }
    expect(live).toBe(0);
  } finally {
    WasmEngine.prototype.prepare = prepare;
  }
});

it('a support that cannot fit says how many bytes it needs, and harms no other', () => {
  const { kernel, engine, bytes } = freshEngine();
  const early = engine.prepare(randomInput(500, 1));
  const before = metricsAt(early, 7, METRICS);
  // leave less than half a GiB of the 4 GiB that a 32-bit memory can have; what is never touched costs nothing
  const taken = [1, 2, 3, 4].map(() => kernel.allocate(930 * 2 ** 20));
  const size = 8_000_000;
  const large = {
    ...cleanInput({ weights: [1], rewards: [1] }),
    rewards: new Float32Array(size),
    reference: new Float32Array(size).fill(1),
  };
  for (let attempt = 0; attempt < 2; attempt++) {
    expect(() => engine.prepare(large)).toThrow(RangeError);
    expect(() => engine.prepare(large)).toThrow(
      'a support of 8000000 outcomes needs 736000000 bytes of memory, which could not be had'
    );
  }
  expect(metricsAt(early, 7, METRICS)).toEqual(before);
  const grown = bytes();
  const late = engine.prepare(randomInput(500, 1));
  expect(metricsAt(late, 7, METRICS)).toEqual(before);
  expect(bytes()).toBe(grown);
  for (const address of taken) kernel.free(address);
  // beyond what the allocator has in one piece
  const huge = { ...large, rewards: new Float32Array(140_000_000), reference: new Float32Array(140_000_000) };
  expect(() => engine.prepare(huge)).toThrow(
    'a support of 140000000 outcomes needs 12880000000 bytes of memory, which could not be had'
  );
  expect(metricsAt(early, 7, METRICS)).toEqual(before);
});

it('supports that are alive hold a stated part of the memory; further ones are made in JavaScript, with the same bits', () => {
  const kernel = loadKernel(kernelBytes);
  const engine = new WasmEngine(kernel, 2 ** 20);
  const input = randomInput(1000, 3);
  const supports = Array.from({ length: 300 }, () => engine.prepare(input));
  const inKernel = supports.filter(({ isCollected }) => !isCollected);
  expect(inKernel.length).toBeGreaterThan(10);
  expect(inKernel.length).toBeLessThan(20);
  expect(kernel.memory.buffer.byteLength).toBeLessThanOrEqual(2 ** 21);
  const answers = supports.map((support) => metricsAt(support, 7, METRICS));
  for (const answer of answers) expect(answer).toEqual(answers[0]);
  for (const support of supports) support.dispose();
  expect(engine.prepare(input).isCollected).toBe(false);
});

it('what cannot be had says how many supports are alive', () => {
  const { engine } = freshEngine();
  const early = [1, 2].map((seed) => engine.prepare(randomInput(50, seed)));
  const size = 140_000_000;
  const huge = { ...randomInput(1, 1), rewards: new Float32Array(size), reference: new Float32Array(size) };
  expect(() => engine.prepare(huge)).toThrow(
    /which could not be had; 2 other supports are alive, and dispose\(\) gives their memory back$/
  );
  for (const support of early) support.dispose();
  expect(() => engine.prepare(huge)).toThrow(/which could not be had$/);
});

it('calls that fail keep no memory', () => {
  const { engine, bytes } = freshEngine();
  const wrong = { ...randomInput(2000, 1), ...cleanInput({ rewards: lcg(1, 2000), probs: Array(2000).fill(1) }) };
  const before = bytes();
  let after = 0;
  for (let i = 0; i < 2000; i++) {
    expect(() => engine.prepare(wrong)).toThrow(/^probs sum to 2000/);
    if (i === 0) after = bytes();
  }
  expect(bytes()).toBe(after);
  expect(after - before).toBeLessThan(2 ** 17);
});

it('the moments of a curve are given back with the support', () => {
  const { engine, bytes } = freshEngine();
  const input = randomInput(20_000, 5);
  let after = 0;
  for (let i = 0; i < 60; i++) {
    const support = engine.prepare(input);
    support.curve(coefficientsAt(2), 0);
    support.dispose();
    if (i === 5) after = bytes();
  }
  expect(bytes()).toBe(after);
});

describe('batches', () => {
  const batchOf = (samples: number, length: number): CleanBatch => ({
    rewards: Float64Array.from(lcg(3, samples)),
    weights: undefined,
    starts: Uint32Array.from({ length: samples / length + 1 }, (_, row) => row * length),
    longest: length,
    coefficients: [coefficientsAt(2), coefficientsAt(16)],
    groups: 15,
    wanted: [0, 1, 2],
  });

  it('leave the memory where it was after the first few', () => {
    const { engine, bytes } = freshEngine();
    const batches = [batchOf(640, 64), batchOf(3000, 600), batchOf(12, 1)];
    let after = 0;
    for (let i = 0; i < 3000; i++) {
      engine.batch(batches[i % 3]);
      if (i === 30) after = bytes();
    }
    expect(bytes()).toBe(after);
  });

  it('one that cannot fit says how many bytes it needs, and harms nothing', () => {
    const { kernel, engine, bytes } = freshEngine();
    const small = batchOf(640, 64);
    const before = engine.batch(small);
    for (let i = 0; i < 4; i++) kernel.allocate(930 * 2 ** 20);
    const large = {
      ...batchOf(64, 64),
      rewards: new Float32Array(96_000_000),
      starts: Uint32Array.of(0, 48_000_000, 96_000_000),
    };
    for (let attempt = 0; attempt < 2; attempt++) {
      expect(() => engine.batch(large)).toThrow(RangeError);
      expect(() => engine.batch(large)).toThrow(
        /^a batch of 2 rows and 96000000 samples needs \d{9} bytes of memory, which could not be had$/
      );
    }
    const grown = bytes();
    expect(engine.batch(small)).toEqual(before);
    expect(bytes()).toBe(grown);
  });

  it('one beyond 4 GiB is refused before it is tried', () => {
    const { engine } = freshEngine();
    const wanted = Array.from({ length: 22 }, (_, i) => i);
    const coefficients = Array(1000).fill(coefficientsAt(2));
    const rows = 100_000;
    const large = { ...batchOf(rows, 1), coefficients, wanted };
    expect(() => engine.batch(large)).toThrow(/^a batch of 100000 rows and 100000 samples needs 1760\d{7} bytes/);
  });
});

it('a support past 2 GiB is like any other', () => {
  const { kernel, engine } = freshEngine();
  const taken = [1, 2, 3, 4].map(() => kernel.allocate(1000 * 2 ** 20));
  const next = kernel.allocate(2 ** 18);
  expect(next, 'an address with the sign bit set').toBeLessThan(0);
  kernel.free(next);
  const input = randomInput(30_000, 9);
  const high = engine.prepare(input);
  const inJavaScript = jsEngine.prepare(input);
  expect(high.results).toEqual(inJavaScript.results);
  expect(metricsAt(high, 5, METRICS)).toEqual(metricsAt(inJavaScript, 5, METRICS));
  expect(metricsAt(high, Infinity, METRICS)).toEqual(metricsAt(inJavaScript, Infinity, METRICS));
  high.dispose();
  for (const address of taken) kernel.free(address);
});

it('growth of the memory between two calls harms neither', () => {
  useEngine('wasm');
  const small = Support.from({ weights: [1, 2, 3], rewards: [1, 2, 3] });
  const before = small.metrics(3);
  const large = Support.from({ weights: lcg(1, 300_000), rewards: lcg(2, 300_000) });
  const policy = large.policy(3);
  expect(small.metrics(3)).toEqual(before);
  expect(policy.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
  large.dispose();
  expect([...policy.slice(0, 3)].every((mass) => mass >= 0)).toBe(true);
  small.dispose();
});
