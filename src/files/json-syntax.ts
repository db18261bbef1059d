// Finds where a text stops being JSON. JSON.parse does not always say so.

/** Blanks, and what follows them: a number or a word, also those that Python writes, or a mark. Texts are walked through, since they may be as long
 *  as a record. */
const TOKEN =
  /[ \t\n\r]*(?:(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null|NaN|-?Infinity)(?![\w.])|([{}[\],:])|(?="))/y;
const CUT_SHORT = /^(-|-?\d+(\.|\.?\d*[eE][+-]?)|t(r|ru)?|f(a|al|als)?|n(u|ul)?)?$/;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

type Next = 'value' | 'value or end' | 'key' | 'key or end' | 'colon' | 'comma or end' | 'nothing';

/** The index of the first character that cannot stand there; the length of the text if it only ends too early. */
export function syntaxErrorIn(text: string): number {
  const open: string[] = [];
  let next: Next = 'value';
  TOKEN.lastIndex = 0;
  for (;;) {
    const from = TOKEN.lastIndex;
    const match = TOKEN.exec(text);
    if (!match) return beginOf(text, from);
    const [whole, bare, mark] = match;
    const isString = bare === undefined && mark === undefined;
    const at = from + whole.length - (bare ?? mark ?? '').length;
    const after = step(next, isString, mark, open);
    if (after === undefined) return at;
    next = after;
    if (!isString) continue;
    const { end, isWhole } = stringFrom(text, at);
    if (!isWhole) return end;
    TOKEN.lastIndex = end;
  }
}

/** What comes after a token; undefined if it may not stand there. */
function step(next: Next, isString: boolean, mark: string | undefined, open: string[]): Next | undefined {
  const ended = (): Next => (open.length === 0 ? 'nothing' : 'comma or end');
  if (mark === undefined) {
    if (isString && next.startsWith('key')) return 'colon';
    return next.startsWith('value') ? ended() : undefined;
  }
  if (mark === '{' || mark === '[') {
    if (!next.startsWith('value')) return undefined;
    open.push(mark);
    return mark === '{' ? 'key or end' : 'value or end';
  }
  if (mark === '}' || mark === ']') {
    if (!next.endsWith('or end') || open.pop() !== (mark === '}' ? '{' : '[')) return undefined;
    return ended();
  }
  if (mark === ':') return next === 'colon' ? 'value' : undefined;
  return next === 'comma or end' ? (open[open.length - 1] === '{' ? 'key' : 'value') : undefined;
}

/** Where a string that begins at a quote ends or, if it is not whole, what in it is wrong. */
function stringFrom(text: string, from: number): { end: number; isWhole: boolean } {
  for (let i = from + 1; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 34) return { end: i + 1, isWhole: true };
    if (code < 32) return { end: i, isWhole: false };
    if (code !== 92) continue;
    ESCAPE.lastIndex = i;
    if (!ESCAPE.test(text)) return { end: text.length - i < 6 && !text.includes('"', i + 2) ? text.length : i, isWhole: false };
    i = ESCAPE.lastIndex - 1;
  }
  return { end: text.length, isWhole: false };
}

/** Where what is no token begins; the end of the text if it is a token that ends too early. */
function beginOf(text: string, from: number): number {
  let at = from;
  while (at < text.length && ' \t\n\r'.includes(text[at])) at++;
  return CUT_SHORT.test(text.slice(at, at + 400)) ? text.length : at;
}
