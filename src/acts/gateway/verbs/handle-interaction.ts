import { factsIn } from '../../../presentation/facts.ts';
import { type Document, wordsDocument } from '../../../presentation/format/document.ts';
import { linePlain } from '../../../presentation/format/plain-document.ts';
import { correction, refused } from '../../../presentation/lists.ts';
import { TEXTS } from '../../../presentation/texts.ts';
import { questionOf } from '../../../presentation/verb-words.ts';
import { viewOf } from '../../../presentation/view/view.ts';
import { type CommandWord, commandWord, typedIn, withDepth } from '../../word.ts';
import { ACTIONS, parsedActionValue, verbOf } from '../actions.ts';
import { designAskedAbout, designNamed, designOfThread } from '../designs-here.ts';
import {
  type FieldErrors,
  problemOfForm,
  type SentFields,
  type SentForm,
  sentTexts,
  textOf,
  typedWords,
  WHOLE_FORM,
} from '../form.ts';
import { type Interaction, requestOf, type Stored, withDesign } from '../interaction.ts';
import { offerInstead, takeUnroutedReply } from '../messages/unrouted-reply.ts';
import { isOfferedTo, offerIn, unclearDocument } from '../offers.ts';
import { ANSWERS, adoptAnswer, answersSubmitted, openAnswers } from './answers-form.ts';
import { askHere } from './ask-record.ts';
import { BEGIN, beginSubmitted, FOLLOW_UP, type FormOutcome, labelOf, openBegin } from './begin.ts';
import { startAnyway } from './held-start.ts';
import { NOTE, noteFields, noteIn } from './note.ts';
import { askedFirst, carriedOut, denied, perform, performOn, refusalFor } from './perform.ts';
import { verbNamed, verbNameIn, verbNameOf } from './verbs.ts';

type Answer = Promise<Document | null>;

/** Carries out text typed behind a command: a verb, a topic, or nothing, which opens the form. */
export async function typed(interaction: Interaction, words: string, stored: Stored): Answer {
  return words.trim() === ''
    ? openBegin(interaction, '')
    : begun(interaction, sentTexts({ topic: words.trim() }), stored);
}

/** Starts a design from a command's options, unless the topic is a verb or unclear. */
export async function begun(interaction: Interaction, fields: SentFields, stored: Stored): Answer {
  const topic = textOf(fields, 'topic');
  const meaning = typedIn(topic);
  if (meaning.kind === 'verb') return performed(interaction, meaning.word, meaning.id, stored, meaning.words);
  const isAlone = textOf(fields, 'context') === '';
  if (isAlone && factsIn(topic).length > 0) return toldHere(interaction, topic, stored);
  if (meaning.kind === 'unclear' && isAlone) return unclearDocument(meaning);
  const given = new Map([...fields, ...sentTexts(withDepth(topic))]);
  return settled(await beginSubmitted(interaction, given), fields, stored);
}

/** Answers a question about facts on the thread's design, otherwise on the channel's. */
async function toldHere(interaction: Interaction, question: string, stored: Stored): Answer {
  const { context, place } = interaction;
  const request = await requestOf(interaction, stored);
  const about =
    (await designOfThread(context, place)) ??
    (await designAskedAbout(context, { ...request, isDirect: false }));
  return askHere(context, question, about, request);
}

/** Carries out a verb on the design with this id or part of one; without, on the thread's or the channel's. */
export async function performed(
  interaction: Interaction,
  word: CommandWord,
  id: string,
  stored: Stored,
  words = '',
): Answer {
  const { context, place } = interaction;
  if (verbNameOf(word) === null) return perform(context, word, await requestOf(interaction, stored), words);
  const asking = { person: await interaction.personAtOnce(), channel: place.channel };
  const meant =
    id === '' ? await designOfThread(context, place) : await designNamed(context, word, asking, id);
  if (meant === null) return perform(context, word, await requestOf(interaction, stored));
  if ('sections' in meant) return meant;
  return withDesign(interaction, meant.id, async (design, there) =>
    performOn(there.context, word, design, await requestOf(there, stored)),
  );
}

export async function pressed(
  interaction: Interaction,
  action: string,
  value: string,
  stored: Stored,
): Answer {
  switch (action) {
    case ACTIONS.start:
    case ACTIONS.running:
      return offered(interaction, action, value, stored);
    case ACTIONS.startAnyway:
      return startAnyway(interaction, value, stored);
    case ACTIONS.take:
      return takeUnroutedReply(interaction, value, stored);
    case ACTIONS.notAnswer:
      return offerInstead(interaction, value);
    case ACTIONS.typed:
      return typed(interaction, value, stored);
    case ACTIONS.topic:
      return openBegin(interaction, value);
    case ACTIONS.notSure:
      return wordsDocument('Nothing has changed.');
    case ACTIONS.sure: {
      const [confirmed = '', ...rest] = value.split(' ');
      return clicked(interaction, confirmed, rest.join(' '), true, stored);
    }
    default:
      return clicked(interaction, action, value, false, stored);
  }
}

export const DONE = wordsDocument('Done. The record shows that it was you.');

async function clicked(
  interaction: Interaction,
  action: string,
  value: string,
  isSure: boolean,
  stored: Stored,
): Answer {
  const meant = parsedActionValue(value);
  // Forged, or of another deployment.
  if (meant === null) return wordsDocument(TEXTS.gone);
  const { designId, about } = meant;
  return withDesign(interaction, designId, async (design, there) => {
    const { context } = there;
    if (action === ACTIONS.answer) return openAnswers(there, design);
    if (action === ACTIONS.agree) return adoptAnswer(there, design, about, stored);
    const choice = action === ACTIONS.choose ? commandWord(about) : null;
    if (choice !== null) return performOn(context, choice, design, await requestOf(there, stored));
    const name = verbOf(action);
    if (name === null) return wordsDocument(TEXTS.gone);
    const { note, hint } = verbNamed(name);
    if (note !== undefined || name === 'follow_up') {
      const person = await there.personAtOnce();
      const reason = await refusalFor(context, name, design, { person, channel: there.place.channel });
      if (reason !== null) return denied(reason, name, design, { person });
      if (note === undefined) return openBegin(there, '', { earlier: design });
      const { title, submit } = note.asksFor;
      const fields = noteFields(note, hint?.(context, design));
      return there.open({ id: `${NOTE}${name}`, about: value, title, submit, fields });
    }
    let isTold = false;
    const request = await requestOf(there, (now) => {
      isTold ||= now !== undefined;
      stored(now);
    });
    const isAsked = isSure || (there.isAskedAlready && questionOf(name, viewOf(design), about) !== null);
    if (!isAsked) return askedFirst(context, { name, about }, design, request);
    const done = await carriedOut(context, { name, about }, design, request);
    return done ?? (isSure && !isTold ? DONE : null);
  });
}

/** Carries out an offer for this person's message as it now reads. */
async function offered(interaction: Interaction, action: string, value: string, stored: Stored): Answer {
  const gone = wordsDocument(TEXTS.offerGone);
  const offer = offerIn(value);
  const there = offer === null ? null : await interaction.at(offer);
  if (offer === null || there === null) return gone;
  if (action === ACTIONS.running) return performed(there, 'status', '', stored);
  const [person, found] = await Promise.all([there.personAtOnce(), there.found(offer)]);
  if (!isOfferedTo(person.id, found, there.context.clock.now())) return gone;
  const message = offer.thread !== null || found.hasFiles ? found.message : null;
  return openBegin(there, found.words, { message });
}

export async function submitted(
  interaction: Interaction,
  { id, about, fields }: SentForm,
): Promise<FormOutcome> {
  if (id === BEGIN) return beginSubmitted(interaction, fields, { message: about || null });
  const meant = parsedActionValue(about);
  const sent = await withDesign(
    interaction,
    meant?.designId ?? '',
    async (design, there): Promise<FormOutcome> => {
      if (id === ANSWERS) return answersSubmitted(there, design, fields);
      if (id === FOLLOW_UP) return beginSubmitted(there, fields, { earlier: design });
      const name = id.startsWith(NOTE) ? verbNameIn(id.slice(NOTE.length)) : null;
      const { note } = name === null ? {} : verbNamed(name);
      if (name === null || note === undefined) return problemOfForm(TEXTS.formUnread);
      const read = noteIn(note, fields);
      if ('errors' in read) return read;
      return {
        work: async (stored) => {
          const request = await requestOf(there, stored, [textOf(fields, note.asksFor.field)]);
          return carriedOut(there.context, { name, about: meant?.about ?? '' }, design, request, read.body);
        },
      };
    },
  );
  return 'sections' in sent ? problemOfForm(linePlain(sent.notification)) : sent;
}

/** Does a submission's work. Answers problems together with the typed words, since the form is closed. */
export async function settled(sent: FormOutcome, fields: SentFields, stored: Stored): Answer {
  return 'work' in sent ? sent.work(stored) : problemDocument(sent.errors, fields);
}

/** Problems of a closed form, with everything typed into it. */
export function problemDocument(errors: FieldErrors, fields: SentFields): Document {
  const { [WHOLE_FORM]: whole, ...others } = errors;
  const typed = typedWords(fields);
  if (whole !== undefined) return refused(whole, typed);
  const problems = Object.entries(others).map(([name, problem]) => `${labelOf(name)}${problem}`);
  return correction('Nothing was done yet. Please fix this first:', problems, typed);
}
