// The error of a request that is not what its route takes.

import type { Coded, ErrorCode } from '../errors';

/** A fault of the request, which the service answers with status 400 and the message. */
export class RequestError extends Error implements Coded {
  /** @param index - of the value that is wrong, where it stands in an array. */
  constructor(
    message: string,
    readonly index?: number,
    readonly code: ErrorCode = 'BAD_REQUEST'
  ) {
    super(message);
  }
}
