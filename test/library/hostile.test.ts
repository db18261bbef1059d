// Hostile arguments, numbers that change while they are read, kernels that were tampered with, and what the kernel does when it breaks off.

import { describe, expect, it } from 'vitest';
import { kernelBytes as embeddedBytes } from '../../build/kernel-bytes';
import { jsEngine } from '../../src/engine/js/index';
import { type Kernel, loadKernel, WasmEngine } from '../../src/engine/wasm/index';
import { digestOf, testKernel } from '../../src/engine/wasm/self-test';
import * as library from '../../src/index';
import { cleanInput } from '../../src/input/support';
import { kernelBytes } from '../helpers/kernel';
import { attack } from '../reliability/hostile.mjs';

const { evaluateBatch, Samples, Support, useEngine } = library;

it('whatever is given, what is thrown has a code, and no support changes', () => {
  const { calls, refused, faults } = attack(library, Number(process.env.SEED ?? 1), 40);
  expect(faults).toEqual([]);
  expect(refused).toBeGreaterThan(calls / 2);
});

describe('numbers that change while they are read', () => {
  it.each(['wasm', 'js'] as const)('a getter cannot change what was checked: %s', (kind) => {
    useEngine(kind);
    const rewards = Float64Array.of(1, 2, 3);
    const input = {
      rewards,
      get weights() {
        rewards[1] = Number.NaN;
        return [1, 1, 1];
      },
    };
    expect(() => Support.from(input)).toThrow(new RangeError('rewards[1] is NaN'));
    expect(() => evaluateBatch({ ...input, rewards, rows: 3, ns: [2] } as never)).toThrow(
      /^rewards\[1\] \(row 0, column 1\) is NaN/
    );
    const support = Support.from({ rewards: [1, 2], weights: [1, 1] });
    const fields = new Proxy(['kl' as const], {
      get(target, key) {
        support.dispose();
        return Reflect.get(target, key);
      },
    });
    expect(() => support.metrics(2, fields)).toThrow(/this support was disposed of/);
  });

  it('memory that other threads can write to is copied before it is checked', () => {
    const shared = new Float64Array(new SharedArrayBuffer(24));
    shared.set([1, 2, 3]);
    const clean = cleanInput({ rewards: shared, weights: shared });
    shared.fill(Number.NaN);
    expect([...clean.rewards, ...clean.reference]).toEqual([1, 2, 3, 1, 2, 3]);
    expect(() => Support.from({ rewards: shared, weights: [1, 1, 1] })).toThrow(new RangeError('rewards[0] is NaN'));
    expect(() => Samples.from({ rewards: shared })).toThrow(new RangeError('rewards[0] is NaN'));
  });

  it('what is public of a support and of samples cannot be changed', () => {
    const support = Support.from({ rewards: [1, 2], weights: [1, 1] });
    expect(() => Object.assign(support, { size: 5 })).toThrow(TypeError);
    expect(() => Object.assign(Samples.from({ rewards: [1] }), { size: 5 })).toThrow(TypeError);
    expect(support.policy(1)).toEqual(Float64Array.of(0.5, 0.5));
    support.dispose();
  });
});

describe('the kernel', () => {
  /** The exports of a fresh kernel, some of them replaced. */
  const kernelWith = (replaced: Partial<Kernel>) => ({ ...loadKernel(kernelBytes), ...replaced }) as Kernel;
  const trap = (message: string) => () => {
    throw new WebAssembly.RuntimeError(message);
  };
  const input = cleanInput({ rewards: [3, 1, 2], weights: [1, 2, 3] });

  it.each(['unreachable', 'unreachable executed', 'Unreachable code should not be executed (evaluating x)'])(
    'a trap of the allocator is a lack of memory: %s',
    (message) => {
      const engine = new WasmEngine(kernelWith({ prepare: trap(message) }));
      expect(() => engine.prepare(input)).toThrow('a support of 3 outcomes needs 276 bytes of memory, which could not be had');
      expect(engine.hasFailed).toBe(false);
    }
  );

  it('any other trap is said as it is, and the kernel is not used again', () => {
    const engine = new WasmEngine(kernelWith({ metrics: trap('memory access out of bounds') }));
    const support = engine.prepare(input);
    const failed = expect.objectContaining({
      code: 'KERNEL_FAILED',
      message: expect.stringMatching(/^the WebAssembly kernel broke off \(memory access out of bounds\)/),
      cause: expect.any(WebAssembly.RuntimeError),
    });
    expect(errorOf(() => support.metrics(new Float64Array(80), 0))).toEqual(failed);
    expect(errorOf(() => support.policy(new Float64Array(80), new Float64Array(3)))).toEqual(failed);
    expect(errorOf(() => engine.prepare(input))).toEqual(failed);
    expect(engine.hasFailed).toBe(true);
    support.dispose();
  });

  it('what reaches it unchecked cannot pass for a lack of memory', () => {
    const engine = new WasmEngine(loadKernel(kernelBytes));
    const rewards = Float64Array.from({ length: 5000 }, (_, i) => (i % 3 ? i : Number.NaN));
    const error = errorOf(() => engine.prepare({ ...input, rewards, reference: new Float64Array(5000).fill(1) }));
    if (error !== undefined) expect(error).toMatchObject({ code: 'KERNEL_FAILED' });
  });

  it('is the file, and its digest is that of the JavaScript engine', () => {
    expect(Buffer.from(embeddedBytes()).equals(kernelBytes)).toBe(true);
    expect(digestOf(jsEngine)).toBe(digestOf(new WasmEngine(loadKernel(kernelBytes))));
    testKernel(jsEngine);
  });

  it('with any flipped bit is refused as bytes', () => {
    for (let k = 0; k < 300; k++) {
      const bytes = Uint8Array.from(kernelBytes);
      bytes[(k * 7919) % bytes.length] ^= 1 << (k & 7);
      expect(errorOf(() => useEngine('wasm', bytes))).toMatchObject({
        code: 'NO_KERNEL',
        message: `the WebAssembly kernel cannot be used here: these ${bytes.length} bytes are not the kernel of this version, best-of-n/kernel.wasm`,
      });
    }
    for (const source of [null, 5, new ArrayBuffer(0), kernelBytes.subarray(1), {}])
      expect(errorOf(() => useEngine('wasm', source as never))).toMatchObject({ code: 'NO_KERNEL' });
    for (const source of [kernelBytes, Uint8Array.from(kernelBytes).buffer]) useEngine('wasm', source);
    expect(library.engine()).toEqual({ kind: 'wasm' });
  });

  it('is refused as a module where a formula was changed', () => {
    // the last double that is 1/6 in the kernel: a coefficient of a series
    const sixth = new Uint8Array(Float64Array.of(1 / 6).buffer);
    const at = kernelBytes.lastIndexOf(sixth);
    expect(at).toBeGreaterThan(0);
    const bytes = Uint8Array.from(kernelBytes);
    bytes[at + 3] ^= 1;
    expect(errorOf(() => useEngine('wasm', new WebAssembly.Module(bytes)))).toMatchObject({ code: 'NO_KERNEL' });
    useEngine('wasm', new WebAssembly.Module(kernelBytes));
    expect(library.engine()).toEqual({ kind: 'wasm' });
    useEngine('wasm');
  });
});

function errorOf(use: () => unknown): unknown {
  try {
    use();
  } catch (error) {
    return error;
  }
  return undefined;
}
