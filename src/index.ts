/**
 * Exact numerics of the best-of-n policy over finite supports.
 *
 * In the examples `// → value` says what an expression gives, numbers to the digits written.
 *
 * @module best-of-n
 */

// This comes first so that the kernel's bytes head the bundle: it compresses by 2 % more than with them in the middle.
export { engine, type KernelSource, useEngine } from './engine/select';

declare global {
  // for projects whose `lib` has no DOM
  namespace WebAssembly {
    interface Module {}
  }
  interface AbortSignal {}
  interface URL {}
}

export { adjustPValues } from './adjust-p-values';
export {
  Aggregate,
  type AggregateOptions,
  type AggregateResult,
  type AggregateRow,
  aggregate,
} from './aggregate';
export type { AggregateState } from './aggregate-state';
export { type Allocation, allocate } from './allocate';
export { evaluateBatch } from './batch';
export type { Batch } from './batch-input';
export { type BetaBinomial, betaBinomial } from './beta-binomial';
export { klBound, klEstimate, winRateBound } from './bounds';
export type { SupportBuffers } from './buffers';
export { type CompareOptions, compare } from './compare';
export type { ComparedRun } from './compared-input';
export type { Compared, Comparison, ComparisonRow } from './comparison';
export { type ContinuousLimits, continuousLimits, hockeyStickLimit, renyiLimit } from './continuous-limits';
export { klDivergence } from './divergence';
export type { EngineKind } from './engine/interface';
export type { EstimateName } from './estimates';
export { type ExtrapolateOptions, type Extrapolation, extrapolatePassAtK } from './extrapolate';
export { klFrontier, winRateFrontier } from './frontier';
export { type GaoFit, gaoFit } from './gao-fit';
export { type GoldCurve, type GoldOptions, type GoldPoint, goldCurve } from './gold-curve';
export { holdoutBestOf } from './holdout-best-of';
export type { Numbers } from './input/numbers';
export type { SupportInput } from './input/support';
export { majorityAtK } from './majority-at-k';
export { type Baseline, maxAtKWeights, maxAtKWeightsBatch, type WeightBatch, type WeightOptions } from './max-at-k-weights';
export type { MetricName, Metrics } from './metrics';
export { type OffPolicyEstimate, offPolicyBestOf } from './off-policy-best-of';
export { type PairedDifference, pairedDifference } from './paired-difference';
export { passAtK } from './pass-at-k';
export { gPassAtK, passAtKVariance, passHatK } from './pass-hat-k';
export type { PolicyMetrics, Tilt } from './policies';
export type { IntervalMethod, PromptMean } from './prompt-means';
export { type ProportionMethod, proportionInterval } from './proportion-interval';
export { evaluateSamples } from './sample-batch';
export type { SampleBatch } from './sample-batch-input';
export { minimumDetectableEffect, requiredPrompts, type Spread } from './sample-size';
export { Samples, type SamplesInput, type VoteMean } from './samples';
export { type Reached, samplesToReach, type TargetOptions } from './samples-to-reach';
export type { ScorePeak } from './second-score';
export type { Stopping } from './stopping';
export { type Curve, Support } from './support';
