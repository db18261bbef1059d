// How many columns of a terminal a text takes, and breaking texts so that they take no more than so many.

const PLAIN = /^[\x20-\x7e]*$/;
/** What is put on top of the character before it, or joins two. */
const NARROW = /\p{M}|[\u200b-\u200d]/u;
/** Characters of East Asia in full width, and pictures. */
const WIDE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\u3000-\u303f\uff01-\uff60\uffe0-\uffe6]/u;

/** The number of columns that a line takes. */
export function columnsOf(line: string): number {
  if (PLAIN.test(line)) return line.length;
  let columns = 0;
  for (const character of line) columns += NARROW.test(character) ? 0 : WIDE.test(character) ? 2 : 1;
  return columns;
}

/** A text of sentences, with a line end instead of a space where a line would be wider. */
export function wrapped(text: string, width = Infinity): string {
  const lines: string[] = [];
  for (const line of text.split('\n')) {
    let now = '';
    for (const word of line.split(' ')) {
      if (now !== '' && columnsOf(now) + 1 + columnsOf(word) > width) {
        lines.push(now);
        now = word;
      } else now = now === '' ? word : `${now} ${word}`;
    }
    lines.push(now);
  }
  return lines.join('\n');
}

/** After these a name may be broken, and before a capital letter after a small one. */
const PIECES = /(?<=[ /_.,:-])|(?<=\p{Ll})(?=\p{Lu})/u;

/** A name in lines of at most so many columns, broken between its words. */
export function brokenName(name: string, width: number): string {
  if (columnsOf(name) <= width) return name;
  const lines = [''];
  for (const piece of name.split(PIECES)) {
    const last = lines[lines.length - 1];
    if (last !== '' && columnsOf((last + piece).trimEnd()) > width) lines.push(piece);
    else lines[lines.length - 1] = last + piece;
  }
  return lines.map((line) => line.trimEnd()).join('\n');
}

/** A text in lines of at most so many columns, broken anywhere where its words are longer. */
export function brokenAnywhere(text: string, width: number): string {
  const lines = text.split('\n').flatMap((line) => brokenName(line, width).split('\n'));
  return lines.flatMap((line) => (columnsOf(line) <= width ? [line] : cut(line, width))).join('\n');
}

function cut(line: string, width: number): string[] {
  const lines = [''];
  for (const character of line) {
    const last = lines[lines.length - 1];
    if (last !== '' && columnsOf(last + character) > width) lines.push(character);
    else lines[lines.length - 1] = last + character;
  }
  return lines;
}
