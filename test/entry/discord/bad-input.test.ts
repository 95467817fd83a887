import { expect, test } from 'vitest';
import type { Message } from '../../platforms/discord/message.ts';
import { wireMessage } from '../../platforms/discord/wire.ts';
import { forgedId } from '../../surfaces/drawn-controls.ts';
import { begin } from '../chat/telling.ts';
import { FEW_PERSONAS } from '../daemon.ts';
import { until } from '../waiting.ts';
import { World, type WorldOptions } from './world.ts';

async function opened(discord: WorldOptions['discord'] = {}): Promise<World> {
  const environment = { ...FEW_PERSONAS, CHARRETTE_REHEARSAL_LATENCY_MS: '60000' };
  return World.open({ discord: { ...discord }, environment });
}

test('hostile words in an option that is completed complete nothing', async () => {
  const world = await opened();
  const { discord, ana, general } = world;
  await begin(world);
  for (const sofar of [
    '(((((a+)+)+)+$',
    "%_'; drop table designs; --",
    'x'.repeat(6_000),
    '<@&1>',
  ]) {
    for (const [words, option] of [
      ['design cancel', 'design'],
      ['design start', 'personas'],
      ['design start', 'repo'],
    ] as const) {
      const found = await discord.people.complete(ana, general, words, option, sofar);
      expect([sofar.slice(0, 20), option, found]).toEqual([sofar.slice(0, 20), option, []]);
    }
  }
});

test('an interaction that comes too late, and an answer to one that is over, harm nothing', async () => {
  const world = await opened({ tokenMs: 1 });
  const { discord, ana, general, daemon } = world;
  discord.record.allow(/^never_answered/);
  const card = await begin(world);
  await world.reads(card, 'the personas go on at');
  await discord.people.slash(ana, general, 'design help');
  const help = discord.deliveries.sent.findLast(({ name }) => name === 'INTERACTION_CREATE');
  if (help === undefined) throw new Error('nothing was sent');
  // Discord has forgotten it.
  const old = { id: '1200000000000000000', token: 'an-old-token' };
  discord.deliveries.send({ ...help, payload: { ...help.payload, ...old } });
  await until('the log', () => daemon.output.includes('"code":10062'));
  expect(daemon.output).not.toContain(old.token);
  // It is taken, and when there is something to say its token does not count any more.
  const { id } = await world.design();
  const click = send(world, general, clickOf(`${forgedId('sure')} go_on ${id}`), card);
  await click.settled;
  await until('the refusal', () => discord.record.calls.some(({ error }) => error === 50_027));
  expect(daemon.output).not.toContain(click.token);
  expect((await discord.people.slash(ana, general, 'design list')).isAcknowledged).toBe(true);
  // What the bot says itself goes by a token of its own.
  discord.people.mention(ana, card.id, 'status');
  await world.told(ana, 'Should the job queue move');
  expect(await world.designs()).toHaveLength(1);
});

test('an event of Discord in a shape that its library does not know ends nothing', async () => {
  const world = await opened();
  const { discord, ana, general, daemon } = world;
  await discord.people.slash(ana, general, 'design help');
  const help = discord.deliveries.sent.findLast(({ name }) => name === 'INTERACTION_CREATE');
  if (help === undefined) throw new Error('nothing was sent');
  const { entitlements: _, ...without } = help.payload as { entitlements?: object };
  discord.deliveries.send({ ...help, payload: without });
  for (const name of [
    'MESSAGE_CREATE',
    'THREAD_UPDATE',
    'GUILD_DELETE',
    'INTERACTION_CREATE',
    'OF_TOMORROW',
  ]) {
    for (const payload of [
      {},
      { id: null, channel_id: {} },
      { id: '1', members: 5, author: 'x', type: 99 },
    ]) {
      discord.deliveries.send({ name, intent: 0, payload, hidden: payload });
    }
  }
  const { privately } = await discord.people.slash(ana, general, 'design list');
  expect(privately.join()).toContain('No designs here yet');
  for (const event of ['discord_event_unread', 'discord_interaction_unread'])
    expect(daemon.output).toContain(event);
  expect(discord.record.callsOf('gateway.identify')).toHaveLength(1);
});

interface Sent {
  readonly type: 2 | 3;
  readonly data: object;
}

function clickOf(custom_id: string): Sent {
  return { type: 3, data: { custom_id, component_type: 2, id: 1 } };
}

/** Sends it as Ana. All but what is given is as in what Discord has sent for her before. */
function send(
  { discord, ana }: World,
  channel: string,
  what: Sent,
  message: Message | null,
): { readonly id: string; readonly token: string; readonly settled: Promise<void> } {
  const { deliveries, interactions } = discord;
  const about = {
    ...what,
    what: JSON.stringify(what.data),
    person: ana,
    channel,
    message,
    answerType: 20,
  };
  const { id, token, settled } = interactions.add(about);
  const real = deliveries.sent.findLast(({ name }) => name === 'INTERACTION_CREATE')?.payload;
  const { message: _, ...rest } = real as { message?: object; channel: object };
  const where = { channel_id: channel, channel: { ...rest.channel, id: channel } };
  const shown =
    message === null ? {} : { message: wireMessage(discord.guild, message, { mayRead: true }) };
  const payload = { ...rest, ...what, ...where, ...shown, id, token };
  deliveries.send({ name: 'INTERACTION_CREATE', intent: 0, payload, hidden: payload });
  return { id, token, settled };
}
