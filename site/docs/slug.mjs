// The names of headings, as GitHub makes them, so that a link to a heading leads to it there and on the site.

/** @param {string} heading */
export function slug(heading) {
  return heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
}
