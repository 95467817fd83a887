/**
 * Commands, buttons, menus and forms of Discord. Each press is answered within three seconds and
 * handed to src/acts/gateway.
 */

import { InteractionType, RESTJSONErrorCodes, Routes, SnowflakeUtil } from 'discord.js';
import { answerRequest, type Work } from '#acts/gateway/answer-request.ts';
import type { SentFields } from '#acts/gateway/form.ts';
import type { ChatPlace } from '#acts/gateway/gateway-context.ts';
import { removeBotName } from '#acts/gateway/incoming/mentions.ts';
import type { FoundMessage, Interaction, MessageAddress } from '#acts/gateway/interaction.ts';
import { acceptRefusals, lookUpOr } from '#acts/gateway/platform-access.ts';
import { type Tell, tellFirst } from '#acts/gateway/private-ways.ts';
import { BEGIN_FORM_ID, openBegin } from '#acts/gateway/starting/start-form.ts';
import {
  drawOutcome,
  takeClick,
  takeForm,
  takeStart,
  takeWord,
} from '#acts/gateway/verbs/act-path.ts';
import { isOnce, type Press, parsePress } from '#acts/gateway/verbs/presses.ts';
import { readCommandWord } from '#acts/word.ts';
import { RIGHTS_KEPT } from '#engine/access/asking.ts';
import type { Person } from '#engine/access/permission.ts';
import {
  type Document,
  document,
  documentOfWords,
  line,
  lines,
  untrusted,
} from '#presentation/format/document.ts';
import { TEXTS } from '#presentation/words/texts.ts';
import { discordCodeOf } from '../calls/faults.ts';
import { Message, type User } from '../calls/wire.ts';
import {
  COMMAND,
  DESIGN_OPTION,
  DESIGN_THIS,
  NEW,
  START,
  WORDS_OPTION,
} from '../commands/definitions.ts';
import type { DiscordContext, DiscordConversation } from '../discord-context.ts';
import { DISCORD_TEXTS } from '../discord-texts.ts';
import { linkTo } from '../drawing/link.ts';
import { filesIn, textIn } from '../incoming/contents.ts';
import { conversationContextOf } from '../incoming/conversations.ts';
import { download } from '../incoming/download.ts';
import { readMarkdown } from '../incoming/marks.ts';
import { NOT_THERE } from '../incoming/member-rights.ts';
import { type InteractionOrigin, originOf, writerOf } from '../incoming/origin.ts';
import {
  listMentioned,
  nameBot,
  nameOfBot,
  readMarkup,
  readWords,
  resolvedNamesOf,
  type WordsContext,
} from '../incoming/plain-words.ts';
import { startPlaceIn } from '../incoming/start-place.ts';
import { takeAlong } from '../incoming/thread-words.ts';
import { InteractionAnswer, type InteractionKind } from './answer.ts';
import { openForm, parseFormId, readFormFields, sentIdOf } from './forms.ts';
import {
  type Chosen,
  type Clicked,
  type Completed,
  InteractionPayload,
  readNames,
  type SubmittedForm,
  type TypedSoFar,
} from './interaction-payload.ts';
import { findOption, findSuggestions, readOptions } from './suggestions.ts';

/** Never throws. */
export function createInteractionHandler(
  context: DiscordContext,
): (payload: unknown) => Promise<void> {
  return async (body) => {
    const { data: payload, error } = InteractionPayload.safeParse(body);
    if (payload === undefined)
      return context.log.warn('discord_interaction_unread', { error: error.message });
    const origin = originOf(payload, context.applicationId);
    if (origin === null) return;
    const isPersonal = origin.installation === 'personal';
    const answer = new InteractionAnswer(context, payload, kindOf(payload));
    if (payload.type === InteractionType.ApplicationCommandAutocomplete)
      return isPersonal ? answer.offer([]) : suggest(context, payload, origin, answer);
    const work: Work = (moment) => {
      if (isPersonal) return wayToDirect(context, origin.author.id);
      // The offer disappears once its design has started.
      const isOffer = payload.type === InteractionType.ModalSubmit && isBegun(payload);
      const stored = (confirmation?: Document): void => {
        if (isOffer) answer.replaceClicked();
        moment.stored?.(confirmation);
      };
      const act = { payload, origin, answer, moment: { ...moment, stored } };
      const interaction = interactionOf(context, act);
      return takePayload({ context, interaction, reading: readingIn(payload, origin) }, payload);
    };
    const { id: person } = origin.author;
    const sendElsewhere: Tell = (words) =>
      context.sendEphemeral(person, isPersonal ? null : placeOf(origin.conversation), words);
    const tell: Tell = (words) => tellFirst([answer.tell, sendElsewhere], words);
    const { acknowledge } = answer;
    const key = payload.type === InteractionType.ModalSubmit ? sentIdOf(payload) : payload.id;
    await answerRequest(context, { person, key, work, acknowledge, tell });
    await answer.close();
  };
}

type AnsweredPayload = Exclude<
  InteractionPayload,
  { readonly type: InteractionType.ApplicationCommandAutocomplete }
>;

/** What a person did, and how to read the words in it. */
interface Act {
  readonly context: DiscordContext;
  readonly interaction: Interaction;
  readonly reading: WordsContext;
}

async function takePayload(act: Act, payload: AnsweredPayload): ReturnType<Work> {
  switch (payload.type) {
    case InteractionType.ApplicationCommand:
      return 'options' in payload.data
        ? takeCommand(act, payload.data)
        : takeMenuEntry(act, payload.data);
    case InteractionType.MessageComponent:
      return takeClick(act.interaction, pressIn(payload.data));
    case InteractionType.ModalSubmit:
      return takeSubmitted(act, payload);
  }
}

function readingIn(
  { data }: AnsweredPayload,
  { author, conversation }: InteractionOrigin,
): WordsContext {
  const resolved = 'resolved' in data ? data.resolved : null;
  return {
    author: author.id,
    conversation,
    names: resolved == null ? new Map() : resolvedNamesOf(resolved),
  };
}

/** The same fields with people's words as they saw them. */
async function readFields({ context, reading }: Act, fields: SentFields): Promise<SentFields> {
  const all = [...fields].map(async ([name, field]) => {
    const said = await readMarkup(context, readMarkdown(field.text), reading);
    return [name, { ...field, ...said }] as const;
  });
  return new Map(await Promise.all(all));
}

function isBegun({ data, message }: SubmittedForm): boolean {
  return message != null && parseFormId(data.custom_id).id === BEGIN_FORM_ID;
}

function kindOf(payload: InteractionPayload): InteractionKind {
  if (payload.type === InteractionType.ModalSubmit)
    return payload.message == null ? 'command' : 'click';
  if (payload.type !== InteractionType.MessageComponent) return 'command';
  return isOnce(pressIn(payload.data)) ? 'own' : 'click';
}

/** A button's id contains its subject; a menu's entry is the subject. */
function pressIn({ custom_id, values: [entry] }: Clicked['data']): Press | null {
  const [id, value] = readNames(custom_id);
  return parsePress(id, entry ?? value);
}

/** The form may apply to another place than where it was filled in. */
async function takeSubmitted(act: Act, { data }: SubmittedForm): ReturnType<Work> {
  const { interaction } = act;
  const { id, value, place } = parseFormId(data.custom_id);
  const there =
    place === null ? interaction : await interaction.moveTo({ channel: place, thread: null });
  if (there === null) return documentOfWords(TEXTS.offerGone);
  const fields = await readFields(act, readFormFields(data.components, data.resolved?.attachments));
  return drawOutcome(await takeForm(there, { id, value, fields }), fields);
}

/** Milliseconds to find the direct conversation, for an answer within three seconds. */
const LOOK_UP_MS = 1_500;

/** Says where this person can use the bot, with a link. */
async function wayToDirect(context: DiscordContext, person: string): Promise<Document> {
  const channel = await lookUpOr(context, context.direct(person), LOOK_UP_MS, null, {
    what: 'direct',
  });
  const url = channel === null ? null : linkTo(null, { channel: channel, thread: channel });
  const words = DISCORD_TEXTS.personalElsewhere;
  if (url === null) return documentOfWords(`${words} ${DISCORD_TEXTS.findDirect}`);
  const link = { kind: 'link', url, words: DISCORD_TEXTS.openDirect } as const;
  return document(words, [lines(line`${untrusted(words)} ${link}`)]);
}

/** Milliseconds to find suggestions: by then the person has typed more. */
const SUGGEST_MS = 1_500;

async function suggest(
  context: DiscordContext,
  payload: Completed,
  origin: InteractionOrigin,
  answer: InteractionAnswer,
): Promise<void> {
  const search = findSuggestions(context, payload, origin);
  await answer.offer(await lookUpOr(context, search, SUGGEST_MS, [], { what: 'suggestions' }));
}

async function takeCommand(
  act: Act,
  { name, options: [subcommand] }: TypedSoFar['data'],
): Promise<Document | null> {
  const { context, interaction, reading } = act;
  const options = subcommand?.options ?? [];
  const verb = name === COMMAND ? (subcommand?.name ?? '') : '';
  if (verb === NEW) return openBegin(interaction, '');
  if (verb !== START) {
    const { text: words } = await readMarkup(
      context,
      { text: findOption(options, WORDS_OPTION) },
      reading,
    );
    const word = readCommandWord(verb) ?? 'help';
    return takeWord(interaction, { word, id: findOption(options, DESIGN_OPTION), words });
  }
  const fields = await readFields(act, readOptions(options, context.engine.parts.personas));
  return takeStart(interaction, fields);
}

async function takeMenuEntry(
  { context, interaction, reading }: Act,
  { name, target_id, resolved }: Chosen['data'],
): Promise<Document | null> {
  if (name !== DESIGN_THIS) return takeWord(interaction, { word: 'help' });
  const message = resolved.messages[target_id];
  const names = new Map([
    ...reading.names,
    ...(message === undefined ? [] : listMentioned(message)),
  ]);
  const markup = message === undefined ? { text: '' } : textIn(message);
  const { text: topic } = await readMarkup(context, markup, { ...reading, names });
  const isReadable = topic !== '' || message === undefined || filesIn(message).length > 0;
  return openBegin(interaction, topic, { message: target_id, isReadable });
}

interface Done extends Pick<Interaction, 'moment'> {
  readonly context: DiscordContext;
  /** The interaction's own id, for a form that it opens. */
  readonly opener: string;
  readonly author: User;
  readonly person: Person;
  readonly conversation: DiscordConversation;
  /** The bot's permissions there; `null` if Discord did not send them. */
  readonly granted: bigint | null;
  readonly answer: InteractionAnswer;
  /** The act applies to another place, which a form has to bring back. */
  readonly isFromElsewhere: boolean;
  /** The clicked message; `null` for commands and forms. */
  readonly clicked: { readonly channel: string; readonly message: string } | null;
}

interface Sent extends Pick<Done, 'answer' | 'moment'> {
  readonly payload: InteractionPayload;
  readonly origin: InteractionOrigin;
}

function interactionOf(
  context: DiscordContext,
  { payload, origin: { conversation, author, member }, answer, moment }: Sent,
): Interaction {
  const { id: opener, app_permissions } = payload;
  return interactionWith({
    context: conversationContextOf(context, conversation),
    opener,
    moment,
    author,
    person: context.people.known(author, member),
    conversation,
    granted:
      app_permissions == null || conversation.kind === 'direct' ? null : BigInt(app_permissions),
    answer,
    isFromElsewhere: false,
    clicked:
      payload.type === InteractionType.MessageComponent
        ? { channel: payload.channel.id, message: payload.message.id }
        : null,
  });
}

function placeOf({ kind, channel, thread }: DiscordConversation): ChatPlace {
  return { channel, thread: kind === 'direct' ? null : thread };
}

function interactionWith(act: Done): Interaction {
  const { context, moment, person, conversation, granted, answer, clicked } = act;
  const isDirect = conversation.kind === 'direct';
  const place = placeOf(conversation);
  const interaction: Interaction = {
    context,
    place,
    moment,
    isDirect,
    isAskedAlready: false,
    person: async () => person,
    personAtOnce: async () => person,
    moveTo: async (there) => {
      const channel = there.thread || there.channel;
      const isHere =
        [place.channel, place.thread].includes(there.channel) || channel === place.thread;
      if (isHere) return interaction;
      return isDirect ? moveInteraction(act, channel) : null;
    },
    startPlace: () => {
      const here = startPlaceIn({ context, conversation, granted });
      const preconditionProblem = async () =>
        (await answer.isOurs()) ? here.preconditionProblem() : DISCORD_TEXTS.answeredElsewhere;
      return { ...here, preconditionProblem };
    },
    unreachable: async () => null,
    along: (message) => takeAlong(context, { conversation, author: act.author.id }, message),
    readMessage: (written) => findMessage(context, conversation, written),
    ...(clicked !== null && {
      readWaiting: (value: string) => context.unread(person.id, value, place, clicked),
    }),
    fetchFile: (file, maxBytes) => download(file, context.apiUrl, maxBytes, context.clock),
    open: (form) =>
      openForm(answer, form, {
        place: act.isFromElsewhere ? (conversation.thread ?? place.channel) : null,
        opener: act.opener,
      }),
  };
  return interaction;
}

/**
 * Applies an act in a direct message to another place, if the person can still see that. Throws
 * `ChatFault`.
 */
async function moveInteraction(act: Done, channel: string): Promise<Interaction | null> {
  const { context, author } = act;
  if (!(await context.readers.canOpen(author.id, channel, 'act'))) return null;
  // Read anew, since it may have been locked.
  const conversation = await context.conversations.get(channel, RIGHTS_KEPT.act);
  const person = await context.people.person(author, conversation.guild);
  return interactionWith({
    ...act,
    context: conversationContextOf(context, conversation),
    person,
    conversation,
    granted: null,
    isFromElsewhere: true,
  });
}

const UNFOUND = [...NOT_THERE, RESTJSONErrorCodes.UnknownMessage];

async function findMessage(
  context: DiscordContext,
  conversation: DiscordConversation,
  { channel, message: id }: MessageAddress,
): Promise<FoundMessage | null> {
  const read = () => context.rest.get(Routes.channelMessage(channel, id));
  const answer = await acceptRefusals(discordCodeOf, UNFOUND, read);
  const message =
    answer === undefined ? null : await nameBot(context, Message.parse(answer), conversation);
  if (message === null || writerOf(message, context.botUser()) !== 'person') return null;
  const text = removeBotName(message.content, nameOfBot(context.botUser()), 'around');
  const { words } = await readWords(context, { text }, message, conversation);
  return {
    author: message.author.id,
    words,
    sentAt: SnowflakeUtil.timestampFrom(id),
    hasFiles: filesIn(message).length > 0,
    message: id,
  };
}
