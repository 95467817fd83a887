import { expect, test } from 'vitest';
import type { Viewer } from '../../../src/engine/access/viewer.ts';
import { begun, eventsUntil, isEnd } from '../../engine/running-engine.ts';
import { eachTest } from '../../support/each-test.ts';
import { takingAll } from '../../support/nobody-reads.ts';
import { ask, asViewer } from './as-viewer.ts';
import { prepared } from './client.ts';

const TOPIC = 'Who is to be promoted to the tower?';
const thread = { platform: 'slack', channel: 'C1', thread: '1.1', starter: 'ana' };

const options = { parts: { rehearsal: false, chats: [takingAll('slack')] } };
const api = eachTest(
  prepared(options, async ({ engine }) => {
    const decided = await begun(engine, { topic: TOPIC, thread, startedBy: 'Ana' });
    await eventsUntil(engine, decided, isEnd);
    await engine.settled(decided);
    return { decided };
  }),
);

async function estimated(viewer: Viewer, topic: string, more: object = {}) {
  const app = asViewer(api.client.app, viewer);
  const body = JSON.stringify({ topic, ...more });
  const { status, text } = await ask(app, 'POST', '/api/v1/designs/estimate', { body });
  expect(status).toBe(200);
  return JSON.parse(text);
}

const token = (channels: readonly string[] | null): Viewer => ({
  kind: 'token',
  token: { name: 'ci', createdAt: 0, role: 'operate', channels },
});

test('A14: an estimate names the decision on the same question, and nothing is held up', async () => {
  const found = await estimated({ kind: 'operator' }, 'Who should be promoted to the tower');
  expect(found).toMatchObject({
    decidedBefore: {
      id: api.decided,
      topic: TOPIC,
      by: 'Ana',
      endedAt: expect.stringMatching(/^\d{4}-.*Z$/),
    },
    underDiscussion: null,
  });
  expect(found.decidedBefore.decision).not.toBe('');
  const other = await estimated({ kind: 'operator' }, 'Where do the spoons go?');
  expect(other).toMatchObject({ decidedBefore: null, underDiscussion: null });
  const { status } = await api.client.post('', { topic: TOPIC });
  expect(status).toBe(201);
});

test('A14: a design that runs on the same topic is named, whatever its case and punctuation', async () => {
  const topic = 'Which gate does the harbour get?';
  const running = await begun(api.engine, { topic, settings: {} });
  const found = await estimated({ kind: 'operator' }, '  which GATE does the harbour get');
  expect(found.underDiscussion).toMatchObject({ id: running, topic });
  const unlike = await estimated({ kind: 'operator' }, 'Which gate does the harbour get in May?');
  expect(unlike.underDiscussion).toBeNull();
});

test('A18: nobody reads by the same question what they may not read', async () => {
  const found = await estimated(token(['slack/C2']), TOPIC);
  expect(found).toMatchObject({ decidedBefore: null });
  expect(JSON.stringify(found)).not.toContain(api.decided);
  expect(await estimated(token(['slack/C1']), TOPIC)).toMatchObject({ decidedBefore: { id: api.decided } });
});

test('A14: what follows up on a decision has chosen already, and is told of none', async () => {
  const found = await estimated({ kind: 'operator' }, TOPIC, { followUp: api.decided });
  expect(found).toMatchObject({ decidedBefore: null, underDiscussion: null });
});
