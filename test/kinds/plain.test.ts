// Rows of a prompt, an answer and its reward under plain names, in JSON lines, CSV and Parquet.

import { describe, expect, it } from 'vitest';
import { plain, plainTables } from '../../src/sample-files/kinds/plain';
import { mayBeScore } from '../../src/sample-files/kinds/score-names';
import { inferColumns } from '../../src/sample-files/sample-columns';
import { near, runOf } from '../helpers/kind-fixtures';

describe('files', () => {
  it('JSON lines: a reward whose name ends like a count is a score, a count is none', async () => {
    const { columns, curves, notices } = await runOf('plain.jsonl', [1, 2, 3]);
    expect(columns).toMatchObject({ kind: 'scored answers', prompt: ['prompt'], reward: 'reward', scores: ['length_reward'] });
    // rewards 0.25, 0.75, 0.5 with 1, 0.5, 0, and 1, 0, 0.5 with 0.25, 0.75, 0.5
    expect(curves[0].means).toEqual({ reward: near(1 / 2, 4.5 / 6, 7 / 8), length_reward: near(1 / 2, 1 / 3, 3 / 8) });
    expect(notices).toEqual(['these columns of numbers are left out: response_length']);
  });

  it('CSV: a row number beside a question that repeats is not the prompt, and an answer is not a score', async () => {
    const { columns, curves, notices } = await runOf('plain-row-ids.csv', [1, 2]);
    expect(columns).toMatchObject({ prompt: ['question'], reward: 'score', scores: ['correct'] });
    expect(curves).toEqual([
      { labels: {}, prompts: 2, samples: 4, means: { score: near(5 / 8, 7 / 8), correct: near(3 / 4, 1 / 2) } },
    ]);
    expect(notices).toEqual(['these columns of numbers are left out: id, answer']);
  });

  it('Parquet: named rewards', async () => {
    const { columns, curves } = await runOf('plain-named.parquet', [1, 2]);
    expect(columns).toMatchObject({ prompt: ['instruction'], reward: 'accuracy_reward', scores: ['format_reward'] });
    expect(curves[0].means).toEqual({ accuracy_reward: near(1 / 2, 1), format_reward: near(5 / 8, 3 / 8) });
  });

  it('a list of rewards in each row, and another of scores', async () => {
    const { columns, curves } = await runOf('plain-lists.jsonl', [1, 2, 3]);
    expect(columns).toMatchObject({ reward: 'rewards', scores: ['gold_scores'], wide: true });
    // 0.5, 1.5, -1 with 1, 0, 0, and 2, 0.25, 1 with 0, 0, 1
    expect(curves[0].means).toEqual({ rewards: near(4.25 / 6, 8.5 / 6, 3.5 / 2), gold_scores: near(1 / 3, 1 / 3, 0) });
  });
});

it('a record may be a table, with a list for each of its columns', async () => {
  const { columns, curves, notices } = await runOf('plain-tables.jsonl', [1, 2]);
  expect(columns).toMatchObject({ kind: plainTables.name, prompt: ['prompt'], reward: 'reward', scores: [], wide: false });
  // 1 and 0.5, 0 and 0.25
  expect(curves).toEqual([{ labels: {}, prompts: 2, samples: 4, means: { reward: near(7 / 16, 5 / 8) } }]);
  expect(notices).toEqual(['these columns of numbers are left out: length']);
  const chat = [
    { role: 'user', content: 'q' },
    { role: 'user', content: 'and' },
  ];
  expect(inferColumns([{ prompt: chat, responses: ['a', 'b'], rewards: [1, 0] }]).columns.wide).toBe(true);
});

/** The prompt and the reward of rows like this one. */
function columnsOf(rows: Record<string, unknown>[]) {
  const { columns } = inferColumns(rows);
  expect(columns.kind).toBe(plain.name);
  return [...columns.prompt, columns.reward];
}

describe('names', () => {
  it.each([
    ['question', 'answer', 'rating'],
    ['input', 'completion', 'score'],
    ['instruction', 'output', 'rm_score'],
    ['problem', 'generation', 'is_correct'],
    ['prompt', 'response', 'reward_format'],
  ])('%s, %s, %s', (prompt, answer, reward) => {
    const row = (value: number) => ({ [prompt]: 'p', [answer]: 'a', [reward]: value });
    expect(columnsOf([row(0), row(1)])).toEqual([prompt, reward]);
  });

  it('the answer may be missing, and the prompt may be a list of messages', () => {
    expect(columnsOf([{ prompt: [{ role: 'user', content: 'p' }], reward: 1 }])).toEqual(['prompt', 'reward']);
  });

  it('an id that repeats for one text is the prompt, the number of a sample is not', () => {
    const rows = (idOf: (prompt: number, sample: number) => number) =>
      [0, 1].flatMap((prompt) => [0, 1].map((sample) => ({ id: idOf(prompt, sample), prompt: `p${prompt}`, reward: sample })));
    expect(columnsOf(rows((prompt) => prompt))[0]).toBe('id');
    expect(columnsOf(rows((_, sample) => sample))[0]).toBe('prompt');
    expect(columnsOf(rows((prompt, sample) => 2 * prompt + sample))[0]).toBe('prompt');
  });

  it('capitals do not matter, and rewards may stand in a struct', () => {
    const row = { Question: 'q', Answer: 'a', Score: 1 };
    expect(columnsOf([row, row])).toEqual(['Question', 'Score']);
    const struct = { prompt: 'p', completion: 'c', rewards: { format: 1, total_reward: 0.5 } };
    expect(columnsOf([struct, struct])).toEqual(['prompt', 'rewards.total_reward']);
    expect(inferColumns([struct, struct]).columns.scores).toEqual(['rewards.format']);
  });

  it('where each row is a prompt, its id tells it', () => {
    const row = (id: number) => ({ id, prompt: 'p', responses: ['a', 'b'], scores: [0, 1] });
    expect(columnsOf([row(1), row(2)])).toEqual(['id', 'scores']);
  });

  it('a list of rewards beside one answer is of its steps', () => {
    const row = { problem: 'p', response: 'step 1, step 2', scores: [0.5, 0.25] };
    const { columns, notices } = inferColumns([row, row]);
    expect(columns).toMatchObject({ prompt: ['problem'], reward: 'scores', steps: 'last', wide: false });
    expect(inferColumns([row, row], { prompt: ['problem'], reward: 'scores' }).columns).toMatchObject({
      steps: 'last',
      wide: false,
    });
    expect(inferColumns([row, row], { steps: 'min' }).columns.steps).toBe('min');
    const withAnswers = { ...row, response: undefined, answer: '42', responses: ['a', 'b'] };
    expect(inferColumns([withAnswers, { ...withAnswers, problem: 'q' }]).columns).toMatchObject({ steps: undefined, wide: true });
    expect(notices[0]).toMatch(/^scores is a list for each answer and taken for the rewards of its steps; --steps/);
  });

  it('a list of steps, or rewards that are called so, are of one answer', () => {
    for (const row of [
      { problem: 'p', steps: ['s', 't'], rewards: [0.5, 0.25] },
      { problem: 'p', prm_scores: [0.5, 0.25] },
    ]) {
      expect(inferColumns([row, row]).columns).toMatchObject({ steps: 'last', wide: false });
    }
  });

  it('lists of answers and of their rewards are equally long', () => {
    const row = { prompt: 'p', responses: ['a', 'b', 'c'], rewards: [1, 0] };
    expect(() => inferColumns([row])).toThrow(/^responses has 3 entries and rewards has 2 in one of the first records/);
    expect(inferColumns([row], { prompt: ['prompt'], reward: 'rewards' }).columns.wide).toBe(true);
  });

  it('a list without a number is no score, and one of two answers alone has no reward', () => {
    const row = { question: 'q', code: ['a', 'b'], report: [null, null], score: [true, false] };
    expect(inferColumns([row]).columns).toMatchObject({ reward: 'score', scores: [] });
    const pair = { input: 'i', chosen: 'c', rejected: 'r', generations: ['c', 'r'], rating: [9, 8], chosen_score: 9 };
    expect(inferColumns([pair]).columns).toMatchObject({ prompt: ['input'], reward: 'rating', wide: true });
  });

  it('names may be written in other ways, and rewards as text', () => {
    const row = { promptId: 7, sampleIdx: 0, rewardScore: '0.5' };
    expect(columnsOf([row, { ...row, sampleIdx: 1 }])).toEqual(['promptId', 'rewardScore']);
    const spaced = { 'prompt text': 'p', step_count: 3, 'reward score': 1 };
    expect(columnsOf([spaced, spaced])).toEqual(['prompt text', 'reward score']);
  });

  it.each(['prompt_idx', 'doc_id', 'problem_index', 'uid'])('%s tells the prompt', (id) => {
    const rows = [0, 0, 1, 1].map((value, i) => ({ [id]: value, response: `r${i}`, reward: i }));
    expect(columnsOf(rows)[0]).toBe(id);
  });

  it('a prompt may have several parts, which are not told by one of them', () => {
    const row = (instruction: string, input: string) => ({ instruction, input, output: 'o', score: 1 });
    const prompts = ['a', 'b'].flatMap((instruction) => ['x', 'y'].map((input) => row(instruction, input)));
    expect(columnsOf([...prompts, ...prompts])).toEqual(['input', 'instruction', 'score']);
    const told = [row('a', 'x'), row('b', 'y')];
    expect(columnsOf([...told, ...told])).toEqual(['input', 'score']);
    expect(columnsOf([row('a', 'x'), row('a', 'y')])).toEqual(['instruction', 'input', 'score']);
    const template = (question: string) => ({ prompt: 'Be brief.', question, response: 'r', score: 1 });
    expect(columnsOf([template('q'), template('r')])).toEqual(['prompt', 'question', 'score']);
    // a prompt for the judge holds the answer
    const judged = (question: string, response: string) => ({ question, response, prompt: `Is ${response} right?`, score: 1 });
    expect(columnsOf(['q', 'r'].flatMap((q) => ['a', 'b'].map((a) => judged(q, q + a))))).toEqual(['question', 'score']);
    const wide = { input: 'x', responses: ['a', 'b'], rewards: [1, 0] };
    expect(
      columnsOf([
        { ...wide, instruction: 'a' },
        { ...wide, instruction: 'b' },
      ])
    ).toEqual(['input', 'instruction', 'rewards']);
  });

  it('an id counts in its data set, a text does not', () => {
    const row = { dataset: 'd', id: 1, response: 'r', reward: 1 };
    expect(columnsOf([row, { ...row, dataset: 'e' }])).toEqual(['dataset', 'id', 'reward']);
    const tasks = [1, 2].map((id) => ({ task: 't', id, reward: id }));
    expect(columnsOf(tasks)).toEqual(['id', 'reward']);
    expect(inferColumns(tasks).columns.repeating).toBe('task');
    const text = { dataset: 'd', prompt: 'p', response: 'r', reward: 1 };
    expect(columnsOf([text, text])).toEqual(['prompt', 'reward']);
  });

  it.each([
    ['no reward', { prompt: 'p', response: 'a', length: 3 }],
    ['a right answer that is no flag', { question: 'q', response: 'a', correct: 42 }],
    ['no prompt', { text: 'p', reward: 1 }],
    ['a reward that is text', { prompt: 'p', reward: 'good' }],
    ['lists that may be of answers or of steps', { problem: 'p', scores: [0.5, 0.25] }],
    ['lists of the rewards of steps', { problem: 'p', scores: [[0.5], [0.25, 1]] }],
  ])('%s is not enough', (_, row) => {
    expect(() => inferColumns([row, row])).toThrow(/fit no known kind of sample file/);
  });
});

it('ids, times, counts and answers are no scores, whatever else is one', () => {
  const scores = ['acc', 'correct_answer', 'length_reward', 'reward_len', 'judge_score', 'bleu'];
  const others = [
    'id',
    'example_id',
    'generation_ms',
    'num_turns',
    'total_tokens',
    'score_count',
    'answer',
    'label',
    'advantage',
    'logprob',
    'seed',
    'attempt',
    'latency_s',
    'tstamp',
    'reward_std',
    'score_ratio',
    '',
  ];
  expect(scores.filter(mayBeScore)).toEqual(scores);
  expect(others.filter(mayBeScore)).toEqual([]);
});
