// What test/package/browser.test.ts asks of a browser and of Node.js: everything that the library computes for every golden case.

import { type EngineKind, engine, klBound, Support, useEngine, winRateBound } from '../../../dist/index.js';
import golden from '../../golden/golden.json';
import { type Recipe, supportOf } from '../../helpers/recipes';

const cases = golden as unknown as (Recipe & { results: { n: number }[] })[];

/** With more outcomes the bits of the policies would be megabytes. */
const MAX_POLICY_SIZE = 5000;

export interface Answers {
  engine: { kind: EngineKind; reason?: string };
  /** The bits of the answers to every case, in base 64. */
  cases: { name: string; bits: string }[];
}

export function answers(kind: EngineKind | undefined): Answers {
  if (kind !== undefined) useEngine(kind);
  const answered = cases.map((recipe) => {
    const support = Support.from(supportOf(recipe));
    const numbers = [support.blocks, support.collisionProbability, support.referenceReward];
    for (const { n } of recipe.results) {
      numbers.push(klBound(n), winRateBound(n), ...Object.values(support.metrics(n)));
      if (recipe.size < MAX_POLICY_SIZE) numbers.push(...support.policy(n));
    }
    const curve = support.curve([1, 1.5, 2, 4, 8, 16, 64, 1000], ['kl', 'winRate', 'expectedReward', 'klGap']);
    for (const values of Object.values(curve)) numbers.push(...values);
    support.dispose();
    return { name: recipe.name, bits: base64(Float64Array.from(numbers)) };
  });
  return { engine: engine(), cases: answered };
}

/** The bits, because a number as text does not tell one NaN from another, or -0 from 0. */
function base64(numbers: Float64Array): string {
  const bytes = new Uint8Array(numbers.buffer);
  let text = '';
  // as many arguments as a call may have everywhere
  for (let i = 0; i < bytes.length; i += 1 << 13) text += String.fromCharCode(...bytes.subarray(i, i + (1 << 13)));
  return btoa(text);
}
