import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Sessions } from '../../src/sessions/session.ts';
import { NOT_READ } from '../../src/turns/checks/check-citations.ts';
import { openSessions, startHealthy } from '../support/processes/child-sessions.ts';
import { type ModelEndpoint, startModelEndpoint } from '../support/services/model-endpoint.ts';
import {
  type Answer,
  answers,
  type Block,
  calls,
} from '../support/services/model-endpoint-answers.ts';
import { isObject, objects } from '../support/services/model-endpoint-validation.ts';
import { anthropicModel } from '../support/services/shipped-models.ts';
import { brokerFor, liveDesign, takeTurn } from '../turns/conversing.ts';

/**
 * A turn as it is in earnest: the real child process, the real SDK, and an endpoint that refuses
 * what the real one does.
 */
const PASS = calls('pass', { rationale: 'Nothing is open.' });
const THOUGHT: Block = { type: 'thinking', thinking: 'Two files decide this. '.repeat(20) };
const HIDDEN: Block = { type: 'redacted_thinking', data: 'QUFBQQ==' };

let endpoint: ModelEndpoint;
beforeEach(async () => {
  endpoint = await startModelEndpoint();
});
afterEach(() => endpoint.close());

function read(path: string): Block {
  return { type: 'tool_use', name: 'read_file', input: { path, fromLine: 0, lines: 0 } };
}

/**
 * Readings that are answered when all of them have arrived, so that they must be under way at the
 * same time.
 */
function readTogether(count: number) {
  const { promise, resolve } = Promise.withResolvers<void>();
  let arrived = 0;
  return {
    pinned: { name: 'shop', commit: 'a'.repeat(40), digest: '' },
    run: async (_tool: string, input: unknown) => {
      arrived += 1;
      if (arrived === count) resolve();
      await promise;
      return { ok: true, text: `what stands in ${isObject(input) ? String(input.path) : ''}` };
    },
    readBy() {
      return this;
    },
    readLines: async () => NOT_READ,
    readText: async () => NOT_READ,
    latest: async () => NOT_READ,
  };
}

async function turnInChild(script: readonly Answer[], readings: number) {
  endpoint.respondInOrder(script);
  const broker = brokerFor(anthropicModel(endpoint.url));
  const sessions: Sessions = openSessions();
  const { id, witness } = await startHealthy(sessions);
  const repository = readTogether(readings);
  const live = liveDesign({ start: { repository: repository.pinned } });
  const taken = takeTurn(live, live.turn(), broker, {
    repository,
    session: (message) => sessions.send(id, message),
  });
  witness.onMessage = (message) => taken.running.receive(message);
  const record = await taken.ended;
  return record;
}

test('several readings of one answer are carried out at once, and thinking goes back unchanged with their results', async () => {
  const first = answers([THOUGHT, HIDDEN, read('one.ts'), read('two.ts')]);
  const second = answers([THOUGHT, read('three.ts'), HIDDEN]);
  const record = await turnInChild([first, second, PASS], 2);
  expect(record).toMatchObject({ outcome: 'passed', kind: 'questions' });
  expect(endpoint.problems).toEqual([]);
  expect(endpoint.requests).toHaveLength(3);

  const messages = objects(endpoint.requests[2]?.body.messages);
  expect(messages.map(({ role }) => role)).toEqual([
    'user',
    'assistant',
    'user',
    'assistant',
    'user',
  ]);
  expect(objects(messages[1]?.content).map(({ type }) => type)).toEqual([
    ...['thinking', 'redacted_thinking'],
    ...['tool_use', 'tool_use'],
  ]);
  const results = objects(messages[2]?.content).filter(({ type }) => type === 'tool_result');
  expect(results.map((result) => JSON.stringify(result.content))).toEqual(
    ['one', 'two'].map((name) => expect.stringContaining(`what stands in ${name}.ts`)),
  );
});

test('no thinking goes back between turns', async () => {
  await turnInChild([answers([THOUGHT, read('one.ts')]), PASS], 1);
  const { length } = endpoint.requests;
  await turnInChild([PASS], 1);
  expect(JSON.stringify(endpoint.requests[length]?.body)).not.toContain('Two files decide this.');
});
