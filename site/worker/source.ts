// Where a support's numbers come from.

import type { SupportInput } from '../../src/index';

export interface Source {
  title: string;
  input: SupportInput;
  /** What the outcomes are called. */
  labels?: readonly string[];
}
