// The engine in plain JavaScript.

import { type CleanInput, type Engine, type EngineSupport, supportDoesNotFit } from '../engine';
import { evaluate } from './batch';
import { curve } from './curve';
import { metrics } from './metrics';
import { policy, spread } from './policy';
import { prepare } from './prepare';
import { totalOfLogs, totalOfWeights } from './reference';
import { isOutOfMemory, JsSupport } from './support';

export const jsEngine: Engine = {
  kind: 'js',

  prepare(input: CleanInput): EngineSupport {
    const s = prepared(input);
    return {
      facts: s.facts,
      policy: (plan, out) => policy(s, plan, out),
      metrics: (plan, groups) => metrics(s, plan, groups),
      curve: (plan, groups) => curve(s, plan, groups),
      blocks: () => ({
        mass: s.mass.slice(0, s.blocks),
        reward: s.reward.slice(0, s.blocks),
        midCdf: s.midCdf.slice(0, s.blocks),
      }),
      spread: (masses, out) => spread(s, masses, out),
      dispose() {},
    };
  },

  batch: evaluate,
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
    throw isOutOfMemory(error) ? supportDoesNotFit(size) : error;
  }
}
