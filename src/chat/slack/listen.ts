/** What people do in Slack: `/design`, buttons, the form of *Send back*, and messages in threads. */

import type { App, BlockAction, SlackViewAction } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import * as z from 'zod';
import type { Thread } from '#design/events.ts';
import type { Actor } from '#engine/design-inputs.ts';
import { answerVerb, OPTIONS_HELP, readCommand, start, startInputOf } from '../commands.ts';
import { perform, readControl } from '../controls.ts';
import { answerInTime, createThreadQueue, type GatewayOptions, NONE_RUNS } from '../gateway.ts';
import { takeReply } from '../messages.ts';
import { drawText } from './draw.ts';
import { isOfPerson, Message, MessageEvent, type MessageReader } from './incoming.ts';
import { codeOf, NOT_HERE, type SlackChat } from './post.ts';

const HELP = [
  '`/design Should the job queue move from Redis to Postgres?` starts a design. Answer in its thread, in your own words.',
  OPTIONS_HELP,
  'In a thread, mention me with a question: the design starts there and knows what was said. `@Charrette cancel` ends it.',
  '`/design list [words]` shows the designs of this channel, `/design status [id]` where one stands.',
  '`/design cancel [id]` ends one. Only whoever started it or an operator can.',
].join('\n\n');
const OTHER_WORKSPACE = 'Only people from this workspace can start a design.';
const OUTSIDE =
  'To start a design, type `/design` and the question, or mention me with it in a thread.';

const id = z.string().min(1).max(200);
const SlashCommand = z.object({
  team_id: id,
  channel_id: id,
  user_id: id,
  trigger_id: id,
  text: z.string().max(40_000).default(''),
});
const Click = z.object({
  trigger_id: id,
  user: z.object({ id }),
  channel: z.object({ id }),
  container: z.object({ thread_ts: z.string().optional() }),
  actions: z.array(z.object({ action_id: id, value: z.string().max(2_000).optional() })).min(1),
});
const SubmittedForm = z.object({
  user: z.object({ id }),
  view: z.object({
    id,
    private_metadata: z.string().max(3_000),
    state: z.object({
      values: z.object({ note: z.object({ note: z.object({ value: z.string().nullish() }) }) }),
    }),
  }),
});

const SEND_BACK = 'charrette.send_back';

export interface SlackParts extends GatewayOptions {
  readonly chat: SlackChat;
  readonly reader: MessageReader;
  readonly team: string;
  readonly botUser: string;
}

export function listen(app: App, parts: SlackParts): void {
  const { designs, log, chat, reader } = parts;
  const inOrder = createThreadQueue();

  app.command('/design', async ({ body, ack, respond }) => {
    const { text, user_id, channel_id, team_id, trigger_id } = SlashCommand.parse(body);
    const answerIt = async (): Promise<string> => {
      const place: Thread = { platform: 'slack', channel: channel_id, thread: '' };
      const actor = await reader.actorOf(user_id);
      return answerTyped(await reader.readable(text), actor, trigger_id, place, team_id);
    };
    const { answer, isLate } = await answerInTime(answerIt(), log, () => ack());
    const drawn = drawText(answer);
    if (isLate) await respond({ response_type: 'ephemeral', ...drawn });
    else await ack({ response_type: 'ephemeral', ...drawn });
  });

  app.action<BlockAction>(/^charrette\./, async ({ body, ack }) => {
    const { user, channel, container, actions, trigger_id } = Click.parse(body);
    const [{ action_id, value = '' } = { action_id: '' }] = actions;
    // A link that Slack's client has opened itself.
    if (action_id === 'charrette.watch') return ack();
    const press = readControl(value);
    if (press?.act === 'send_back') {
      await ack();
      await app.client.views.open({ trigger_id, view: noteForm(value) });
      return;
    }
    const act = async (): Promise<string> => {
      const delivery = { platform: 'slack', id: trigger_id };
      return (await perform(designs, press, await reader.actorOf(user.id), delivery)).words;
    };
    const { answer, isLate } = await answerInTime(act(), log, () => ack());
    if (!isLate) await ack();
    await chat.tell(channel.id, user.id, answer, container.thread_ts);
  });

  app.view<SlackViewAction>(SEND_BACK, async ({ body, ack }) => {
    const { user, view } = SubmittedForm.parse(body);
    const press = readControl(view.private_metadata);
    const note = view.state.values.note.note.value ?? '';
    const delivery = { platform: 'slack', id: view.id };
    let isTaken = false;
    const act = async (): Promise<string> => {
      const actor = await reader.actorOf(user.id);
      const result = await perform(designs, press, actor, delivery, note);
      isTaken = result.isTaken;
      return result.words;
    };
    const { answer, isLate } = await answerInTime(act(), log, () => ack());
    if (isLate) return;
    // Otherwise the form stays open, and shows why.
    if (isTaken) await ack();
    else await ack({ response_action: 'errors', errors: { note: answer } });
  });

  app.event('message', async ({ event }) => {
    const { channel, message: edited, previous_message: before } = MessageEvent.parse(event);
    const message = edited ?? Message.safeParse(event).data;
    // Slack also reports a preview, or a first reply, as a change.
    if (edited && (!edited.edited || edited.text === before?.text)) return;
    if (message) await takeMessage(channel, message, message === edited);
  });

  async function takeMessage(channel: string, message: Message, isEdit: boolean): Promise<void> {
    if (!isOfPerson(message, parts.botUser)) return;
    const place: Thread = { platform: 'slack', channel, thread: message.thread_ts ?? '' };
    const person = message.user ?? '';
    const answer = await inOrder(`${channel}:${place.thread}`, async () => {
      const actor = await reader.actorOf(person);
      const read = await reader.read(channel, message, isEdit);
      const taken = place.thread === '' ? null : await takeReply(designs, read, actor, place);
      if (taken !== null) return taken;
      if (read.toBot === null || isEdit) return '';
      if (place.thread === '') return OUTSIDE;
      return answerTyped(read.toBot, actor, read.id, place, message.team);
    });
    // It is stored, whether the person can be told or not.
    if (answer !== '')
      await chat
        .tell(channel, person, answer, message.thread_ts)
        .catch((error: unknown) => log.warn('slack_answer_not_told', { error }));
  }

  /** Typed behind `/design`, or beside a mention where no design runs. */
  async function answerTyped(
    text: string,
    actor: Actor,
    deliveryId: string,
    place: Thread,
    team: string | null | undefined,
  ): Promise<string> {
    const command = readCommand(text);
    const delivery = { platform: 'slack', id: deliveryId };
    const isThread = place.thread !== '';
    if (command.verb === 'help') return HELP;
    if (command.verb === 'refused') return command.sentence;
    if (isThread && command.verb === 'cancel' && command.id === '') return NONE_RUNS;
    if (command.verb !== 'start')
      return answerVerb(designs, command, actor, delivery, place.channel);
    // Of a message Slack does not always say where its author is from: unknown is no (A18).
    if (team !== parts.team) return OTHER_WORKSPACE;
    if (!isThread && !(await isMember(app.client, place.channel))) return NOT_HERE;
    const context = isThread ? await chat.contextUpTo(place, deliveryId) : [];
    const input = startInputOf(command.topic, command.options, context);
    return start(designs, input, actor, delivery, place);
  }
}

/** Slack offers a command everywhere; the bot posts only where it is a member. */
async function isMember(web: App['client'], channel: string): Promise<boolean> {
  try {
    const { channel: found } = await web.conversations.info({ channel });
    return found?.is_member === true || found?.is_im === true;
  } catch (error) {
    if (codeOf(error) === 'channel_not_found') return false;
    throw error;
  }
}

function noteForm(value: string): ModalView {
  return {
    type: 'modal',
    callback_id: SEND_BACK,
    private_metadata: value,
    title: { type: 'plain_text', text: 'Send it back' },
    submit: { type: 'plain_text', text: 'Send back' },
    close: { type: 'plain_text', text: 'Not now' },
    blocks: [
      {
        type: 'input',
        block_id: 'note',
        label: { type: 'plain_text', text: 'What should be different?' },
        element: {
          type: 'plain_text_input',
          action_id: 'note',
          multiline: true,
          max_length: 3_000,
        },
      },
    ],
  };
}
