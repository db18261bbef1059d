// usage: node make-samples.mjs FILE PROMPTS SAMPLES CHARACTERS [DECIMALS]
// Writes JSON lines with so many samples of each prompt, each with a text of so many characters: the same bytes for the same arguments. With 17
// decimals a reward has the 16 or 17 digits that Python prints for a double.

import { once } from 'node:events';
import { createWriteStream } from 'node:fs';

const [file, ...numbers] = process.argv.slice(2);
const [prompts, samples, characters, decimals = 6] = numbers.map(Number);

let state = 12345;
function random() {
  state = (state * 1103515245 + 12345) % 2147483648;
  return state / 2147483648;
}

const WORDS = [
  'the',
  'quick',
  'brown',
  'def',
  'return',
  'if',
  'else',
  '\\n',
  '\\"a\\"',
  '\\u00e9',
  'é',
  '数',
  'print(x)',
  '    ',
];
const texts = Array.from({ length: 64 }, () => {
  let text = '';
  while (text.length < characters) text += `${WORDS[Math.floor(random() * WORDS.length)]} `;
  return text;
});

const out = createWriteStream(file);
for (let prompt = 0; prompt < prompts; prompt++) {
  const rate = random();
  let lines = '';
  for (let i = 0; i < samples; i++) {
    const text = texts[Math.floor(random() * texts.length)];
    const reward = decimals > 15 ? String((random() - 0.5) * 4 + random() * 1e-9) : ((random() - 0.5) * 4).toFixed(decimals);
    const rest = `"gold": ${random().toFixed(4)}, "passed": ${random() < rate}, "tokens": ${Math.floor(random() * 500)}`;
    lines += `{"task_id": "T/${prompt}", "completion": "${text}", "reward": ${reward}, ${rest}}\n`;
  }
  if (!out.write(lines)) await once(out, 'drain');
}
out.end();
