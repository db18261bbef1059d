// A route of Next.js on the edge runtime.

import { goldenCase } from '../../../golden-case.js';

export const runtime = 'edge';
export const GET = () => Response.json([goldenCase()]);
