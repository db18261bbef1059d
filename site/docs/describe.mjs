// The title and the description of a page, from its text.

/** Long enough for a sentence or two, and not too long for a list. */
const MAX_LENGTH = 220;

/**
 * @param {string} markdown
 * @returns {{ title: string, description: string }}
 */
export function describe(markdown) {
  const prose = markdown.replaceAll(/^```[\s\S]*?^```/gm, '');
  const [, title = ''] = /^# (.*)$/m.exec(prose) ?? [];
  const paragraph = prose.split(/\n{2,}/).find((block) => /^[\p{L}`*[]/u.test(block.trim())) ?? '';
  return { title: plain(title), description: shorten(plain(paragraph)) };
}

/**
 * Without the marks of Markdown.
 *
 * @param {string} text
 */
export function plain(text) {
  return text
    .replaceAll(/!?\[((?:`[^`]*`|[^`\]])*)\]\([^)]*\)/g, '$1')
    .replaceAll(/\*\*|`|(?<!\w)\*|\*(?!\w)/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

/**
 * As many whole sentences as fit, at least one.
 *
 * @param {string} text
 */
function shorten(text) {
  const sentences = text.split(/(?<=[.!?:])(?<!\b\p{Lu}\.|al\.) (?=\p{Lu})/u);
  let description = sentences[0];
  for (const sentence of sentences.slice(1)) {
    if (description.length + 1 + sentence.length > MAX_LENGTH) break;
    description += ` ${sentence}`;
  }
  return description.replace(/:$/, '.');
}
