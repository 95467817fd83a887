import * as z from 'zod';
import { BOUNDS } from '#core/vocabulary/bounds.ts';
import type { Design } from '#core/vocabulary/design.ts';
import { refuseAnswering } from '#engine/access/permission.ts';
import { type Document, documentOfWords } from '#presentation/format/document.ts';
import { listOpenQuestions } from '#presentation/talk/questions.ts';
import { viewOf } from '#presentation/view/view.ts';
import { type FormField, refuseForm, type SentFields, shownTextOf } from '../form.ts';
import { gatewayRequestOf, type Interaction } from '../interaction.ts';
import { logDenied } from '../log-denied.ts';
import { replyIdOf } from '../reply-id.ts';
import type { FormOutcome } from '../starting/start-form.ts';
import { recordWords, type WordsToRecord } from './record-words.ts';

type Said = Pick<WordsToRecord, 'questionId' | 'text' | 'shown'>;

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

export const ANSWERS_FORM_ID = 'charrette.answers';
/** The answer to a form whose answers are recorded. */
export const ANSWERS_TAKEN = documentOfWords(TEXT.taken);
/** Questions in one form: Discord has room for these and a remark. */
const MAX_QUESTIONS = 4;
const REMARK = 'remark';
const QuestionName = z.templateLiteral(['Q', z.int().positive()]);

export async function openAnswers(
  interaction: Interaction,
  design: Design,
): Promise<Document | null> {
  const { context } = interaction;
  const reason = refuseAnswering(context.policy);
  if (reason !== null) {
    logDenied({ context, person: await interaction.personAtOnce() }, 'reply', design.id, reason);
    return documentOfWords(reason);
  }
  const view = viewOf(design);
  const open = listOpenQuestions(view);
  if (open.length === 0) return documentOfWords(TEXT.nothingOpen);
  const first = open.slice(0, MAX_QUESTIONS);
  const questions = first.map(({ id, persona, text }) => {
    const by = view.personas.find((each) => each.id === persona)?.title ?? '';
    return paragraph(id, TEXT.answerTo(id, by), text);
  });
  const hint = TEXT.remarkHint(open.slice(first.length).map(({ id }) => id));
  const fields = [...questions, paragraph(REMARK, TEXT.remark, hint)];
  return interaction.open({
    id: ANSWERS_FORM_ID,
    value: design.id,
    title: TEXT.title,
    submit: TEXT.submit,
    fields,
  });
}

function paragraph(name: string, label: string, hint: string): FormField {
  const input = { kind: 'text', maxCharacters: BOUNDS.replyCharacters, value: '' } as const;
  return { name, label, hint, isRequired: false, input };
}

/** Takes the remark first: the last answer may end the wait for answers. */
export async function takeAnswers(
  interaction: Interaction,
  design: Design,
  fields: SentFields,
): Promise<FormOutcome> {
  const answers = [REMARK, ...fields.keys()].flatMap((name) => {
    const { data: questionId } = QuestionName.safeParse(name);
    const said = shownTextOf(fields, name);
    const isField = questionId !== undefined || name === REMARK;
    return isField && said.text !== '' ? [{ questionId, ...said }] : [];
  });
  if (answers.length === 0) return refuseForm(TEXT.nothingGiven);
  const request = await gatewayRequestOf(interaction);
  const words = answers.map((each) => wordsIn(interaction, request.moment.key, each));
  return (await recordWords(request, design, words)) ?? ANSWERS_TAKEN;
}

/** Adds what names the words of this form: a redelivery has the same. */
function wordsIn(
  { context, place, moment }: Interaction,
  key: string,
  { questionId, ...said }: Said,
): WordsToRecord {
  const name = questionId ?? REMARK;
  const replyId = replyIdOf(context.platform, place.thread ?? place.channel, moment.key, name);
  return { key: `${key} ${name}`, replyId, questionId, ...said };
}
