import { describe, expect, it, test } from 'vitest';
import type { Design } from '../../../src/core/design.ts';
import type { Post } from '../../../src/core/effects.ts';
import { realClock } from '../../support/child-real-clock.ts';
import { POSTS, toldToTheEnd } from '../../support/told.ts';
import { chatOf, chatWith, ended, fileText, never, UNHURRIED } from './chat-world.ts';

const CARD: Post = { kind: 'card' };
const QUESTIONS: Post = { kind: 'questions' };
const FILES: Post = { kind: 'files', of: 'outcome' };

describe('what is said in Slack', UNHURRIED, () => {
  test('P4: every kind of message is posted once, in order, found by what it carries, and keeps that when it changes', async () => {
    const { slack, chat, general, thread, message } = await chatWith();
    const early = { ...toldToTheEnd().design(), startedAt: Date.now(), end: null };
    let after: string | null = null;
    for (const post of POSTS) {
      const said = message(post, { after, design: post.kind === 'files' ? ended() : early });
      expect(await chat.find(said, never), post.kind).toBeNull();
      const receipt = await chat.post(said, never);
      const time = await chat.find(said, never);
      if (post.kind !== 'files') expect(time, post.kind).toBe(receipt);
      expect(slack.workspace.find(general, time ?? '')?.thread, post.kind).toBe(thread);
      await chat.edit({ ...said, receipt, design: ended() }, never);
      expect(await chat.find({ ...said, after }, never), `${post.kind}, edited`).toBe(time);
      after = receipt;
    }
    const [, ...said] = slack.visible(general, thread);
    expect(said.map((text) => text.split('\n')[0])).toMatchInlineSnapshot(`
      [
        "Charrette: *Should the job queue move from Redis to Postgres?*",
        "Charrette: *3 questions before they write.* 2 answered, 1 assumed.",
        "Charrette: 🔏 4 of 4 proposals sealed: Subtractor \`b434de4a…\` · Archaeologist \`9b35f8d3…\` · Failure analyst \`ce1b34a0…\` · Migrationist \`bc32bcc4…\`",
        "Charrette: 4 proposals, each written without sight of the others. The whole of each is attached.",
        "Charrette: ",
        "Charrette: *They differ on D1 (high impact): can the outbox table carry 900 jobs a second without a second replica?*",
        "Charrette: Ana accepted the decision as it is.",
        "Charrette: *Decision ready. Read with care: it is missing something.*",
        "Charrette: ",
      ]
    `);
    const changes = slack.record.callsOf('chat.update').map((call) => call.arguments);
    expect(changes).toHaveLength(7);
    expect(changes.filter(({ metadata }) => !String(metadata).includes('"id":"eff-'))).toEqual([]);
    expect(slack.record.violations).toEqual([]);
  });

  test.each(['public', 'private', 'im'] as const)(
    'the first message stands in the channel (%s), and opens the thread that it names',
    async (kind) => {
      const { slack, chat, ana, message } = await chatWith();
      const { workspace } = slack;
      const channel = kind === 'im' ? workspace.direct(ana) : workspace.addChannel('design', kind);
      const unopened = { platform: 'slack', channel, thread: '', starter: ana };
      const card = message(CARD, { thread: unopened });
      expect(await chat.find(card, never)).toBeNull();
      const thread = await chat.post(card, never);
      expect(await chat.find(card, never)).toBe(thread);
      expect(slack.visibleMessages(channel).map(({ ts }) => ts)).toEqual([thread]);
      for (const post of [QUESTIONS, FILES]) {
        const reply = message(post, { thread: { ...unopened, thread }, after: thread });
        await chat.post(reply, never);
        expect(await chat.find(reply, never), post.kind).not.toBeNull();
      }
      expect(slack.visible(channel, thread)).toHaveLength(3);
      expect(slack.record.violations).toEqual([]);
    },
  );

  test('nothing is unfurled, and no text is searched for names and links', async () => {
    const { slack, chat, message } = await chatWith();
    const said = message(QUESTIONS);
    const receipt = await chat.post(said, never);
    await chat.edit({ ...said, receipt }, never);
    const quiet = { unfurl_links: 'false', unfurl_media: 'false', parse: 'none' };
    expect(slack.record.callsOf('chat.postMessage')[0]?.arguments).toMatchObject(quiet);
    expect(slack.record.callsOf('chat.update')[0]?.arguments).toMatchObject({ parse: 'none' });
  });

  test('what people and models write calls nobody and hides nothing', async () => {
    const { slack, chat, general, thread, design, message } = await chatWith();
    const hostile = '<!channel> @here <@U0CHARRETTE> [bank](https://evil.example) &amp; *';
    const questions = design.questions.map((each) => ({ ...each, text: hostile, assumption: hostile }));
    const told = { ...design, topic: hostile, questions };
    await chat.post(message(CARD, { design: told }), never);
    await chat.post(message(QUESTIONS, { design: told }), never);
    for (const { text, blocks } of slack.visibleMessages(general, thread).slice(1)) {
      expect(text).not.toMatch(/[<>]|@here/);
      expect(JSON.stringify(blocks)).not.toMatch(/"type":"(?:broadcast|user|usergroup|channel|mrkdwn)"/);
    }
    const read = slack.visible(general, thread).join('\n');
    expect(read).not.toContain('📢');
    expect(read).toContain('<!channel> @here <@U0CHARRETTE>');
    expect(slack.record.violations).toEqual([]);
  });

  test('files are one message, with a name, a title and their whole content', async () => {
    const { slack, chat, general, thread, design, message } = await chatWith();
    await chat.post(message({ kind: 'files', of: 'proposals' }), never);
    await chat.post(message(FILES), never);
    expect(slack.visible(general, thread).slice(1)).toMatchInlineSnapshot(`
      [
        "Charrette: 
      📎 Migrationist
      📎 Subtractor
      📎 Archaeologist
      📎 Failure analyst",
        "Charrette: 
      📎 brief.md
      📎 adr.md
      📎 transcript.md
      📎 manifest.json",
      ]
    `);
    const files = [...slack.workspace.files.values()];
    const contents = new Map(files.map(({ name, content }) => [name, String(content)]));
    const subtractor = design.proposals.find(({ participant }) => participant === 'subtractor');
    expect(contents.get('subtractor.md')).toContain(subtractor?.proposal.headline ?? 'a headline');
    expect(contents.get('brief.md')).toBe(fileText('brief.md'));
    expect(slack.record.violations).toEqual([]);
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
    expect(changedBy({ gates: design.gates.map((gate) => ({ ...gate, decision: null })) })).toEqual([
      'gate',
      'outcome',
    ]);
  });

  test('a reply is acknowledged once, however often that is asked, and what is gone or elsewhere is no fault', async () => {
    const { slack, chat, ana, general, thread } = await chatWith();
    const place = { platform: 'slack', channel: general, thread, starter: ana };
    const reply = slack.people.say(ana, general, 'Q1: 900', { thread });
    const gone = slack.people.say(ana, general, 'never mind', { thread });
    slack.people.remove(gone);
    const id = `slack:${general}:${reply.ts}`;
    const others = [`slack:C0ELSEWHERE:${reply.ts}`, `slack:${general}:${gone.ts}`, `${id}/F1`, 'http 1', ''];
    for (const each of [id, id, `${id}#2`, ...others]) await chat.acknowledge(place, each, never);
    expect(slack.visible(general, thread)).toEqual(['Ana: start', 'Ana: Q1: 900\n(✅ 1)']);
    expect(slack.record.callsOf('reactions.add')).toHaveLength(4);
    expect(slack.record.violations).toEqual([]);
  });
});

describe('what may have been said before', UNHURRIED, () => {
  test.each(['failed_after', 'cut_after'] as const)(
    'P4: a message whose answer was lost (%s) is found, whatever it is',
    async (mishap) => {
      const { slack, chat, general, message } = await chatWith();
      const unopened = { platform: 'slack', channel: general, thread: '', starter: '' };
      slack.faults.script('chat.postMessage', mishap, mishap);
      slack.faults.script('files.completeUploadExternal', mishap);
      for (const said of [message(CARD, { thread: unopened }), message(QUESTIONS), message(FILES)]) {
        await expect(chat.post(said, never), said.post.kind).rejects.toMatchObject({ kind: 'passing' });
        expect(await chatOf(slack).find(said, never), said.post.kind).toMatch(/^\d+\.\d+$/);
      }
      expect(slack.record.violations).toEqual([]);
    },
  );

  test.each([
    ['conversations.history', { thread: '' }],
    ['conversations.replies', {}],
  ])('P4: a look that fails (%s) does not say that nothing is there', async (method, place) => {
    const { slack, chat, message } = await chatWith();
    const said = message(CARD);
    const looked = { ...said, thread: { ...said.thread, ...place } };
    slack.faults.script(method, 'failed_before', 'cut_before');
    for (const _ of [1, 2]) await expect(chat.find(looked, never)).rejects.toMatchObject({ kind: 'passing' });
    expect(await chat.find(looked, never)).toBeNull();
  });

  test.each(['failed_before', 'cut_before'] as const)(
    'P4: a message that did not arrive (%s) is not found, and can be said again',
    async (mishap) => {
      const { slack, chat, general, thread, message } = await chatWith();
      const steps = ['files.getUploadURLExternal', 'upload', 'files.completeUploadExternal'];
      const attempts = [
        ['chat.postMessage', QUESTIONS] as const,
        ...steps.map((step) => [step, FILES] as const),
      ];
      for (const [method, post] of attempts) {
        slack.faults.script(method, mishap);
        const said = message(post);
        await expect(chat.post(said, never), method).rejects.toMatchObject({ kind: 'passing' });
        expect(await chat.find(said, never), method).toBeNull();
      }
      await chat.post(message(FILES), never);
      expect(slack.visible(general, thread)).toHaveLength(2);
      expect(slack.record.violations).toEqual([]);
    },
  );

  it('P4: is found behind hundreds of messages, and what is not there costs one look at each page', async () => {
    const { slack, chat, ana, general, thread, message } = await chatWith();
    for (let count = 0; count < 450; count++) slack.people.say(ana, general, `remark ${count}`, { thread });
    const said = message(QUESTIONS);
    const receipt = await chat.post(said, never);
    expect(await chat.find(said, never)).toBe(receipt);
    expect(await chat.find(message(QUESTIONS), never)).toBeNull();
    expect(slack.record.callsOf('conversations.replies')).toHaveLength(6);
    expect(await chat.find({ ...said, after: receipt }, never)).toBe(receipt);
    expect(slack.record.callsOf('conversations.replies')).toHaveLength(7);
  });

  it('P4: is not what somebody else posted, even with the same mark or the same files', async () => {
    const { slack, chat, ana, general, thread, message } = await chatWith();
    const said = message(QUESTIONS);
    const metadata = { event_type: 'charrette_post', event_payload: { id: said.id } };
    slack.workspace.post({ channel: general, author: ana, thread, text: 'mine', metadata });
    const files = ['brief.md', 'adr.md', 'transcript.md', 'manifest.json'];
    const copies = files.map((name) => ({ name, content: 'x' }));
    slack.people.say(ana, general, 'these?', { thread, files: copies });
    const { user: bot } = slack.workspace.bot;
    const { id: other } = slack.workspace.addFile(bot, 'brief.md', Buffer.from('of another design'));
    slack.workspace.post({ channel: general, author: bot, thread, files: [other] });
    expect(await chat.find(said, never)).toBeNull();
    expect(await chat.find(message(FILES), never)).toBeNull();
  });

  it('P4: is taken back where it was said twice, and nothing else is', async () => {
    const { slack, chat, ana, general, thread, message } = await chatWith();
    const [said, other, files] = [message(QUESTIONS), message({ kind: 'seals' }), message(FILES)];
    const metadata = { event_type: 'charrette_post', event_payload: { id: said.id } };
    slack.workspace.post({ channel: general, author: ana, thread, text: 'mine', metadata });
    const receipts: string[] = [];
    for (const each of [said, other, said, files, files]) receipts.push(await chat.post(each, never));
    const [first = '', , second] = receipts;
    await chat.removeCopies(said, first, never);
    await chat.removeCopies(said, first, never);
    await chat.removeCopies(files, receipts.at(-1) ?? '', never);
    expect(slack.workspace.find(general, first)).toBeDefined();
    expect(slack.workspace.find(general, second ?? '')).toBeUndefined();
    expect(slack.visible(general, thread)).toHaveLength(6);
    expect(slack.record.counts()['chat.delete']).toBe(1);
    expect(slack.record.violations).toEqual([]);
  });

  it('P4: files are those of this design, and not of the one before it in the same thread', async () => {
    const { slack, chat, message } = await chatWith();
    const earlier = await chat.post(message(FILES), never);
    const after = await chat.post(message({ kind: 'outcome' }, { after: earlier }), never);
    expect(await chat.find(message(FILES, { after }), never)).toBeNull();
    await chat.post(message(FILES, { after }), never);
    const found = await chat.find(message(FILES, { after }), never);
    expect(Number(found)).toBeGreaterThan(Number(after));
    expect(slack.record.violations).toEqual([]);
  });

  it('P4: files that Slack posts only some time after it took them are found all the same', async () => {
    const { slack, general, thread, message } = await chatWith();
    const chat = chatOf(slack, realClock);
    const said = message(FILES);
    slack.faults.script('files.completeUploadExternal', 'cut_after');
    await chat.post(said, never).catch((error) => expect(error).toMatchObject({ kind: 'passing' }));
    const [shown] = slack.visibleMessages(general, thread).slice(1);
    if (shown === undefined) throw new Error('they are not there');
    slack.workspace.messages = slack.workspace.messages.filter((each) => each !== shown);
    const finding = chat.find(said, never);
    await expect.poll(() => slack.record.callsOf('conversations.replies').length, UNHURRIED).toBe(1);
    slack.workspace.messages.push(shown);
    expect(await finding).toBe(shown.ts);
  });
});
