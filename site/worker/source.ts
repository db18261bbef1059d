// Where a support's numbers come from.

import type { SupportInput } from '../../src/index';
import type { ReferenceSpec } from '../references';
import { SYNTHETIC } from '../references';
import { softmax } from './softmax';
import { words } from './words';

export interface Source {
  title: string;
  input: SupportInput;
  /** What the outcomes are called. */
  labels?: readonly string[];
}

/** Any reference but a file. */
export async function sourceOf({ name, temperature, rewards }: Exclude<ReferenceSpec, { file: File }>): Promise<Source> {
  if (name === 'words-length') return words('length');
  if (name === 'words-likelihood') return words('likelihood');
  if (name === 'softmax') return { title: `softmax at temperature ${temperature}`, input: softmax(temperature, rewards) };
  const synthetic = SYNTHETIC.get(name);
  if (synthetic === undefined) throw new RangeError(`there is no reference ${JSON.stringify(name)}`);
  const { title, probs } = synthetic;
  return { title, input: { probs, rewards: Float64Array.from(probs, (_, rank) => rank) } };
}
