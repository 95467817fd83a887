/**
 * A model endpoint as a process of its own, which answers every turn of a design:
 * `node endpoint-process.ts <ms to the first event> <ms from there to the end>`. It tells its URL
 * first, and, each time it is asked, the requests since the last time.
 */

import { answerTurn } from './design-answers.ts';
import { startModelEndpoint } from './model-endpoint.ts';

const [delayMs = 0, restMs = 0] = process.argv.slice(2).map(Number);
const endpoint = await startModelEndpoint((request) => answerTurn(request, { delayMs, restMs }));
let told = 0;
process.on('message', () => {
  const bodies = endpoint.requests.slice(told).map(({ body }) => body);
  told += bodies.length;
  process.send?.({ bodies, problems: endpoint.problems });
});
process.on('disconnect', () => process.exit(0));
process.send?.(endpoint.url);
