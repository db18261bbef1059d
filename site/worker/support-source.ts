// The numbers of a support, with what the page calls it and its outcomes.

import type { SupportInput } from '../../src/index';

export interface SupportSource {
  title: string;
  input: SupportInput;
  /** The names of the outcomes, if they have any. */
  labels?: readonly string[];
}
