// The Web Worker of the page: answers the golden case.

import { goldenCase } from '../golden-case.js';

postMessage(goldenCase());
