import * as z from 'zod';
import { differingOn, wordsTo } from '../../../core/questions/questions.ts';
import { BOUNDS } from '../../../core/vocabulary/bounds.ts';
import type { Design } from '../../../core/vocabulary/design.ts';
import type { QuestionId } from '../../../core/vocabulary/ids.ts';
import { listed } from '../../../core/vocabulary/text.ts';
import { refusalForAnswering } from '../../../engine/access/permission.ts';
import { answerTo } from '../../../engine/ownership/inbox.ts';
import { type Document, wordsDocument } from '../../../presentation/format/document.ts';
import { refused } from '../../../presentation/lists.ts';
import { openQuestionsIn } from '../../../presentation/questions.ts';
import { TEXTS } from '../../../presentation/texts.ts';
import { viewOf } from '../../../presentation/view/view.ts';
import { type FormField, problemOfForm, type SentFields, textOf } from '../form.ts';
import type { GatewayContext } from '../gateway-context.ts';
import { type Interaction, requestOf } from '../interaction.ts';
import { logDenied } from '../log-denied.ts';
import { lateNotice } from '../notices.ts';
import { replyIdOf } from '../reply-id.ts';
import type { Request } from '../request.ts';
import { viaOf } from '../signed.ts';
import type { FormOutcome } from './begin.ts';

const TEXT = {
  title: 'Your answers',
  submit: 'Send',
  answerTo: (id: string, requester: string) => `${id} (${requester})`,
  remark: 'Anything else?',
  remarkHint: (others: readonly string[]) =>
    others.length === 0
      ? 'Everybody reads it.'
      : `${others.length} more ${others.length === 1 ? 'question is' : 'questions are'} open. To answer one here, write “${others[0]}: …”.`,
  nothingOpen: 'No question is open any more. You can still write in the thread.',
  taken: 'Got it. Thank you.',
  nothingGiven: 'The form was empty, so nothing was answered.',
} as const;

export const ANSWERS = 'charrette.answers';
/** The answer to a form whose answers are recorded. */
export const TAKEN = wordsDocument(TEXT.taken);
/** Questions in one form: Discord has room for these and a remark. */
const MAX_QUESTIONS = 4;
const REMARK = 'remark';
const QuestionName = z.templateLiteral(['Q', z.int().positive()]);

export async function openAnswers(interaction: Interaction, design: Design): Promise<Document | null> {
  const person = await interaction.personAtOnce();
  const reason = refusalForAnswering(interaction.context.policy);
  if (reason !== null) {
    logDenied(interaction.context, { person, what: 'reply', designId: design.id }, reason);
    return wordsDocument(reason);
  }
  const view = viewOf(design);
  const open = openQuestionsIn(view);
  if (open.length === 0) return wordsDocument(TEXT.nothingOpen);
  const asked = open.slice(0, MAX_QUESTIONS);
  const questions = asked.map(({ id, persona, text }) => {
    const by = view.personas.find((each) => each.id === persona)?.title ?? '';
    return paragraph(id, TEXT.answerTo(id, by), text);
  });
  const hint = TEXT.remarkHint(open.slice(asked.length).map(({ id }) => id));
  const fields = [...questions, paragraph(REMARK, TEXT.remark, hint)];
  return interaction.open({ id: ANSWERS, about: design.id, title: TEXT.title, submit: TEXT.submit, fields });
}

function paragraph(name: string, label: string, hint: string): FormField {
  const input = { kind: 'text', maxCharacters: BOUNDS.replyCharacters, value: '' } as const;
  return { name, label, hint, isRequired: false, input };
}

export function answersSubmitted(interaction: Interaction, design: Design, fields: SentFields): FormOutcome {
  const answers = [...fields.keys()].flatMap((name) => {
    const { data: questionId } = QuestionName.safeParse(name);
    const text = textOf(fields, name);
    return questionId === undefined || text === '' ? [] : [{ questionId, text }];
  });
  const given: Answers = { answers, remark: textOf(fields, REMARK) };
  if (answers.length === 0 && given.remark === '') return problemOfForm(TEXT.nothingGiven);
  const { place, id: form, context } = interaction;
  const conversation = place.thread ?? place.channel;
  return {
    work: async (stored) => {
      const request = await requestOf(interaction, stored);
      const problem = await giveAnswers(context, design, given, { conversation, form }, request);
      return problem ?? TAKEN;
    },
  };
}

/**
 * Records another's answer as this person's own, so that their earlier one gives way (J13). Only people who differ on
 * the question may. `about`: the question, and the version at which that answer was given.
 */
export async function adoptAnswer(
  interaction: Interaction,
  design: Design,
  about: string,
  stored: Request['stored'],
): Promise<Document | null> {
  const [name = '', since = ''] = about.split('/', 2);
  const { data: id } = QuestionName.safeParse(name);
  if (id === undefined) return wordsDocument(TEXTS.gone);
  const people = differingOn(design, id);
  const chosen = people.find((reply) => reply.since === Number(since));
  if (chosen === undefined || design.end !== null) return wordsDocument(TEXTS.differ.changed);
  const { id: authorId } = await interaction.personAtOnce();
  const own = people.find((reply) => reply.authorId === authorId);
  if (own === undefined)
    return wordsDocument(TEXTS.differ.others(listed(people.map(({ author }) => author)), id));
  if (own === chosen) return wordsDocument(TEXTS.differ.own);
  const { place, id: form, context } = interaction;
  const answer = { questionId: id, text: wordsTo(chosen, id) };
  const request = await requestOf(interaction, stored);
  const conversation = place.thread ?? place.channel;
  const problem = await giveAnswers(
    context,
    design,
    { answers: [answer], remark: '' },
    { conversation, form },
    request,
  );
  return problem ?? wordsDocument(TEXTS.differ.taken(chosen.author));
}

interface Answers {
  readonly answers: readonly { readonly questionId: QuestionId; readonly text: string }[];
  readonly remark: string;
}

/** Origin of a form's answers for reply ids: each answer is a reply of its own. */
interface FormPlace {
  /** The platform's ids of the conversation and of the submission. */
  readonly conversation: string;
  readonly form: string;
}

/**
 * Records a form's answers, in the newest run if the design was run again meanwhile. Returns the refusal, or how the
 * design ended; `null` if all answers were accepted in time.
 */
async function giveAnswers(
  context: GatewayContext,
  asked: Design,
  answers: Answers,
  place: FormPlace,
  request: Request,
): Promise<Document | null> {
  const { engine } = context;
  const design = await newestRun(context, asked);
  const refusal = await recordAnswers(context, design, answers, place, request);
  const now = refusal === null ? await engine.design(design.id) : null;
  if (now === null || now.end === null) return refusal;
  return lateNotice(context, now, (await engine.retryPreview(now)).retry);
}

async function newestRun(context: GatewayContext, design: Design): Promise<Design> {
  const { engine } = context;
  const { successor } = design.end === null ? {} : await engine.retryPreview(design);
  const next = successor === undefined ? null : await engine.design(successor);
  return next === null ? design : newestRun(context, next);
}

/** Records the remark first: the last answer may end the wait for answers. */
async function recordAnswers(
  context: GatewayContext,
  design: Design,
  { answers, remark }: Answers,
  { conversation, form }: FormPlace,
  { person, key, stored }: Request,
): Promise<Document | null> {
  const said = [
    ...(remark === '' ? [] : [{ name: 'remark', questionId: null, text: remark }]),
    ...answers.map(({ questionId, text }) => ({ name: questionId, questionId, text })),
  ];
  const reason = person.barred ?? refusalForAnswering(context.policy);
  if (reason !== null) {
    logDenied(context, { person, what: 'reply', designId: design.id }, reason);
    return refused(
      reason,
      said.map(({ text }) => text),
    );
  }
  let waiting = said.length;
  const oneStored = (): void => {
    waiting -= 1;
    if (waiting === 0) stored();
  };
  const problems: string[] = [];
  const untaken: string[] = [];
  for (const { name, questionId, text } of said) {
    const replyId = replyIdOf(context.platform, conversation, form, name);
    const reply = {
      type: 'record_reply',
      replyId,
      author: person.name,
      authorId: person.id,
      ...viaOf(context),
      questionId,
      text,
    } as const;
    const submitted = context.engine.command(design.id, reply, `${key} ${name}`);
    const answer = await answerTo(submitted, oneStored);
    if (answer.accepted) continue;
    problems.push(answer.refusal.message);
    untaken.push(text);
  }
  return problems.length === 0 ? null : refused([...new Set(problems)].join(' '), untaken);
}
