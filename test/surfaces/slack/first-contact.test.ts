import { expect, test, vi } from 'vitest';
import { WAIT } from '../engines.ts';
import { firstContactStories, QUESTION } from '../first-contact-stories.ts';
import { connected } from './message-world.ts';

firstContactStories(connected);

test('the form has the only repository chosen, and a person may choose none', async () => {
  const { slack, started, ana, general } = await connected({
    repositories: ['shop'],
    policy: ({ ana }) => ({ deciders: [ana] }),
    isStill: true,
  });
  for (const [more, repository] of [
    [{}, { name: 'shop' }],
    [{ repo: 'none' }, null],
  ] as const) {
    const { view } = await slack.people.slash(ana, general, '/design');
    if (view === null) throw new Error('there is no form');
    await slack.people.submitView(ana, view, { topic: QUESTION, ...more });
    const count = repository === null ? 2 : 1;
    await vi.waitUntil(async () => (await started()).length === count, WAIT);
    expect((await started())[0]).toMatchObject({ repository });
  }
});

test.each([
  ['the direct message of two people', 'directmessage', 'im'],
  ['a group message', 'mpdm-ana--ben--cleo-1', 'private'],
] as const)(
  'a start in %s without the bot names a step that is possible there',
  async (_, name, kind) => {
    const { slack, ana, ben, started } = await connected({ isStill: true });
    const conversation = slack.workspace.addChannel(name, kind, [ana, ben]);
    const { privately } = await slack.people.slash(ana, conversation, `/design ${QUESTION}`);
    expect(privately).toEqual([
      expect.stringContaining('Write to me directly, or type /design in a channel'),
    ]);
    const other = slack.workspace.addChannel('closed', 'private', [ana, ben]);
    expect((await slack.people.slash(ana, other, '/design')).privately).toEqual([
      expect.stringContaining('/invite'),
    ]);
    expect(await started()).toEqual([]);
  },
);

test.each([
  ['quick：Redis or Postgres for the job queue?', 'Redis or Postgres for the job queue?', 'quick'],
  ['“quick”: Should Ana’s queue move — now?', 'Should Ana’s queue move — now?', 'quick'],
  [
    'Should the queue move?\n\n- to Postgres\n- to “SQS”',
    'Should the queue move?\n\n- to Postgres\n- to “SQS”',
    'standard',
  ],
])('/design %j is read as a phone writes it', async (typed, topic, depth) => {
  const { slack, ana, general, started } = await connected({ isStill: true });
  await slack.people.slash(ana, general, `/design ${typed}`);
  await vi.waitUntil(async () => (await started()).length > 0, WAIT);
  expect((await started())[0]).toMatchObject({ topic, settings: { depth } });
});

test.each([
  ['restricted_action_read_only_channel', 'use another channel'],
  ['is_archived', 'unarchive it'],
  ['not_in_channel', '/invite'],
  ['msg_blocks_too_long', 'msg_blocks_too_long'],
  ['token_revoked', 'install it again'],
] as const)(
  'who started reads why the first post was refused (%s), and what to do: %s',
  async (code, step) => {
    const { slack, ana, general, started, ephemerals } = await connected({ isStill: true });
    slack.workspace.refused.set('chat.postMessage', code);
    await slack.people.slash(ana, general, `/design ${QUESTION}`);
    await vi.waitUntil(() => ephemerals(ana).length === 2, WAIT);
    expect(ephemerals(ana)[1]).toContain(step);
    expect((await started())[0]?.end).toMatchObject({
      status: 'failed',
      stoppedBecause: 'thread_unreachable',
    });
  },
);
