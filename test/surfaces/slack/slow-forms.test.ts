import { expect, test, vi } from 'vitest';
import { SHORTCUT } from '#surfaces/slack/interactions/interaction-payload.ts';
import { WAIT } from '../engines.ts';
import { connected } from './message-world.ts';

const TOPIC = 'Should the job queue move to Postgres?';
/**
 * Well below the ten seconds after which a call of Slack is given up, and more than Slack's three
 * for a busy machine.
 */
const ACK_MS = 8_000;
const SLOW = /taking longer than usual/;

test('a form closes in time though Slack answers slowly, and its result is told afterwards', async () => {
  const { slack, started, ana, general, ephemerals } = await connected({
    isStill: true,
    slack: { ackMs: ACK_MS },
  });
  const { view } = await slack.people.slash(ana, general, '/design');
  if (view === null) throw new Error('there is no form');
  const answered = Promise.withResolvers<void>();
  slack.faults.hold('conversations.info', answered.promise);
  const sent = await slack.people.submitView(ana, view, { topic: TOPIC });
  expect([sent.errors, sent.view]).toEqual([{}, null]);
  await vi.waitUntil(() => ephemerals(ana).length > 0, WAIT);
  expect(ephemerals(ana)).toEqual([expect.stringMatching(SLOW)]);
  answered.resolve();
  await vi.waitUntil(async () => (await started()).length > 0, WAIT);
  await vi.waitUntil(() => ephemerals(ana).length > 1, WAIT);
  expect(ephemerals(ana).slice(1)).toEqual([expect.stringContaining('On it')]);
});

test('problems of a form that is closed already are said with what was typed', async () => {
  const { slack, started, ana, general, ephemerals } = await connected({
    isStill: true,
    slack: { ackMs: ACK_MS },
  });
  const message = slack.people.say(ana, general, TOPIC);
  const { view } = await slack.people.shortcut(ana, message, SHORTCUT);
  if (view === null) throw new Error('there is no form');
  const [answered, over] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  slack.faults.hold('conversations.info', answered.promise);
  slack.faults.hold('conversations.replies', over.promise);
  await slack.people.submitView(ana, view, {});
  await vi.waitUntil(() => ephemerals(ana).length > 0, WAIT);
  answered.resolve();
  await vi.waitUntil(() => ephemerals(ana).length > 1, WAIT);
  expect(ephemerals(ana)).toEqual([
    expect.stringMatching(SLOW),
    expect.stringMatching(
      /The thread could not be read just now[\s\S]*Should the job queue move to Postgres\?/,
    ),
  ]);
  expect(await started()).toEqual([]);
  over.resolve();
});

test('a bot that is not in the channel says so in a direct message, with all that was typed', async () => {
  const { slack, started, ana, general, ephemerals } = await connected({
    isStill: true,
    slack: { ackMs: ACK_MS },
  });
  const { workspace } = slack;
  const { view } = await slack.people.slash(ana, general, '/design');
  if (view === null) throw new Error('there is no form');
  workspace.channels.get(general)?.members.delete(workspace.bot.user);
  const answered = Promise.withResolvers<void>();
  slack.faults.hold('conversations.info', answered.promise);
  await slack.people.submitView(ana, view, { topic: TOPIC, context: 'It fails\nonce a day.' });
  const directly = () => slack.visible(workspace.direct(ana));
  await vi.waitUntil(() => directly().length > 0, WAIT);
  answered.resolve();
  await vi.waitUntil(() => directly().length > 1, WAIT);
  expect(directly()).toEqual([
    expect.stringMatching(SLOW),
    expect.stringMatching(
      /\/invite[\s\S]*Should the job queue move to Postgres\?[\s\S]*It fails\nonce a day\./,
    ),
  ]);
  expect(ephemerals(ana)).toEqual([]);
  expect(await started()).toEqual([]);
});

test('who may not start a design, or where the bot is absent, reads so before a form opens', async () => {
  const { slack, ana, ben, general } = await connected({
    isStill: true,
    policy: ({ ana }) => ({ starters: [ana] }),
  });
  const refused = /^Charrette: Only some people may start designs here/;
  const { view, privately } = await slack.people.slash(ben, general, '/design');
  expect([view, privately]).toEqual([null, [expect.stringMatching(refused)]]);
  const said = slack.people.say(ben, general, TOPIC);
  expect((await slack.people.shortcut(ben, said, SHORTCUT)).view).toBeNull();

  const members = slack.workspace.channels.get(general)?.members;
  members?.delete(slack.workspace.bot.user);
  const lost = await slack.people.slash(ana, general, '/design');
  expect([lost.view, lost.privately]).toEqual([
    null,
    [expect.stringContaining('/invite @Charrette')],
  ]);
  members?.add(slack.workspace.bot.user);
  const form = (await slack.people.slash(ana, general, '/design    ')).view;
  if (form === null) throw new Error('there is no form');
  const sent = await slack.people.submitView(ben, form, { topic: TOPIC });
  expect(sent.errors).toEqual({ topic: expect.stringContaining('you are not among them') });
  for (const kind of ['public', 'private', 'im'] as const) {
    const channel = slack.workspace.addChannel(`a-${kind}`, kind, [ana, ben]);
    const typed = await slack.people.slash(ana, channel, `/design ${TOPIC}`);
    const step = kind === 'im' ? 'Write to me directly' : '/invite @Charrette';
    expect([kind, typed.privately.join()]).toEqual([kind, expect.stringContaining(step)]);
  }
});
