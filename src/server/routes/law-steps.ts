// About how many steps rules of selection take, so that a request that would run for minutes is refused before it is computed.

import { MAX_LAW_STEPS } from '../limits';
import type { RequestSize } from '../request-limits';
import type { SupportRequest } from './support-request';

/** A rule walks over the blocks some times, and over the outcomes to write its policy. */
const STEPS_PER_OUTCOME = 48;

/** Soft best-of-n integrates over some hundreds of points, at each of which every block counts. */
const SOFT_STEPS_PER_OUTCOME = 2 ** 11;

/** To find the parameter of a divergence a rule is evaluated so often, and soft best-of-n less often, since its search begins near its end. */
const [EVALUATIONS, SOFT_EVALUATIONS] = [16, 8];

/** The rules that are set side by side: besides soft best-of-n some eight. */
const RULES = 8;

const isSoft = (law: string) => /^\s*softBestOf/.test(law);

/** The steps of rules by name. */
export function lawSteps(laws: readonly string[], { rewards }: SupportRequest): number {
  const each = laws.map((law) => (isSoft(law) ? SOFT_STEPS_PER_OUTCOME : STEPS_PER_OUTCOME));
  return rewards.length * each.reduce((a, b) => a + b, 0);
}

/** The steps of all rules at one divergence. */
export function matchingSteps({ rewards }: SupportRequest): number {
  return rewards.length * (EVALUATIONS * RULES * STEPS_PER_OUTCOME + SOFT_EVALUATIONS * SOFT_STEPS_PER_OUTCOME);
}

/** The size of a request whose rules take so many steps more. */
export function withLawSteps({ counts, steps }: RequestSize, taken: number): RequestSize {
  return { counts: [...counts, { what: 'steps of rules', count: taken, limit: MAX_LAW_STEPS }], steps: steps + taken };
}
