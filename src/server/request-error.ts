/** What is wrong with a request: the client's fault. */
export class RequestError extends Error {}
