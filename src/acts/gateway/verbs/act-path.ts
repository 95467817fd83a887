/**
 * The one path of an act in a chat or on a page, downwards to the store, and back:
 *
 *   surfaces/<name>/interactions/   parses what the platform sent, and who sent it
 *   answerRequest                   acknowledges once, when stored or answered
 *   takeText, takeClick, takeForm   parse a text after a command, a click, a sent form
 *   takeTyped                       parses words after a command, or to the bot in a message
 *   takeWord                        finds the design that a verb means; a click and a form
 *                                   name theirs
 *   reachDesign                     loads it, in its place, for people who may read it
 *   doVerb                          checks the right, opens the form, asks once more, runs the
 *                                   verb's row, shows its answer
 *   runRowOf, runAct, sendCommand   say who, what and on which part; the engine's `command`
 *                                   stores it in the design's inbox: acknowledged
 *   Inbox, DesignActor, Mailbox     decide it and commit its events at the process that owns the
 *                                   design; the row's `show` draws the answer, which goes back up
 */

import { type ShownText, sliceShown } from '#core/questions/quoting/shown.ts';
import { listNumbers } from '#core/questions/replies/reply.ts';
import type { Design } from '#core/vocabulary/design.ts';
import { No } from '#foundation/no.ts';
import { drawCorrection, drawRefusal } from '#presentation/answers/act-answers.ts';
import { findFacts } from '#presentation/answers/facts.ts';
import { type Document, documentOfWords } from '#presentation/format/document.ts';
import { convertToPlain } from '#presentation/format/plain-document.ts';
import { viewOf } from '#presentation/view/view.ts';
import { drawAboutTopic } from '#presentation/words/about-topic.ts';
import { TEXTS } from '#presentation/words/texts.ts';
import { questionOf } from '#presentation/words/verb-words.ts';
import { Problem } from '../../problem.ts';
import { sayPrice } from '../../runs/in-threads.ts';
import { type CommandWord, readTyped, splitDepth, type Typed } from '../../word.ts';
import { denialOf } from '../denied.ts';
import {
  drawAskedHere,
  findDesignHere,
  findNamedDesign,
  findThreadDesign,
} from '../designs-here.ts';
import {
  refuseForm,
  type SentFields,
  type SentForm,
  sentFieldsOf,
  sentTextOf,
  shownTextOf,
  typedWordsOf,
  WHOLE_FORM,
} from '../form.ts';
import { type Addressed, gatewayRequestOf, type Interaction, reachDesign } from '../interaction.ts';
import { logDenied } from '../log-denied.ts';
import type { Request } from '../request.ts';
import {
  BEGIN_FORM_ID,
  FOLLOW_UP,
  type FormOutcome,
  fieldLabelOf,
  openBegin,
  takeBegin,
} from '../starting/start-form.ts';
import { ANSWERS_FORM_ID, openAnswers, takeAnswers } from './answers-form.ts';
import { askHere } from './ask-record.ts';
import { drawHowItStands } from './how-it-stands.ts';
import { answerInChannel, resolveWord } from './in-channel.ts';
import { listNoteFields, readNote } from './note-form.ts';
import { addStartButton, drawUnclear, findOffer, parseOffer } from './offers.ts';
import {
  actionValueOf,
  type DesignPress,
  type OtherPress,
  type Press,
  parseActionValue,
  sureValueOf,
} from './presses.ts';
import {
  type FromForm,
  findNoteVerb,
  findVerb,
  type Meant,
  noteId,
  noteOf,
  refuseVerb,
  runRowOf,
} from './verbs.ts';

type Answer = Promise<Document | null>;

/** Takes text after a command: a verb, a topic, or nothing, which opens the form. */
export async function takeText(interaction: Interaction, said: ShownText): Answer {
  return said.text.trim() === ''
    ? openBegin(interaction, '')
    : takeStart(interaction, new Map([['topic', said]]));
}

/** Starts a design from a command's options, unless the topic is a verb or unclear. */
export async function takeStart(interaction: Interaction, fields: SentFields): Answer {
  const said = shownTextOf(fields, 'topic');
  const { text: topic } = said;
  const start = async (): Answer => {
    const { topic: question, ...depth } = splitDepth(topic);
    const shown = sliceShown(said, topic.length - question.length);
    const allFields = new Map([...fields, ['topic', shown], ...sentFieldsOf(depth)]);
    return drawOutcome(await takeBegin(interaction, allFields), fields);
  };
  if (sentTextOf(fields, 'context') !== '' && readTyped(topic).kind !== 'verb') return start();
  return takeTyped(interaction, topic, (command) =>
    command.kind === 'unclear' ? drawUnclear(command) : start(),
  );
}

/**
 * Takes words where no design listens: a verb, else a question about facts. `otherwise` answers all
 * others.
 */
export async function takeTyped(
  acting: Addressed,
  words: string,
  otherwise: (typed: Exclude<Typed, { kind: 'verb' }>) => Answer | Document,
): Answer {
  const command = readTyped(words);
  if (command.kind === 'verb') return takeWord(acting, command);
  return (
    (await drawWhereToAnswer(acting, words)) ??
    (await answerFacts(acting, words)) ??
    otherwise(command)
  );
}

/** For the number of a question, where to answer it. */
async function drawWhereToAnswer(acting: Addressed, text: string): Answer {
  return listNumbers({ text }).length === 0
    ? null
    : drawAskedHere(await gatewayRequestOf(acting), { text });
}

/** Answers a question about facts on the thread's design, otherwise on the channel's. */
async function answerFacts(acting: Addressed, question: string): Answer {
  if (findFacts(question).length === 0) return null;
  const request = await gatewayRequestOf(acting);
  const found =
    (await findThreadDesign(acting.context, acting.place)) ?? (await findDesignHere(request));
  return addStartButton(await askHere(request, question, found), question);
}

/** A row for each control that names no design. */
const TAKE: Readonly<
  Record<OtherPress['action'], (interaction: Interaction, value: string) => Answer>
> = {
  start: takeOffer,
  running: takeRunning,
  typed: (interaction, text) => takeText(interaction, { text }),
  topic: (interaction, topic) => openBegin(interaction, topic),
  read: async (interaction, value) =>
    (await interaction.readWaiting?.(value)) ?? documentOfWords(TEXTS.gone),
  not_sure: async () => documentOfWords('Nothing has changed.'),
};

export async function takeClick(interaction: Interaction, press: Press | null): Answer {
  // Forged, or of another deployment.
  if (press === null) return documentOfWords(TEXTS.gone);
  return press.kind === 'of_design'
    ? pressOnDesign(interaction, press)
    : TAKE[press.action](interaction, press.value);
}

/** Takes an offer for this person's message as it now reads. */
async function takeOffer(interaction: Interaction, value: string): Answer {
  const offer = await findOffer(interaction, value);
  if (offer === null) return documentOfWords(TEXTS.offerGone);
  const { written, there, message } = offer;
  const isInContext = written.thread !== null || message.hasFiles;
  return openBegin(there, message.words, { message: isInContext ? message.message : null });
}

async function takeRunning(interaction: Interaction, value: string): Answer {
  const source = parseOffer(value);
  const there = source === null ? null : await interaction.moveTo(source);
  return there === null ? documentOfWords(TEXTS.offerGone) : takeWord(there, { word: 'status' });
}

export const DONE = documentOfWords('Done. The record shows that it was you.');

async function pressOnDesign(
  interaction: Interaction,
  { action, isSure, designId, about }: DesignPress,
): Answer {
  const reached = await reachDesign(interaction, designId);
  if (reached instanceof No) return reached.why;
  const { design, there } = reached;
  if (action === 'answer') return openAnswers(there, design);
  const request = await gatewayRequestOf(there);
  const isConfirmed = isSure || there.isAskedAlready;
  const answer = await doVerb(request, { name: action, about, isConfirmed, there }, design);
  return answer ?? (isSure ? DONE : null);
}

export async function takeForm(interaction: Interaction, form: SentForm): Promise<FormOutcome> {
  const { id, value, fields } = form;
  if (id === BEGIN_FORM_ID) return takeBegin(interaction, fields, { message: value || null });
  const { designId = '', about = '' } = parseActionValue(value) ?? {};
  const reached = await reachDesign(interaction, designId);
  if (reached instanceof No) return refuseForm(convertToPlain(reached.why.notification));
  const { design, there } = reached;
  if (id === ANSWERS_FORM_ID) return takeAnswers(there, design, fields);
  if (id === FOLLOW_UP) return takeBegin(there, fields, { earlier: design });
  const name = findNoteVerb(id);
  return name === null
    ? refuseForm(TEXTS.formUnread)
    : takeNote(there, { name, about, fields }, design);
}

/** Does a verb with what was typed into its form. */
async function takeNote(
  there: Interaction,
  { fields, ...meant }: Meant & Pick<SentForm, 'fields'>,
  design: Design,
): Promise<FormOutcome> {
  const note = noteOf(meant.name);
  if (note === null) return refuseForm(TEXTS.formUnread);
  const body = readNote(note, fields);
  if (body instanceof No) return body;
  const request = await gatewayRequestOf(there, [sentTextOf(fields, note.asksFor.field)]);
  return doVerb(request, { ...meant, fields: body }, design);
}

/** Draws problems of a form with everything typed into it, since it is closed. */
export function drawOutcome(outcome: FormOutcome, fields: SentFields): Document | null {
  if (!(outcome instanceof No)) return outcome;
  const { [WHOLE_FORM]: whole, ...others } = outcome.why;
  const words = typedWordsOf(fields);
  if (whole !== undefined) return drawRefusal(whole, words);
  const problems = Object.entries(others).map(
    ([name, problem]) => `${fieldLabelOf(name)}${problem}`,
  );
  return drawCorrection('Nothing was done yet. Please fix this first:', problems, words);
}

/** A verb that was typed. `id`: its design's, or a part of it; `words`: to look for. */
interface Word {
  readonly word: CommandWord;
  readonly id?: string;
  readonly words?: string;
}

/** Does a verb that is about no design, or on the design that it means. */
export async function takeWord(acting: Addressed, typed: Word): Answer {
  const { word, words = '' } = typed;
  const request = await gatewayRequestOf(acting);
  const answer = await answerInChannel(request, word, words);
  if (answer !== null) return answer;
  const found = await findTyped(acting, typed, request);
  return found instanceof No ? found.why : actByWord(found.request, word, found.design);
}

/**
 * Finds the design with its id, else the thread's, else the one that is meant in the channel. An
 * act is done where its design is.
 */
async function findTyped(
  acting: Addressed,
  { word, id = '' }: Word,
  request: Request,
): Promise<{ readonly design: Design; readonly request: Request } | No<Document>> {
  const { context, place } = acting;
  const named =
    id === '' ? await findThreadDesign(context, place) : await findNamedDesign(request, id);
  if (named instanceof No) return named;
  if (named !== null) {
    const reached = await reachDesign(acting, named.id);
    return reached instanceof No
      ? reached
      : { design: reached.design, request: await gatewayRequestOf(reached.there) };
  }
  const isDirect = request.isDirect && word === 'status';
  const summary = await findDesignHere({ ...request, isDirect });
  if (summary instanceof No) return summary;
  const design = await context.engine.design(summary.id);
  return design === null ? new No(documentOfWords(TEXTS.gone)) : { design, request };
}

/**
 * Does a verb on this design; shows how it stands while the verb can mean nothing there, or two
 * things.
 */
export async function actByWord(request: Request, word: CommandWord, design: Design): Answer {
  const meant = resolveWord(word, design);
  return meant === null ? drawHowItStands(request, design) : doVerb(request, meant, design);
}

/** What a person wants done with a design. */
interface Wish extends Meant, FromForm {
  /** Their platform, or a private question, has asked them once more. */
  readonly isConfirmed?: boolean;
  /** Where its form opens; absent for a verb without one. */
  readonly there?: Interaction;
}

/** Does a verb: right, form, question, run, answer. `null`: its thread shows it. */
export async function doVerb(request: Request, wish: Wish, design: Design): Answer {
  const denial = await denyVerb(request, wish, design);
  if (denial !== null) return denial;
  const open = formOf(request, wish, design);
  return open === null ? (askOnceMore(wish, design) ?? runVerb(request, wish, design)) : open();
}

async function denyVerb(request: Request, { name, about }: Meant, design: Design): Answer {
  const reason = await refuseVerb(request, { name, about }, design);
  if (reason === null) return null;
  logDenied(request, name, design.id, reason);
  return denialOf(reason, findVerb(name).askedFor, design, request);
}

/** Opens the form that a verb begins with; `null` for none, or one that was sent. */
function formOf(
  { context }: Request,
  { name, about, fields, there }: Wish,
  design: Design,
): (() => Answer) | null {
  if (there === undefined || fields !== undefined) return null;
  if (findVerb(name).opensStart) return () => openBegin(there, '', { earlier: design });
  const note = noteOf(name);
  if (note === null) return null;
  const { title, submit, hasPrice } = note.asksFor;
  return async () => {
    const price = hasPrice ? await sayPrice(context.engine, design) : undefined;
    const form = { id: noteId(name), value: actionValueOf(design.id, about), title, submit };
    return there.open({ ...form, fields: listNoteFields(note, price) });
  };
}

/** Asks whether a person is sure; `null` if they were asked, or need not be. */
function askOnceMore(
  { name, about, fields, isConfirmed = fields !== undefined }: Wish,
  design: Design,
): Document | null {
  const question = isConfirmed ? null : questionOf(name, viewOf(design), about);
  if (question === null) return null;
  const { title, text, yes, isDanger } = question;
  const value = sureValueOf(name, design.id, about);
  const look = isDanger ? 'danger' : 'primary';
  return drawAboutTopic(title, design, text, {
    kind: 'buttons',
    buttons: [
      { action: 'sure', value, label: yes, look },
      { action: 'not_sure', value: design.id, label: TEXTS.notYet, look: 'plain' },
    ],
  });
}

async function runVerb(request: Request, wish: Wish, design: Design): Answer {
  const { name } = wish;
  try {
    return await runRowOf(request, wish, design);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    // A design logs the commands that it refuses.
    if (findVerb(name).act.kind !== 'command') logDenied(request, name, design.id, error.message);
    return drawRefusal(error.message, request.typed);
  }
}
