// The names of the figures' files, which are known before any figure is computed.

/** Without their extension. */
export const FIGURE_FILES = ['kl-uniform', 'kl-rare', 'win-rate', 'trade-off', 'shortfall'] as const;
export type FigureFile = (typeof FIGURE_FILES)[number];
