// The sources of all references but files.

import { inputOf } from '../../src/paper/references';
import { type ReferenceSpec, SYNTHETIC } from '../references';
import { softmax } from './softmax';
import type { Source } from './source';
import { words } from './words';

export async function sourceOf({ name, temperature, rewards }: Exclude<ReferenceSpec, { file: File }>): Promise<Source> {
  if (name === 'words-length') return words('length');
  if (name === 'words-likelihood') return words('likelihood');
  if (name === 'softmax') return { title: `softmax at temperature ${temperature}`, input: softmax(temperature, rewards) };
  const synthetic = SYNTHETIC.get(name);
  if (synthetic === undefined) throw new RangeError(`there is no reference ${JSON.stringify(name)}`);
  return { title: synthetic.title, input: inputOf(synthetic) };
}
