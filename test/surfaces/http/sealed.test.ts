import { expect, test } from 'vitest';
import { createRehearsalModel } from '#adapters/rehearsal/model.ts';
import { DesignId } from '#core/vocabulary/ids.ts';
import type { Model } from '#turns/model-context.ts';
import { eventsUntil } from '../../engine/running-engine.ts';
import { askOf } from '../../support/designs/ask-of.ts';
import { proposal } from '../../support/designs/given-submission.ts';
import { shipped } from '../../support/designs/shipped-personas.ts';
import { realClock } from '../../support/processes/child-real-clock.ts';
import { openApi } from './client.ts';

const SEALED = 'This-Headline-Is-Sealed';
const LATE = 'This-Headline-Came-Late';
const rehearsal = createRehearsalModel({ latencyMs: 0, clock: realClock, personas: shipped });

/**
 * The archaeologist's headline can be recognised, and the failure analyst proposes only when it is
 * released.
 */
const modelUntil = (released: Promise<void>): Model => ({
  ...rehearsal,
  answer: async (request, context, options) => {
    const { kind, participant } = askOf(context);
    if (kind === 'proposals' && participant.id === 'failure-analyst') await released;
    const reply = await rehearsal.answer(request, context, options);
    const isWanted = kind === 'proposals' && participant.id === 'archaeologist';
    return isWanted
      ? JSON.parse(JSON.stringify(reply).replace(/"headline":"[^"]*"/, `"headline":"${SEALED}"`))
      : reply;
  },
});

test('J1: before the reveal no answer of the API has a word of a proposal, even a late one', async () => {
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  const { engine, sessions, client } = await openApi({
    model: modelUntil(released),
    settings: { questions: 'none' },
  });
  const { id } = await client.started();
  const designId = DesignId.parse(id);
  const isOver = ({ event }: { event: { type: string; participant?: string } }) =>
    event.type === 'turn_finished' && event.participant === 'archaeologist';
  const finished = (await eventsUntil(engine, designId, isOver)).at(-1)?.event;
  const local = [...sessions.running.values()].find(
    ({ participant }) => participant === 'archaeologist',
  );
  if (finished?.type !== 'turn_finished' || local === undefined)
    throw new Error('it was not asked');
  const { turnId } = finished;
  const { tool: name, input } = proposal({ headline: LATE }, LATE);
  local.listener.onMessage({ type: 'call_tool', turnId, callId: 'late-1', name, input });
  await eventsUntil(engine, designId, ({ event }) => event.type === 'late_report_recorded');

  for (const path of ['', '/turns', '/turns/1', '/turns/2', '/turns/3', '/events', '/artifacts']) {
    const { text, status } = await client.get(`/${id}${path}`);
    expect([path, status, text.includes(SEALED), text.includes(LATE)]).toEqual([
      path,
      200,
      false,
      false,
    ]);
  }
  for (const path of ['', '/turns/1', '/turns/2', '/turns/3']) {
    const { text, status } = await client.send(`/designs/${id}${path}`);
    expect([path, status, text.includes(SEALED), text.includes(LATE)]).toEqual([
      path,
      200,
      false,
      false,
    ]);
  }
  const { turns } = (await client.get(`/${id}/turns`)).body;
  expect(turns).toMatchObject([
    { kind: 'framing' },
    { turnId, kind: 'proposals', outcome: 'spoke' },
  ]);
  const { events } = (await client.get(`/${id}/events`)).body;
  expect(
    events.filter(({ type }: { type: string }) => type === 'late_report_recorded'),
  ).toMatchObject([{ participant: 'archaeologist', turnId, report: 'submit_proposal' }]);

  // It was only withheld.
  release();
  await eventsUntil(
    engine,
    designId,
    ({ event }) => event.type === 'round_opened' && event.kind === 'mapping',
  );
  await expect
    .poll(async () => (await client.get(`/${id}/turns`)).text, { timeout: 20_000 })
    .toContain(SEALED);
  const later = await client.get(`/${id}/events`);
  expect([later.text.includes(SEALED), later.text.includes(LATE)]).toEqual([false, false]);
});
