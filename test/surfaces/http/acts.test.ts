import { expect, test, vi } from 'vitest';
import type { Act } from '../../../src/acts/act.ts';
import { API } from '../../../src/acts/asked.ts';
import { addressOf } from '../../../src/acts/call.ts';
import { ACTS } from '../../../src/acts/table.ts';
import { breaking } from '../../support/differences.ts';
import { openApi } from './client.ts';

/** A value for each field that an act cannot do without. */
const FIELDS = { position: '1a', choice: 'accept', replyId: null, author: 'Ana' };
const COMMANDS = Object.entries<Act>(ACTS).filter(([, { command }]) => command !== undefined);

test('an act that comes late, twice or with a field too many changes nothing', async () => {
  const { client, engine } = await openApi();
  const { id } = await client.started();
  await client.post(`/${id}/cancel`);
  // Its files may come after its end.
  await engine.settled(id);
  const ended = (await client.get(`/${id}`)).body;
  const send = (act: Act, body: object, key: string) => {
    const headers = { 'content-type': 'application/json', 'idempotency-key': key };
    const path = `${API}${addressOf(act, { id, [act.subject?.name ?? '']: 'Q1' }).path}`;
    return client.send(path, { method: 'POST', headers, body: JSON.stringify(body) });
  };
  const wrong = await breaking(
    COMMANDS,
    ([name]) => name,
    async ([name, act]) => {
      const known = Object.keys(act.body?.shape ?? {});
      const body = Object.fromEntries(Object.entries(FIELDS).filter(([field]) => known.includes(field)));
      const unknown = await send(act, { ...body, wehn: 'now' }, `${name}-unknown`);
      expect(unknown.body.error.message).toBe(
        `The request is invalid: wehn: unknown field; known fields: ${known.join(', ')}`,
      );
      const [late, again] = [await send(act, body, `${name}-late`), await send(act, body, `${name}-late`)];
      expect([late.status, again.text]).toEqual([
        act.statusAfterEnd ?? expect.toBeOneOf([404, 409]),
        late.text,
      ]);
      // A refusal of the moment is found out each time.
      const replayed = late.status < 400 ? 'true' : null;
      expect(again.headers.get('idempotent-replay')).toBe(replayed);
    },
  );
  expect(wrong).toEqual([]);
  expect((await client.get(`/${id}`)).body.version).toBe(ended.version);
});

test('P5: what was refused because it came too early is done when it comes again in time, under the same key', async () => {
  const { client } = await openApi();
  const { id } = await client.started();
  const done = () =>
    client.send(`${API}/designs/${id}/answered`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': 'done' },
      body: JSON.stringify({ author: 'Ana' }),
    });
  expect((await done()).status).toBe(409);
  await vi.waitUntil(async () => (await client.get(`/${id}`)).body.answering !== null, 20_000);
  expect((await done()).status).toBe(202);
  expect((await done()).headers.get('idempotent-replay')).toBe('true');
});
