import { describe, expect, it, test } from 'vitest';
import { PLAIN_MS } from '#surfaces/slack/outgoing/messenger.ts';
import { realClock } from '../../support/processes/child-real-clock.ts';
import { keepLog } from '../../support/processes/child-sessions.ts';
import { CARD, chatStories, FILES, holderOf, never, OUTCOME, QUESTIONS } from '../chat-stories.ts';
import { chatOf, chatWith, openStory } from './chat-world.ts';

describe('messages in Slack', () => {
  chatStories(openStory, {
    files: [
      ['Archaeologist', 'Failure analyst', 'Migrationist', 'Subtractor'],
      ['brief.md', 'record.md', 'transcript.md', 'manifest.json'],
    ],
    hostile: (person) => `<!channel> @here <@${person}> [bank](https://evil.example) &amp; *`,
    knowsRepeated: false,
    removal: 'chat.delete',
  });

  test.each(['public', 'private', 'im'] as const)(
    'the first message stands in the channel (%s), and opens the thread that it names',
    async (kind) => {
      const { slack, chat, ana, message } = await chatWith();
      const { workspace } = slack;
      const channel = kind === 'im' ? workspace.direct(ana) : workspace.addChannel('design', kind);
      const unopened = { platform: 'slack', channel, thread: '', starter: ana };
      const card = message(CARD, { thread: unopened });
      expect(await chat.findPosted(card, never)).toBeNull();
      const thread = await chat.post(card, never);
      expect(await chat.findPosted(card, never)).toBe(thread);
      expect(slack.visibleMessages(channel).map(({ ts }) => ts)).toEqual([thread]);
      for (const post of [QUESTIONS, OUTCOME]) {
        const reply = message(post, { thread: { ...unopened, thread }, after: thread });
        const receipt = await chat.post(reply, never);
        expect(await chat.findPosted(reply, never), post.kind).toBe(receipt);
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

describe('a message that may have been posted before', () => {
  test.each([
    ['conversations.history', { thread: '' }],
    ['conversations.replies', {}],
  ])('P4: a look that fails (%s) does not say that nothing is there', async (method, place) => {
    const { slack, chat, message } = await chatWith();
    const said = message(CARD);
    const looked = { ...said, thread: { ...said.thread, ...place } };
    slack.faults.script(method, 'failed_before', 'cut_before');
    for (const _ of [1, 2])
      await expect(chat.findPosted(looked, never)).rejects.toMatchObject({ kind: 'passing' });
    expect(await chat.findPosted(looked, never)).toBeNull();
  });

  test.each(['failed_before', 'cut_before'] as const)(
    'P4: a message that did not arrive (%s) is not found, and can be said again',
    async (mishap) => {
      const world = await chatWith();
      const { slack, chat, general, thread, message } = world;
      const under = await holderOf(world);
      const steps = ['files.getUploadURLExternal', 'upload', 'files.completeUploadExternal'];
      const attempts = [
        ['chat.postMessage', QUESTIONS] as const,
        ...steps.map((step) => [step, FILES] as const),
      ];
      for (const [method, post] of attempts) {
        slack.faults.script(method, mishap);
        const said = message(post, { under });
        await expect(chat.post(said, never), method).rejects.toMatchObject({ kind: 'passing' });
        expect(await chat.findPosted(said, never), method).toBeNull();
      }
      await chat.post(message(FILES, { under }), never);
      expect(slack.visible(general, thread)).toHaveLength(2);
    },
  );

  it('P4: a message is found behind hundreds of others, and a missing one costs one look at each page', async () => {
    const { slack, chat, ana, general, thread, message } = await chatWith();
    for (let count = 0; count < 450; count++)
      slack.people.say(ana, general, `remark ${count}`, { thread });
    const said = message(QUESTIONS);
    const receipt = await chat.post(said, never);
    expect(await chat.findPosted(said, never)).toBe(receipt);
    expect(await chat.findPosted(message(QUESTIONS), never)).toBeNull();
    expect(slack.record.callsOf('conversations.replies')).toHaveLength(6);
    expect(await chat.findPosted({ ...said, after: receipt }, never)).toBe(receipt);
    expect(slack.record.callsOf('conversations.replies')).toHaveLength(7);
  });

  it('P4: a message that somebody else posted is not taken for ours, even with the same mark', async () => {
    const { slack, chat, ana, general, thread, message } = await chatWith();
    const said = message(QUESTIONS);
    const metadata = { event_type: 'charrette_post', event_payload: { id: said.id } };
    slack.workspace.post({ channel: general, author: ana, thread, text: 'mine', metadata });
    expect(await chat.findPosted(said, never)).toBeNull();
  });

  it('P8: the message that shows the proposals carries their seals, after an edit as well', async () => {
    const { slack, chat, general, design, message } = await chatWith();
    const [said, card] = [message({ kind: 'list', of: 'proposals' }), message(CARD)];
    const receipt = await chat.post(said, never);
    const cardReceipt = await chat.post(card, never);
    await chat.edit({ ...said, receipt }, never);
    const seals = Object.fromEntries(
      design.proposals.map(({ participant, sha256 }) => [participant, sha256]),
    );
    expect(Object.keys(seals).length).toBeGreaterThan(1);
    const carried = (ts: string) => slack.workspace.find(general, ts)?.metadata?.event_payload;
    expect(carried(receipt)).toEqual({ id: said.id, seals });
    expect(carried(cardReceipt)).toEqual({ id: card.id });
    expect(await chat.findPosted(said, never)).toBe(receipt);
  });

  it('P4: the second copy of a message is removed, and nothing else is', async () => {
    const { slack, chat, ana, general, thread, message } = await chatWith();
    const [said, other] = [message(QUESTIONS), message({ kind: 'list', of: 'proposals' })];
    const metadata = { event_type: 'charrette_post', event_payload: { id: said.id } };
    slack.workspace.post({ channel: general, author: ana, thread, text: 'mine', metadata });
    const receipts: string[] = [];
    for (const each of [said, other, said]) receipts.push(await chat.post(each, never));
    const [first = '', , second] = receipts;
    await chat.removeCopies(said, first, never);
    await chat.removeCopies(said, first, never);
    expect(slack.workspace.find(general, first)).toBeDefined();
    expect(slack.workspace.find(general, second ?? '')).toBeUndefined();
    expect(slack.visible(general, thread)).toHaveLength(4);
    expect(slack.record.counts()['chat.delete']).toBe(1);
  });

  it('a block that this endpoint does not know is drawn without it, tried once', async () => {
    const { slack, chat, general, thread, message } = await chatWith({ knowsNewBlocks: false });
    slack.record.allow(/invalid_blocks/);
    const [card, outcome] = [message(CARD), message(OUTCOME)];
    const receipt = await chat.post(card, never);
    await chat.post(outcome, never);
    await chat.edit({ ...card, receipt }, never);
    const refused = slack.record.calls.filter(({ error }) => error === 'invalid_blocks');
    expect(refused.map(({ name }) => name)).toEqual(['chat.postMessage']);
    expect(slack.visible(general, thread).at(-1)).toContain('[ Show the reasons ]');
  });

  it('after a refused block, messages are drawn without it for a while, which the log says', async () => {
    const { slack, message } = await chatWith({ knowsNewBlocks: false });
    slack.record.allow(/invalid_blocks/);
    let now = 0;
    const clock = { ...realClock, now: () => now };
    const log = keepLog();
    const chat = chatOf(slack, clock, log);
    const refused = () =>
      slack.record.calls.filter(({ error }) => error === 'invalid_blocks').length;
    const post = () => chat.post(message(OUTCOME), never);
    for (const [at, refusals] of [
      [0, 1],
      [PLAIN_MS - 1, 1],
      [PLAIN_MS, 2],
      [PLAIN_MS + 1, 2],
    ] as const) {
      now = at;
      await post();
      expect(refused()).toBe(refusals);
    }
    expect(log.events.map(({ event }) => event)).toEqual(Array(2).fill('slack_blocks_refused'));
  });
});
