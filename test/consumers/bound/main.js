// Only a formula: no bundler may put the kernel in.

import { klBound } from 'best-of-n';

globalThis.answers = [klBound(16)];
