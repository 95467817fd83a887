import { expect } from 'vitest';
import type { DesignView } from '../../src/presentation/schema/view.ts';
import type { PublicEvent } from '../../src/presentation/words/withhold-secrets.ts';
import type { Api } from '../entry/daemon.ts';

export const PERSONAS = ['archaeologist', 'failure-analyst'];

/**
 * Starts a design as a client does that may have to ask again: twice the same request is one
 * design.
 */
export async function start(daemon: Api, topic: string): Promise<string> {
  const key = topic.replaceAll(/\W/g, '-').slice(0, 200);
  const { status, body } = await daemon.insist<DesignView>(
    '/designs',
    { topic, personas: PERSONAS },
    key,
  );
  expect(status, JSON.stringify(body)).toBe(201);
  return body.id;
}

/** What people choose at the gates of a design, one after the other. */
type Choices = readonly ('accept' | 'send_back')[];

/**
 * Says that the questions are answered and decides at each gate, accepting at the last one, as
 * often as it takes.
 */
export async function attend(
  daemon: Api,
  id: string,
  choices: Choices = ['accept'],
): Promise<PublicEvent> {
  await untilAsked(daemon, id, 'answering_opened');
  await say(daemon, id, 'answered', { author: 'ana' });
  for (const [index, choice] of choices.entries()) {
    const gate = `gate-${index + 1}`;
    await daemon
      .events(id)
      .until(gate, ({ type, gateId }) => type === 'gate_opened' && gateId === gate);
    await say(daemon, id, `gates/${gate}`, { choice, author: 'ana' });
  }
  return daemon.untilEnded(id);
}

export function untilAsked(
  daemon: Api,
  id: string,
  type: 'answering_opened' | 'gate_opened',
): Promise<PublicEvent> {
  return daemon.events(id).until(type, (event) => event.type === type);
}

/** The same words sent again are recorded once. */
export async function say(daemon: Api, id: string, path: string, body: object): Promise<void> {
  const key = `${id}-${path.replace('/', '-')}`;
  const answer = await daemon.insist(`/designs/${id}/${path}`, body, key);
  expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300);
}
