// The numbers of every reference of the catalogue (references.ts) but a file.

import { inputOf } from '../../src/paper/references';
import { type ReferenceSpec, SYNTHETIC } from '../references';
import { softmax } from './softmax';
import type { SupportSource } from './support-source';
import { wordsByLength, wordsByLikelihood } from './words';

type CatalogueSpec = Exclude<ReferenceSpec, { file: File }>;

const SOURCES = new Map<string, (spec: CatalogueSpec) => SupportSource | Promise<SupportSource>>([
  ...[...SYNTHETIC].map(([name, reference]) => [name, () => ({ title: reference.title, input: inputOf(reference) })] as const),
  ['words-length', wordsByLength],
  ['words-likelihood', wordsByLikelihood],
  [
    'softmax',
    ({ temperature, rewards }) => ({
      title: `softmax at temperature ${temperature}`,
      input: softmax(temperature, rewards),
    }),
  ],
]);

export async function sourceOf(spec: CatalogueSpec): Promise<SupportSource> {
  const source = SOURCES.get(spec.name);
  if (source === undefined) throw new RangeError(`there is no reference ${JSON.stringify(spec.name)}`);
  return source(spec);
}
