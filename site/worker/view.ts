// What the page is told of a reference: a whole support, or the means over prompts of sampled answers.

import type { EngineKind } from '../../src/index';
import type { Bands, Curves, Targets, Value, Values } from '../fields';
import type { Bins } from './ranks';
import type { TradeOff } from './trade-off';

export interface Overview {
  title: string;
  /** Facts of the reference, to read. */
  facts: [name: string, value: string][];
  /** The n that the slider stops at. */
  steps: Float64Array;
  /** Samples speak of whole n up to the last step only; a support of any n. */
  sampled: boolean;
  curves: Curves;
  bands: Bands;
  /** null where there is no one distribution. */
  bins: Bins | null;
}

/** The largest n of the slider. */
export const lastStep = ({ steps }: Overview): number => steps[steps.length - 1];

export interface Point {
  values: Values;
  /** The best-of-n policy's mass of every bin. */
  masses: Float64Array | null;
}

export interface View {
  overview(): Overview;
  at(n: number): Point;
  /** Rows of the table. */
  rows(ns: readonly number[]): ({ n: number } & Values)[];
  /** null where there is no one distribution. */
  tradeOff(value: Value): TradeOff | null;
  /** The best that a policy of the same KL divergence as best-of-n reaches: the tilted one's value. null where it is not known. */
  bestAt(n: number, value: Value): number | null;
  smallestN(targets: Targets): number;
  dispose(): void;
}

/** What one prompt, or all, is called in a file of samples. */
export interface Choice {
  name: string;
  label: string;
}

export interface Opened extends Overview {
  choices: Choice[];
  choice: string | undefined;
  engine: { kind: EngineKind; reason?: string };
  milliseconds: number;
}
