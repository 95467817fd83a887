import { describe, expect, test, vi } from 'vitest';
import { SHORTCUT } from '#surfaces/slack/interactions/interaction-payload.ts';
import { unhurriedClock } from '../../entry/pace.ts';
import type { SlackServer } from '../../platforms/slack/server.ts';
import { createMovedClock } from '../../support/runner/moved-clock.ts';
import { WAIT } from '../engines.ts';
import { asking, connected } from './message-world.ts';

const APP = { bot_id: 'B0POLLS', app_id: 'A0POLLS' };
const mrkdwn = (text: string) => ({ type: 'mrkdwn', text });

describe('who is a person', () => {
  test('A24: words that a person sends through an app, or as an action, are theirs', async () => {
    const { slack, ben, general, thread, replies, until } = await asking();
    const place = { channel: general, thread, author: ben };
    slack.workspace.post({ ...place, text: 'Q1: 500', extra: APP });
    await until(({ replies: said }) => said.length === 1);
    slack.workspace.post({ ...place, text: 'is for Postgres', extra: { subtype: 'me_message' } });
    await until(({ replies: said }) => said.length === 2);
    slack.workspace.post({
      ...place,
      text: '',
      extra: { ...APP, blocks: [section('Q2: the web app')] },
    });
    await until(({ replies: said }) => said.length === 3);
    expect(await replies()).toEqual([
      'Ben: Q1: 500',
      'Ben: is for Postgres',
      'Ben: Q2: the web app',
    ]);
  });

  test('J10: words under a subtype that is not known are their author’s, and notices of Slack are nobody’s', async () => {
    const { slack, ben, general, thread, reply, replies, until } = await asking();
    const place = { channel: general, thread, author: ben };
    slack.workspace.post({ ...place, text: 'Q1: 500', extra: { subtype: 'said_in_a_new_way' } });
    for (const subtype of ['channel_topic', 'document_mention', 'huddle_thread', 'bot_add'])
      slack.workspace.post({ ...place, text: `Q1: by ${subtype}`, extra: { subtype } });
    slack.workspace.post({
      ...place,
      text: 'Q1: by an app',
      extra: { ...APP, subtype: 'said_by_an_app' },
    });
    await slack.deliveries.settled();
    reply(ben, 'That is all.');
    await until(({ replies: said }) => said.length === 2);
    expect(await replies()).toEqual(['Ben: Q1: 500', 'Ben: That is all.']);
  });

  test('J10: the title of a picture is not its sender’s words', async () => {
    const { slack, ben, general, thread, replies, ephemerals } = await asking();
    const picture = { type: 'image', image_url: 'https://a.example/b.gif', alt_text: 'a cat' };
    const blocks = [{ ...picture, title: { type: 'plain_text', text: 'a title' } }];
    slack.workspace.post({ channel: general, thread, author: ben, text: '', extra: { blocks } });
    await vi.waitUntil(() => ephemerals(ben).length === 1, WAIT);
    expect([await replies(), ephemerals(ben)]).toEqual([
      [],
      [expect.stringMatching(/a message without text/)],
    ]);
  });

  test('A24: messages of apps are not recorded, and the thread is told so once, in all', async () => {
    const { slack, ana, general, thread, reply, replies, until } = await asking();
    const { workspace } = slack;
    const [one, two] = [workspace.addBot('Deployer'), workspace.addBot('Polls')];
    const said = () =>
      slack.visible(general, thread).filter((text) => text.includes('only what people write'));
    workspace.post({ channel: general, thread, author: one, text: 'Q1: deployed' });
    await vi.waitUntil(() => said().length === 1, WAIT);
    workspace.post({ channel: general, thread, author: two, text: 'Q2: a poll' });
    const hook = { subtype: 'bot_message', user: undefined, username: 'Hook', bot_id: 'B0HOOK' };
    workspace.post({ channel: general, thread, author: one, text: 'Q1: by a hook', extra: hook });
    await slack.deliveries.settled();
    for (const envelope of slack.deliveries.sent.slice(-3)) await slack.deliveries.send(envelope);
    reply(ana, 'Q1: 700');
    await until(({ replies: recorded }) => recorded.length === 1);
    expect(await replies()).toEqual(['Ana: Q1: 700']);
    expect(said()).toHaveLength(1);
  });

  test('J10: what a person sends without words is told to them once, and nothing of it is recorded', async () => {
    const { slack, ana, ben, general, thread, reply, replies, until, ephemerals } = await asking();
    const { people, workspace } = slack;
    const board = people.say(ben, general, '', {
      files: [{ name: 'board.png', content: Buffer.from([0x89, 0x50]) }],
    });
    workspace.post({
      channel: general,
      thread,
      author: ana,
      text: '',
      extra: { attachments: [{ is_share: true }] },
    });
    await vi.waitUntil(() => ephemerals(ana).length === 1, WAIT);
    expect(ephemerals(ana)).toEqual([
      expect.stringMatching(/^I can’t read a message without text/),
    ]);
    workspace.post({ channel: general, thread, author: ana, text: '' });
    people.say(ana, general, '', { thread, forwarded: board });
    await vi.waitUntil(() => ephemerals(ana).length === 2, WAIT);
    expect(ephemerals(ana)[1]).toMatch(/^I did not read board\.png/);
    reply(ben, 'Q1: 500');
    await until(({ replies: said }) => said.length === 1);
    expect(await replies()).toEqual(['Ben: Q1: 500']);
  });
});

test('a name that Slack does not say in time is looked up again, and the words are recorded under it', async () => {
  const { clock, pass } = createMovedClock(unhurriedClock());
  const { slack, general, thread, replies, until } = await asking({ clock });
  const cleo = slack.workspace.addPerson('Cleo');
  slack.workspace.channels.get(general)?.members.add(cleo);
  slack.faults.script('users.info', 'limited');
  slack.people.say(cleo, general, 'Q1: 500', { thread });
  await until(({ replies: said }) => said.length === 1);
  expect(await replies()).toEqual(['somebody: Q1: 500']);
  pass(11_000);
  await until(({ replies: said }) => said[0]?.author === 'Cleo');
  expect(await replies()).toEqual(['Cleo: Q1: 500']);
});

test('a change not by its author, like a link’s preview, leaves answer and request as they are', async () => {
  const { slack, ana, ben, reply, mention, thread, replies, until, ephemerals } = await asking();
  const answer = reply(ben, 'Q1: 500, see <https://a.example>');
  await until(({ replies: said }) => said.length === 1);
  const before = await replies();
  mention(ana, 'status', thread);
  await vi.waitUntil(() => ephemerals(ana).length === 1, WAIT);
  const preview = { app_unfurl_url: 'https://a.example', title: 'A page', text: 'Q2: from a page' };
  for (const message of [answer, slack.visibleMessages(answer.channel, thread).at(-1) ?? answer]) {
    slack.workspace.edit(message, { extra: { attachments: [preview] } });
  }
  await slack.deliveries.settled();
  reply(ana, 'That is all.');
  await until(({ replies: said }) => said.length === 2);
  expect(await replies()).toEqual([...before, 'Ana: That is all.']);
  expect(ephemerals(ana)).toHaveLength(1);
});

describe('references stay references', () => {
  test('channels, groups and people have their names, and without one their ids', async () => {
    const { slack, ben, general, thread, replies, until } = await asking({
      policy: ({ ana, group }) => ({ deciders: [group(ana)] }),
    });
    const { workspace } = slack;
    const pay = workspace.addChannel('pay');
    const hidden = workspace.addChannel('secret', 'private', [ben]);
    const [group = ''] = workspace.groups.keys();
    const text = `In <#${pay}> or <#${pay}|>, not <#${hidden}>; ask <!subteam^${group}> or <!subteam^S0GONE>.`;
    workspace.post({ channel: general, thread, author: ben, text });
    await until(({ replies: said }) => said.length === 1);
    expect(await replies()).toEqual([
      `Ben: In #pay or #pay, not #${hidden}; ask @group-${group.toLowerCase()} or @S0GONE.`,
    ]);
  });

  test('the twenty-first person of a message is called by their id, and nobody is called somebody', async () => {
    const { slack, ben, general, thread, replies, until } = await asking();
    const ids = Array.from({ length: 21 }, (_, at) => slack.workspace.addPerson(`P${at}`));
    const text = ids.map((id) => `<@${id}>`).join(' ');
    slack.workspace.post({ channel: general, thread, author: ben, text });
    await until(({ replies: said }) => said.length === 1);
    const [words = ''] = await replies();
    expect(words).toContain('@P19');
    expect(words).toContain(`@${ids[20]}`);
    expect(words).not.toContain('somebody');
  });
});

describe('Design this', () => {
  const alert = [
    [
      'the text of an attachment',
      { attachments: [{ color: 'danger', text: 'Queue full: 9,000 jobs.' }] },
      'Queue full: 9,000 jobs.',
    ],
    [
      'its title and fields',
      { attachments: [{ title: 'Queue full', fields: [{ title: 'Jobs', value: '9000' }] }] },
      'Queue full\nJobs: 9000',
    ],
    ['its fallback', { attachments: [{ fallback: 'Queue is full.' }] }, 'Queue is full.'],
    [
      'a section',
      {
        blocks: [
          { type: 'header', text: { type: 'plain_text', text: 'Queue' } },
          section('It is *full*.'),
        ],
      },
      'Queue\nIt is *full*.',
    ],
    [
      'a section in an attachment',
      { attachments: [{ fallback: '[no preview available]', blocks: [section('Full & slow')] }] },
      'Full & slow',
    ],
    [
      'blocks below a summary for notifications',
      { text: 'Queue alert', blocks: [section('Full since 09:00.'), section('9,000 jobs wait.')] },
      'Full since 09:00.\n9,000 jobs wait.',
    ],
    [
      'blocks and an attachment with blocks below a summary',
      {
        text: 'Queue alert',
        blocks: [section('Full since 09:00.')],
        attachments: [{ text: 'Alert', blocks: [section('9,000 jobs wait.')] }],
      },
      'Full since 09:00.\n\n9,000 jobs wait.',
    ],
    [
      'the text, where its blocks have no words',
      {
        text: 'Queue full',
        blocks: [{ type: 'image', image_url: 'https://a.example/b.png', alt_text: 'b' }],
      },
      'Queue full',
    ],
    [
      'fields and rich text',
      { blocks: [{ type: 'section', fields: [mrkdwn('A'), mrkdwn('B')] }, rich('1 < 2')] },
      'A\nB\n1 < 2',
    ],
  ] as const;

  test.each(alert)(
    '*Design this* reads an alert whose words stand in %s',
    async (_, extra, words) => {
      const { slack, ana, general, started } = await connected({ isStill: true });
      const message = alerted(slack, general, extra);
      const { view } = await slack.people.shortcut(ana, message, SHORTCUT);
      if (view === null) throw new Error('there is no form');
      expect(JSON.stringify(view.modal.blocks)).toContain(JSON.stringify(words).slice(1, -1));
      await slack.people.submitView(ana, view, { topic: 'Should the job queue move to Postgres?' });
      await vi.waitUntil(async () => (await started()).length > 0, WAIT);
      expect((await started())[0]?.context).toEqual([{ name: 'thread', text: `Alerts: ${words}` }]);
    },
  );

  test.each([
    [
      'a picture',
      { blocks: [{ type: 'image', image_url: 'https://a.example/b.png', alt_text: 'b' }] },
    ],
    [
      'a button',
      {
        blocks: [
          {
            type: 'actions',
            elements: [{ type: 'button', text: { type: 'plain_text', text: 'Go' } }],
          },
        ],
      },
    ],
    ['nothing', {}],
  ])('*Design this* says in its form that %s cannot be read', async (_, extra) => {
    const { slack, ana, general } = await connected({ isStill: true });
    const { view } = await slack.people.shortcut(ana, alerted(slack, general, extra), SHORTCUT);
    expect(JSON.stringify(view?.modal.blocks)).toContain('Nothing in that message can be read');
  });
});

function section(text: string) {
  return { type: 'section', text: mrkdwn(text) };
}

function rich(text: string) {
  const elements = [
    { type: 'text', text: '' },
    { type: 'text', text },
  ];
  return { type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] };
}

function alerted({ workspace }: SlackServer, channel: string, extra: object) {
  return workspace.post({
    channel,
    author: workspace.addBot('Alerts'),
    text: '',
    extra: { ...extra },
  });
}
