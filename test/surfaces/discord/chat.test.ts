import { describe, expect, it, test } from 'vitest';
import { crowdDesign } from '../../support/strangers/hostile.ts';
import { CARD, chatStories, never, OUTCOME, QUESTIONS } from '../chat-stories.ts';
import { chatOf, chatWith, openStory } from './chat-world.ts';

describe('messages in Discord', () => {
  chatStories(openStory, {
    files: [
      ['archaeologist.md', 'failure-analyst.md', 'migrationist.md', 'subtractor.md'],
      ['brief.md', 'record.md', 'transcript.md', 'manifest.json'],
    ],
    hostile: (person) => `@everyone @here <@${person}> [bank](https://evil.example) ||x|| *`,
    knowsRepeated: true,
    removal: 'messages.delete',
  });

  test.each(['text', 'announcement'] as const)(
    'the first message stands in the channel (%s), and a thread with the name of the topic hangs from it',
    async (kind) => {
      const { discord, chat, ana, message } = await chatWith();
      const channel = discord.guild.addChannel('design', kind);
      const unopened = { platform: 'discord', channel, thread: '', starter: ana };
      const card = message(CARD, { thread: unopened });
      expect(await chat.findPosted(card, never)).toBeNull();
      const thread = await chat.post(card, never);
      expect(await chat.findPosted(card, never)).toBe(thread);
      expect(discord.guild.channel(thread)).toMatchObject({
        parent: channel,
        name: card.design.topic,
      });
      for (const post of [QUESTIONS, OUTCOME]) {
        const reply = message(post, { thread: { ...unopened, thread }, after: thread });
        const receipt = await chat.post(reply, never);
        expect(await chat.findPosted(reply, never), post.kind).toBe(receipt);
      }
      const place = { ...unopened, thread };
      await chat.edit({ ...card, thread: place, receipt: thread }, never);
      expect(discord.visibleMessages(channel).map(({ id }) => id)).toEqual([thread]);
      expect(discord.visible(thread)).toHaveLength(3);
    },
  );

  test('in a direct conversation and in a thread that is there already, everything stands in one place', async () => {
    const { discord, chat, ana, general, thread, message } = await chatWith();
    const direct = discord.guild.direct(ana);
    for (const place of [
      { platform: 'discord', channel: direct, thread: direct, starter: ana },
      { platform: 'discord', channel: general, thread, starter: ana },
    ]) {
      const before = discord.visible(place.thread).length;
      const card = message(CARD, { thread: place });
      const receipt = await chat.post(card, never);
      await chat.post(message(QUESTIONS, { thread: place, after: receipt }), never);
      await chat.edit({ ...card, receipt }, never);
      expect(discord.visible(place.thread).length - before).toBe(2);
    }
  });

  test('more proposals than a message takes files are one file', async () => {
    const { discord, chat, thread, message } = await chatWith();
    const design = { ...crowdDesign(), startedAt: Date.now() };
    const holder = message({ kind: 'list', of: 'proposals' }, { design });
    const under = { id: holder.id, receipt: await chat.post(holder, never) };
    await chat.post(message({ kind: 'files', of: 'proposals' }, { design, under }), never);
    const [, { files = [] } = {}] = discord.visibleMessages(thread);
    expect(files.map(({ name }) => name)).toEqual(['proposals.md']);
  });

  test('a thread that Discord has archived is opened again when something in it changes', async () => {
    const { discord, chat, ana, thread, message } = await chatWith();
    const said = message(QUESTIONS);
    const receipt = await chat.post(said, never);
    const reply = discord.people.say(ana, thread, 'Q1: 900');
    const changes = [
      () => chat.edit({ ...said, receipt }, never),
      () => {
        const id = `discord:${thread}:${reply.id}`;
        return chat.acknowledge(said.thread, { id, mark: 'answered' }, never);
      },
      () => chat.post(message(CARD), never),
    ];
    for (const change of changes) {
      discord.guild.archive(thread, true);
      await change();
      expect(discord.guild.channel(thread).thread?.isArchived).toBe(false);
    }
    discord.guild.archive(thread, true);
    const { thread: state } = discord.guild.channel(thread);
    if (state !== null) state.isLocked = true;
    for (const change of changes)
      await expect(change()).rejects.toMatchObject({ kind: 'unreachable' });
  });
});

describe('a message that may have been posted before', () => {
  it('P4: a card whose thread was never opened gets it from the daemon that finds it', async () => {
    const { discord, chat, general, message } = await chatWith();
    const card = message(CARD, {
      thread: { platform: 'discord', channel: general, thread: '', starter: '' },
    });
    discord.faults.script('threads.start_on_message', 'failed_before', 'cut_after');
    await expect(chat.post(card, never)).rejects.toMatchObject({ kind: 'passing' });
    await expect(chatOf(discord).findPosted(card, never)).rejects.toMatchObject({
      kind: 'passing',
    });
    const thread = (await chatOf(discord).findPosted(card, never)) ?? '';
    expect(discord.guild.channel(thread).parent).toBe(general);
  });

  it('P4: a message is found behind hundreds of others, and a missing one costs one look at each page', async () => {
    const { discord, chat, ana, thread, message } = await chatWith();
    for (let count = 0; count < 250; count++) discord.people.say(ana, thread, `remark ${count}`);
    const said = message(QUESTIONS);
    const receipt = await chat.post(said, never);
    expect(await chat.findPosted(said, never)).toBe(receipt);
    expect(await chat.findPosted(message(QUESTIONS), never)).toBeNull();
    expect(discord.record.callsOf('messages.list')).toHaveLength(6);
  });

  it('P4: a message that somebody else posted is not taken for ours, and a second copy of ours is removed', async () => {
    const { discord, chat, thread, message } = await chatWith({ nonceMs: 0 });
    const [said, other] = [message(QUESTIONS), message({ kind: 'list', of: 'proposals' })];
    const first = await chat.post(said, never);
    const shown = discord.guild.messages.get(first);
    if (shown === undefined) throw new Error('it is not there');
    const elsewhere = discord.guild.addBot('Another');
    discord.guild.messages.post({ ...shown, author: elsewhere });
    await chat.post(other, never);
    const second = await chat.post(said, never);
    expect(second).not.toBe(first);
    await chat.removeCopies(said, first, never);
    await chat.removeCopies(said, first, never);
    expect(discord.guild.messages.get(first)).toBeDefined();
    expect(discord.guild.messages.get(second)).toBeUndefined();
    expect(discord.visible(thread)).toHaveLength(4);
    expect(discord.record.counts()['messages.delete']).toBe(1);
  });
});

describe('a post that Discord refuses', () => {
  const REFUSALS = [
    ['missing_permissions', 'unreachable', /lacks a permission there/],
    ['missing_access', 'unreachable', /does not see the channel.*50001/],
    ['unknown_channel', 'gone', /refused the call: 10003/],
    ['locked_thread', 'unreachable', /is locked.*160005/],
    ['blocked_by_rule', 'refused', /A rule of the server blocked it.*200000/],
    ['blocked_link', 'refused', /refused the call: 240000/],
  ] as const;
  test.each(REFUSALS)(
    '%s makes it %s, with the reason and what to do',
    async (name, kind, words) => {
      const { discord, chat, message } = await chatWith();
      discord.refused.set('messages.create', name);
      const refused = { kind, message: expect.stringMatching(words) };
      for (const _ of ['at first', 'and again'])
        await expect(chat.post(message(QUESTIONS), never)).rejects.toMatchObject(refused);
      discord.refused.clear();
      await chat.post(message(QUESTIONS), never);
    },
  );

  it.each(['text', 'announcement'] as const)(
    'a topic that is refused as the name of a thread (%s) is replaced by a plain name',
    async (kind) => {
      const { discord, chat, ana, message } = await chatWith();
      const channel = discord.guild.addChannel('design', kind);
      const card = message(CARD, {
        thread: { platform: 'discord', channel, thread: '', starter: ana },
      });
      discord.guild.blockedNames = new RegExp(card.design.topic.slice(0, 20));
      for (const mishap of [null, 'limited', 'failed_after'] as const) {
        if (mishap !== null) discord.faults.script('threads.start_on_message', mishap);
        const next = { ...card, id: `${card.id} ${mishap}` };
        const thread = await chat.post(next, never).catch(() => chat.findPosted(next, never));
        expect(discord.guild.channel(thread ?? '').name).toBe('A design');
      }
    },
  );

  it('a card without a thread is taken away where no thread can be opened, and says why', async () => {
    const { discord, chat, ana, general, message } = await chatWith();
    const before = discord.visible(general);
    const card = message(CARD, {
      thread: { platform: 'discord', channel: general, thread: '', starter: ana },
    });
    discord.refused.set('threads.start_on_message', 'too_many_threads');
    const refused = {
      kind: 'unreachable',
      message: expect.stringMatching(/limit of open threads.*160006/),
    };
    await expect(chat.post(card, never)).rejects.toMatchObject(refused);
    expect(discord.visible(general)).toEqual(before);
  });

  it('a full thread keeps its starter out, and the design goes on', async () => {
    const { discord, chat, ana, general, message } = await chatWith();
    const card = message(CARD, {
      thread: { platform: 'discord', channel: general, thread: '', starter: ana },
    });
    discord.refused.set('threads.add_member', 'thread_full');
    expect(discord.guild.channel(await chat.post(card, never)).parent).toBe(general);
  });
});
