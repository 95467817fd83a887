import * as z from 'zod';
import { type Document, wordsDocument } from '../../core/presentation/format/document.ts';
import { TEXTS } from '../../core/presentation/run/texts.ts';
import { openQuestions } from '../../core/questions/questions.ts';
import { BOUNDS } from '../../core/vocabulary/bounds.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import { refusalForAnswering } from '../../engine/access/permission.ts';
import type { SubmittedStart } from './begin.ts';
import type { FormField, ReadField } from './form.ts';
import { type Answers, giveAnswers } from './give-answers.ts';
import { type Interaction, requestOf } from './interaction.ts';
import { noteDenied } from './noted.ts';

export const ANSWERS = 'charrette.answers';
/** Questions in one form: Discord has room for this many and a remark. */
const MAX_QUESTIONS = 4;
const REMARK = 'remark';
const TEXT = TEXTS.answersForm;
const QuestionName = z.templateLiteral(['Q', z.int().positive()]);

export async function openAnswers(interaction: Interaction, design: Design): Promise<Document | null> {
  const { person } = await interaction.personAtOnce();
  const reason = refusalForAnswering(interaction.context.policy);
  if (reason !== null) {
    noteDenied(interaction.context, { person, what: 'reply', designId: design.id }, reason);
    return wordsDocument(reason);
  }
  const open = openQuestions(design);
  if (design.end !== null || design.answering === null || open.length === 0)
    return wordsDocument(TEXT.nothingOpen);
  const asked = open.slice(0, MAX_QUESTIONS);
  const titles = new Map(design.participants.map(({ id, title }) => [id, title]));
  const questions = asked.map(({ id, participant, text }) =>
    paragraph(id, TEXT.answerTo(id, titles.get(participant) ?? ''), text),
  );
  const hint = TEXT.remarkHint(open.slice(asked.length).map(({ id }) => id));
  const fields = [...questions, paragraph(REMARK, TEXT.remark, hint)];
  return interaction.open({ id: ANSWERS, about: design.id, title: TEXT.title, submit: TEXT.submit, fields });
}

function paragraph(name: string, label: string, hint: string): FormField {
  const input = { kind: 'paragraph', maxCharacters: BOUNDS.replyCharacters, value: '' } as const;
  return { name, label, hint, isRequired: false, input };
}

/** `names`: the form's fields. */
export function answersSubmitted(
  interaction: Interaction,
  design: Design,
  names: readonly string[],
  read: ReadField,
): SubmittedStart {
  const text = (name: string) => read(name).text.trim();
  const answers = names.flatMap((name) => {
    const questionId = QuestionName.safeParse(name);
    return questionId.success && text(name) !== '' ? [{ questionId: questionId.data, text: text(name) }] : [];
  });
  const given: Answers = { answers, remark: text(REMARK) };
  if (answers.length === 0 && given.remark === '') return { problem: TEXT.nothingGiven };
  const { place, id: form, context } = interaction;
  const conversation = place.thread ?? place.channel;
  return {
    work: async (stored) => {
      const request = await requestOf(interaction, stored);
      const problem = await giveAnswers(context, design, given, { conversation, form }, request);
      return problem ?? wordsDocument(TEXT.taken);
    },
  };
}
