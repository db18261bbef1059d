// The table of known kinds of sample files. A file is taken for the first kind whose fields it has, so they stand from the most telling
// fields to the least.

import { coded } from '../../errors';
import type { Row } from '../../files/record-sink';
import { valueAt } from '../paths';
import { alpacaEval } from './alpaca-eval';
import { arenaHard } from './arena-hard';
import { bigCodeBench } from './bigcodebench';
import { byKey } from './by-key';
import { codeEval } from './code-eval';
import { codeGeneration } from './code-generation';
import { conversations } from './conversations';
import { deepEval } from './deepeval';
import { evalPlus } from './evalplus';
import { generations } from './generations';
import { harnessLog } from './harness-log';
import { helm } from './helm';
import { inspectLog } from './inspect';
import { inspectFrame } from './inspect-frame';
import { fieldsOf, type Kind } from './kind';
import { lightEval, lightEvalOld } from './lighteval';
import { liveCodeBench } from './livecodebench';
import { monkeys } from './monkeys';
import { mtBench } from './mt-bench';
import { multiplE } from './multipl-e';
import { nemoGym } from './nemo-gym';
import { nemoSkills } from './nemo-skills';
import { numbered } from './numbered';
import { olmes } from './olmes';
import { evalsMatches, evalsMetrics } from './openai-evals';
import { openCompass } from './opencompass';
import { preferencePairs } from './pairs';
import { plain, plainTables } from './plain';
import { humanPreferences, preferenceStrengths } from './preferences';
import { promptfoo } from './promptfoo';
import { ratedLists } from './rated-lists';
import { annotatedRatings, ratings } from './ratings';
import { rewardBench } from './reward-bench';
import { rewardBench2, rewardBenchCandidates } from './reward-bench-2';
import { rewardModel } from './reward-model';
import { rollouts } from './rollouts';
import { skyRl } from './skyrl';
import { stepScores } from './step-scores';
import { sweBench } from './swe-bench';
import { tau2Bench, tauBench } from './tau-bench';
import { terminalBench } from './terminal-bench';
import { trl, trlTables } from './trl';
import { verl } from './verl';
import { wide } from './wide';

/** Logs of evaluation harnesses and code benchmarks. */
const EVALUATIONS: readonly Kind[] = [
  inspectLog,
  inspectFrame,
  evalsMatches,
  evalsMetrics,
  lightEval,
  lightEvalOld,
  evalPlus,
  bigCodeBench,
  codeEval,
  liveCodeBench,
  multiplE,
  sweBench,
  tau2Bench,
  tauBench,
  promptfoo,
  terminalBench,
  nemoSkills,
  generations,
  helm,
  openCompass,
  olmes,
  mtBench,
  arenaHard,
  alpacaEval,
  deepEval,
  monkeys,
  stepScores,
];

export const KINDS: readonly Kind[] = [
  // logs of harnesses and benchmarks of code
  ...EVALUATIONS,
  harnessLog,
  codeGeneration,
  // benchmarks and data of preferences
  rewardBench2,
  rewardBenchCandidates,
  rewardBench,
  wide,
  humanPreferences,
  preferenceStrengths,
  preferencePairs,
  ratedLists,
  annotatedRatings,
  ratings,
  // what trainers write
  trlTables,
  trl,
  verl,
  skyRl,
  nemoGym,
  rollouts,
  rewardModel,
  // names that anyone may have chosen
  numbered,
  conversations,
  byKey,
  plainTables,
  plain,
];

/** The first kind that the records are of. */
export function kindOf(rows: readonly Row[]): Kind | undefined {
  const fields = fieldsOf(rows);
  const has = (need: string | RegExp) =>
    typeof need === 'string' ? rows.some((row) => valueAt(row, need) !== undefined) : fields.some((name) => need.test(name));
  return KINDS.find(({ needs, fits }) => needs.every(has) && (fits?.(rows) ?? true));
}

/** How records of a kind are taken apart, by its name, which is what other threads and machines are told. */
export function unfoldOf(name: string): NonNullable<Kind['unfold']> {
  const kind = KINDS.find((kind) => kind.name === name);
  if (!kind?.unfold) throw coded(RangeError, 'OUT_OF_RANGE', `${name} is no kind whose records are taken apart`);
  return kind.unfold;
}

/** The fields by which a kind is recognised, as help and pages show them. */
export function fieldsText({ needs, fields }: Kind): string {
  return fields ?? needs.join(', ');
}

/** The kinds as the help lists them, in lines of at most 80 characters where words allow it: a name, and beside it its fields. */
export function kindsText(): string {
  const width = Math.max(...KINDS.map(({ name }) => name.length));
  return KINDS.flatMap((kind) => {
    const lines = [''];
    for (const word of fieldsText(kind).split(' ')) {
      const line = `${lines[lines.length - 1]} ${word}`.trimStart();
      if (line.length > 76 - width && line !== word) lines.push(word);
      else lines[lines.length - 1] = line;
    }
    return lines.map((line, i) => `  ${(i === 0 ? kind.name : '').padEnd(width)}  ${line}`);
  }).join('\n');
}
