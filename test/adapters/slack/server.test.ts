import type { App } from '@slack/bolt';
import { describe, expect, test, vi } from 'vitest';
import { slackWith, startApp, WAIT } from './small-app.ts';

describe.each(['Socket Mode', 'HTTP'])('the local Slack and a real Bolt in %s', (mode) => {
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
    await startApp(slack, mode, prepare);
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

  test('an acknowledgement that comes too late is a violation, and the person sees a failure', async () => {
    const { slack, ana, general } = await slackWith({ ackMs: 300 });
    const late = Promise.withResolvers<void>();
    const prepare = (app: App): void =>
      app.command('/design', async ({ ack }) => {
        await late.promise;
        await ack();
      });
    await startApp(slack, mode, prepare);
    const seen = await slack.people.slash(ana, general, '/design one');
    late.resolve();
    expect(seen.isAcknowledged).toBe(false);
    expect(seen.privately).toEqual(['Slack: /design failed because the app did not respond']);
    expect(slack.record.violations).toEqual(['late_ack: /design']);
  });
});
