// `best-of-n completion SHELL`: a script that lets a shell complete commands, options and files.

import { Argument, Command } from 'commander';
import { bashScript } from '../completion/bash';
import { fishScript } from '../completion/fish';
import { commandWords } from '../completion/words';
import { zshScript } from '../completion/zsh';
import { write } from '../output/write';

const SCRIPTS = { bash: bashScript, zsh: zshScript, fish: fishScript };
type Shell = keyof typeof SCRIPTS;

export function completionCommand(): Command {
  return new Command('completion')
    .description('print a script with which a shell completes commands, options and files')
    .addArgument(new Argument('<shell>', 'the shell').choices(Object.keys(SCRIPTS)))
    .addHelpText(
      'after',
      `
Examples:
  source <(best-of-n completion bash)                                      in ~/.bashrc
  source <(best-of-n completion zsh)                                       in ~/.zshrc, after compinit
  best-of-n completion fish > ~/.config/fish/completions/best-of-n.fish`
    )
    .action(async (shell: Shell, _: object, command: Command) => {
      await write(SCRIPTS[shell](commandWords(command.parent as Command)), '-');
    });
}
