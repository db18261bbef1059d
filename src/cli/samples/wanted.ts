// What the outputs of a command need beside the curves.

import type { Questions } from '../../sample-files/questions';

export interface Wanted {
  /** Whether the estimates of every prompt are needed. */
  perPrompt: boolean;
  /** What is asked of every curve. */
  questions?: Questions;
}
