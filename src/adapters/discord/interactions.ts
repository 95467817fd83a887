import { InteractionType } from 'discord.js';
import { ACTIONS, parsedActionValue } from '../../runtime/gateway/actions.ts';
import { answering, type Work } from '../../runtime/gateway/answering.ts';
import { giveAnswers } from '../../runtime/gateway/answers.ts';
import { actionOf, clicked, decide } from '../../runtime/gateway/clicks.ts';
import {
  designHere,
  perform,
  performOn,
  type Request,
  type Verb,
  verbOf,
} from '../../runtime/gateway/verbs.ts';
import { inTime } from '../../runtime/in-time.ts';
import type { Document } from '../../runtime/message/document.ts';
import { TEXTS } from '../../runtime/message/texts.ts';
import { textDocument, wordsDocument } from '../../runtime/message/words.ts';
import { whyNotCancel } from '../../runtime/permission.ts';
import { COMMAND, DESIGN_THIS, NEW, START } from './commands.ts';
import type { DiscordDesk } from './desk.ts';
import { DISCORD_ACTIONS } from './drawing/controls.ts';
import type { Manner } from './interactions/answer.ts';
import { type Asked, askedBy } from './interactions/asked.ts';
import { type Clicked, Interaction, type Option, type Submitted } from './interactions/payload.ts';
import { startDesign } from './interactions/starting.ts';
import { suggestions } from './interactions/suggestions.ts';
import { namesIn, plainWords, wordsIn } from './messages/plain-words.ts';
import { answersIn, fieldsIn, formIn, MODALS, noteIn } from './modals.ts';
import { askAgain, openAnswers, openBegin, openSendBack } from './opening.ts';
import { commandIn, designOf, filledIn, isPrivate } from './options.ts';
import { DISCORD_TEXTS } from './texts.ts';

/** Milliseconds after which nothing is suggested any more: whoever types is further by then. */
const SUGGEST_MS = 1_500;

/** Everything that people do with commands, buttons, menus and forms. Never throws. */
export function createInteractionHandler(desk: DiscordDesk): (payload: unknown) => Promise<void> {
  const { clock, log } = desk.engine.parts;
  return async (payload) => {
    const { data: given, error } = Interaction.safeParse(payload);
    if (given === undefined) return log.warn('discord_interaction_unread', { error: error.message });
    const asked = given.application_id === desk.applicationId ? askedBy(desk, given, mannerOf(given)) : null;
    if (asked === null) return;
    if (given.type === InteractionType.ApplicationCommandAutocomplete)
      return suggest(asked, given.data.options);
    const { acknowledge, tell } = asked.answer;
    await answering((stored) => work(asked, given, stored), { acknowledge, tell, clock, log });
    await asked.answer.close();
  };
}

type Worked = Exclude<Interaction, { readonly type: InteractionType.ApplicationCommandAutocomplete }>;

async function work(asked: Asked, given: Worked, stored: Request['stored']): ReturnType<Work> {
  switch (given.type) {
    case InteractionType.ApplicationCommand:
      if ('options' in given.data)
        return given.data.name === COMMAND ? typed(asked, given.data.options, stored) : unknown();
      return given.data.name === DESIGN_THIS ? chosen(asked, given.data) : unknown();
    case InteractionType.MessageComponent:
      return pressed(asked, given.data, stored);
    case InteractionType.ModalSubmit:
      return submitted(asked, given.data, stored);
  }
}

/** A private message of ours changes where it is; what comes from a message needs no sign that it is being thought about. */
function mannerOf(given: Interaction): Manner {
  if (given.type === InteractionType.ModalSubmit) return given.message == null ? 'command' : 'click';
  if (given.type !== InteractionType.MessageComponent) return 'command';
  const [name] = given.data.custom_id.split(' ');
  return name === DISCORD_ACTIONS.cancelYes || name === DISCORD_ACTIONS.cancelNo ? 'own' : 'click';
}

async function suggest({ desk, where, answer }: Asked, options: readonly Option[]): Promise<void> {
  const { clock, log } = desk.engine.parts;
  const found = suggestions(desk, options, where).catch((error: unknown) => {
    log.warn('discord_nothing_suggested', { error });
    return [];
  });
  await answer.offer(await inTime(found, SUGGEST_MS, [], clock));
}

async function typed(
  asked: Asked,
  options: readonly Option[],
  stored: Request['stored'],
): Promise<Document | null> {
  const { verb, options: given } = commandIn(options);
  const { personas } = asked.desk.engine.parts;
  if (verb === START) {
    const start = { filled: filledIn(given, personas), isPrivate: isPrivate(given), message: null };
    return startDesign(asked, start, stored);
  }
  if (verb === NEW) return openBegin(asked, '', null);
  const known = verbOf(verb);
  return known === null ? unknown() : performed(asked, known, designOf(given), stored);
}

/** With the design that is named, else with that of the thread, else with those of the channel. */
async function performed(
  asked: Asked,
  verb: Verb,
  named: string | null,
  stored: Request['stored'],
): Promise<Document | null> {
  const { desk, where } = asked;
  const request = requestOf(asked, stored);
  if (verb === 'help' || verb === 'list') return perform(desk, verb, request);
  const meant = named ?? (where.kind === 'direct' ? null : await newestIn(desk, where));
  if (meant === null) return perform(desk, verb, request);
  const design = await designHere(desk, meant, where.channel);
  return 'version' in design ? performOn(desk, verb, design, request) : design;
}

async function newestIn(
  { engine, platform }: DiscordDesk,
  { channel, thread }: Asked['where'],
): Promise<string | null> {
  if (thread === null) return null;
  const [newest] = await engine.parts.store.list({ platform, channel, thread, limit: 1 });
  return newest?.id ?? null;
}

async function chosen(
  asked: Asked,
  { target_id, resolved }: { readonly target_id: string; readonly resolved: { readonly messages: object } },
): Promise<Document | null> {
  const messages = new Map(Object.entries(resolved.messages));
  const message = messages.get(target_id);
  const topic = message === undefined ? '' : plainWords(wordsIn(message), namesIn(message));
  return openBegin(asked, topic, target_id);
}

const MENUS: readonly string[] = [ACTIONS.peek, ACTIONS.choose];

async function pressed(
  asked: Asked,
  { custom_id, values }: Clicked['data'],
  stored: Request['stored'],
): Promise<Document | null> {
  const { desk, where } = asked;
  const [name, said] = namedIn(custom_id);
  const value = MENUS.includes(name) ? (values[0] ?? '') : said;
  const meant = parsedActionValue(value);
  if (meant === null) return unknown();
  const design = await designHere(desk, meant.designId, where.channel);
  if (!('version' in design)) return design;
  const request = requestOf(asked, stored);
  switch (name) {
    case DISCORD_ACTIONS.answer:
      return openAnswers(asked, design);
    case DISCORD_ACTIONS.cancelYes:
      return performOn(desk, 'cancel', design, request);
    case DISCORD_ACTIONS.cancelNo:
      return wordsDocument(DISCORD_TEXTS.goesOn);
    case ACTIONS.sendBack:
      return openSendBack(asked, value);
    case ACTIONS.cancel: {
      const reason = whyNotCancel(desk.policy, asked.person, design);
      if (reason !== null || design.end !== null) return wordsDocument(reason ?? TEXTS.overAlready);
      return askAgain(asked, design);
    }
  }
  const action = actionOf(name);
  if (action === null) return unknown();
  return clicked(desk, action, design, action === ACTIONS.choose ? said : meant.about, request);
}

async function submitted(
  asked: Asked,
  { custom_id, components }: Submitted['data'],
  stored: Request['stored'],
): Promise<Document | null> {
  const { desk, where, id } = asked;
  const [name, value] = namedIn(custom_id);
  const fields = fieldsIn(components);
  if (name === MODALS.begin) {
    const start = { filled: formIn(fields), isPrivate: false, message: value === '' ? null : value };
    return startDesign(asked, start, stored);
  }
  const meant = parsedActionValue(value);
  const design = await designHere(desk, meant?.designId ?? '', where.channel);
  if (!('version' in design)) return design;
  const request = requestOf(asked, stored);
  if (name === MODALS.sendBack) {
    const decision = { choice: 'send_back', note: noteIn(fields) } as const;
    return decide(desk, design, meant?.about ?? '', decision, request);
  }
  if (name !== MODALS.answers) return wordsDocument(TEXTS.formUnread);
  const given = answersIn(fields);
  if (given.answers.length === 0 && given.remark === '') return wordsDocument(DISCORD_TEXTS.nothingGiven);
  const place = { conversation: where.thread ?? where.channel, form: id };
  return (await giveAnswers(desk, design, given, place, request)) ?? wordsDocument(DISCORD_TEXTS.taken);
}

function requestOf({ person, where, key }: Asked, stored: Request['stored']): Request {
  return { person, channel: where.channel, key, stored };
}

/** Of the id of something that can be worked: which action, and what it is about. */
function namedIn(customId: string): [string, string] {
  const [name = '', ...rest] = customId.split(' ');
  return [name, rest.join(' ')];
}

/** Of an earlier version of Charrette, or of somebody who sends what Discord never showed. */
function unknown(): Document {
  return textDocument(DISCORD_TEXTS.help);
}
