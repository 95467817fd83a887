import { describe, expect, it, test } from 'vitest';
import type { Design } from '../../../src/core/design.ts';
import type { Post } from '../../../src/core/effects.ts';
import { crowded } from '../../support/hostile.ts';
import { POSTS, toldToTheEnd } from '../../support/told.ts';
import { chatOf, chatWith, ended, fileText, never, UNHURRIED } from './chat-world.ts';

const CARD: Post = { kind: 'card' };
const QUESTIONS: Post = { kind: 'questions' };
const FILES: Post = { kind: 'files', of: 'outcome' };

describe('what is said in Discord', UNHURRIED, () => {
  test('P4: every kind of message is posted once, in order, found by what it carries, and keeps that when it changes', async () => {
    const { discord, chat, thread, message } = await chatWith();
    const early = { ...toldToTheEnd().design(), startedAt: Date.now(), end: null };
    let after: string | null = null;
    for (const post of POSTS) {
      const said = message(post, { after, design: post.kind === 'files' ? ended() : early });
      expect(await chat.find(said, never), post.kind).toBeNull();
      const receipt = await chat.post(said, never);
      expect(await chat.find(said, never), post.kind).toBe(receipt);
      await chat.edit({ ...said, receipt, design: ended() }, never);
      expect(await chatOf(discord).find({ ...said, after }, never), `${post.kind}, edited`).toBe(receipt);
      after = receipt;
    }
    const [, ...said] = discord.visible(thread);
    expect(said.map((text) => text.split('\n')[0])).toMatchInlineSnapshot(`
      [
        "Charrette: **Should the job queue move from Redis to Postgres?**",
        "Charrette: **3 questions before they write.** 2 answered, 1 assumed.",
        "Charrette: 🔏 4 of 4 proposals sealed: Subtractor \`b434de4a…\` · Archaeologist \`9b35f8d3…\` · Failure analyst \`ce1b34a0…\` · Migrationist \`bc32bcc4…\`",
        "Charrette: 4 proposals, each written without sight of the others. The whole of each is attached.",
        "Charrette: 📎 migrationist.md",
        "Charrette: **They differ on D1 (high impact): can the outbox table carry 900 jobs a second without a second replica?**",
        "Charrette: Ana accepted the decision as it is.",
        "Charrette: **Decision ready. Read with care: it is missing something.**",
        "Charrette: 📎 brief.md",
      ]
    `);
    expect(discord.record.violations).toEqual([]);
  });

  test.each(['text', 'announcement'] as const)(
    'the first message stands in the channel (%s), and a thread with the name of the topic hangs from it',
    async (kind) => {
      const { discord, chat, ana, message } = await chatWith();
      const channel = discord.guild.addChannel('design', kind);
      const unopened = { platform: 'discord', channel, thread: '', starter: ana };
      const card = message(CARD, { thread: unopened });
      expect(await chat.find(card, never)).toBeNull();
      const thread = await chat.post(card, never);
      expect(await chat.find(card, never)).toBe(thread);
      expect(discord.guild.channel(thread)).toMatchObject({ parent: channel, name: card.design.topic });
      for (const post of [QUESTIONS, FILES]) {
        const reply = message(post, { thread: { ...unopened, thread }, after: thread });
        await chat.post(reply, never);
        expect(await chat.find(reply, never), post.kind).not.toBeNull();
      }
      const place = { ...unopened, thread };
      await chat.edit({ ...card, thread: place, receipt: thread }, never);
      expect(discord.visibleMessages(channel).map(({ id }) => id)).toEqual([thread]);
      expect(discord.visible(thread)).toHaveLength(3);
      expect(discord.record.violations).toEqual([]);
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
    expect(discord.record.violations).toEqual([]);
  });

  test('what people and models write calls nobody and hides nothing', async () => {
    const { discord, chat, ana, thread, design, message } = await chatWith();
    const hostile = `@everyone @here <@${ana}> [bank](https://evil.example) ||x|| *`;
    const questions = design.questions.map((each) => ({ ...each, text: hostile, assumption: hostile }));
    const told = { ...design, topic: hostile, questions };
    await chat.post(message(CARD, { design: told }), never);
    await chat.post(message(QUESTIONS, { design: told }), never);
    const read = discord.visible(thread).join('\n');
    expect(read).not.toContain('📢');
    for (const { body } of discord.record.callsOf('messages.create'))
      expect(body).toMatchObject({ allowed_mentions: { parse: [] } });
    expect(discord.record.violations).toEqual([]);
  });

  test('files are one message, with their names and their whole content', async () => {
    const { discord, chat, thread, design, message } = await chatWith();
    await chat.post(message({ kind: 'files', of: 'proposals' }), never);
    await chat.post(message(FILES), never);
    expect(discord.visible(thread).slice(1)).toMatchInlineSnapshot(`
      [
        "Charrette: 📎 migrationist.md
      📎 subtractor.md
      📎 archaeologist.md
      📎 failure-analyst.md",
        "Charrette: 📎 brief.md
      📎 adr.md
      📎 transcript.md
      📎 manifest.json",
      ]
    `);
    const files = discord.visibleMessages(thread).flatMap((each) => each.files);
    const contents = new Map(files.map(({ name, content }) => [name, String(content)]));
    const subtractor = design.proposals.find(({ participant }) => participant === 'subtractor');
    expect(contents.get('subtractor.md')).toContain(subtractor?.proposal.headline ?? 'a headline');
    expect(contents.get('brief.md')).toBe(fileText('brief.md'));
    expect(discord.record.violations).toEqual([]);
  });

  test('more than one message holds is said in several, which change as one', async () => {
    const { discord, chat, thread, message } = await chatWith();
    const design = { ...crowded(), startedAt: Date.now() };
    const said = message(QUESTIONS, { design });
    const receipt = await chat.post(said, never);
    const ids = receipt.split(' ');
    expect(ids.length).toBeGreaterThan(1);
    expect(discord.visibleMessages(thread).map(({ id }) => id)).toEqual(expect.arrayContaining(ids));
    const buttons = discord.visible(thread).filter((text) => text.includes('[ Done answering ]'));
    expect(buttons).toHaveLength(1);
    expect(discord.visible(thread).at(-1)).toBe(buttons[0]);
    expect(await chatOf(discord).find(said, never)).toBe(receipt);

    await chat.edit(
      { ...said, receipt, design: { ...design, questions: design.questions.slice(0, 3) } },
      never,
    );
    expect(discord.visible(thread)).toHaveLength(2);
    expect(discord.visible(thread).at(-1)).toContain('3 questions before they write.');
    await chat.edit(
      { ...said, receipt, design: { ...design, questions: design.questions.slice(0, 2) } },
      never,
    );
    expect(discord.visible(thread).at(-1)).toContain('2 questions before they write.');
    expect(discord.record.violations).toEqual([]);
  });

  test('more than ten files take another message', async () => {
    const { discord, chat, thread, message } = await chatWith();
    const design = { ...crowded(), startedAt: Date.now() };
    const said = message({ kind: 'files', of: 'proposals' }, { design });
    const receipt = await chat.post(said, never);
    expect(receipt.split(' ')).toHaveLength(2);
    const counts = discord.visibleMessages(thread).map(({ files }) => files.length);
    expect(counts.slice(1)).toEqual([10, 8]);
    expect(await chatOf(discord).find(said, never)).toBe(receipt);
    expect(discord.record.violations).toEqual([]);
  });

  test('a message looks different exactly when it is drawn differently', async () => {
    const { chat, design } = await chatWith();
    const changedBy = (changes: Partial<Design>): string[] =>
      POSTS.filter((post) => chat.look(post, design) !== chat.look(post, { ...design, ...changes })).map(
        ({ kind }) => kind,
      );
    expect(changedBy({})).toEqual([]);
    expect(changedBy(structuredClone(design))).toEqual([]);
    expect(changedBy({ topic: 'Another' })).toEqual(['card']);
    expect(changedBy({ questions: [] })).toContain('questions');
  });

  test('a reply is acknowledged once, however often that is asked, and what is gone or elsewhere is no fault', async () => {
    const { discord, chat, ana, general, thread } = await chatWith();
    const place = { platform: 'discord', channel: general, thread, starter: ana };
    const reply = discord.people.say(ana, thread, 'Q1: 900');
    const gone = discord.people.say(ana, thread, 'never mind');
    discord.people.remove(gone);
    const id = `discord:${thread}:${reply.id}`;
    const others = [`discord:1:${reply.id}`, `discord:${thread}:${gone.id}`, `${id}/F1`, 'http 1', ''];
    for (const each of [id, id, `${id}#2`, ...others]) await chat.acknowledge(place, each, never);
    expect(discord.visible(thread).at(-1)).toBe('Ana: Q1: 900\n(✅ 1)');
    expect(discord.record.callsOf('reactions.add')).toHaveLength(4);
    expect(discord.record.violations).toEqual([]);
  });

  test('a thread that Discord has put away is taken out again when something in it changes', async () => {
    const { discord, chat, ana, thread, message } = await chatWith();
    const said = message(QUESTIONS);
    const receipt = await chat.post(said, never);
    const reply = discord.people.say(ana, thread, 'Q1: 900');
    const changes = [
      () => chat.edit({ ...said, receipt }, never),
      () => chat.acknowledge(said.thread, `discord:${thread}:${reply.id}`, never),
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
    for (const change of changes) await expect(change()).rejects.toMatchObject({ kind: 'unreachable' });
  });
});

describe('what may have been said before', UNHURRIED, () => {
  test.each(['failed_after', 'cut_after'] as const)(
    'P4: a message whose answer was lost (%s) is found, whatever it is, and is the same when it is said again',
    async (mishap) => {
      const { discord, chat, general, message } = await chatWith();
      const unopened = { platform: 'discord', channel: general, thread: '', starter: '' };
      for (const said of [message(CARD, { thread: unopened }), message(QUESTIONS), message(FILES)]) {
        discord.faults.script('messages.create', mishap);
        await expect(chat.post(said, never), said.post.kind).rejects.toMatchObject({ kind: 'passing' });
        const found = await chatOf(discord).find(said, never);
        expect(found, said.post.kind).toMatch(/^\d+$/);
        expect(await chatOf(discord).post(said, never), said.post.kind).toBe(found);
      }
      expect(discord.record.violations).toEqual([]);
    },
  );

  it('P4: a card whose thread was not opened any more gets it from whoever finds it', async () => {
    const { discord, chat, general, message } = await chatWith();
    const card = message(CARD, {
      thread: { platform: 'discord', channel: general, thread: '', starter: '' },
    });
    discord.faults.script('threads.start_on_message', 'failed_before', 'cut_after');
    await expect(chat.post(card, never)).rejects.toMatchObject({ kind: 'passing' });
    await expect(chatOf(discord).find(card, never)).rejects.toMatchObject({ kind: 'passing' });
    const thread = (await chatOf(discord).find(card, never)) ?? '';
    expect(discord.guild.channel(thread).parent).toBe(general);
    expect(discord.record.violations).toEqual([]);
  });

  it('P4: of what was said in part only the rest is said, also when nothing of it is remembered', async () => {
    const { discord, chat, thread, message } = await chatWith({ nonceMs: 0 });
    const design = { ...crowded(), startedAt: Date.now() };
    const said = message(QUESTIONS, { design });
    const whole = (await chat.post(said, never)).split(' ');
    const second = discord.guild.messages.get(whole[1] ?? '');
    if (second === undefined) throw new Error('it fits into one message');
    discord.guild.messages.remove(second);
    const other = chatOf(discord);
    expect(await other.find(said, never)).toBeNull();
    const again = (await other.post(said, never)).split(' ');
    expect(again.filter((id) => whole.includes(id))).toHaveLength(whole.length - 1);
    expect(discord.visibleMessages(thread)).toHaveLength(whole.length + 1);
    expect(await chatOf(discord).find(said, never)).toBe(again.join(' '));
  });

  it('P4: is found behind hundreds of messages, and what is not there costs one look at each page', async () => {
    const { discord, chat, ana, thread, message } = await chatWith();
    for (let count = 0; count < 250; count++) discord.people.say(ana, thread, `remark ${count}`);
    const said = message(QUESTIONS);
    const receipt = await chat.post(said, never);
    expect(await chat.find(said, never)).toBe(receipt);
    expect(await chat.find(message(QUESTIONS), never)).toBeNull();
    expect(discord.record.callsOf('messages.list')).toHaveLength(6);
  });

  it('P4: is not what somebody else posted, and is taken back where it was said twice', async () => {
    const { discord, chat, thread, message } = await chatWith({ nonceMs: 0 });
    const [said, other] = [message(QUESTIONS), message({ kind: 'seals' })];
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
