import { expect, test } from 'vitest';
import type { GatewayContext } from '#acts/gateway/gateway-context.ts';
import { createRequesterTeller } from '#acts/gateway/incoming/tell-requester.ts';
import { TOLD } from '#acts/gateway/private-ways.ts';
import type { Design } from '#core/vocabulary/design.ts';
import type { Document } from '#presentation/format/document.ts';
import { given } from '#test/support/designs/given.ts';
import { GATED } from '#test/support/designs/given-start.ts';
import { OPEN_TO_ALL } from '#test/support/designs/open-policy.ts';

const THREAD = { platform: 'slack', channel: 'C1', thread: '1.2', starter: 'U1' };

/** What the author of the last reply is told privately, once a turn has read this in it. */
async function toldOf(design: Design, quote: string): Promise<string> {
  const told: Document[] = [];
  const context = {
    policy: OPEN_TO_ALL,
    platform: 'slack',
    clock: { now: () => 0 },
    linkTo: () => null,
    log: { warn: (_: string, facts: object) => expect(facts).toEqual({}) },
    sendEphemeral: async (_: string, __: object, notice: Document) => {
      told.push(notice);
      return TOLD;
    },
  } as unknown as GatewayContext;
  const person = { id: 'U2', groups: [], name: 'Ben' };
  const reply = design.replies.at(-1);
  if (reply === undefined) throw new Error('nobody has said anything');
  const request = { kind: 'question' as const, quote, spans: [] };
  const read = { ...design, replies: [{ ...reply, authorId: 'U2', request }] };
  await createRequesterTeller(context, async () => ({ context, person }))(read, reply.id);
  return JSON.stringify(told.map(({ sections }) => sections));
}

test('A17: a question at a gate gets its fact in fixed words, else the state and a way to ask', async () => {
  const world = given({ thread: THREAD, says: GATED }).reach('deciding');
  world.replies('Was hat das gekostet?', 'Ben');
  expect(await toldOf(world.design, 'what did it cost?')).toContain('How much?');
  expect(await toldOf(world.design, 'Was hat das gekostet?')).toContain('here is how it stands.');
});
