#!/usr/bin/env node
// The executable `best-of-n`: runs the command line and sets the exit code.

import { main } from './main';

// a reader that has seen enough (head, less) closes the pipe, which is no error
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
