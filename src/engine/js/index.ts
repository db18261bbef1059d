// The engine in plain JavaScript.

import { type CleanInput, doesNotFit, type Engine, type EngineSupport, summaryOf } from '../engine';
import { metrics } from './metrics';
import { policy, spread } from './policy';
import { prepare } from './prepare';
import { totalOfLogs, totalOfWeights } from './reference';
import { JsSupport } from './support';

export const jsEngine: Engine = {
  kind: 'js',

  prepare(input: CleanInput): EngineSupport {
    const s = prepared(input);
    return {
      summary: summaryOf(s.summary),
      policy: (plan, out) => policy(s, plan, out),
      metrics: (plan, groups, results) => metrics(s, plan, groups, results),
      blocks: () => ({
        mass: s.mass.slice(0, s.blocks),
        reward: s.reward.slice(0, s.blocks),
        midCdf: s.midCdf.slice(0, s.blocks),
      }),
      spread: (masses, out) => spread(s, masses, out),
      topMasses: () => s.share.slice(s.blockOf.indexOf(s.blocks - 1), s.count),
      dispose() {},
    };
  },
};

function prepared({ rewards, reference, isLog, largest, tiesByIndex, checkTotal }: CleanInput): JsSupport {
  const size = rewards.length;
  try {
    const s = new JsSupport(size);
    s.rewards.set(rewards);
    s.weights.set(reference);
    checkTotal(isLog ? totalOfLogs(s, largest) : totalOfWeights(s, largest));
    prepare(s, tiesByIndex);
    return s;
  } catch (error) {
    // what engines throw when an array cannot be had
    if (error instanceof RangeError && /allocation|array length|memory/i.test(error.message)) throw doesNotFit(size);
    throw error;
  }
}
