// The command line as it was typed, for a report: it can be pasted into a shell, and holds no password.

/** What needs no quotes in any shell. */
const PLAIN = /^[\w@%+=:,./-]+$/;
const CONTROL = /\p{Cc}/u;

/** @param words - the words after `best-of-n`. */
export function commandLine(words: readonly string[]): string {
  const shown: string[] = [];
  for (let i = 0; i < words.length; i++) {
    const [, attached] = /^--redis(=|$)/.exec(words[i]) ?? [];
    if (attached === undefined || words.slice(0, i).includes('--')) shown.push(quoted(words[i]));
    else {
      // the URL may hold a password; the variable is where the command itself looks for it
      shown.push('--redis', '"$BEST_OF_N_REDIS"');
      if (attached === '') i++;
    }
  }
  return ['best-of-n', ...shown].join(' ');
}

function quoted(word: string): string {
  if (PLAIN.test(word)) return word;
  if (!CONTROL.test(word)) return `'${word.replaceAll("'", `'\\''`)}'`;
  const escapes = (text: string) =>
    [...new TextEncoder().encode(text)].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('');
  return `$'${word.replace(/[\\']/g, '\\$&').replace(/\p{Cc}/gu, escapes)}'`;
}
