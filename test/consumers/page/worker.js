import { goldenCase } from '../golden-case.js';

postMessage(goldenCase());
