/** A fault of the request, which the service answers with status 400 and the message. */
export class RequestError extends Error {
  readonly code = 'BAD_REQUEST';
}
