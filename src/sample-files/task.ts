// What a thread of the pool does for a run over sample files.

import type { Part } from '../files/part';
import { buffersOf } from '../pool/buffers';
import { estimate, type Portion } from './estimate';
import { readPart } from './read-part';
import type { Shape } from './shape';

export interface ReadTask {
  part: Part;
  shape: Shape;
  skipBad: boolean;
}

export async function readPartTask({ part, shape, skipBad }: ReadTask) {
  const value = await readPart(part, shape, { skipBad });
  const { rows, columns } = value.table;
  return { value, transfer: buffersOf([rows, ...Object.values(columns)]) };
}

export async function estimateTask(portion: Portion) {
  return { value: estimate(portion), transfer: [] };
}
