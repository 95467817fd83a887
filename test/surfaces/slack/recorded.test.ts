import { WebClient } from '@slack/web-api';
import { expect, test } from 'vitest';
import { parseMessageEvent } from '#surfaces/slack/incoming/message-event.ts';
import { originOf } from '#surfaces/slack/incoming/origin.ts';
import { Opened, readFormFields } from '#surfaces/slack/interactions/forms.ts';
import {
  Click,
  SHORTCUT,
  Shortcut,
  SlashCommand,
  SubmittedForm,
} from '#surfaces/slack/interactions/interaction-payload.ts';
import { differenceOf, pathsIn, recorded } from '../../platforms/recorded.ts';
import { forgedId } from '../drawn-controls.ts';
import { clientOptions, slackWith } from './local.ts';

const TEAM = 'T0EXAMPLE';
const BUTTON = {
  type: 'button',
  action_id: forgedId('go_on'),
  text: { type: 'plain_text', text: 'Go on', emoji: true },
  value: '1',
} as const;

/**
 * Everything that the local Slack sends for the kinds of payload that are recorded; nobody listens,
 * and all is kept.
 */
async function sentLocally(): Promise<Readonly<Record<string, Record<string, unknown>>>> {
  const { slack, ana, general } = await slackWith({ retriesMs: [] });
  const { people, workspace, deliveries } = slack;
  const ben = workspace.addPerson('Ben');
  workspace.channels.get(general)?.members.add(ben);
  const payloads: Record<string, Record<string, unknown>> = {};
  const keep = (name: string, from: number, what = '') => {
    const found = deliveries.sent.slice(from).find((each) => each.what.startsWith(what));
    payloads[name] = { ...found?.payload };
  };
  const doing = async (name: string, work: () => unknown, what = '') => {
    const from = deliveries.sent.length;
    await work();
    keep(name, from, what);
  };
  const { ts: thread } = people.say(ben, general, 'We ought to decide on the queue.');
  const said = people.say(ana, general, 'Q1: about 900', { thread });
  keep('message', deliveries.sent.length - 1);
  await doing('app_mention', () => people.mention(ana, general, 'status'), 'app_mention');
  await doing('message_changed', () => people.edit(said, 'Q1: about 950'));
  const other = people.say(ana, general, 'Q1: about 900', { thread });
  await doing('message_deleted', () => people.remove(other));
  const web = new WebClient(slack.botToken, clientOptions(slack));
  const blocks = [{ type: 'actions' as const, block_id: 'b1', elements: [BUTTON] }];
  await web.chat.postMessage({
    channel: general,
    thread_ts: thread,
    text: 'Two questions',
    blocks,
  });
  const asked = workspace.messages.at(-1);
  if (asked === undefined) throw new Error('nothing was posted');
  await doing('block_actions', () => people.click(ana, asked, BUTTON.action_id));
  await doing('slash_command', () => people.slash(ana, general, '/design status'));
  const trigger_id = String(payloads.slash_command?.trigger_id);
  await web.views.open({ trigger_id, view: VIEW });
  const view = slack.views.before(ana);
  if (view === null) throw new Error('no form was opened');
  await doing('view_submission', () =>
    people.submitView(ana, view, { note: 'Say who owns the flag.' }),
  );
  const topic = people.say(ana, general, 'Redis or Postgres?');
  await doing('message_action', () => people.shortcut(ana, topic, SHORTCUT));
  return payloads;
}

const text = (words: string) => ({ type: 'plain_text' as const, text: words, emoji: true });
const VIEW = {
  type: 'modal' as const,
  callback_id: forgedId('send_back'),
  private_metadata: '{"channel":"C0GENERAL","thread":null,"about":""}',
  title: text('Send it back'),
  submit: text('Send'),
  close: text('Cancel'),
  blocks: [
    {
      type: 'input' as const,
      block_id: 'note',
      label: text('What should be different?'),
      optional: false,
      element: { type: 'plain_text_input' as const, action_id: 'note', multiline: true },
    },
  ],
};

const events = (payload: unknown) => parseMessageEvent(payload);
const SAME = { lacks: [], invents: [] };
const READERS: Readonly<Record<string, (payload: unknown) => unknown>> = {
  message: events,
  app_mention: events,
  message_changed: events,
  message_deleted: events,
  block_actions: (payload) => Click.parse(payload),
  slash_command: (payload) => SlashCommand.parse(payload),
  view_submission: (payload) => SubmittedForm.parse(payload),
  message_action: (payload) => Shortcut.parse(payload),
};

test('what is read in each documented payload of Slack is what is read in the local one', async () => {
  const local = await sentLocally();
  for (const [name, read] of Object.entries(READERS)) {
    const [theirs, ours] = [read(recorded('slack', name)), read(local[name])];
    expect([name, differenceOf(theirs, ours)]).toEqual([name, SAME]);
    expect(pathsIn(ours).length).toBeGreaterThan(3);
  }
});

test('payloads of the local Slack have the fields of the documented ones, and no others', async () => {
  const local = await sentLocally();
  for (const name of Object.keys(READERS))
    expect([name, differenceOf(recorded('slack', name), local[name])]).toEqual([name, SAME]);
});

test('a documented event says what was written, by whom and in which thread', () => {
  expect(parseMessageEvent(recorded('slack', 'message'))).toMatchObject({
    kind: 'new',
    event: { text: 'Q1: about 900', user: 'U0ANA', thread_ts: '1795200000.000100' },
  });
  const form = SubmittedForm.parse(recorded('slack', 'view_submission'));
  expect(readFormFields(form.view.state.values).get('note')?.text).toBe('Say who owns the flag.');
  expect(Opened.parse(form.view.private_metadata)).toMatchObject({ channel: 'C0GENERAL' });
});

test('each documented payload says for which workspace it is, and of which one its person is', () => {
  for (const name of Object.keys(READERS)) {
    const origin = originOf(recorded('slack', name), { team_id: TEAM });
    expect([name, origin.isForUs, origin.team ?? TEAM]).toEqual([name, true, TEAM]);
    expect(origin.user).toMatch(/^U0/);
    expect(originOf(recorded('slack', name), { team_id: 'T0THIRD' }).isForUs).toBe(false);
  }
});
