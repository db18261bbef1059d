// Arrays of another realm, and arrays over memory that is shared or can shrink: each is taken as one's own, or refused with a clear error.

import { readFileSync } from 'node:fs';
import { createContext, runInContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import {
  Aggregate,
  aggregate,
  engine,
  evaluateBatch,
  klDivergence,
  type Numbers,
  passAtK,
  Samples,
  Support,
  useEngine,
} from '../../src/index';

const realm = createContext({});
const far = <T>(code: string): T => runInContext(code, realm);

/** The same numbers as each kind of array that another realm has. */
const kinds = (values: number[]): [string, Numbers][] =>
  [
    `Float64Array.of(${values})`,
    `Float32Array.of(${values})`,
    `[${values}]`,
    `Float64Array.from({ length: ${values.length} }, (_, i) => [${values}][i])`,
    `new Float64Array(new Float64Array([0, ${values}]).buffer, 8)`,
    `(() => { const a = new Float64Array(new SharedArrayBuffer(${8 * values.length})); a.set([${values}]); return a; })()`,
    `new (class extends Float64Array {})([${values}])`,
  ].map((code) => [code, far(code)]);

describe('arrays of another realm', () => {
  it.each(['wasm', 'js'] as const)('are taken by every function: %s', (kind) => {
    useEngine(kind);
    const near = [0.5, 0.25, 0.25];
    const expected = Support.from({ rewards: near, weights: near });
    const batch = evaluateBatch({ rewards: Float64Array.from(near), weights: Float64Array.from(near), rows: 3, ns: [1, 2] });
    for (const [code, values] of kinds(near)) {
      const support = Support.from({ rewards: values, weights: values });
      expect(support.metrics(3), code).toEqual(expected.metrics(3));
      expect(Support.from({ rewards: near, probs: values }).policy(2), code).toEqual(expected.policy(2));
      expect(support.curve(far('Float64Array.of(1, 2, 4, 8)')), code).toEqual(expected.curve([1, 2, 4, 8]));
      const samples = Samples.from({ rewards: values, logProbs: values.map((x) => -x), scores: { gold: values } });
      expect(samples.expectedScore('gold', 2), code).toBe(
        Samples.from({ rewards: near, scores: { gold: near } }).expectedScore('gold', 2)
      );
      expect(klDivergence(values, near), code).toBe(0);
      if (code.startsWith('[')) continue;
      const packed = {
        rewards: values as Float64Array,
        weights: values as Float64Array,
        rows: far<Uint32Array>('Uint32Array.of(3)'),
      };
      expect(
        evaluateBatch({ ...packed, ns: far<number[]>('[1, 2]'), metrics: far<('kl' | 'winRate')[]>("['kl', 'winRate']") }),
        code
      ).toEqual({
        kl: batch.kl,
        winRate: batch.winRate,
      });
    }
    expect(expected.metrics(2, far<['kl']>("['kl']"))).toEqual(expected.metrics(2, ['kl']));
    const out = far<Float64Array>('new Float64Array(3)');
    expect(expected.policy(2, out)).toBe(out);
    expect([...out]).toEqual([...expected.policy(2)]);
  });

  it('are taken as grids, groups of prompts and states', () => {
    const prompt = Samples.from({ rewards: [1, 2, 3, 4] });
    const prompts = far<Samples[]>('[]');
    prompts.push(prompt, prompt);
    const ns = far<number[]>('[1, 2]');
    expect(aggregate(prompts, { ns })).toEqual(aggregate([prompt, prompt], { ns: [1, 2] }));
    const text = JSON.stringify(new Aggregate({ ns: Float32Array.of(1, 2) }).add(prompt));
    expect(JSON.stringify(Aggregate.fromJSON(far(`(${text})`)))).toBe(text);
    expect(passAtK(10, 3, 2)).toBeGreaterThan(0);
  });

  it('are checked like others', () => {
    expect(() => Samples.from({ rewards: far('Float64Array.of(1, NaN)') })).toThrow('rewards[1] is NaN');
    const wrong = ['new Int32Array(2)', 'new BigInt64Array(2)', 'new DataView(new ArrayBuffer(8))', 'new ArrayBuffer(8)'];
    const imitations = [
      '({ length: 2, 0: 1, 1: 2, [Symbol.toStringTag]: "Float64Array" })',
      'new Proxy(new Float64Array(2), {})',
      'Object.create(Float64Array.prototype)',
    ];
    for (const code of [...wrong, ...imitations])
      expect(() => Samples.from({ rewards: far(code) }), code).toThrow(
        /^rewards must be a Float64Array, a Float32Array or an array of numbers, got a /
      );
    expect(() => evaluateBatch({ rewards: Float64Array.of(1), rows: far('Int32Array.of(1)'), ns: [1] })).toThrow(
      'rows must be a Uint32Array or a number, got a Int32Array'
    );
  });

  it('and bytes and modules of the kernel', () => {
    const bytes = readFileSync(new URL('../../build/kernel.wasm', import.meta.url));
    realm.bytes = bytes;
    const sources = ['Uint8Array.from(bytes)', 'Uint8Array.from(bytes).buffer', 'new WebAssembly.Module(Uint8Array.from(bytes))'];
    for (const code of sources) {
      useEngine('js');
      useEngine('wasm', far(code));
      expect(engine(), code).toEqual({ kind: 'wasm' });
    }
  });
});

/** Memory that can be resized, which the types of the language's version do not have yet. */
const resizable = (bytes: number, maxByteLength: number) =>
  Reflect.construct(ArrayBuffer, [bytes, { maxByteLength }]) as ArrayBuffer & { resize(bytes: number): void };
const hasResizable = 'resizable' in ArrayBuffer.prototype;

describe.skipIf(!hasResizable)('memory that can be resized', () => {
  it('is copied, so that no later change is seen', () => {
    const buffer = resizable(32, 64);
    const rewards = new Float64Array(buffer);
    rewards.set([1, 2, 3, 4]);
    const support = Support.from({ rewards, weights: rewards });
    const samples = Samples.from({ rewards });
    const expected = [support.metrics(2), samples.expectedReward(2)];
    buffer.resize(8);
    expect([support.metrics(2), samples.expectedReward(2)]).toEqual(expected);
    expect(samples.size).toBe(4);
  });

  it('a view that follows its length has the length of the call', () => {
    const buffer = resizable(32, 64);
    const rewards = new Float64Array(buffer);
    buffer.resize(16);
    expect(Samples.from({ rewards }).size).toBe(2);
    buffer.resize(64);
    expect(Samples.from({ rewards }).size).toBe(8);
  });

  it('a view that lies beyond the end is refused', () => {
    const buffer = resizable(32, 64);
    const fixed = new Float64Array(buffer, 0, 4);
    const later = new Float64Array(buffer, 16);
    const rows = new Uint32Array(buffer, 0, 8);
    buffer.resize(8);
    const refused = (name: string) =>
      expect.objectContaining({ code: 'WRONG_TYPE', message: expect.stringContaining(`${name} cannot be read`) });
    const errorOf = (call: () => unknown) => {
      try {
        return call();
      } catch (error) {
        return error;
      }
    };
    for (const rewards of [fixed, later]) expect(errorOf(() => Samples.from({ rewards }))).toEqual(refused('rewards'));
    expect(errorOf(() => evaluateBatch({ rewards: Float64Array.of(1), rows, ns: [1] }))).toEqual(refused('rows'));
    expect(errorOf(() => Support.from({ rewards: [1], probs: [1] }).policy(2, fixed))).toMatchObject({ code: 'WRONG_LENGTH' });
  });

  it('memory that shrinks while the input is read is seen in one state', () => {
    const buffer = resizable(32, 64);
    const rewards = new Float64Array(buffer);
    const shrinking = new Proxy([1, 1, 1, 1], {
      get(array, key, receiver) {
        buffer.resize(8);
        return Reflect.get(array, key, receiver);
      },
    });
    expect(Support.from({ rewards, weights: shrinking }).size).toBe(4);
  });

  it('shared memory that grows is seen as it was', () => {
    const buffer = Reflect.construct(SharedArrayBuffer, [16, { maxByteLength: 64 }]) as SharedArrayBuffer & {
      grow(bytes: number): void;
    };
    const rewards = new Float64Array(buffer);
    const samples = Samples.from({ rewards });
    buffer.grow(64);
    rewards.fill(7);
    expect([samples.size, samples.expectedReward(1)]).toEqual([2, 0]);
  });
});
