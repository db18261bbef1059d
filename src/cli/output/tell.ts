// Messages to standard error.

import { oneLine } from '../../format/visible';

/** Writes lines to standard error. What could act on a terminal, or begin another line, is shown as an escape. */
export function tell(...lines: string[]): void {
  for (const line of lines) console.error(oneLine(line));
}
