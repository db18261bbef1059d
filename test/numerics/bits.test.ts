// Promise 1: the kernel and the JavaScript engine return the same bits.

import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type EngineKind, Support, type SupportInput, useEngine } from '../../src/index';
import { randomN, randomSupport } from '../helpers/arbitrary';
import { type Recipe, supportOf } from '../helpers/recipes';

/** Everything a support says at some n, as rows of numbers. */
function everything(kind: EngineKind, input: SupportInput, ns: number[], policies = true): Float64Array[] {
  useEngine(kind);
  const support = Support.from(input);
  const rows: Float64Array[] = [Float64Array.of(support.blocks, support.collisionProbability, support.referenceReward)];
  for (const n of ns) {
    rows.push(Float64Array.from(Object.values(support.metrics(n))));
    rows.push(Float64Array.from(Object.values(support.metrics(n, ['kl', 'winRate', 'expectedReward']))));
    if (policies) rows.push(support.policy(n));
  }
  support.dispose();
  return rows;
}

function bits({ buffer, byteOffset, byteLength }: Float64Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}

function expectSameBits(input: SupportInput, ns: number[], policies = true): void {
  const wasm = everything('wasm', input, ns, policies);
  const js = everything('js', input, ns, policies);
  expect(wasm.length).toBe(js.length);
  wasm.forEach((row, at) => {
    if (bits(row).equals(bits(js[at]))) return;
    const i = row.findIndex((x, k) => !Object.is(x, js[at][k]));
    expect.fail(`row ${at}, number ${i}: ${row[i]} in Wasm, ${js[at][i]} in JavaScript`);
  });
}

const golden = JSON.parse(readFileSync(new URL('../golden/golden.json', import.meta.url), 'utf8')) as (Recipe & {
  results: { n: number }[];
})[];

it.each(golden)('golden $name', (recipe) => {
  expectSameBits(
    supportOf(recipe),
    recipe.results.map(({ n }) => n),
    recipe.size < 5000
  );
});

it('thousands of random supports', () => {
  fc.assert(
    fc.property(randomSupport, fc.array(randomN, { minLength: 1, maxLength: 3 }), (input, ns) => expectSameBits(input, ns)),
    { numRuns: 4000 }
  );
}, 120_000);

it('references given as logarithms, and as float32', () => {
  const logs = fc.array(fc.oneof(fc.double({ noNaN: true, min: -1e3, max: 1e3 }), fc.constant(-Infinity)), {
    minLength: 1,
    maxLength: 60,
  });
  fc.assert(
    fc.property(logs, randomN, (values, n) => {
      if (values.every((l) => l === -Infinity)) values[0] = 0;
      const rewards = values.map((_, i) => (i * 7) % 11);
      expectSameBits({ logits: values, rewards }, [n]);
      expectSameBits({ logits: Float32Array.from(values), rewards: Float32Array.from(rewards) }, [n]);
    }),
    { numRuns: 1000 }
  );
});
