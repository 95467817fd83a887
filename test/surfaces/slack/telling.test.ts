import { expect, test, vi } from 'vitest';
import { SHORTCUT } from '#surfaces/slack/interactions/interaction-payload.ts';
import { SLACK_TEXTS } from '#surfaces/slack/slack-texts.ts';
import { fastClock } from '../../entry/pace.ts';
import type { SlackServer } from '../../platforms/slack/server.ts';
import { WAIT } from '../engines.ts';
import { connected } from './message-world.ts';

type Refuse = (slack: SlackServer, call: string) => void;

const REFUSALS: Readonly<Record<string, Refuse>> = {
  'a 401': ({ workspace }, call) => workspace.refused.set(call, 'token_revoked'),
  'a 403': ({ workspace }, call) => workspace.refused.set(call, 'not_in_channel'),
  'a 404': ({ workspace }, call) => workspace.refused.set(call, 'channel_not_found'),
  'a 429 without end': ({ faults }, call) => faults.always(call, 'limited'),
  'a 500': ({ faults }, call) => faults.always(call, 'failed_before'),
  nothing: ({ faults }, call) => faults.always(call, 'cut_before'),
};
const each = Object.entries(REFUSALS);

/**
 * Milliseconds: three ways are tried four times each, and the waits between, which no test hurries,
 * take up to seven seconds of each way.
 */
const THREE_WAYS = { ...WAIT, timeout: 3 * 7_000 + WAIT.timeout };

/**
 * Ana asks for a form that Slack does not open, so that there is something to tell her, and Slack
 * answers some calls with this.
 */
async function refusing(refuse: Refuse, ...calls: readonly string[]) {
  const world = await connected({ clock: fastClock(20) });
  const { slack, ana, ben, general } = world;
  slack.workspace.refused.set('views.open', 'expired_trigger_id');
  for (const call of calls) refuse(slack, call);
  const message = slack.people.say(ben, general, 'We ought to decide on the queue.');
  await slack.people.shortcut(ana, message, SHORTCUT);
  const direct = () => slack.visible(slack.workspace.direct(ana)).join('\n');
  return { ...world, direct };
}

test.each(each)(
  'P13: with %s to a response, its words are shown in the place',
  async (_, refuse) => {
    const { ana, ephemerals } = await refusing(refuse, 'response_url');
    await vi.waitUntil(() => ephemerals(ana).join().includes(SLACK_TEXTS.formNotOpened), WAIT);
  },
);

test.each(each)(
  'P13: with %s in the place too, they come in a direct message',
  async (_, refuse) => {
    const { direct } = await refusing(refuse, 'response_url', 'chat.postEphemeral');
    await vi.waitUntil(() => direct().includes(SLACK_TEXTS.formNotOpened), THREE_WAYS);
  },
);

test.each(each)(
  'P13: with %s to every way, the log says once why a person was not told',
  async (_, refuse) => {
    const calls = ['response_url', 'chat.postEphemeral', 'chat.postMessage'];
    const { ana, log, direct, ephemerals } = await refusing(refuse, ...calls);
    const untold = () => log.events.filter(({ event }) => event === 'person_not_told');
    await vi.waitUntil(() => untold().length > 0, THREE_WAYS);
    const why = [expect.any(String), expect.any(String), expect.any(String)];
    expect(untold()).toEqual([
      { event: 'person_not_told', facts: { platform: 'slack', person: ana, why } },
    ]);
    expect([direct(), ephemerals(ana)]).toEqual(['', []]);
  },
);
