import { expect, test } from 'vitest';
import { createChannelNames } from '#acts/gateway/channel-names.ts';
import { faultOf } from '#surfaces/slack/calls/faults.ts';
import { createWebClient, SlackCalls } from '#surfaces/slack/calls/web-client.ts';
import { channelNameOf, createReaders } from '#surfaces/slack/incoming/memberships.ts';
import { refuseFromElsewhere } from '#surfaces/slack/incoming/start-place.ts';
import { SLACK_TEXTS } from '#surfaces/slack/slack-texts.ts';
import { unhurriedClock } from '../../entry/pace.ts';
import { OPEN_TO_ALL } from '../../support/designs/open-policy.ts';
import { keepLog } from '../../support/processes/child-sessions.ts';
import { createMovedClock } from '../../support/runner/moved-clock.ts';
import { slackWith } from './local.ts';

/** Longer than memberships are kept. */
const LATER_MS = 11_000;
async function reading() {
  const { slack, ana, general } = await slackWith();
  const { clock, pass } = createMovedClock(unhurriedClock());
  const log = keepLog();
  const web = createWebClient({ token: slack.botToken, apiUrl: slack.apiUrl, log });
  const access = { platform: 'slack', texts: SLACK_TEXTS, faultOf, clock, log };
  const calls = new SlackCalls(web, clock);
  const readers = createReaders(calls, access, OPEN_TO_ALL);
  const nameOf = createChannelNames(access, (channel) => channelNameOf(calls, channel));
  return { slack, ana, general, web, pass, readers, nameOf };
}

test('A18: a channel is open to its members, and to nobody within seconds of their leaving it', async () => {
  const { slack, ana, general, pass, readers } = await reading();
  const closed = slack.workspace.addChannel('closed', 'private');
  const ben = slack.workspace.addPerson('Ben');
  const members = (channel: string) => slack.workspace.channels.get(channel)?.members;
  members(closed)?.delete(ben);
  for (const channel of [general, closed])
    expect(await readers.canOpen(ana, channel, 'page')).toBe(true);
  expect(await readers.canOpen(ben, closed, 'page')).toBe(false);
  expect(await readers.canOpen(ana, 'C0NOWHERE', 'page')).toBe(false);
  members(closed)?.delete(ana);
  pass(LATER_MS);
  expect(await readers.canOpen(ana, closed, 'page')).toBe(false);
  slack.workspace.channels.delete(general);
  pass(LATER_MS);
  expect(await readers.canOpen(ana, general, 'page')).toBe(false);
});

test('A24: nobody starts a design in a direct conversation from elsewhere', async () => {
  const { slack, ana, general, web } = await reading();
  const direct = slack.workspace.direct(ana);
  expect(await refuseFromElsewhere({ web }, direct)).toBe(SLACK_TEXTS.onlyThere);
  expect(await refuseFromElsewhere({ web }, general)).toBeNull();
});

test('A18: a hundred designs of a person’s channels cost one call, at the same time and one after the other', async () => {
  const { slack, ana, general, readers } = await reading();
  await Promise.all(Array.from({ length: 50 }, () => readers.canOpen(ana, general, 'page')));
  for (let at = 0; at < 50; at += 1) await readers.canOpen(ana, `C${at}`, 'page');
  expect(slack.record.callsOf('users.conversations')).toHaveLength(1);
});

test('a channel has its name for ten minutes by one call, and none where Slack does not say', async () => {
  const { slack, general, nameOf } = await reading();
  const names = await Promise.all([general, general, 'C0NOWHERE'].map(nameOf));
  expect(names).toEqual(['#general', '#general', null]);
  expect(slack.record.callsOf('conversations.info')).toHaveLength(2);
});
