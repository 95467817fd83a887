/**
 * The process of `bench/run-endpoint.ts`. Its arguments are the milliseconds until an answer's
 * first event, and from there to its end. It prints its URL first, and then, on request, the
 * requests since the last time.
 */
import { startModelEndpoint } from '../test/support/services/model-endpoint.ts';

const [firstEventMs, streamMs] = process.argv.slice(2).map(Number);
const endpoint = await startModelEndpoint({
  firstEventMs: firstEventMs ?? 0,
  latencyMs: streamMs ?? 0,
});

let told = 0;
process.on('message', () => {
  const bodies = endpoint.requests.slice(told).map(({ body }) => body);
  told += bodies.length;
  process.send?.({ bodies, problems: endpoint.problems });
});
process.on('disconnect', () => process.exit(0));
process.send?.(endpoint.url);
