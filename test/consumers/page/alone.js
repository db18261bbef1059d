// For bundlers that know no Worker: the page alone.

import { goldenCase } from '../golden-case.js';

globalThis.answers = [goldenCase()];
