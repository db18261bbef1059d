// The media types of requests and answers.

export const JSON_TYPE = 'application/json';
export const ARROW_TYPE = 'application/vnd.apache.arrow.stream';
export const PROBLEM_TYPE = 'application/problem+json';

/** What a request, or an answer without an error, can be written in. */
export type BodyType = typeof JSON_TYPE | typeof ARROW_TYPE;
