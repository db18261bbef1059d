// The error of prompts that all belong together, which three functions over clusters share.

import { coded } from '../errors';
import { show } from './show';

export function singleCluster(cluster: unknown): RangeError {
  const message = `all prompts are of the cluster ${show(cluster)}: an error over clusters needs at least two of them`;
  return coded(RangeError, 'OUT_OF_RANGE', message);
}
