import type { App } from '@slack/bolt';
import { describe, expect, test, vi } from 'vitest';
import { readableView } from '../../platforms/slack/readable.ts';
import { slackWith, startApp, WAIT } from './small-app.ts';

describe.each(['Socket Mode', 'HTTP'])('the local Slack and a real Bolt in %s', (mode) => {
  test('a command is answered privately and a message is posted, clicked and changed', async () => {
    const { slack, ana, general } = await slackWith();
    await startApp(slack, { mode });
    const seen = await slack.people.slash(ana, general, '/design Redis & Postgres?');
    expect(seen).toMatchObject({ isAcknowledged: true, privately: ['Charrette: On it.'] });
    await vi.waitFor(() => expect(slack.visible(general)).toHaveLength(1), WAIT);
    expect(slack.visible(general)).toEqual(['Charrette: Redis &amp; Postgres?\n[ Peek ] [ Ask ]']);

    const [card] = slack.visibleMessages(general);
    if (card === undefined) throw new Error('no card');
    await slack.people.click(ana, card, 'peek');
    await vi.waitFor(() => expect(slack.visible(general)).toEqual(['Charrette: over (edited)']), WAIT);
    expect(slack.ephemeral(ana)).toEqual(['Charrette: On it.', 'Charrette: Two are writing.']);
    await slack.deliveries.settled();
    expect(slack.record.violations).toEqual([]);
  });

  test('a modal is opened, says what is wrong, and is closed when it is taken', async () => {
    const { slack, ana, general } = await slackWith();
    await startApp(slack, { mode });
    await slack.people.slash(ana, general, '/design one');
    await vi.waitFor(() => expect(slack.visible(general)).toHaveLength(1), WAIT);
    const [card] = slack.visibleMessages(general);
    if (card === undefined) throw new Error('no card');
    const { view } = await slack.people.click(ana, card, 'ask');
    if (view === null) throw new Error('no view');
    expect(readableView(slack.workspace, view)).toBe('## A new design\nTopic: [ … ]\n[ Start ]');
    const refused = await slack.people.submitView(ana, view, { topic: '?' });
    expect(refused).toMatchObject({ errors: { topic: 'Say more.' }, view: { id: view.id } });
    const taken = await slack.people.submitView(ana, view, { topic: 'queues' });
    expect(taken).toMatchObject({ isAcknowledged: true, errors: {}, view: null });
    await slack.deliveries.settled();
    expect(slack.record.violations).toEqual([]);
  });

  test('a person’s message is received once per delivery, and can be delivered again', async () => {
    const { slack, ana, general } = await slackWith();
    await startApp(slack, { mode });
    slack.people.say(ana, general, 'hello');
    await vi.waitFor(() => expect(slack.visible(general)).toEqual(['Ana: hello\n(✅ 1)']), WAIT);
    const [event] = slack.deliveries.sent;
    if (event === undefined) throw new Error('no event');
    await slack.deliveries.send(event);
    const errors = () => slack.record.callsOf('reactions.add').map(({ error }) => error);
    await vi.waitFor(() => expect(errors()).toEqual([null, 'already_reacted']), WAIT);
    expect(slack.record.violations).toEqual([]);
  });

  test('an ephemeral message is worked without being shown to the app, and replaced', async () => {
    const { slack, ana, general } = await slackWith();
    const bodies: object[] = [];
    const prepare = (app: App): void => {
      const text = { type: 'plain_text' as const, text: 'Which?' };
      const blocks = [
        { type: 'actions' as const, elements: [{ type: 'button' as const, action_id: 'this', text }] },
      ];
      app.shortcut('design_this', async ({ ack, shortcut, client }) => {
        await ack();
        await client.chat.postEphemeral({ channel: general, user: shortcut.user.id, text: 'Which?', blocks });
      });
      app.action('this', async ({ ack, body, respond }) => {
        bodies.push(body);
        await ack();
        await respond({ replace_original: true, text: 'That one.', blocks: [] });
      });
    };
    await startApp(slack, { mode, prepare });
    const message = slack.people.say(ana, general, 'We ought to decide');
    expect(await slack.people.shortcut(ana, message, 'design_this')).toMatchObject({ isAcknowledged: true });
    await vi.waitFor(() => expect(slack.ephemeral(ana)).toEqual(['Charrette: [ Which? ]']), WAIT);
    const [asked] = slack.people.ephemeral(ana);
    if (asked === undefined) throw new Error('nothing was asked');
    await slack.people.click(ana, asked, 'this');
    await vi.waitFor(() => expect(slack.ephemeral(ana)).toEqual(['Charrette: That one.']), WAIT);
    expect(bodies).toMatchObject([{ container: { is_ephemeral: true } }]);
    expect(bodies[0]).not.toHaveProperty('message');
    await slack.deliveries.settled();
    expect(slack.record.violations).toEqual([]);
  });

  test('a mention is received twice in a channel, and once in a direct message', async () => {
    const { slack, ana, general } = await slackWith();
    const received: string[] = [];
    const prepare = (app: App): void => {
      app.event('app_mention', async ({ event }) => {
        received.push(`mention ${event.text}`);
      });
      app.message(async ({ message }) => {
        if ('text' in message) received.push(`${message.channel_type} ${message.text}`);
      });
    };
    await startApp(slack, { mode, prepare });
    slack.people.mention(ana, general, 'status');
    slack.people.mention(ana, slack.workspace.direct(ana), 'help');
    const bot = `<@${slack.workspace.bot.user}>`;
    const expected = [`channel ${bot} status`, `im ${bot} help`, `mention ${bot} status`];
    await vi.waitFor(() => expect(received.toSorted()).toEqual(expected), WAIT);
    await slack.deliveries.settled();
  });

  test('held events come in the order and as often as the test wants', async () => {
    const { slack, ana, general } = await slackWith();
    const received: string[] = [];
    const prepare = (app: App): void =>
      app.message(async ({ message }) => {
        received.push('text' in message ? (message.text ?? '') : '');
      });
    await startApp(slack, { mode, prepare });
    slack.deliveries.hold();
    slack.people.say(ana, general, 'one');
    slack.people.say(ana, general, 'two');
    slack.deliveries.release((held) => [...held.toReversed(), ...held]);
    await vi.waitFor(() => expect(received.toSorted()).toEqual(['one', 'one', 'two', 'two']), WAIT);
    await slack.deliveries.settled();
  });

  test('an acknowledgement that comes too late is a violation, and the person sees a failure', async () => {
    const { slack, ana, general } = await slackWith({ ackMs: 300 });
    const late = Promise.withResolvers<void>();
    const prepare = (app: App): void =>
      app.command('/design', async ({ ack }) => {
        await late.promise;
        await ack();
      });
    await startApp(slack, { mode, prepare });
    const seen = await slack.people.slash(ana, general, '/design one');
    late.resolve();
    expect(seen.isAcknowledged).toBe(false);
    expect(seen.privately).toEqual(['Slack: /design failed because the app did not respond']);
    expect(slack.record.violations).toEqual(['late_ack: /design']);
  });
});
