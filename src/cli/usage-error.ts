// The error of a command that was used incorrectly.

import type { Coded } from '../errors';

/** The command was used incorrectly; its exit code is 2. */
export class UsageError extends Error implements Coded {
  readonly code = 'BAD_USAGE';
}
