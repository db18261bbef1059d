export { klBound, klEstimate, winRateBound } from './bounds';
export { klDivergence } from './divergence';
export { engine, useEngine } from './engine/choice';
export type { EngineKind, Numbers } from './engine/engine';
export type { SupportInput } from './input';
export type { MetricName, Metrics } from './metrics';
export { type Curve, Support } from './support';
