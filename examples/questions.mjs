// npm run questions [-- FOLDER]: makes up a file of a public kind for each question of docs/questions.md, the same ones every time.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [folder = 'build/questions'] = process.argv.slice(2);

/** Uniform numbers in [0, 1) from a seed: the generator mulberry32 of Tommy Ettinger. */
function uniforms(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), state | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A number near 0 with a standard deviation of 1: the sum of twelve uniform ones is as good as normal here. */
const nearZero = (random) => range(12).reduce((sum) => sum + random(), -6);

const range = (count) => Array.from({ length: count }, (_, i) => i);
const between = (low, x, high) => Math.min(high, Math.max(low, x));
const rounded = (x) => Number(x.toFixed(3));

/** Samples of HumanEval's kind of two models on the same 120 tasks; what is hard for one is hard for the other. */
function codeGeneration(gain) {
  const tasks = uniforms(1);
  const random = uniforms(gain === 0 ? 2 : 3);
  return range(120).flatMap((task) => {
    const chance = between(0, 1.3 * tasks() - 0.2 + gain * tasks(), 1);
    return range(10).map(() => ({ task_id: `MadeUp/${task}`, completion: '    return x\n', passed: random() < chance }));
  });
}

/** A log of the evaluation harness with four answers to each of 150 questions, five on one passage. */
function harnessLog() {
  const random = uniforms(4);
  return range(30).flatMap((passage) => {
    const ease = 0.6 + 0.25 * nearZero(random);
    return range(5).flatMap((i) => {
      const chance = between(0.02, ease + 0.15 * nearZero(random), 0.98);
      const id = 5 * passage + i;
      return range(4).map(() => {
        const isRight = random() < chance;
        const answer = isRight ? 'yes' : 'no';
        return {
          doc_id: id,
          doc: { passage: `passage ${passage}`, question: `question ${i}` },
          target: 'yes',
          resps: [[answer]],
          filtered_resps: [answer],
          filter: 'none',
          metrics: ['exact_match'],
          doc_hash: `hash${id}`,
          exact_match: Number(isRight),
        };
      });
    });
  });
}

/** Judged answers of NeMo-Skills with a reward model's scores: 8 for each of 120 problems, some of which have a wrong answer that many give. */
function mathAnswers() {
  const random = uniforms(5);
  return range(120).flatMap((i) => {
    const right = random();
    const common = 0.7 * random();
    return range(8).map(() => {
      const isRight = random() < right;
      const wrong = random() < common ? 'the usual mistake' : `mistake ${Math.floor(8 * random())}`;
      return {
        problem: `problem ${i}`,
        expected_answer: String(i),
        predicted_answer: isRight ? String(i) : wrong,
        generation: 'made up',
        symbolic_correct: isRight,
        reward_model_score: rounded(between(0, 0.45 + 0.1 * isRight + 0.15 * nearZero(random), 1)),
      };
    });
  });
}

/** Results of τ-bench: eight trials of each of 50 tasks. */
function trials() {
  const random = uniforms(6);
  const chances = range(50).map(() => between(0.05, 1.2 * random(), 1));
  return range(8).flatMap((trial) =>
    chances.map((chance, task) => ({ task_id: task, reward: Number(random() < chance), info: {}, traj: [], trial }))
  );
}

/** 64 answers to each of 100 prompts with the score of a reward model, which can be pleased by what the gold score does not like. */
function scoredAnswers() {
  const random = uniforms(7);
  return range(100).flatMap((i) =>
    range(64).map((j) => {
      const quality = nearZero(random);
      const padding = random() ** 8;
      return {
        prompt: `prompt ${i}`,
        response: `answer ${j}`,
        reward: rounded(quality + 4 * padding),
        gold: rounded(quality - 2 * padding),
      };
    })
  );
}

/** Repeated samples of Large Language Monkeys: 32 of each of 100 problems, most of them hard. */
function monkeys() {
  const random = uniforms(8);
  return range(100).map((i) => {
    const chance = random() ** 3;
    const flags = range(32).map(() => random() < chance);
    return {
      orig_dset_split: 'test',
      orig_dset_idx: i,
      question: `question ${i}`,
      samples: flags.map(() => 'made up'),
      is_corrects: flags,
    };
  });
}

const lines = (records) => records.map((record) => `${JSON.stringify(record)}\n`).join('');

const FILES = {
  'north.jsonl': lines(codeGeneration(0)),
  'south.jsonl': lines(codeGeneration(0.2)),
  'harness.jsonl': lines(harnessLog()),
  'math.jsonl': lines(mathAnswers()),
  'trials.json': JSON.stringify(trials()),
  'scored.jsonl': lines(scoredAnswers()),
  'monkeys.jsonl': lines(monkeys()),
};

mkdirSync(folder, { recursive: true });
for (const [name, text] of Object.entries(FILES)) writeFileSync(join(folder, name), text);
console.log(`${folder}: ${Object.keys(FILES).join(', ')}`);
