import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { ListChanges } from '#surfaces/http/console/list-changes.ts';
import { listWaiting } from '#surfaces/http/console/waiting-for.ts';
import { answering, begun, eventsUntil } from '#test/engine/running-engine.ts';
import { listRepositories } from '#test/support/services/known-repositories.ts';
import { openApi } from '../client.ts';

test('A18: designs that wait for this viewer are found behind newer ones that wait for others', async () => {
  const { engine, sessions } = await openApi();
  const parts = {
    engine,
    repositories: listRepositories(),
    gateways: new Map(),
    closing: new AbortController().signal,
    warnings: { all: [] },
    changes: new ListChanges(engine),
  };
  const token = { name: 'taker', createdAt: 0, role: 'take part', channels: null } as const;
  const app = new Hono().get('/', async (context) => {
    context.set('viewer', { kind: 'token', token });
    const { waiting, others } = await listWaiting(context, parts, {});
    return context.json([waiting, others].map((each) => each.map(({ id }) => id)));
  });
  const asking = await answering(engine);
  const id = await begun(engine);
  await sessions.loseAtWork('archaeologist');
  await eventsUntil(
    engine,
    id,
    ({ event }) => event.type === 'session_started' && event.origin === 'retry',
  );
  await sessions.loseAtWork('archaeologist');
  await eventsUntil(engine, id, ({ event }) => event.type === 'gate_opened');
  expect(await (await app.request('/')).json()).toEqual([[asking], [id]]);
});
