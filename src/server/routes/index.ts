// The routes of the service by name, in the order of the OpenAPI document. Service, threads and document walk over this table.

import { batch } from './batch';
import { compare } from './compare';
import { curve } from './curve';
import { equalKl } from './equal-kl';
import { laws } from './laws';
import { metrics } from './metrics';
import { policy } from './policy';
import type { Route } from './route';
import { samples } from './samples';
import { scores } from './scores';
import { smallestN } from './smallest-n';
import { stopping } from './stopping';

export const ROUTES = {
  metrics,
  curve,
  policy,
  laws,
  'equal-kl': equalKl,
  scores,
  'smallest-n': smallestN,
  stopping,
  samples,
  compare,
  batch,
} satisfies Record<string, Route>;

export type RouteName = keyof typeof ROUTES;
