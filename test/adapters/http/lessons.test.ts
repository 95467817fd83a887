import { expect, test } from 'vitest';
import type { DesignId } from '../../../src/core/vocabulary/ids.ts';
import { begun, eventsUntil, isEnd } from '../../engine/running-engine.ts';
import { eachTest } from '../../support/each-test.ts';
import { openApi } from './client.ts';

const api = eachTest(() => openApi({ parts: { rehearsal: false } }));

async function ended(topic: string): Promise<DesignId> {
  const id = await begun(api.engine, { topic });
  await eventsUntil(api.engine, id, isEnd);
  await api.engine.settled(id);
  return id;
}

const dismiss = (id: string, body: unknown = {}) =>
  api.client.send(`/api/v1/lessons/${id}/dismissal`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

test('A14: lessons are listed, the best match first, and a dismissed one no more', async () => {
  const [moved, kept] = [
    await ended('Does the archive move to cold storage?'),
    await ended('Who repairs the turbine?'),
  ];
  const found = async (query: string) => {
    const { status, body } = await api.client.send(`/api/v1/lessons${query}`);
    expect(status).toBe(200);
    return body.lessons.map(({ designId }: { designId: string }) => designId);
  };
  expect(await found('')).toEqual([kept, moved]);
  expect(await found('?limit=1')).toEqual([kept]);
  expect(await found(`?words=${encodeURIComponent('cold archive')}`)).toEqual([moved]);
  expect(await found('?words=velociraptor')).toEqual([]);

  const dismissal = await dismiss(moved, { author: 'ana' });
  expect([dismissal.status, dismissal.body]).toEqual([200, { designId: moved, dismissed: true }]);
  expect(await found('?words=archive')).toEqual([]);
  const { lessons } = (await api.client.get(`/${moved}/lessons`)).body;
  expect(lessons).toMatchObject([
    { designId: moved, dismissed: { by: 'ana, by the API (token admin)', at: expect.any(String) } },
  ]);
  expect((await api.client.get(`/${kept}/lessons`)).body.lessons).toMatchObject([{ dismissed: null }]);
});

test('A12: what is no query for lessons, and a dismissal of no lesson, are refused with what is allowed', async () => {
  const query = await api.client.send('/api/v1/lessons?q=archive');
  expect(query.status).toBe(422);
  expect(query.body.error.message).toBe(
    'The query is invalid: q: unknown query parameter; known query parameters: words, limit',
  );
  for (const id of ['nonsense', 'dsn_01890a5d-ac96-774b-bcce-b302099a8057']) {
    const refused = await dismiss(id);
    expect([refused.status, refused.body.error.code]).toEqual([404, 'not_found']);
  }
});
