/**
 * Commands, buttons, menus and forms of Slack. Each press is acknowledged within three seconds and
 * handed to src/acts/gateway.
 */

import type { App, BlockAction, RespondFn, ViewSubmitAction } from '@slack/bolt';
import type * as z from 'zod';
import { answerRequest, type Work } from '#acts/gateway/answer-request.ts';
import { refuseForm, WHOLE_FORM } from '#acts/gateway/form.ts';
import { removeBotName } from '#acts/gateway/incoming/mentions.ts';
import type { FoundMessage, Interaction, MessageAddress } from '#acts/gateway/interaction.ts';
import { acceptRefusals, lookUpOr } from '#acts/gateway/platform-access.ts';
import {
  type Tell,
  type Told,
  tellFirst,
  tellInTime,
  tellWithRetries,
} from '#acts/gateway/private-ways.ts';
import { type FormOutcome, openBegin } from '#acts/gateway/starting/start-form.ts';
import { drawOutcome, takeClick, takeForm, takeText } from '#acts/gateway/verbs/act-path.ts';
import { isOnce, parsePress } from '#acts/gateway/verbs/presses.ts';
import type { Moment } from '#acts/moment.ts';
import { No } from '#foundation/no.ts';
import { type Document, documentOfWords } from '#presentation/format/document.ts';
import { TEXTS } from '#presentation/words/texts.ts';
import { slackCodeOf } from '../calls/faults.ts';
import { draw } from '../drawing/draw.ts';
import { markupOf } from '../incoming/content.ts';
import { download } from '../incoming/download.ts';
import { readMrkdwn } from '../incoming/marks.ts';
import { FoundMessages, filesOf, Message, mentionPatternOf } from '../incoming/message-event.ts';
import { isOurs } from '../incoming/origin.ts';
import { readThread, readWords, readWordsAtOnce } from '../incoming/plain-words.ts';
import { isDirectChannel, refuseChannel, startPlaceIn } from '../incoming/start-place.ts';
import type { SlackContext } from '../slack-context.ts';
import { SLACK_TEXTS } from '../slack-texts.ts';
import { Opened, openForm, readFormFields } from './forms.ts';
import { Click, SHORTCUT, Shortcut, SlashCommand, SubmittedForm } from './interaction-payload.ts';

/** For people from another workspace in a shared channel. */
const ELSEWHERE = documentOfWords(SLACK_TEXTS.otherWorkspace);

/** An empty acknowledgement shows nothing. */
const NOT_SHOWN: Told = { isTold: false, why: ['The acknowledgement is empty.'] };

export function listenToInteractions(app: App, context: SlackContext): void {
  /** Responds to what the person did; if Slack refuses that, tells them without it. */
  const tellingOf = (channel: string, user: string, respond: RespondFn, replaces = false): Tell => {
    const answerTo: Tell = (answer) => {
      const response = { ...privately(answer), replace_original: replaces };
      return tellWithRetries(context, () => respond(response));
    };
    const sendApart: Tell = (answer) =>
      context.sendEphemeral(user, { channel, thread: null }, answer);
    return (answer) => tellFirst([answerTo, sendApart], answer);
  };
  /** Takes what the person did, unless it comes from another workspace. */
  const takingOf =
    (
      body: unknown,
      act: Done,
      take: (interaction: Interaction) => Promise<Document | null>,
    ): Work =>
    async (moment) =>
      (await isOurs(context, body)) ? take(interactionOf(context, act, moment)) : ELSEWHERE;
  /** Acknowledges with an empty response: the answer is sent separately. */
  const answerApart = (
    { user: person, trigger: key }: Done,
    work: Work,
    ack: () => Promise<void>,
    tell: Tell,
  ): Promise<void> => {
    const acknowledge = async (answer: Document | null): Promise<Told> => {
      const acknowledged = await tellInTime(context, ack);
      return answer === null ? acknowledged : NOT_SHOWN;
    };
    return answerRequest(context, { person, key, work, acknowledge, tell });
  };

  app.command('/design', async ({ body, ack, respond }) => {
    const {
      user_id: user,
      channel_id: channel,
      channel_name,
      trigger_id: trigger,
      text,
    } = SlashCommand.parse(body);
    const act = { user, channel, name: channel_name, trigger };
    const work = takingOf(body, act, (interaction) => takeText(interaction, readMrkdwn(text)));
    const acknowledge = (answer: Document | null) =>
      tellInTime(context, () => ack(answer === null ? undefined : privately(answer)));
    const tell = tellingOf(channel, user, respond);
    await answerRequest(context, { person: user, key: trigger, work, acknowledge, tell });
  });
  app.action<BlockAction>(/^charrette\./, async ({ body, ack, respond }) => {
    const click = Click.parse(body);
    const { user, actions } = click;
    const [used] = actions;
    const act = doneActOf(click);
    const press = parsePress(
      used?.action_id ?? '',
      used?.value ?? used?.selected_option?.value ?? '',
    );
    const work = takingOf(body, act, (interaction) => takeClick(interaction, press));
    const tell = tellingOf(act.channel, user.id, respond, isOnce(press));
    await answerApart(act, work, () => ack(), tell);
  });
  app.shortcut(SHORTCUT, async ({ body, ack, respond }) => {
    const shortcut = Shortcut.parse(body);
    const { user, message } = shortcut;
    const act = doneActOf(shortcut);
    const work = takingOf(body, act, (interaction) => {
      const { text: words } = markupOf(message);
      const origin = { message: messageOn(message), isReadable: words !== '' };
      return openBegin(interaction, readWordsAtOnce(context, words), origin);
    });
    const tell = tellingOf(act.channel, user.id, respond);
    await answerApart(act, work, () => ack(), tell);
  });
  app.view<ViewSubmitAction>(/^charrette\./, async ({ body, ack }) => {
    const form = SubmittedForm.parse(body);
    const { user, view } = form;
    const { values } = view.state;
    const formPlace = Opened.safeParse(view.private_metadata).data;
    const { about: value = '', ...place } = formPlace ?? { channel: '', thread: null };
    const fields = readFormFields(values);
    const [first = ''] = fields.keys();
    let errors: Record<string, string> | null = null;
    const takeSubmitted = async (moment: Moment): Promise<FormOutcome> => {
      if (!(await isOurs(context, body, place.channel)))
        return refuseForm(SLACK_TEXTS.otherWorkspace);
      if (formPlace === undefined) return refuseForm(TEXTS.formUnread);
      const act = { ...place, user: user.id, trigger: '' };
      const sent = { id: view.callback_id, value, fields };
      return takeForm(interactionOf(context, act, moment), sent);
    };
    const work: Work = async (moment) => {
      const outcome = await takeSubmitted(moment);
      if (outcome instanceof No) {
        const { [WHOLE_FORM]: whole, ...others } = outcome.why;
        errors = whole === undefined ? others : { [first]: whole };
      }
      return drawOutcome(outcome, fields);
    };
    const tell: Tell = (answer) => context.sendEphemeral(user.id, place, answer);
    // Problems are shown in the open form. If it is closed, they are sent with the texts that were
    // typed, to copy from.
    const acknowledge = async (answer: Document | null): Promise<Told> => {
      if (errors === null) {
        const acknowledged = await tellInTime(context, () => ack());
        return answer === null ? acknowledged : NOT_SHOWN;
      }
      const response = { response_action: 'errors' as const, errors };
      return tellInTime(context, () => ack(response));
    };
    await answerRequest(context, { person: user.id, key: view.id, work, acknowledge, tell });
  });
}

function privately(answer: Document) {
  const { text, blocks } = draw(answer);
  return { response_type: 'ephemeral' as const, text, blocks: [...blocks] };
}

/** `trigger` opens a form; `''` if none can be opened. */
interface Done {
  readonly user: string;
  readonly channel: string;
  /** The channel's. */
  readonly name?: string;
  readonly thread?: string | null;
  readonly trigger: string;
}

function doneActOf({
  user,
  channel,
  trigger_id: trigger,
}: z.infer<typeof Click | typeof Shortcut>): Done {
  return { user: user.id, channel: channel.id, name: channel.name, trigger };
}

/** Milliseconds to look up a channel: a trigger lives three seconds. */
const LOOK_UP_MS = 1_500;

function interactionOf(context: SlackContext, act: Done, moment: Moment): Interaction {
  const { people } = context;
  const { user, channel, name = '', thread = null, trigger } = act;
  const place = { channel, thread };
  return {
    context,
    place,
    moment,
    isDirect: isDirectChannel(channel),
    isAskedAlready: true,
    person: () => people.person(user),
    personAtOnce: () => people.personAtOnce(user),
    moveTo: async (there) =>
      there.channel === channel
        ? interactionOf(context, { ...act, thread: there.thread || null }, moment)
        : null,
    startPlace: () => startPlaceIn(context, { ...place, name }),
    unreachable: () =>
      lookUpOr(context, refuseChannel(context, channel, name), LOOK_UP_MS, null, {
        what: 'channel',
        id: channel,
      }),
    along: (message) => {
      const [ts, root] = message?.split(' ') ?? [];
      if (ts === undefined || root === undefined) return null;
      return { note: TEXTS.fromMessage, read: () => readThread(context, channel, root, ts) };
    },
    readMessage: (written) => findMessage(context, written),
    fetchFile: (file, maxBytes) => download(file, context.web, maxBytes, context.clock),
    open: (form) => openForm(context, trigger, place, form),
  };
}

/** The message that a design is started from, with its thread. */
function messageOn({ ts, thread_ts }: Pick<Message, 'ts' | 'thread_ts'>): string {
  return `${ts} ${thread_ts ?? ts}`;
}

const GONE = ['channel_not_found', 'message_not_found', 'not_in_channel', 'thread_not_found'];

/**
 * Reads a reply from its thread, since the channel's history does not contain it. Throws the error
 * of the call.
 */
async function findMessage(
  context: SlackContext,
  { channel, thread, message: ts }: MessageAddress,
): Promise<FoundMessage | null> {
  const { conversations } = context.web;
  const window = { channel, oldest: ts, latest: ts, inclusive: true, limit: 10 };
  const read = () =>
    thread === null
      ? conversations.history(window)
      : conversations.replies({ ...window, ts: thread });
  const answer = await acceptRefusals(slackCodeOf, GONE, read);
  if (answer === undefined) return null;
  const messages = FoundMessages.parse(answer).messages.map((each) => Message.safeParse(each).data);
  const message = messages.find((each) => each?.ts === ts);
  if (!message?.user) return null;
  const { user_id: botUser } = context.identity();
  const { words } = await readWords(context, message.user, {
    text: removeBotName(markupOf(message).text, mentionPatternOf(botUser), 'around'),
  });
  return {
    author: message.user,
    words,
    sentAt: Number(ts) * 1_000,
    hasFiles: filesOf(message).length > 0,
    message: messageOn(message),
  };
}
