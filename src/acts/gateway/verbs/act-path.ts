import { type ShownText, sliceShown } from '../../../core/questions/quoting/shown.ts';
import { listNumbers } from '../../../core/questions/replies/reply.ts';
import type { Design } from '../../../core/vocabulary/design.ts';
import { drawCorrection, drawRefusal } from '../../../presentation/answers/act-answers.ts';
import { factsIn } from '../../../presentation/answers/facts.ts';
import type { Question } from '../../../presentation/format/control.ts';
import { type Document, documentOfWords } from '../../../presentation/format/document.ts';
import { convertToPlain } from '../../../presentation/format/plain-document.ts';
import { viewOf } from '../../../presentation/view/view.ts';
import { drawAboutTopic } from '../../../presentation/words/about-topic.ts';
import { TEXTS } from '../../../presentation/words/texts.ts';
import { questionOf } from '../../../presentation/words/verb-words.ts';
import { Problem } from '../../problem.ts';
import { sayPrice } from '../../runs/in-threads.ts';
import { type CommandWord, readTyped, splitDepth, type Typed } from '../../word.ts';
import { actionValueOf, type DesignPress, type Press, parseActionValue, sureValueOf } from '../actions.ts';
import { denialOf } from '../denied.ts';
import { designOfThread, drawAskedHere, findDesignHere, findNamedDesign } from '../designs-here.ts';
import {
  type FieldErrors,
  fieldsOf,
  refuseForm,
  type SentFields,
  type SentForm,
  saidIn,
  textOf,
  WHOLE_FORM,
  wordsOf,
} from '../form.ts';
import { drawHowItStands } from '../how-it-stands.ts';
import { type Acting, actOnDesign, type Interaction, requestOf, type Stored } from '../interaction.ts';
import { logDenied } from '../log-denied.ts';
import { addStartButton, drawUnclear, findOffer, offerIn } from '../offers.ts';
import type { Request } from '../request.ts';
import { ANSWERS, openAnswers, takeAnswers } from './answers-form.ts';
import { askHere } from './ask-record.ts';
import { BEGIN, FOLLOW_UP, type FormOutcome, labelOf, openBegin, takeBegin } from './begin.ts';
import { answerInChannel, resolveWord } from './in-channel.ts';
import { listNoteFields, noteIn } from './note-form.ts';
import { findVerb, type Meant, noteId, noteOf, noteVerbIn, refuseVerb, run, type VerbName } from './verbs.ts';

/*
 * The one path of an act in a chat or on a page, downwards:
 *
 *   takeText, takeClick, takeForm   parse a text after a command, a click, a sent form
 *   takeTyped                       parses words after a command, or to the bot in a message
 *   takeWord                        finds the design that a verb means; a click and a form name theirs
 *   actOnDesign                     loads it, in its place, for people who may read it
 *   doVerb                          checks the right, opens the form, asks once more, runs the verb's row, shows its
 *                                   answer
 */

type Answer = Promise<Document | null>;

/** Takes text after a command: a verb, a topic, or nothing, which opens the form. */
export async function takeText(interaction: Interaction, said: ShownText, reportStored: Stored): Answer {
  return said.text.trim() === ''
    ? openBegin(interaction, '')
    : takeStart(interaction, new Map([['topic', said]]), reportStored);
}

/** Starts a design from a command's options, unless the topic is a verb or unclear. */
export async function takeStart(interaction: Interaction, fields: SentFields, reportStored: Stored): Answer {
  const said = saidIn(fields, 'topic');
  const { text: topic } = said;
  const start = async (): Answer => {
    const { topic: question, ...depth } = splitDepth(topic);
    const shown = sliceShown(said, topic.length - question.length);
    const allFields = new Map([...fields, ['topic', shown], ...fieldsOf(depth)]);
    return finishForm(await takeBegin(interaction, allFields), fields, reportStored);
  };
  if (textOf(fields, 'context') !== '' && readTyped(topic).kind !== 'verb') return start();
  return takeTyped(interaction, topic, reportStored, (command) =>
    command.kind === 'unclear' ? drawUnclear(command) : start(),
  );
}

/** Takes words where no design listens: a verb, else a question about facts. `otherwise` answers all others. */
export async function takeTyped<Here extends Acting<Here>>(
  acting: Here,
  words: string,
  reportStored: Stored,
  otherwise: (typed: Exclude<Typed, { kind: 'verb' }>) => Answer | Document,
): Answer {
  const command = readTyped(words);
  if (command.kind === 'verb') return takeWord(acting, command, reportStored);
  const askedHere = await drawAnswerInThread(acting, words, reportStored);
  if (askedHere !== null) return askedHere;
  return factsIn(words).length > 0 ? askFacts(acting, words, reportStored) : otherwise(command);
}

/** For the number of a question, where to answer it. */
async function drawAnswerInThread<Here extends Acting<Here>>(
  acting: Here,
  text: string,
  reportStored: Stored,
): Answer {
  if (listNumbers({ text }).length === 0) return null;
  return drawAskedHere(await requestOf(acting, reportStored), { text });
}

/** Answers a question about facts on the thread's design, otherwise on the channel's. */
async function askFacts<Here extends Acting<Here>>(
  acting: Here,
  question: string,
  reportStored: Stored,
): Answer {
  const request = await requestOf(acting, reportStored);
  const about = (await designOfThread(acting.context, acting.place)) ?? (await findDesignHere(request));
  return addStartButton(await askHere(request, question, about), question);
}

export async function takeClick(interaction: Interaction, press: Press | null, reportStored: Stored): Answer {
  // Forged, or of another deployment.
  if (press === null) return documentOfWords(TEXTS.gone);
  if ('designId' in press) return pressOnDesign(interaction, press, reportStored);
  const { action, value } = press;
  switch (action) {
    case 'start':
      return takeOffer(interaction, value);
    case 'running':
      return takeRunning(interaction, value, reportStored);
    case 'typed':
      return takeText(interaction, { text: value }, reportStored);
    case 'topic':
      return openBegin(interaction, value);
    case 'read':
      return (await interaction.readWaiting?.(value)) ?? documentOfWords(TEXTS.gone);
    case 'not_sure':
      return documentOfWords('Nothing has changed.');
  }
}

/** Takes an offer for this person's message as it now reads. */
async function takeOffer(interaction: Interaction, value: string): Answer {
  const offer = await findOffer(interaction, value);
  if (offer === null) return documentOfWords(TEXTS.offerGone);
  const { written, there, message } = offer;
  const isInContext = written.thread !== null || message.hasFiles;
  return openBegin(there, message.words, { message: isInContext ? message.message : null });
}

async function takeRunning(interaction: Interaction, value: string, reportStored: Stored): Answer {
  const source = offerIn(value);
  const there = source === null ? null : await interaction.at(source);
  return there === null
    ? documentOfWords(TEXTS.offerGone)
    : takeWord(there, { word: 'status' }, reportStored);
}

export const DONE = documentOfWords('Done. The record shows that it was you.');

async function pressOnDesign(
  interaction: Interaction,
  { action, isSure, designId, about }: DesignPress,
  reportStored: Stored,
): Answer {
  return actOnDesign(interaction, designId, async (design, there) => {
    if (action === 'answer') return openAnswers(there, design);
    let isTold = false;
    const request = await requestOf(there, (now) => {
      isTold ||= now !== undefined;
      reportStored(now);
    });
    const isConfirmed = isSure || there.isAskedAlready;
    const answer = await doVerb(request, { name: action, about, isConfirmed, there }, design);
    return answer ?? (isSure && !isTold ? DONE : null);
  });
}

export async function takeForm(
  interaction: Interaction,
  { id, about, fields }: SentForm,
): Promise<FormOutcome> {
  if (id === BEGIN) return takeBegin(interaction, fields, { message: about || null });
  const subject = parseActionValue(about);
  const outcome = await actOnDesign(
    interaction,
    subject?.designId ?? '',
    async (design, there): Promise<FormOutcome> => {
      if (id === ANSWERS) return takeAnswers(there, design, fields);
      if (id === FOLLOW_UP) return takeBegin(there, fields, { earlier: design });
      const name = noteVerbIn(id);
      const note = name === null ? null : noteOf(name);
      if (name === null || note === null) return refuseForm(TEXTS.formUnread);
      const read = noteIn(note, fields);
      if ('errors' in read) return read;
      const wish = { name, about: subject?.about ?? '', fields: read.body };
      const words = [textOf(fields, note.asksFor.field)];
      return {
        work: async (reportStored) => doVerb(await requestOf(there, reportStored, words), wish, design),
      };
    },
  );
  return 'sections' in outcome ? refuseForm(convertToPlain(outcome.notification)) : outcome;
}

/** Does a form's work. Answers problems together with the typed words, since the form is closed. */
export async function finishForm(outcome: FormOutcome, fields: SentFields, reportStored: Stored): Answer {
  return 'work' in outcome ? outcome.work(reportStored) : drawProblems(outcome.errors, fields);
}

/** Problems of a closed form, with everything typed into it. */
export function drawProblems(errors: FieldErrors, fields: SentFields): Document {
  const { [WHOLE_FORM]: whole, ...others } = errors;
  const words = wordsOf(fields);
  if (whole !== undefined) return drawRefusal(whole, words);
  const problems = Object.entries(others).map(([name, problem]) => `${labelOf(name)}${problem}`);
  return drawCorrection('Nothing was done yet. Please fix this first:', problems, words);
}

/** A verb that was typed. `id`: its design's, or a part of it; `words`: to look for. */
interface Word {
  readonly word: CommandWord;
  readonly id?: string;
  readonly words?: string;
}

/** Does a verb on the design with its id, else on the thread's, else on the one that is meant in the channel. */
export async function takeWord<Here extends Acting<Here>>(
  acting: Here,
  { word, id = '', words = '' }: Word,
  reportStored: Stored,
): Answer {
  const { context, place } = acting;
  const request = await requestOf(acting, reportStored);
  const answer = await answerInChannel(request, word, words);
  if (answer !== null) return answer;
  const named = id === '' ? await designOfThread(context, place) : await findNamedDesign(request, id);
  // An act is done where its design is.
  const beside = { ...request, isDirect: request.isDirect && word === 'status' };
  const summary = named ?? (await findDesignHere(beside));
  if ('sections' in summary) return summary;
  if (named !== null)
    return actOnDesign(acting, summary.id, async (design, there) =>
      actByWord(await requestOf(there, reportStored), word, design),
    );
  const design = await context.engine.design(summary.id);
  return design === null ? documentOfWords(TEXTS.gone) : actByWord(request, word, design);
}

/** Does a verb on this design; shows how it stands while the verb can mean nothing there, or two things. */
export async function actByWord(request: Request, word: CommandWord, design: Design): Answer {
  const subject = resolveWord(word, design);
  return subject === null ? drawHowItStands(request, design) : doVerb(request, subject, design);
}

/** What a person wants done with a design. */
interface Wish {
  readonly name: VerbName;
  readonly about: string;
  /** Their platform, or a private question, has asked them once more. */
  readonly isConfirmed?: boolean;
  /** From its form. */
  readonly fields?: Meant['fields'];
  /** Where its form opens; absent for a verb without one. */
  readonly there?: Interaction;
}

/** Does a verb: right, form, question, run, answer. `null`: its thread shows it. */
export async function doVerb(request: Request, wish: Wish, design: Design): Answer {
  const { name, about, fields, there, isConfirmed = fields !== undefined } = wish;
  const { askedFor, opensStart = false, act: row } = findVerb(name);
  const reason = await refuseVerb(name, request, design, about);
  if (reason !== null) {
    logDenied(request, name, design.id, reason);
    return denialOf(reason, askedFor, design, request);
  }
  if (opensStart && there !== undefined) return openBegin(there, '', { earlier: design });
  const note = fields === undefined ? noteOf(name) : null;
  if (note !== null && there !== undefined) {
    const { title, submit, hasPrice } = note.asksFor;
    const price = hasPrice ? await sayPrice(request.context.engine, design) : undefined;
    const value = actionValueOf(design.id, about);
    return there.open({
      id: noteId(name),
      about: value,
      title,
      submit,
      fields: listNoteFields(note, price),
    });
  }
  const view = viewOf(design);
  const question = isConfirmed ? null : questionOf(name, view, about);
  if (question !== null) return questionDocument(question, name, about, design);
  try {
    return await run(name, request, { design, view }, { about, fields: fields ?? {} });
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    // A design logs the commands that it refuses.
    if (row.command === undefined) logDenied(request, name, design.id, error.message);
    return drawRefusal(error.message, request.typed);
  }
}

function questionDocument(
  { title, text, yes, isDanger }: Question,
  name: VerbName,
  about: string,
  design: Design,
): Document {
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
