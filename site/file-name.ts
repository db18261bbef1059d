// Names of downloads, which tell what is in them.

/** @param parts - such as the chart, the reference and n; what is no letter or digit becomes a hyphen. */
export function fileName(extension: string, ...parts: string[]): string {
  const slug = parts
    .join('-')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\p{L}\p{N}._]+/gu, '-')
    .replace(/^[-.]+|[-.]+$/g, '')
    .slice(0, 120);
  return `best-of-n-${slug}.${extension}`;
}
