// Doc comments as Markdown.

/** @typedef {import('typedoc').JSONOutput.CommentDisplayPart} Part */
/** @typedef {import('typedoc').JSONOutput.Comment} Comment */

/**
 * Makes functions that write comments, with links from names in code to where they are explained.
 *
 * @param {(name: string) => string | undefined} hrefOf
 */
export function commentWriter(hrefOf) {
  /** @param {readonly Part[]} parts */
  const write = (parts) =>
    parts
      .map(({ kind, text }) => {
        if (kind !== 'code') return escaped(text);
        const href = hrefOf(text.slice(1, -1).replace(/\(\)$/, ''));
        return href === undefined ? text : `[${text}](${href})`;
      })
      .join('')
      .replaceAll(/\n +/g, '\n')
      .trim();

  /**
   * @param {Comment | undefined} comment
   * @param {`@${string}`} tag
   */
  const tagged = (comment, tag) => (comment?.blockTags ?? []).filter((block) => block.tag === tag).map(({ content }) => content);

  return {
    /** @param {Comment | undefined} comment */
    summary: (comment) => write(comment?.summary ?? []),
    /**
     * In one line.
     *
     * @param {Comment | undefined} comment
     */
    line: (comment) => write(comment?.summary ?? []).replaceAll(/\s+/g, ' '),
    /** @param {Comment | undefined} comment */
    returns: (comment) => tagged(comment, '@returns').map((content) => `**Returns** ${write(content)}`),
    /** @param {Comment | undefined} comment */
    throws: (comment) => tagged(comment, '@throws').map((content) => `**Throws** ${write(content)}`),
    /** @param {Comment | undefined} comment */
    standard: (comment) =>
      tagged(comment, '@default').map((content) => content.map(({ text }) => text.replaceAll(/^```\w*\n|\n```$/g, '')).join('')),
    /** @param {Comment | undefined} comment */
    examples: (comment) =>
      tagged(comment, '@example').map((content) =>
        content
          .map(({ text }) => text.replace(/^```ts$/m, '```js'))
          .join('')
          .trim()
      ),
  };
}

/**
 * The first sentence of a comment, for a cell of a table.
 *
 * @param {Comment | undefined} comment
 */
export function firstSentence(comment) {
  const parts = (comment?.summary ?? []).map(({ kind, text }) => (kind === 'code' ? text : escaped(text)));
  const [paragraph] = parts.join('').split('\n\n');
  const [sentence] = paragraph.replaceAll(/\s+/g, ' ').split(/(?<=[.:])(?<!\b\p{Lu}\.|al\.) (?=[\p{Lu}`])/u);
  return sentence.trim().replace(/:$/, '.').replaceAll('|', '\\|');
}

/**
 * Without what Markdown or Vue would take for marks of their own.
 *
 * @param {string} text
 */
function escaped(text) {
  return text.replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('{{', '&#123;&#123;');
}
