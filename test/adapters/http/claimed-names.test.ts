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

/** Every way of the API to do something under a name. */
const ACTS: readonly (readonly [path: string, body: object])[] = [
  ['/replies', { text: 'Q1: 500' }],
  ['/answered', {}],
  ['/cancel', {}],
];

test.each(ACTS)(
  'D8: nobody does it by the API under the name of a persona or of the bot: %s',
  async (path, body) => {
    const { client, id } = await asking();
    for (const author of [
      'Charrette',
      'Subtractor',
      'Sub\u200btractor',
      'the synthesizer',
      '\uff33ubtractor',
    ]) {
      const refused = await client.post(`/${id}${path}`, { ...body, author });
      expect(refused).toMatchObject({
        status: 422,
        body: {
          error: {
            code: 'invalid',
            message: expect.stringMatching(
              /^The name “.+” reads like .+, which is not a person\. Give your own name\.$/,
            ),
            details: { issues: [{ field: 'author' }] },
          },
        },
      });
    }
    const { replies, endedAt } = (await client.get(`/${id}`)).body;
    expect([replies, endedAt]).toEqual([[], null]);
  },
);

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
