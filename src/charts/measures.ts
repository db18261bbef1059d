// What the parts of a chart must agree on.

/** The width of a chart, in pixels. */
export const WIDTH = 700;
/** Where the title and the legend begin, in line with the panels. */
export const MARGIN_LEFT = 58;
/** The colour of text. */
export const INK = '#222222';
