// What test/browser.test.ts asks of a browser and of Node.js: all that the library says of every golden case.

import { type EngineKind, engine, klBound, Support, useEngine, winRateBound } from '../../dist/index.js';
import golden from '../golden/golden.json';
import { type Recipe, supportOf } from '../recipes';

const cases = golden as unknown as (Recipe & { results: { n: number }[] })[];

/** The policy of more outcomes would be megabytes. */
const POLICIES_MOST = 5000;

export interface Answers {
  engine: { kind: EngineKind; reason?: string };
  /** Of every case its bits, in hexadecimal. */
  cases: { name: string; bits: string }[];
}

export function answers(kind: EngineKind | undefined): Answers {
  if (kind !== undefined) useEngine(kind);
  const answered = cases.map((recipe) => {
    const support = Support.from(supportOf(recipe));
    const numbers = [support.blocks, support.collisionProbability, support.referenceReward];
    for (const { n } of recipe.results) {
      numbers.push(klBound(n), winRateBound(n), ...Object.values(support.metrics(n)));
      if (recipe.size < POLICIES_MOST) numbers.push(...support.policy(n));
    }
    const curve = support.curve([1, 1.5, 2, 4, 8, 16, 64, 1000], ['kl', 'winRate', 'expectedReward', 'klGap']);
    for (const values of Object.values(curve)) numbers.push(...values);
    support.dispose();
    return { name: recipe.name, bits: hex(Float64Array.from(numbers)) };
  });
  return { engine: engine(), cases: answered };
}

/** Not the numbers as text: a text does not tell NaN from NaN, or -0 from 0. */
function hex(numbers: Float64Array): string {
  return Array.from(new Uint8Array(numbers.buffer), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
