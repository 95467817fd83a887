import { expect, it } from 'vitest';
import { DesignId } from '../../../src/core/vocabulary/ids.ts';
import { eventsUntil } from '../../engine/running-engine.ts';
import { openApi } from './client.ts';

it('J8: a person settles a difference by the API, once, by name', async () => {
  const { client, engine } = await openApi();
  const { id } = await client.started({ topic: 'Where do the logs go?' });
  const settle = (divergence: string, body: unknown) => client.post(`/${id}/divergences/${divergence}`, body);
  const early = await settle('D1', { position: '1a' });
  expect(early.status).toBe(404);
  expect(early.body.error.message).toBe("There is no such difference. The design's differences: none yet.");

  await eventsUntil(engine, DesignId.parse(id), ({ event }) => event.type === 'answering_opened');
  await client.post(`/${id}/answered`, { skip: true });
  await eventsUntil(engine, DesignId.parse(id), ({ event }) => event.type === 'divergences_mapped');
  const unknown = await settle('D1', { position: '1z', author: 'ana' });
  expect(unknown.status).toBe(422);
  expect(unknown.body.error.message).toContain('There is no position 1z; the positions are 1a (');
  expect((await settle('D1', {})).status).toBe(422);

  const settled = await settle('D1', { position: '1b', note: 'We own it.', author: 'ana' });
  expect(settled.status).toBe(200);
  expect(settled.body.divergences).toMatchObject([
    {
      id: 'D1',
      positions: [{ label: '1a' }, { label: '1b' }],
      status: 'settled',
      outcome: {
        outcome: 'settled_by_person',
        position: 'P2',
        person: 'ana, by the API (token admin)',
        reason: 'We own it.',
      },
    },
  ]);
  const again = await settle('D1', { position: '1a', author: 'ben' });
  expect(again.status).toBe(409);
  expect(again.body.error.message).toContain('ana, by the API (token admin) has already settled this: “');
  await eventsUntil(engine, DesignId.parse(id), ({ event }) => event.type === 'design_ended');
  expect((await settle('D1', { position: '1a' })).status).toBe(409);
  const { events } = (await client.get(`/${id}/events`)).body;
  // Whether the personas had left it open before depends on who was faster.
  const byPeople = events.filter(({ outcome }: { outcome?: string }) => outcome === 'settled_by_person');
  expect(byPeople).toMatchObject([
    { type: 'divergence_settled', divergenceId: 'D1', person: 'ana, by the API (token admin)' },
  ]);
});
