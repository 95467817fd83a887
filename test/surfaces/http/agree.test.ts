import { expect, test, vi } from 'vitest';
import { answerMcp } from '#surfaces/mcp/server.ts';
import { BEN_SAYS, CEM_SAYS, withDifferingAnswers } from '../../support/designs/differing-model.ts';
import { realClock } from '../../support/processes/child-real-clock.ts';
import { WAIT } from '../engines.ts';
import { Agent, byHttp } from '../mcp/agent.ts';
import { Client, openApi } from './client.ts';

const BEN_HOLDS = {
  status: 'answered',
  answer: 'Nobody since March.',
  taken: { by: expect.stringMatching(/^Cem/), of: expect.stringMatching(/^Ben/) },
};

/** A design in which Ben and Cem differ on Q1, and its API with the tools of Cem's agent. */
async function differing() {
  const { engine } = await openApi({ model: withDifferingAnswers() });
  const parts = {
    clock: realClock,
    agentBudgetUsd: 0.01,
    person: 'Cem',
    program: 'charrette',
    version: '0',
  };
  const client = new Client(engine, {
    answerAgent: (request, call, closing) => answerMcp(request, { ...parts, call, closing }),
  });
  const { id } = await client.started();
  const view = async () => (await client.get(`/${id}`)).body;
  const q1 = async () =>
    (await view()).questions.find((question: { id: string }) => question.id === 'Q1');
  await vi.waitUntil(async () => (await view()).answering !== null, WAIT);
  for (const [author, text] of [
    ['Ben', BEN_SAYS],
    ['Cem', CEM_SAYS],
  ]) {
    expect((await client.post(`/${id}/replies`, { author, text })).status).toBe(201);
    await vi.waitUntil(async () => (await q1()).answers.length > 0, WAIT);
  }
  await vi.waitUntil(async () => (await q1()).status === 'differing', WAIT);
  return { client, id, q1 };
}

test('J13: by HTTP one who differs gives way, and their own answer holds no more', async () => {
  const { client, id, q1 } = await differing();
  const give = (answer: string) => client.post(`/${id}/questions/Q1`, { author: 'Cem', answer });
  expect((await give('Dan')).status).toBe(422);
  expect((await give('Ben')).status).toBe(200);
  expect(await q1()).toMatchObject(BEN_HOLDS);
  // Nobody differs any more.
  expect((await give('Ben')).status).toBe(409);
});

test('J13: by MCP an agent passes on that its person gives way, who is asked first', async () => {
  const { client, id, q1 } = await differing();
  const replies: ('refuses' | 'agrees')[] = ['refuses', 'agrees'];
  const agent = await new Agent('2026-07-28', () => replies.shift() ?? 'refuses').connect(
    byHttp((url, init) => client.request(url, init)),
  );
  const give = (answer: string) => agent.call('take_answer', { id, questionId: 'Q1', answer });
  expect(await give('Dan')).toMatchObject({ isError: true });
  expect(agent.askedOfPerson).toEqual([]);
  expect(await give('Ben')).toMatchObject({ isError: true });
  expect((await q1()).status).toBe('differing');
  expect(await give('Ben')).toMatchObject({ isError: false });
  expect(agent.askedOfPerson).toEqual(
    [1, 2].map(() => expect.stringContaining('Nobody since March.')),
  );
  expect(await q1()).toMatchObject(BEN_HOLDS);
  await agent.close();
});
