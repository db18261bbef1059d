import type { Format } from '../files/format';
import type { ShapeFlags } from '../sample-files/shape';
import type { OutputFormat } from './output';

/** What `best-of-n samples` was asked. */
export interface SamplesOptions extends ShapeFlags {
  n?: number[];
  confidence: number;
  seed: number;
  resamples: number;
  skipBad?: boolean;
  input?: Format;
  format?: OutputFormat;
  output?: string;
  perPrompt?: string;
  report?: string;
  plot?: string;
  threads?: number;
  redis?: string;
}
