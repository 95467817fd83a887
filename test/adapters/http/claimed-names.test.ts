import { expect, test } from 'vitest';
import { DesignId } from '../../../src/core/vocabulary/ids.ts';
import { eventsUntil } from '../../engine/running-engine.ts';
import { openApi } from './client.ts';

/** The API, with a design that waits for answers. */
async function asking() {
  const { client, engine } = await openApi();
  const { id } = (await client.post('', { topic: 'Should the job queue move?' })).body;
  await eventsUntil(engine, DesignId.parse(id), ({ event }) => event.type === 'answering_opened');
  return { client, id };
}

test('D8: who claims a persona’s name by the API is shown with how it was claimed', async () => {
  const { client, id } = await asking();
  const said = await client.post(`/${id}/replies`, { text: 'Some.', author: 'Subtractor' });
  expect(said.body.replies).toMatchObject([{ author: 'Subtractor, by the API (token admin)' }]);
});

test('D8: a name in which nobody sees anything is refused, and one that turns the words behind it around loses that', async () => {
  const { client, id } = await asking();
  for (const author of ['\u200b', '\u3164', '\u2060\u200d'])
    expect((await client.post(`/${id}/replies`, { text: 'Some.', author })).body.error.message).toContain(
      'a name that can be read',
    );
  const said = await client.post(`/${id}/replies`, { text: 'Some.', author: 'Grace\u202e (CTO)' });
  expect(said.body.replies).toMatchObject([
    { author: 'Grace (CTO), by the API (token admin)', via: { way: 'api', token: 'admin' } },
  ]);
  const nobody = await client.post(`/${id}/replies`, { text: 'More.' });
  expect(nobody.body.replies.at(-1).author).toBe('somebody, by the API (token admin)');
});

test('D8: the way in cannot be claimed', async () => {
  const { client, id } = await asking();
  const refused = await client.post(`/${id}/replies`, {
    text: 'Some.',
    author: 'Ana',
    via: { way: 'slack' },
  });
  expect(refused.status).toBe(422);
});
