import { expect, test } from 'vitest';
import { ACTIONS } from '../../../src/runtime/gateway/actions.ts';
import type { Message } from '../../platforms/discord/message.ts';
import { wireMessage } from '../../platforms/discord/wire.ts';
import { begin, TOPIC } from '../chat/telling.ts';
import { FEW_PERSONAS } from '../daemon.ts';
import { until } from '../waiting.ts';
import { shownTo, World, type WorldOptions } from './world.ts';

async function opened(discord: WorldOptions['discord'] = {}): Promise<World> {
  const environment = { ...FEW_PERSONAS, CHARRETTE_REHEARSAL_LATENCY_MS: '60000' };
  return World.open({ discord: { ...discord }, environment });
}

test('a topic that is none is refused privately, with the reason, and nothing is started', async () => {
  const world = await opened();
  const { discord, ana, general } = world;
  const { people } = discord;
  for (const [topic, words] of [
    ['   ', 'The topic is empty.'],
    ['🚀 🎉 🔥', 'The topic has no letters or digits.'],
    ['? ! …', 'The topic has no letters or digits.'],
    ['Redis or \u0000\u0007 Postgres', 'The topic contains control characters.'],
    ['Redis or \ud800 Postgres', 'The topic contains control characters.'],
  ] as const) {
    const { isAcknowledged, privately } = await people.slash(ana, general, 'design start', { topic });
    expect([topic, isAcknowledged, privately.join()]).toEqual([topic, true, expect.stringContaining(words)]);
  }
  // Discord's own app lets nobody type more; what comes all the same is not believed.
  const long = `Redis or ${'x'.repeat(5_000)}`;
  await expect(people.slash(ana, general, 'design start', { topic: long })).rejects.toThrow(
    'Discord takes no',
  );
  const typed = {
    type: 1,
    id: '1',
    name: 'design',
    options: [{ type: 1, name: 'start', options: [option(long)] }],
  };
  expect(await forged(world, general, { type: 2, data: typed })).toContain('The topic has 5009 characters');
  for (const more of [
    { personas: 'nobody-we-know' },
    { repository: '../../etc' },
    { personas: ',,,@everyone' },
  ]) {
    const { privately } = await people.slash(ana, general, 'design start', { topic: TOPIC, ...more });
    expect(privately.join()).toMatch(/There is no persona|There is no repository/);
  }
  expect(await world.designs()).toEqual([]);
  expect(world.fromBot(general)).toEqual([]);
});

test('hostile words in an option that is completed complete nothing', async () => {
  const world = await opened();
  const { discord, ana, general } = world;
  await world.begun(TOPIC);
  for (const sofar of ['(((((a+)+)+)+$', "%_'; drop table designs; --", 'x'.repeat(6_000), '<@&1>']) {
    for (const [words, option] of [
      ['design cancel', 'design'],
      ['design start', 'personas'],
      ['design start', 'repository'],
    ] as const) {
      const found = await discord.people.complete(ana, general, words, option, sofar);
      expect([sofar.slice(0, 20), option, found]).toEqual([sofar.slice(0, 20), option, []]);
    }
  }
});

test('a click reaches only the design of its own channel, and one that is there and open', async () => {
  const world = await opened();
  const { discord, ana, general } = world;
  const card = await begin(world);
  await world.reads(card, 'asking');
  const { id } = await world.design();
  const elsewhere = discord.guild.addChannel('random');
  const gone = 'dsn_019a0000-0000-7000-8000-000000000000';
  for (const [customId, channel, words] of [
    [`${ACTIONS.cancel} ${id}`, elsewhere, 'This belongs to another channel;'],
    [`${ACTIONS.cancel} ${gone}`, general, 'This design is gone'],
    [`${ACTIONS.accept} ${id} gate-9`, general, 'Accept it as it is?'],
    [`${ACTIONS.sendBack} ${id} __proto__`, general, 'a form'],
    [`${ACTIONS.peek} ${id} nobody`, general, 'a question into a decision'],
    [`charrette.unknown ${id}`, general, 'a question into a decision'],
    ['charrette.cancel', general, 'a question into a decision'],
    [`${ACTIONS.cancel} ${id} x y`, general, 'a question into a decision'],
    [`${ACTIONS.choose} everything ${id}`, general, 'a question into a decision'],
    ['{"__proto__":1}', general, 'a question into a decision'],
    ['x'.repeat(100), general, 'a question into a decision'],
  ] as const) {
    const told = await forgedClick(world, card, customId, channel);
    expect([customId, told]).toEqual([customId, expect.stringContaining(words)]);
  }
  expect(world.text(card)).not.toContain('Cancelled');
  expect((await world.design()).status).toBe('running');

  await discord.people.click(ana, card, ACTIONS.cancel);
  const question = shownTo(world, ana);
  discord.people.mention(ana, card.id, 'cancel');
  await world.reads(card, /Cancelled/);
  await discord.people.click(ana, question, 'Cancel it');
  await world.told(ana, 'It has ended already.');
  for (const action of [ACTIONS.cancel, ACTIONS.doneAnswering, 'charrette.answer']) {
    const told = await forgedClick(world, card, `${action} ${id}`, general);
    expect([action, told]).toEqual([
      action,
      expect.stringMatching(/ended already|No question is open|has ended|over/),
    ]);
  }
  expect(discord.visible(elsewhere)).toEqual([]);
  expect(world.fromBot(general)).toHaveLength(1);
  expect(await world.designs()).toHaveLength(1);
});

test('an interaction that comes too late, and an answer to one that is over, harm nothing', async () => {
  const world = await opened({ tokenMs: 1 });
  const { discord, ana, general, daemon } = world;
  discord.record.allow(/^never_answered/);
  const card = await begin(world);
  await world.reads(card, 'asking');
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
  const click = send(world, general, clickOf(`charrette.sure ${ACTIONS.doneAnswering} ${id}`), card);
  await click.settled;
  await until('the log', () => daemon.output.includes('discord_answer_not_told'));
  expect(discord.record.calls.map(({ error }) => error)).toContain(50_027);
  expect(daemon.output).not.toContain(click.token);
  expect((await discord.people.slash(ana, general, 'design list')).isAcknowledged).toBe(true);
  // What the bot says itself goes by a token of its own.
  discord.people.mention(ana, card.id, 'cancel');
  await world.reads(card, /Cancelled/);
  expect(await world.designs()).toHaveLength(1);
});

test('what Discord says in a shape that its library does not know ends nothing', async () => {
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

function option(value: string): object {
  return { type: 3, name: 'topic', value };
}

interface Sent {
  readonly type: 2 | 3;
  readonly data: object;
}

function clickOf(custom_id: string): Sent {
  return { type: 3, data: { custom_id, component_type: 2, id: 1 } };
}

/** The answer to Ana for a forged click under the card. */
function forgedClick(world: World, card: Message, customId: string, channel: string): Promise<string> {
  return forged(world, channel, clickOf(customId), card);
}

/** The answer to Ana for an interaction in this channel that Discord's app would not send. */
async function forged(
  world: World,
  channel: string,
  what: Sent,
  message: Message | null = null,
): Promise<string> {
  const { discord, ana } = world;
  const { interactions, people } = discord;
  const known = new Set(people.ephemeral(ana).map(({ id }) => id));
  const { id, settled } = send(world, channel, what, message);
  await settled;
  if (interactions.all.get(id)?.modal !== null) return 'a form';
  const news = () =>
    people
      .ephemeral(ana)
      .flatMap((each, at) => (known.has(each.id) ? [] : [discord.ephemeral(ana)[at] ?? '']))
      .filter((text) => !text.includes('(thinking…)'));
  await until(`an answer to ${JSON.stringify(what).slice(0, 200)}`, () => news().length > 0);
  return news().join();
}

/** Sends it as Ana. All but what is given is as in what Discord has sent for her before. */
function send(
  { discord, ana }: World,
  channel: string,
  what: Sent,
  message: Message | null,
): { readonly id: string; readonly token: string; readonly settled: Promise<void> } {
  const { deliveries, interactions } = discord;
  const about = { ...what, what: JSON.stringify(what.data), person: ana, channel, message, answerType: 20 };
  const { id, token, settled } = interactions.add(about);
  const real = deliveries.sent.findLast(({ name }) => name === 'INTERACTION_CREATE')?.payload;
  const { message: _, ...rest } = real as { message?: object; channel: object };
  const where = { channel_id: channel, channel: { ...rest.channel, id: channel } };
  const shown = message === null ? {} : { message: wireMessage(discord.guild, message, { mayRead: true }) };
  const payload = { ...rest, ...what, ...where, ...shown, id, token };
  deliveries.send({ name: 'INTERACTION_CREATE', intent: 0, payload, hidden: payload });
  return { id, token, settled };
}
