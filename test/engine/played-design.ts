/**
 * One design as people play it, with the same deliveries each time: whoever plays it again after a
 * crash delivers again what was delivered, and nothing may happen twice.
 */

import type { DesignId } from '#design/ids.ts';
import { ANA, BEN, CHANNEL, TOPIC, type World } from './world.ts';

export const PERSONAS = ['subtractor', 'failure-analyst', 'outsider'];

export function replyIdOf(name: string): string {
  return `C1:100.${name || 1}`;
}

/** From its start until its thread shows its end; returns its id. `name`: of this design among several. */
export async function playDesign(world: World, name = ''): Promise<DesignId> {
  const { designs } = world.engine;
  const start = { topic: TOPIC, personas: PERSONAS };
  const starter = { ...ANA, id: `U${name}` };
  const delivery = { platform: 'slack', id: `start ${name}` };
  const started = await designs.start(start, starter, delivery, CHANNEL);
  if (!started.ok) throw new Error(started.refusal.message);
  await playOn(world, started.id, name);
  return started.id;
}

/** Answers, and ends the wait; refused where the wait is over, since it was delivered before. */
export async function playOn(world: World, id: DesignId, name = ''): Promise<void> {
  const { designs } = world.engine;
  await world.seen(id, ({ type }) => type === 'answering_opened' || type === 'design_ended');
  const reply = { platform: 'slack', id: replyIdOf(name) };
  await designs.reply(id, { text: 'Q1: 900 a minute.' }, BEN, reply);
  const starter = { ...ANA, id: `U${name}`, isOperator: true };
  await designs.goOn(id, starter, { platform: 'slack', id: `go on ${name}` });
  await world.finished(id);
}
