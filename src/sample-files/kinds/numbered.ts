// Records with several answers in numbered columns: `answer_0`, `score_0`, `answer_1`, `score_1`, or `score_A` and `score_B`.

import type { Row } from '../../files/record-sink';
import { isArrayLike } from '../paths';
import { fieldsOf, type Kind, numberFields, scoreFields } from './kind';
import { promptOf } from './prompt-names';
import { isCalledScore, plainName } from './score-names';

/** A name that ends in a number, or in the letter of one of two answers: what it is called without that, and which answer it is of. */
const NUMBERED = /^(.*[a-z])[\s_-]?(\d+|_[ab])$/i;

/** What is the answer itself. */
const ANSWER = /(^|_)(answer|response|completion|output|generation|candidate|text|ref|model)s?$/;

const split = (name: string) => {
  const match = NUMBERED.exec(name.replace(/[\s_-]?([AB])$/i, (end, letter) => (end === letter ? end : `_${letter}`)));
  return match && { stem: match[1].replace(/_$/, ''), place: match[2] };
};

/** The answers of a record, each with its fields under their common names, in the order in which the record has them. */
function answersOf(row: Row): Row[] {
  const common: Row = {};
  const answers = new Map<string, Row>();
  for (const [name, value] of Object.entries(row)) {
    const found = split(name);
    if (!found) common[name] = value;
    else answers.set(found.place, { ...answers.get(found.place), [found.stem]: value });
  }
  const isThere = (answer: Row) => Object.values(answer).some((value) => value !== null && value !== undefined && value !== '');
  const there = [...answers.values()].filter(isThere);
  // a list may have an entry for each of the answers
  const entry = (value: unknown, i: number) => (isArrayLike(value) && value.length === there.length ? value[i] : value);
  return there.map((answer, i) => ({
    ...answer,
    ...Object.fromEntries(
      Object.entries(common).flatMap(([name, value]) => (Object.hasOwn(answer, name) ? [] : [[name, entry(value, i)]]))
    ),
  }));
}

/** What the scores of the answers are called without their numbers: all answers of the first records have one. */
function scoreIn(rows: readonly Row[]): string | undefined {
  const numbers = numberFields(rows).filter((name) => split(name) && isCalledScore(split(name)?.stem as string));
  const placesOf = (stem: string) => numbers.filter((name) => split(name)?.stem === stem);
  return numbers.map((name) => split(name)?.stem as string).find((stem) => placesOf(stem).length > 1);
}

/** So many scores are those of answers, where no answer stands beside them. */
const MANY = 3;

/** Whether the numbers are those of answers: their texts are numbered too, or stand elsewhere. Else they may be several rewards of one answer. */
function hasAnswers(rows: readonly Row[], score: string): boolean {
  const fields = fieldsOf(rows).map((name) => ({ name, ...split(name) }));
  const places = fields.filter(({ stem }) => stem === score).map(({ place }) => place);
  const isAlone = !fields.some(({ name, stem }) => ANSWER.test(plainName(stem ?? name)) && plainName(name) !== 'model');
  return (
    (isAlone && places.length >= MANY) ||
    places.every((place) =>
      fields.some(({ stem, place: own }) => own === place && stem !== undefined && ANSWER.test(plainName(stem)))
    )
  );
}

const unfoldAll = (rows: readonly Row[]) => rows.flatMap(answersOf);

export const numbered: Kind = {
  name: 'numbered answers',
  source: 'https://huggingface.co/datasets/openai/webgpt_comparisons',
  where: "comparisons in one row, such as WebGPT's, or a table with a column for each answer and its score",
  needs: [/[\s_-]?(\d+|[ab])$/i],
  fields: 'question, answer_0, score_0, answer_1, score_1, ... (or response_A, score_A, ...)',
  fits(rows) {
    const score = scoreIn(rows);
    return score !== undefined && hasAnswers(rows, score) && promptOf(unfoldAll(rows)) !== undefined;
  },
  unfold: answersOf,
  columns(rows) {
    const prompt = promptOf(rows) as string;
    const [reward, ...scores] = scoreFields(rows, [prompt]).filter(isCalledScore);
    return { prompt: [prompt], reward, scores };
  },
  // the models are those that wrote the answers
  hasNoRuns: true,
};
