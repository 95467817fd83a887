import { expect, onTestFinished, test } from 'vitest';
import * as z from 'zod';
import type { PublicEvent } from '../../src/presentation/words/withhold-secrets.ts';
import { needing } from '../support/runner/needing.ts';
import { startModelEndpoint } from '../support/services/model-endpoint.ts';
import { fails } from '../support/services/model-endpoint-answers.ts';
import { expectWhole } from './expected.ts';
import { attend, start } from './people.ts';
import { openMachines, ownerFirst } from './two-machines.ts';
import { World } from './world.ts';

/** A reset that is later than the model is waited for within a turn. */
const [TURN_SECONDS, RESET_SECONDS] = ['10', '9'];
/**
 * Milliseconds by which the clocks of two processes and their database differ at most on one
 * machine.
 */
const CLOCKS_MS = 100;
const PausedEvent = z.object({ paused: z.object({ until: z.number() }) });

function goesOn({ type, paused }: PublicEvent): boolean {
  return type === 'design_paused' && paused === null;
}

function endOf(event: PublicEvent | undefined): number {
  return PausedEvent.parse(event).paused.until;
}

test('A21, C18: a design whose daemon is killed while it is paused goes on when the pause is over', async () => {
  const world = await World.ofTest();
  const model = await startModelEndpoint({ questions: 'ask' });
  onTestFinished(() => model.close());
  model.respondInOrder([fails(429, { 'retry-after': RESET_SECONDS })]);
  const given = await world.daemon(null, {
    LEVER_PARK_SECONDS: '0.2',
    ANTHROPIC_BASE_URL: model.url,
  });
  const environment = { ...given.environment, CHARRETTE_TURN_TOTAL_SECONDS: TURN_SECONDS };
  const daemon = await world.start({ ...given, environment });
  const id = await start(daemon, 'Killed while it is paused');
  const feed = daemon.events(id);
  await feed.until('its pause', ({ type }) => type === 'design_paused');
  expect(await daemon.design(id)).toMatchObject({
    status: 'running',
    paused: { cause: 'rate_limited' },
  });
  const [paused] = feed.of('design_paused');
  await daemon.kill();
  expect(model.requests).toHaveLength(1);

  const next = await world.start(given);
  const after = next.events(id);
  await after.until('it goes on', goesOn);
  const resumed = after.of('design_paused').find(goesOn);
  expect(Date.parse(String(resumed?.at))).toBeGreaterThanOrEqual(endOf(paused));
  await attend(next, id);
  await expectWhole(next, id, world.chat);
  expect(after.of('design_paused')).toHaveLength(2);
});

const { test: testOnPostgres } = await needing('postgres');

testOnPostgres(
  'A21, C18: when a paused design’s owner is killed, another daemon continues it after the pause',
  async () => {
    const model = await startModelEndpoint({ questions: 'ask' });
    onTestFinished(() => model.close());
    model.respondInOrder([fails(429, { 'retry-after': RESET_SECONDS })]);
    const { world, machines } = await openMachines(onTestFinished, {
      ANTHROPIC_BASE_URL: model.url,
      CHARRETTE_TURN_TOTAL_SECONDS: TURN_SECONDS,
    });
    const [one, two] = await Promise.all(machines.map((options) => world.start(options)));
    if (one === undefined || two === undefined) throw new Error('not two daemons');
    const id = await start(one, 'Its owner is killed while it is paused');
    const [victim, survivor] = await ownerFirst([one, two], id);
    const feed = survivor.events(id);
    await feed.until('its pause', ({ type }) => type === 'design_paused');
    await victim.kill();
    expect(model.requests).toHaveLength(1);
    await feed.until('it goes on', goesOn);
    const [paused, resumed] = feed.of('design_paused');
    expect(Date.parse(String(resumed?.at))).toBeGreaterThanOrEqual(endOf(paused) - CLOCKS_MS);
    await attend(survivor, id);
    await expectWhole(survivor, id, world.chat);
    expect(feed.of('design_paused')).toHaveLength(2);
  },
);
