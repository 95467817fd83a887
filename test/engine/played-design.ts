/**
 * One design as people play it, with the same deliveries each time: whoever plays it again after a
 * crash delivers again what was delivered, and nothing may happen twice.
 */

import type { DesignId } from '#design/ids.ts';
import { ANA, BEN, CHANNEL, TOPIC, type World } from './world.ts';

export const REPLY = { id: 'C1:100.1', text: 'Q1: 900 a minute.' };

export const PERSONAS = ['subtractor', 'failure-analyst', 'outsider'];

/** From its start until its thread shows its end; returns its id. */
export async function playDesign(world: World): Promise<DesignId> {
  const { designs } = world.engine;
  const start = { topic: TOPIC, personas: PERSONAS };
  const started = await designs.start(start, ANA, { platform: 'slack', id: 'start' }, CHANNEL);
  if (!started.ok) throw new Error(started.refusal.message);
  await playOn(world, started.id);
  return started.id;
}

/** Answers, and ends the wait; refused where the wait is over, since it was delivered before. */
export async function playOn({ engine, seen, finished }: World, id: DesignId): Promise<void> {
  const { designs } = engine;
  await seen(id, ({ type }) => type === 'answering_opened');
  await designs.reply(id, { text: REPLY.text }, BEN, { platform: 'slack', id: REPLY.id });
  await designs.goOn(id, ANA, { platform: 'slack', id: 'go on' });
  await finished(id);
}
