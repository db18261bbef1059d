// The errors of a request that is not what its route takes.

import type { Coded, ErrorCode } from '../errors';

/** A fault of the request, which the service answers with its status and the message. */
export class RequestError extends Error implements Coded {
  readonly status: number = 400;

  /** @param index - of the value that is wrong, where it stands in an array. */
  constructor(
    message: string,
    readonly index?: number,
    readonly code: ErrorCode = 'BAD_REQUEST'
  ) {
    super(message);
  }
}

/** A request that is over a limit of a single request. */
export class TooLargeError extends RequestError {
  override readonly status = 413;

  constructor(message: string) {
    super(message, undefined, 'REQUEST_TOO_LARGE');
  }
}

/** A request whose answer cannot be of the type that its client accepts. */
export class NotAcceptableError extends RequestError {
  override readonly status = 406;

  constructor(message: string) {
    super(message, undefined, 'NOT_ACCEPTABLE');
  }
}
