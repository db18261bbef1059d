// Names of downloads, which tell what is in them.

/** File systems allow about 255 letters; of a longer part, such as the name of a file, only so many are kept, so that n has its place behind it. */
const MAX_LETTERS = 80;

/** @param parts - such as the chart, the reference and n; what is no letter or digit becomes a hyphen. */
export function fileName(extension: string, ...parts: string[]): string {
  const slug = parts
    .map((part) => [...part.normalize('NFKD').replace(/\p{M}/gu, '')].slice(0, MAX_LETTERS).join(''))
    .join('-')
    .replace(/[^\p{L}\p{N}._]+/gu, '-')
    .replace(/^[-.]+|[-.]+$/g, '');
  return `best-of-n-${slug}.${extension}`;
}
