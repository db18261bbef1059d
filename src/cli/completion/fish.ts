// The completion script of fish.

import type { CommandWords, OptionWords } from './words';

export function fishScript(commands: readonly CommandWords[]): string {
  const lines = commands.flatMap(({ name, description, options, argument }) => {
    const within = `-n '__fish_seen_subcommand_from ${name}'`;
    const argumentLine =
      argument === 'file'
        ? [`complete -c best-of-n ${within} -F`]
        : argument === 'none'
          ? []
          : [`complete -c best-of-n ${within} -f -a ${quoted(argument.join(' '))}`];
    return [
      `complete -c best-of-n -n __fish_use_subcommand -f -a ${name} -d ${quoted(description)}`,
      ...argumentLine,
      ...options.map((option) => `complete -c best-of-n ${within} ${optionOf(option)}`),
    ];
  });
  return `# completion of best-of-n in fish\n${lines.join('\n')}\n`;
}

function optionOf({ names, description, value }: OptionWords): string {
  const flags = names.map((name) => (name.startsWith('--') ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`));
  const after = { none: [], file: ['-r', '-F'], other: ['-x'] };
  const values = typeof value === 'string' ? after[value] : ['-x', '-a', quoted(value.join(' '))];
  return [...flags, ...values, '-d', quoted(description)].join(' ');
}

const quoted = (text: string) => `'${text.replace(/[\\']/g, '\\$&')}'`;
