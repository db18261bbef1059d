// Text from data as it can be shown: characters that have no shape, and could act on what shows them, become escapes.

/** Control characters, and what no text file may hold: halves of surrogate pairs, and two numbers that are no characters. */
const SHAPELESS = /[\p{Cc}\p{Cs}\ufffe\uffff]/gu;
/** The same, what ends a line, and what turns the direction of the text around it. */
const UNSAFE = /[\p{Cc}\p{Cs}\ufffe\uffff\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;

/** A text for a picture or a page: every character, those without a shape as `\x1b` or `\ufffe`. */
export function printable(text: string): string {
  return text.replace(SHAPELESS, escapeOf);
}

/** A text for a line on a terminal: the same, and nothing in it moves other text. */
export function oneLine(text: string): string {
  return text.replace(UNSAFE, escapeOf);
}

function escapeOf(character: string): string {
  const code = character.charCodeAt(0).toString(16);
  return code.length > 2 ? `\\u${code.padStart(4, '0')}` : `\\x${code.padStart(2, '0')}`;
}
