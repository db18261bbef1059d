// The media types of requests and answers.

export const JSON_TYPE = 'application/json';
export const ARROW_TYPE = 'application/vnd.apache.arrow.stream';
export const PROBLEM_TYPE = 'application/problem+json';

/** What a request, or an answer without an error, can be written in. */
export type BodyType = typeof JSON_TYPE | typeof ARROW_TYPE;

/** The type of a body; undefined if it is none that the service reads, or text that is not UTF-8. Media types have no case. */
export function bodyType(contentType: string | undefined): BodyType | undefined {
  if (contentType === JSON_TYPE) return JSON_TYPE;
  const [type, ...parameters] = parts(contentType ?? '', ';');
  if (type === ARROW_TYPE) return ARROW_TYPE;
  if (type !== JSON_TYPE) return undefined;
  const charset = parameters.find((parameter) => parameter.startsWith('charset='));
  return charset === undefined || /^charset="?(utf-8|utf8|us-ascii)"?$/.test(charset) ? JSON_TYPE : undefined;
}

/**
 * An answer has the type of its request, unless the client accepts only the other type.
 *
 * @param hasArrow - whether there is an answer in Arrow.
 * @returns undefined if the client accepts none that there is.
 */
export function answerType(accept: string | undefined, requestType: BodyType, hasArrow = true): BodyType | undefined {
  if (accept === undefined || accept === '*/*') return requestType;
  const accepted = parts(accept, ',').map((range) => parts(range, ';')[0]);
  if (hasArrow && accepted.includes(ARROW_TYPE)) return ARROW_TYPE;
  if (accepted.includes(JSON_TYPE)) return JSON_TYPE;
  const isArrowOnly = accepted.every((type) => type === ARROW_TYPE);
  return hasArrow || !isArrowOnly ? requestType : undefined;
}

function parts(text: string, separator: string): string[] {
  return text.split(separator).map((part) => part.trim().toLowerCase());
}
