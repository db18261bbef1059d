// Text from data inside SVG and HTML.

import { printable } from '../format/visible';

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** A text as it must be written inside SVG or HTML, or inside an attribute in double quotes. What XML forbids is shown as an escape. */
export function escaped(text: string): string {
  return printable(text).replace(/[&<>"]/g, (character) => ENTITIES[character]);
}
