import { expect, test, vi } from 'vitest';
import { ACTIONS } from '../../../src/acts/gateway/actions.ts';
import { faultOf } from '../../../src/adapters/slack/calls/faults.ts';
import { createWebClient, SlackCalls } from '../../../src/adapters/slack/calls/web-client.ts';
import { createReaders } from '../../../src/adapters/slack/incoming/memberships.ts';
import { SLACK_TEXTS } from '../../../src/adapters/slack/slack-texts.ts';
import { begun } from '../../engine/running-engine.ts';
import { keptLog } from '../../support/child-sessions.ts';
import { movedClock } from '../../support/moved-clock.ts';
import { OPEN_TO_ALL } from '../../support/open-policy.ts';
import { WAIT, watched } from '../engines.ts';
import { slackWith } from './local.ts';
import { connected } from './message-world.ts';

/** Longer than memberships are kept. */
const LATER_MS = 11_000;
async function reading() {
  const { slack, ana, general } = await slackWith();
  const { clock, pass } = movedClock();
  const log = keptLog();
  const web = createWebClient({ token: slack.botToken, apiUrl: slack.apiUrl, log });
  const access = { platform: 'slack', texts: SLACK_TEXTS, faultOf, clock, log };
  const readers = createReaders(new SlackCalls(web, clock), access, OPEN_TO_ALL);
  return { slack, ana, general, pass, readers };
}

test('A18: a channel is open to its members, and to nobody within seconds of their leaving it', async () => {
  const { slack, ana, general, pass, readers } = await reading();
  const closed = slack.workspace.addChannel('closed', 'private');
  const ben = slack.workspace.addPerson('Ben');
  const members = (channel: string) => slack.workspace.channels.get(channel)?.members;
  members(closed)?.delete(ben);
  for (const channel of [general, closed]) expect(await readers.canOpen(ana, channel, 'page')).toBe(true);
  expect(await readers.canOpen(ben, closed, 'page')).toBe(false);
  expect(await readers.canOpen(ana, 'C0NOWHERE', 'page')).toBe(false);
  members(closed)?.delete(ana);
  pass(LATER_MS);
  expect(await readers.canOpen(ana, closed, 'page')).toBe(false);
  slack.workspace.channels.delete(general);
  pass(LATER_MS);
  expect(await readers.canOpen(ana, general, 'page')).toBe(false);
});

test('A18: a hundred designs of a person’s channels cost one call, at the same time and one after the other', async () => {
  const { slack, ana, general, readers } = await reading();
  await Promise.all(Array.from({ length: 50 }, () => readers.canOpen(ana, general, 'page')));
  for (let at = 0; at < 50; at += 1) await readers.canOpen(ana, `C${at}`, 'page');
  expect(slack.record.callsOf('users.conversations')).toHaveLength(1);
});

test('A18: a click on a design of another channel says the same as where there is none, but to those who are in that channel', async () => {
  const world = await connected({ isStill: true });
  const { slack, engine, ana, ben, general } = world;
  const closed = slack.workspace.addChannel('closed', 'private');
  slack.workspace.channels.get(closed)?.members.delete(ana);
  slack.workspace.channels.get(closed)?.members.add(ben);
  const zoe = slack.workspace.addPerson('Zoe');
  const thread = { platform: 'slack', channel: closed, thread: '', starter: zoe };
  const id = await begun(engine, { thread, startedBy: 'Zoe', settings: {}, topic: 'Who is promoted?' });
  await watched(engine, id).until(({ answering }) => answering !== null);
  slack.people.say(ben, general, 'Lunch?');
  const [message] = slack.visibleMessages(general);
  if (message === undefined) throw new Error('there is nothing to click on');
  /** What they read after a click on a button in the other channel that names this design. */
  const told = async (who: string, value: string) => {
    const before = world.ephemerals(who).length;
    const text = { type: 'plain_text', text: 'Press' } as const;
    const elements = [{ type: 'button', action_id: ACTIONS.cancel, value, text } as const];
    await slack.people.click(who, { ...message, blocks: [{ type: 'actions', elements }] }, ACTIONS.cancel);
    await vi.waitUntil(() => world.ephemerals(who).length > before, WAIT);
    return world.ephemerals(who).at(-1);
  };
  const gone = await told(ana, 'dsn_019a0000-0000-7000-8000-000000000000');
  expect(gone).toContain('This design is gone');
  expect(await told(ana, id)).toBe(gone);
  expect(await told(ben, id)).toContain('This belongs to another channel');
  expect(JSON.stringify(await slack.people.slash(ana, general, '/design list'))).not.toContain('promoted');
});
