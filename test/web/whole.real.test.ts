/** A whole design over HTTP alone: real processes, a real store, the written example. */

import { expect, test } from 'vitest';
import { DesignId } from '#design/ids.ts';
import { verifyFolder } from '#record/verify.ts';
import { createLog } from '#support/log.ts';
import { openWorld, TOPIC } from '#test/engine/world.ts';
import { until } from '#test/support/platform.ts';
import { startWeb } from '#web/server.ts';
import { DesignJson } from '#words/design-json.ts';
import { ADMIN_TOKEN } from './world.ts';

test('A19: a design goes from its start to its files, and runs again, over HTTP alone', async () => {
  await using world = await openWorld({ chat: null });
  const { store, engine, folder } = world;
  const web = await startWeb({
    designs: engine.designs,
    ping: () => store.ping(),
    listKey: store.listKey,
    adminToken: ADMIN_TOKEN,
    host: '127.0.0.1',
    port: 0,
    log: createLog({ level: 'silent', redact: (text) => text }),
  });
  await using _stopped = { [Symbol.asyncDispose]: () => web.stop() };
  const call = async (method: string, path: string, body: unknown = {}) => {
    const answer = await fetch(`${web.url}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${ADMIN_TOKEN}`, accept: 'application/json' },
      ...(method === 'GET' ? {} : { body: JSON.stringify(body) }),
    });
    return { status: answer.status, text: await answer.text() };
  };
  const read = async (id: string) =>
    DesignJson.parse(JSON.parse((await call('GET', `/designs/${id}`)).text));

  const started = await call('POST', '/designs', { topic: TOPIC, author: 'Dora', depth: 'quick' });
  expect(started.status).toBe(201);
  const { id } = DesignJson.parse(JSON.parse(started.text));
  const path = `/designs/${id}`;
  // Followed from its first event to its last.
  const stream = fetch(`${web.url}/api/v1${path}/events`, {
    headers: { authorization: `Bearer ${ADMIN_TOKEN}`, accept: 'text/event-stream' },
  }).then((answer) => answer.text());

  await until('questions are open', async () => (await read(id)).answersUntil);
  const reply = await call('POST', `${path}/replies`, { text: 'Q1: 900 a minute.', author: 'Ben' });
  expect([reply.status, JSON.parse(reply.text)]).toEqual([201, { replyId: 'R1', done: true }]);
  expect((await call('POST', `${path}/go-on`)).status).toBe(200);
  const waiting = await until('it is decided, or a gate is open', async () => {
    const design = await read(id);
    return design.gate !== null || design.endedAt !== null ? design : null;
  });
  if (waiting.gate !== null) {
    const choice = { choice: 'accept', sha256: waiting.gate.about };
    expect((await call('POST', `${path}/gates/${waiting.gate.id}`, choice)).status).toBe(200);
  }
  await world.finished(DesignId.parse(id));

  const ended = await read(id);
  expect(ended).toMatchObject({
    status: 'completed',
    startedBy: { name: 'Dora', via: 'http' },
    replies: [{ id: 'R1', author: 'Ben (name not checked)' }],
    rehearsal: true,
  });
  const heard = (await stream).split('\n').filter((line) => line.startsWith('id: '));
  expect(heard).toEqual(Array.from({ length: ended.version }, (_, index) => `id: ${index + 1}`));
  const { artifacts } = JSON.parse((await call('GET', `${path}/artifacts`)).text) as {
    artifacts: { name: string; bytes: number }[];
  };
  for (const { name, bytes } of artifacts) {
    const { status, text } = await call('GET', `${path}/artifacts/${encodeURIComponent(name)}`);
    expect([name, status, Buffer.byteLength(text)]).toEqual([name, 200, bytes]);
  }
  expect(artifacts.map(({ name }) => name)).toContain('decision.md');
  expect(await verifyFolder(`${folder}/designs/${id}`)).toMatchObject({ ok: true });

  // Every turn that the record has stands on a page of its own.
  const row = await store.design(DesignId.parse(id));
  const { turns } = JSON.parse((await call('GET', `${path}/turns`)).text) as {
    turns: { number: number }[];
  };
  expect(turns.length).toBeGreaterThan(8);
  for (const { number } of turns) {
    const page = await fetch(`${web.url}/designs/${id}/turns/${number}?key=${row?.key}`);
    expect([number, page.status]).toEqual([number, 200]);
    expect(await page.text()).toContain('first token');
  }

  expect((await call('POST', `${path}/run-again`)).status).toBe(409);
  const second = await call('POST', '/designs', { topic: TOPIC, depth: 'quick' });
  const other = DesignJson.parse(JSON.parse(second.text)).id;
  expect((await call('POST', `/designs/${other}/cancel`, { reason: 'enough' })).status).toBe(202);
  await world.finished(DesignId.parse(other));
  const again = await call('POST', `/designs/${other}/run-again`);
  expect(again.status).toBe(202);
  const successor = DesignJson.parse(JSON.parse(again.text));
  expect(successor.successorOf).toBe(other);
  expect(JSON.parse((await call('POST', `/designs/${other}/run-again`)).text).id).toBe(
    successor.id,
  );
  expect((await call('DELETE', `/designs/${successor.id}`)).status).toBe(409);
  expect((await call('DELETE', `/designs/${other}`)).status).toBe(204);
});
