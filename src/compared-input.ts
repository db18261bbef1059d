// A run as `compare` is given it: the samples of its prompts, or an aggregate that has their estimates already.

import { Aggregate } from './aggregate';
import { type Coded, coded, messageOf } from './errors';
import { keyOfName } from './estimate-fields';
import type { EstimateName } from './estimates';
import { reading } from './input/numbers';
import { show } from './input/show';
import { powersOfTwo } from './numerics/grids';
import { estimatesOfPrompts } from './prompts';
import { estimatesOfColumns, type RunEstimates } from './run-estimates';
import { Samples } from './samples';

/**
 * The prompts of a run by their ids, or an aggregate to which they were added with their ids.
 *
 * @example
 * const samples = Samples.from({ rewards: [1, 0] });
 * const runs = [new Map([['t1', samples]]), new Aggregate().add(samples, 't1')];
 * compare(runs[0], runs[1]).prompts; // → 1
 */
export type ComparedRun = Aggregate | Iterable<readonly [id: string, samples: Samples]>;

/** What a comparison needs of a run. */
export interface ComparedInput {
  ids: string[];
  /** The number of samples of each prompt. */
  sizes: ArrayLike<number>;
  /** The numbers of samples that the run has estimates for; undefined if it can have them for any. */
  ns: readonly number[] | undefined;
  /** @throws TypeError or RangeError that names the run, if it cannot have an estimate. */
  estimatesAt(ns: readonly number[], names: readonly EstimateName[] | undefined): RunEstimates;
}

/** @throws TypeError if this is no run; RangeError if a prompt of an aggregate has no id. */
export function inputOf(name: string, run: ComparedRun): ComparedInput {
  const contents = Aggregate.contentsOf(run);
  return contents ? inputOfAggregate(name, contents) : inputOfPrompts(name, run as Exclude<ComparedRun, Aggregate>);
}

function inputOfPrompts(name: string, run: Iterable<readonly [id: string, samples: Samples]>): ComparedInput {
  const isObject = typeof run === 'object' && run !== null;
  if (!isObject || !reading(name, () => Symbol.iterator in run))
    throw coded(
      TypeError,
      'WRONG_TYPE',
      `${name} must be an Aggregate, or iterable with an id and Samples in each entry, got ${show(run)}`
    );
  const prompts = Array.from(run, (entry, i) => {
    const [id, samples] = Array.isArray(entry) ? entry : [];
    if (typeof id === 'string' && Samples.has(samples)) return { id, samples };
    throw coded(TypeError, 'WRONG_TYPE', `${name}[${i}] is ${show(entry)}, expected an id and Samples`, i);
  });
  const all = prompts.map(({ samples }) => samples);
  return {
    ids: prompts.map(({ id }) => id),
    sizes: all.map(({ size }) => size),
    ns: undefined,
    estimatesAt(ns, names) {
      try {
        return estimatesOfPrompts(all, ns, names);
      } catch (error) {
        const { code, index } = error as Partial<Coded>;
        if (code === undefined) throw error;
        throw coded(error instanceof TypeError ? TypeError : RangeError, code, `${name}: ${messageOf(error)}`, index);
      }
    },
  };
}

function inputOfAggregate(
  name: string,
  { ids, sizes, columns }: NonNullable<ReturnType<typeof Aggregate.contentsOf>>
): ComparedInput {
  const own = Array.from(sizes, (_, i) => {
    const id = ids[i];
    if (id !== undefined) return id;
    throw coded(RangeError, 'NO_ID', `prompt ${i} of ${name} was added without an id, by which prompts are compared`, i);
  });
  const grid = columns.ns ?? powersOfTwo(sizes.reduce((most, size) => Math.max(most, size), 0));
  return {
    ids: own,
    sizes,
    ns: grid,
    estimatesAt(ns, names) {
      const places = ns.map((n, i) => {
        const place = grid.indexOf(n);
        if (place >= 0) return place;
        const known = `${name} has estimates for ${grid.join(', ')}`;
        throw coded(RangeError, 'DIFFERENT_NS', `ns[${i}] is ${n}, and ${known}`, i);
      });
      const { keys, column } = estimatesOfColumns(columns);
      const wanted = names?.map((wanted, i) => {
        const key = keyOfName(wanted);
        if (keys.includes(key)) return key;
        throw coded(RangeError, 'DIFFERENT_ESTIMATES', `estimates[${i}] is ${show(wanted)}, which ${name} does not have`, i);
      });
      return { keys: wanted ?? keys, column: (key, i) => column(key, places[i]) };
    },
  };
}
