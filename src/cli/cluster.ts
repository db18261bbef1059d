import type { Part } from '../files/part';
import type { Estimated } from '../sample-files/run';
import type { Shape } from '../sample-files/shape';
import type { SamplesOptions } from './samples-command';
export async function runOnCluster(_url: string, _parts: readonly Part[], _shape: Shape, _options: SamplesOptions): Promise<Estimated> {
  throw new Error('not yet');
}
