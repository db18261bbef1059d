// How each series looks. The colours are those of the page's style sheet; dashes and dots tell the series apart without any colour.

import { RUN_STYLES } from '../../src/charts/series-style';

export interface SeriesStyle {
  /** The name of a custom property of the style sheet. */
  colour: string;
  width?: number;
  dashes?: string;
  dots?: boolean;
}

export const STYLES = {
  exact: { colour: '--exact', width: 3.5 },
  bound: { colour: '--bound', width: 1.75, dashes: '7 4' },
  estimator: { colour: '--estimator', dots: true },
  optimum: { colour: '--optimum', width: 2, dashes: '2 3' },
  reference: { colour: '--reference', width: 2 },
} satisfies Record<string, SeriesStyle>;

/** One for each run of a file, with the dashes of the command's pictures. */
export const RUN_LOOKS: readonly SeriesStyle[] = RUN_STYLES.map(({ strokeDasharray }, i) => ({
  colour: `--run-${i + 1}`,
  width: 2.25,
  dashes: strokeDasharray ?? '20 3',
}));

/** The look of a series of the second reference: another colour, and dashes that no series of the first one has. */
export const secondLook = ({ width }: SeriesStyle): SeriesStyle => ({
  colour: '--second',
  width: width ?? 1.75,
  dashes: (width ?? 0) > 2 ? '12 4' : '2 4',
});

export const colourOf = ({ colour }: SeriesStyle) => `var(${colour})`;
