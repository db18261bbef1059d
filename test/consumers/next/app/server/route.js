// A route of Next.js in Node.js.

import { goldenCase } from '../../../golden-case.js';

export const dynamic = 'force-dynamic';
export const GET = () => Response.json([goldenCase()]);
