// The engine in plain JavaScript.

import { type CleanInput, type Engine, type EngineBuffers, type EngineSupport, supportDoesNotFit } from '../engine';
import { evaluate } from './batch';
import { curve } from './curve';
import { metrics } from './metrics';
import { policy, spread } from './policy';
import { prepare } from './prepare';
import { totalOfLogs, totalOfWeights } from './reference';
import { isOutOfMemory, JsSupport } from './support';

export const jsEngine: Engine = {
  kind: 'js',

  allocate(size: number): EngineBuffers {
    const s = namingMemory(size, () => new JsSupport(size));
    return {
      rewards: s.rewards.subarray(0, size),
      reference: s.weights.subarray(0, size),
      prepare: (input) => supportOf(s, input),
      dispose() {},
    };
  },

  prepare(input: CleanInput): EngineSupport {
    const size = input.rewards.length;
    const s = namingMemory(size, () => new JsSupport(size));
    s.rewards.set(input.rewards);
    s.weights.set(input.reference);
    return supportOf(s, input);
  },

  batch: evaluate,
};

function supportOf(s: JsSupport, { isLog, largest, tiesByIndex, checkTotal }: CleanInput): EngineSupport {
  checkTotal(isLog ? totalOfLogs(s, largest) : totalOfWeights(s, largest));
  namingMemory(s.size, () => prepare(s, tiesByIndex));
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
}

/** Runs what makes arrays; one that cannot be had is the error of a support that does not fit. */
function namingMemory<T>(size: number, run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw isOutOfMemory(error) ? supportDoesNotFit(size) : error;
  }
}
