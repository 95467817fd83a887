import { describe, expect, it, test } from 'vitest';
import { realClock } from '../../support/child-real-clock.ts';
import { CARD, chatStories, FILES, never, QUESTIONS } from '../chat-stories.ts';
import { WAIT } from '../engines.ts';
import { chatOf, chatWith, openStory } from './chat-world.ts';

describe('what is said in Slack', () => {
  chatStories(openStory, {
    lines: [
      'Charrette: *Should the job queue move from Redis to Postgres?*',
      'Charrette: *3 questions before they write.* 2 answered, 1 assumed.',
      'Charrette: 🔏 4 of 4 proposals sealed: Subtractor `b434de4a…` · Archaeologist `9b35f8d3…` · Failure analyst `ce1b34a0…` · Migrationist `bc32bcc4…`',
      'Charrette: 4 proposals, each written without sight of the others. The whole of each is attached.',
      'Charrette: ',
      'Charrette: *They differ on D1 (high impact): can the outbox table carry 900 jobs a second without a second replica?*',
      'Charrette: Ana accepted the decision as it is.',
      'Charrette: *Decision ready. Read with care: 1 of 5 did not take part to the end and a high-impact question is unresolved.*',
      'Charrette: ',
    ],
    files: [
      'Charrette: \n📎 Migrationist\n📎 Subtractor\n📎 Archaeologist\n📎 Failure analyst',
      'Charrette: \n📎 brief.md\n📎 adr.md\n📎 transcript.md\n📎 manifest.json',
    ],
    hostile: (person) => `<!channel> @here <@${person}> [bank](https://evil.example) &amp; *`,
    knowsFiles: false,
    knowsRepeated: false,
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
});

describe('what may have been said before', () => {
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
  });

  it('P4: files are those of this design, and not of the one before it in the same thread', async () => {
    const { chat, message } = await chatWith();
    const earlier = await chat.post(message(FILES), never);
    const after = await chat.post(message({ kind: 'outcome' }, { after: earlier }), never);
    expect(await chat.find(message(FILES, { after }), never)).toBeNull();
    await chat.post(message(FILES, { after }), never);
    const found = await chat.find(message(FILES, { after }), never);
    expect(Number(found)).toBeGreaterThan(Number(after));
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
    await expect.poll(() => slack.record.callsOf('conversations.replies').length, WAIT).toBe(1);
    slack.workspace.messages.push(shown);
    expect(await finding).toBe(shown.ts);
  });
});
