import type {
  AckFn,
  App,
  BlockAction,
  RespondArguments,
  RespondFn,
  ViewResponseAction,
  ViewSubmitAction,
} from '@slack/bolt';
import * as z from 'zod';
import { ACTIONS, parsedActionValue } from '../../runtime/gateway/actions.ts';
import { answering, type Work } from '../../runtime/gateway/answering.ts';
import { type Asker, begin, whyNotBegin } from '../../runtime/gateway/beginning.ts';
import { actionOf, clicked, decide } from '../../runtime/gateway/clicks.ts';
import { designHere, perform, type Request, verbOf } from '../../runtime/gateway/verbs.ts';
import type { Document } from '../../runtime/message/document.ts';
import { TEXTS } from '../../runtime/message/texts.ts';
import { textDocument, wordsDocument } from '../../runtime/message/words.ts';
import type { Person } from '../../runtime/permission.ts';
import { toldAgain } from './again.ts';
import { contextOfMessage } from './context.ts';
import type { SlackDesk } from './desk.ts';
import { draw } from './drawing/draw.ts';
import { unescaped } from './drawing/escaping.ts';
import { isInChannel } from './membership.ts';
import { formIn, MODALS, noteIn, openedIn, sentBackIn } from './modals.ts';
import { openBegin, openSendBack } from './opening.ts';
import { SLACK_TEXTS } from './texts.ts';

export const SHORTCUT = 'charrette.design_this';

/** Slack's own names for who did what, as far as they are used. Ids are short; texts are bounded by Slack and again here. */
const id = z.string().min(1).max(200);
const Command = z.object({
  team_id: id,
  channel_id: id,
  user_id: id,
  trigger_id: id,
  text: z.string().max(40_000).default(''),
});
const Click = z.object({
  team: z.object({ id }),
  user: z.object({ id }),
  channel: z.object({ id }),
  trigger_id: id,
  actions: z
    .array(
      z.object({
        action_id: id,
        block_id: z.string().max(255).default(''),
        value: z.string().max(2_000).optional(),
        selected_option: z.object({ value: z.string().max(2_000) }).nullish(),
      }),
    )
    .min(1),
});
const Submitted = z.object({
  team: z.object({ id }),
  user: z.object({ id }),
  view: z.object({ id, private_metadata: z.string().max(3_000), state: z.object({ values: z.unknown() }) }),
});
const Shortcut = z.object({
  team: z.object({ id }),
  user: z.object({ id }),
  channel: z.object({ id }),
  trigger_id: id,
  message: z.object({ ts: id, thread_ts: id.optional(), text: z.string().default('') }),
});

/** To whoever acts from another workspace, as they can in a channel that is shared with it. */
const ELSEWHERE = wordsDocument(SLACK_TEXTS.otherWorkspace);

/** Everything that people do with commands, buttons, menus and forms. */
export function listenToInteractions(app: App, desk: SlackDesk): void {
  app.command('/design', async ({ body, ack, respond }) => {
    const given = Command.parse(body);
    if (given.team_id !== desk.team) return ack(privately(ELSEWHERE));
    await typed(desk, given, ack, respond);
  });
  app.action<BlockAction>(/^charrette\./, async ({ body, ack, respond }) => {
    const given = Click.parse(body);
    const isHere = given.team.id === desk.team;
    const work: Work = async (stored) => (isHere ? pressed(desk, given, stored) : ELSEWHERE);
    await answeredApart(desk, work, () => ack(), responding(respond));
  });
  app.shortcut(SHORTCUT, async ({ body, ack, respond }) => {
    const { team, channel, message, trigger_id } = Shortcut.parse(body);
    const isHere = team.id === desk.team;
    const opened = {
      channel: channel.id,
      message: { ts: message.ts, thread: message.thread_ts ?? message.ts },
    };
    const topic = unescaped(message.text);
    const work = async () => (isHere ? openBegin(desk, trigger_id, opened, topic) : ELSEWHERE);
    await answeredApart(desk, work, () => ack(), responding(respond));
  });
  app.view<ViewSubmitAction>(MODALS.begin, async ({ body, ack }) => {
    const given = Submitted.parse(body);
    if (given.team.id === desk.team) return beginSubmitted(desk, given, atFields(ack));
    await atFields(ack)({ topic: SLACK_TEXTS.otherWorkspace });
  });
  app.view<ViewSubmitAction>(MODALS.sendBack, async ({ body, ack }) => {
    const given = Submitted.parse(body);
    if (given.team.id === desk.team) return sendBackSubmitted(desk, given, atFields(ack));
    await atFields(ack)({ note: SLACK_TEXTS.otherWorkspace });
  });
}

async function typed(
  desk: SlackDesk,
  { text: raw, channel_id: channel, user_id, trigger_id }: z.infer<typeof Command>,
  ack: (answer?: RespondArguments) => Promise<void>,
  respond: RespondFn,
): Promise<void> {
  const text = unescaped(raw).trim();
  if (text === '') {
    // What the form needs lives three seconds: it comes before everything else.
    const opening = () => openBegin(desk, trigger_id, { channel, message: null }, '');
    return answeredWithin(desk, opening, ack, respond);
  }
  const work: Work = async (stored) => {
    const person = await desk.people.person(user_id);
    const key = `slack ${trigger_id}`;
    const verb = verbOf(text);
    if (verb !== null) return perform(desk, verb, { person, channel, key, stored });
    if (isOneWord(text)) return textDocument(`${SLACK_TEXTS.notAWord(text)}\n\n${SLACK_TEXTS.help}`);
    const wish = {
      topic: text,
      context: [],
      personas: [],
      budgetUsd: null,
      deadlineMs: null,
      repository: null,
    };
    return begin(desk, wish, asker(desk, person, channel), key, stored);
  };
  await answeredWithin(desk, work, ack, respond);
}

/** An acknowledgement that carries the answer, if that is there in time. */
function answeredWithin(
  desk: SlackDesk,
  work: Work,
  ack: (answer?: RespondArguments) => Promise<void>,
  respond: RespondFn,
): Promise<void> {
  const { clock, log } = desk.engine.parts;
  const acknowledge = (answer: Document | null) => ack(answer === null ? undefined : privately(answer));
  return answering(work, { acknowledge, tell: responding(respond), clock, log });
}

/** An acknowledgement that carries nothing: whatever there is to say is told apart from it. */
function answeredApart(desk: SlackDesk, work: Work, ack: () => Promise<void>, tell: Tell): Promise<void> {
  const { clock, log } = desk.engine.parts;
  const acknowledge = async (answer: Document | null): Promise<void> => {
    await ack();
    if (answer !== null) await tell(answer);
  };
  return answering(work, { acknowledge, tell, clock, log });
}

type Tell = (answer: Document) => Promise<unknown>;

function responding(respond: RespondFn): Tell {
  return (answer) => toldAgain(() => respond({ ...privately(answer), replace_original: false }));
}

async function pressed(
  desk: SlackDesk,
  { user, channel, trigger_id, actions }: z.infer<typeof Click>,
  stored: Request['stored'],
): Promise<Document | null> {
  const [pressed] = actions;
  const action = actionOf(pressed?.action_id ?? '');
  const value = pressed?.value ?? pressed?.selected_option?.value ?? '';
  const meant = parsedActionValue(value);
  if (pressed === undefined || action === null || meant === null) return wordsDocument(TEXTS.gone);
  const design = await designHere(desk, meant.designId, channel.id);
  if (!('version' in design)) return design;
  if (action === ACTIONS.sendBack) return openSendBack(desk, trigger_id, { channel: channel.id, value });
  const person = await desk.people.person(user.id);
  const request = { person, channel: channel.id, key: `slack ${trigger_id}`, stored };
  const about = action === ACTIONS.choose ? pressed.block_id : meant.about;
  return clicked(desk, action, design, about, request);
}

/** What is wrong with a field stands at the field; everything else is told in the channel, to this person alone. */
async function beginSubmitted(
  desk: SlackDesk,
  { user, view }: z.infer<typeof Submitted>,
  ack: (errors?: Record<string, string>) => Promise<void>,
): Promise<void> {
  const opened = openedIn(view.private_metadata);
  if (opened === null) return ack({ topic: TEXTS.formUnread });
  const { channel, message } = opened;
  const filled = formIn(view.state.values);
  if ('errors' in filled) return ack({ ...filled.errors });
  const person = await desk.people.person(user.id);
  const asking = asker(desk, person, channel);
  const problem = await whyNotBegin(desk, filled.wish, asking);
  if (problem !== null) return ack({ topic: problem });
  const taken = message === null ? [] : await contextOfMessage(desk, channel, message);
  if (taken === null) return ack({ topic: TEXTS.threadUnread });
  const wish = { ...filled.wish, context: [...filled.wish.context, ...taken] };
  const tell = (answer: Document) => desk.whisper(user.id, { channel, thread: null }, answer);
  const work: Work = (stored) => begin(desk, wish, asking, `slack ${view.id}`, stored);
  await answeredApart(desk, work, () => ack(), tell);
}

async function sendBackSubmitted(
  desk: SlackDesk,
  { user, view }: z.infer<typeof Submitted>,
  ack: (errors?: Record<string, string>) => Promise<void>,
): Promise<void> {
  const place = sentBackIn(view.private_metadata);
  if (place === null) return ack({ note: TEXTS.formUnread });
  const meant = parsedActionValue(place.value);
  const tell = (answer: Document) => desk.whisper(user.id, { channel: place.channel, thread: null }, answer);
  const work: Work = async (stored) => {
    const design = await designHere(desk, meant?.designId ?? '', place.channel);
    if (!('version' in design)) return design;
    const person = await desk.people.person(user.id);
    const request = { person, channel: place.channel, key: `slack ${view.id}`, stored };
    const decision = { choice: 'send_back', note: noteIn(view.state.values) } as const;
    return decide(desk, design, meant?.about ?? '', decision, request);
  };
  await answeredApart(desk, work, () => ack(), tell);
}

/** Acknowledges a form, or says at its fields what is wrong. */
function atFields(ack: AckFn<ViewResponseAction>) {
  return (errors?: Record<string, string>): Promise<void> =>
    errors === undefined ? ack() : ack({ response_action: 'errors', errors });
}

function privately(answer: Document) {
  const { text, blocks } = draw(answer);
  return { response_type: 'ephemeral' as const, text, blocks: [...blocks] };
}

/** A thread is opened by its first message; where the bot is not, there is none. */
function asker({ web }: SlackDesk, person: Person, channel: string): Asker {
  return {
    person,
    channel,
    whyNotHere: async () => ((await isInChannel(web, channel)) ? null : SLACK_TEXTS.notInChannel),
    openThread: async () => ({ channel, thread: '' }),
  };
}

function isOneWord(text: string): boolean {
  return !/\s/.test(text);
}
