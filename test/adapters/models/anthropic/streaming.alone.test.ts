import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { QUESTION_TOOLS } from '#test/support/designs/question-tools.ts';
import { fakeTimers } from '#test/support/runner/patched.ts';
import { says, streamOf } from '#test/support/services/model-endpoint-answers.ts';
import { anthropicModel } from '#test/support/services/shipped-models.ts';
import { liveDesign } from '#test/turns/conversing.ts';
import { askFor } from '#turns/prompt/ask.ts';

const CLOCKS = { connectMs: 250, firstTokenMs: 250, stallMs: 250, totalMs: 60_000 };
const USAGE = {
  input_tokens: 10,
  cache_creation_input_tokens: 0,
  cache_read_input_tokens: 0,
  output_tokens: 10,
};

test('an answer is not killed by the clocks for silence while it streams, however long that takes', async () => {
  const asked = Promise.withResolvers<ServerResponse>();
  const server = createServer((_, outgoing) => asked.resolve(outgoing));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const model = anthropicModel(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const live = liveDesign();
  const context = { ask: askFor(live.design, live.turn()), callNumber: 1, kill: () => undefined };
  // The clocks stand still but for what passes below, so the machine may take its time for each
  // piece.
  const timers = fakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  let came = Promise.withResolvers<void>();
  const answer = model.answer(
    {
      model: 'claude-opus-5-5',
      effort: 'high',
      maxOutputTokens: 1_000,
      system: [{ type: 'text', text: 'The rules.', cache: true }],
      tools: QUESTION_TOOLS,
      messages: [
        { role: 'user', content: [{ type: 'text', text: 'End this turn.', cache: false }] },
      ],
    },
    context,
    { signal: new AbortController().signal, clocks: CLOCKS, onProgress: () => came.resolve() },
  );
  answer.catch((error: unknown) => came.reject(error));
  const outgoing = await asked.promise;
  outgoing.writeHead(200, { 'content-type': 'text/event-stream' });
  const text = 'word '.repeat(1_000);
  const said = says(text);
  if (said.kind !== 'message') throw new Error('it says nothing');
  const began = performance.now();
  for (const { event, data } of streamOf(said, 'claude-opus-5-5', USAGE, '1')) {
    // Nobody is told of one.
    if (event === 'ping') continue;
    came = Promise.withResolvers<void>();
    outgoing.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
    await came.promise;
    timers.advanceTimersByTime(200);
  }
  outgoing.end();
  expect((await answer).content).toEqual([{ type: 'text', text }]);
  expect(performance.now() - began).toBeGreaterThan(10 * CLOCKS.stallMs);
});
