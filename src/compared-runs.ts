// Which prompts two runs have in common.

import { coded } from './errors';
import { show } from './input/show';
import { singleCluster } from './input/single-cluster';

/** The prompts of a run. */
export interface RunPrompts {
  /** What messages call the run. */
  name: string;
  /** The id of each prompt. */
  ids: readonly string[];
  /** The group of dependent prompts that each prompt belongs to, where there are groups. */
  clusters?: readonly (string | number | undefined)[];
}

/** The prompts of two runs. */
export interface Matched {
  /** The places, in each run, of the prompts that both have, in the order of the first. */
  first: Uint32Array;
  second: Uint32Array;
  onlyFirst: string[];
  onlySecond: string[];
  /** The cluster of each prompt that both have. */
  clusters?: (string | number)[];
}

/** @throws RangeError if a run has an id twice, the runs have no prompt in common, a prompt has no cluster or two of them, or all have the same. */
export function matched(first: RunPrompts, second: RunPrompts): Matched {
  const [inFirst, inSecond] = [placesOf(first), placesOf(second)];
  const common = first.ids.filter((id) => inSecond.has(id));
  if (common.length === 0) {
    const some = [first, second].map(({ name, ids }) => `${name} has ${ids.length === 0 ? 'none' : show(ids[0])}`);
    throw coded(RangeError, 'NO_COMMON_PROMPT', `the runs have no prompt in common: ${some.join(', ')}`);
  }
  const places = (inRun: ReadonlyMap<string, number>) => Uint32Array.from(common, (id) => inRun.get(id) as number);
  const found = { first: places(inFirst), second: places(inSecond) };
  return {
    ...found,
    onlyFirst: first.ids.filter((id) => !inSecond.has(id)),
    onlySecond: second.ids.filter((id) => !inFirst.has(id)),
    ...(first.clusters || second.clusters ? { clusters: clustersOf(first, second, found) } : {}),
  };
}

function placesOf({ name, ids }: RunPrompts): Map<string, number> {
  const places = new Map<string, number>();
  ids.forEach((id, i) => {
    const before = places.get(id);
    if (before !== undefined)
      throw coded(RangeError, 'DUPLICATE_PROMPT', `${name} has the prompt ${show(id)} twice, at ${before} and at ${i}`, i);
    places.set(id, i);
  });
  return places;
}

/** The cluster of each prompt, from the run that tells it. */
function clustersOf(first: RunPrompts, second: RunPrompts, places: Pick<Matched, 'first' | 'second'>) {
  const clusters = Array.from(places.first, (i, p) => {
    const [own, other] = [first.clusters?.[i], second.clusters?.[places.second[p]]];
    if (own !== undefined && other !== undefined && own !== other) {
      const where = `${show(own)} in ${first.name} and ${show(other)} in ${second.name}`;
      throw coded(RangeError, 'DIFFERENT_CLUSTERS', `the prompt ${show(first.ids[i])} is of the cluster ${where}`);
    }
    const cluster = own ?? other;
    if (cluster === undefined) throw coded(RangeError, 'OUT_OF_RANGE', `the prompt ${show(first.ids[i])} has no cluster`);
    return cluster;
  });
  if (new Set(clusters).size < 2) throw singleCluster(clusters[0]);
  return clusters;
}
