/**
 * Exact numerics of the best-of-n policy over finite supports.
 *
 * In the examples `// → value` says what an expression gives, numbers to the digits written.
 *
 * @module best-of-n
 */

export {
  Aggregate,
  type AggregateOptions,
  type AggregateResult,
  type AggregateRow,
  type AggregateState,
  aggregate,
  type PromptMean,
} from './aggregate';
export { evaluateBatch } from './batch';
export type { Batch } from './batch-input';
export { klBound, klEstimate, winRateBound } from './bounds';
export type { SupportBuffers } from './buffers';
export type { PolicyMetrics, Tilt } from './comparison';
export { klDivergence } from './divergence';
export { engine, type KernelSource, useEngine } from './engine/choice';
export type { EngineKind, Numbers } from './engine/engine';
export type { SupportInput } from './input';
export type { MetricName, Metrics } from './metrics';
export { passAtK } from './pass-at-k';
export { Samples, type SamplesInput } from './samples';
export { type Curve, Support } from './support';

declare global {
  // for projects whose `lib` has no DOM
  namespace WebAssembly {
    interface Module {}
  }
}
