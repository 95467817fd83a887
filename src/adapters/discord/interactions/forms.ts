import {
  type APILabelComponent,
  type APIStringSelectComponent,
  type APITextInputComponent,
  ComponentType,
  TextInputStyle,
} from 'discord.js';
import * as z from 'zod';
import { openQuestions } from '../../../core/question/questions.ts';
import { type Document, wordsDocument } from '../../../core/telling/document.ts';
import { TEXTS } from '../../../core/telling/message/texts.ts';
import { oneLine } from '../../../core/telling/plain.ts';
import type { Design } from '../../../core/vocabulary/design.ts';
import { cutWords } from '../../../core/vocabulary/text.ts';
import { designFields, type Filled, type FormField, filledIn } from '../../../runtime/gateway/form.ts';
import { type Answers, giveAnswers } from '../../../runtime/gateway/give-answers.ts';
import type { WordsForm } from '../../../runtime/gateway/words-forms.ts';
import { whyNoForm, whyNotAnswer } from '../../../runtime/permission.ts';
import { DISCORD_TEXTS } from '../discord-texts.ts';
import { LIMITS } from '../drawing/controls.ts';
import type { Interaction } from './answer.ts';

/** The form for a new design, and the one that questions are answered in. */
export const FORMS = { begin: 'charrette.begin', answers: 'charrette.answers' } as const;

/** What Discord takes in one input, and inputs in one form. */
const INPUT_CHARACTERS = 4_000;
const MAX_INPUTS = 5;
const LABEL_CHARACTERS = 45;
const HINT_CHARACTERS = 100;
const NUMBER_CHARACTERS = 20;

/**
 * Opens the form for a new design, as the answer; Discord takes five inputs, so that there is none for a repository and none for the depth. `message`
 * is what it is opened on, which comes back with it. Or says why this person may not, before anything is typed in vain; how many
 * they have started today is looked up when they send it.
 */
export async function openBegin(
  { context, request, conversation, answer }: Interaction,
  topic: string,
  message: string | null,
  hint: string,
): Promise<Document | null> {
  const reason = whyNoForm(context.policy, request.person, conversation.named);
  if (reason !== null) return wordsDocument(reason);
  const fields = designFields(topic, context.engine.parts.personas, [], hint);
  const components = fields.filter(({ input }) => input.kind !== 'choice').map(fieldLabel);
  const custom_id = message === null ? FORMS.begin : `${FORMS.begin} ${message}`;
  await answer.open({ custom_id, title: TEXTS.modalTitle, components });
  return null;
}

/** Opens the form that asks for a few words about a design. `value` is that of the button. */
export async function openWords(
  { answer }: Interaction,
  { id, title, field }: WordsForm,
  value: string,
): Promise<null> {
  await answer.open({ custom_id: `${id} ${value}`, title, components: [fieldLabel(field)] });
  return null;
}

/** The same, for those who may, for the form that questions are answered in: the first open ones, and room for whatever else there is to say. */
export async function openAnswers(
  { context, request, answer }: Interaction,
  design: Design,
): Promise<Document | null> {
  const reason = whyNotAnswer(context.policy, request.person);
  if (reason !== null) return wordsDocument(reason);
  const open = openQuestions(design);
  if (design.end !== null || design.answering === null || open.length === 0)
    return wordsDocument(DISCORD_TEXTS.nothingOpen);
  const asked = open.slice(0, MAX_INPUTS - 1);
  const titles = new Map(design.participants.map(({ id, title }) => [id, title]));
  const questions = asked.map(({ id, participant, text }) => {
    const requester = titles.get(participant) ?? '';
    return label(DISCORD_TEXTS.answerTo(id, requester), paragraph(id, INPUT_CHARACTERS), text);
  });
  const hint = DISCORD_TEXTS.remarkHint(open.slice(asked.length).map(({ id }) => id));
  const remark = label(DISCORD_TEXTS.remark, paragraph('remark', INPUT_CHARACTERS), hint);
  const components = [...questions, remark];
  await answer.open({
    custom_id: `${FORMS.answers} ${design.id}`,
    title: DISCORD_TEXTS.answersTitle,
    components,
  });
  return null;
}

const Field = z.object({
  component: z.object({
    custom_id: z.string().max(100),
    value: z
      .string()
      .max(INPUT_CHARACTERS)
      .default('')
      .transform((text) => text.trim()),
    values: z.array(z.string().max(100)).max(LIMITS.options).default([]),
  }),
});
const QuestionName = z.templateLiteral(['Q', z.int().positive()]);
type Fields = ReadonlyMap<string, z.infer<typeof Field>['component']>;

/** What was filled in, by the input's id. Throws on what Discord cannot have sent. */
export function fieldsIn(components: readonly unknown[]): Fields {
  const fields = components.map((each) => Field.parse(each).component);
  return new Map(fields.map((field) => [field.custom_id, field]));
}

export function formIn(fields: Fields): Filled {
  return filledIn((name) => {
    const { value = '', values = [] } = fields.get(name) ?? {};
    return { text: value, chosen: values };
  });
}

/** Records what the form for answers brings. `form` is the platform's id of what the person did. */
export async function answersSubmitted(
  { context, conversation, request }: Interaction,
  design: Design,
  fields: Fields,
  form: string,
): Promise<Document> {
  const given = answersIn(fields);
  if (given.answers.length === 0 && given.remark === '') return wordsDocument(DISCORD_TEXTS.nothingGiven);
  const place = { conversation: conversation.thread ?? conversation.channel, form };
  const problem = await giveAnswers(context, design, given, place, request);
  return problem ?? wordsDocument(DISCORD_TEXTS.taken);
}

function answersIn(fields: Fields): Answers {
  const answers = [...fields].flatMap(([name, { value: text }]) => {
    const questionId = QuestionName.safeParse(name);
    return questionId.success && text !== '' ? [{ questionId: questionId.data, text }] : [];
  });
  return { answers, remark: fields.get('remark')?.value ?? '' };
}

function label(
  text: string,
  component: APITextInputComponent | APIStringSelectComponent,
  hint: string,
): APILabelComponent {
  const description = cutWords(oneLine(hint), HINT_CHARACTERS);
  return {
    type: ComponentType.Label,
    label: cutWords(oneLine(text), LABEL_CHARACTERS),
    ...(description === '' ? {} : { description }),
    component,
  };
}

function fieldLabel({ name, label: text, hint, isRequired, input }: FormField): APILabelComponent {
  switch (input.kind) {
    case 'paragraph': {
      const maxCharacters = Math.min(input.maxCharacters, INPUT_CHARACTERS);
      const value = cutWords(input.value, maxCharacters);
      const component = { ...paragraph(name, maxCharacters), required: isRequired };
      return label(text, value === '' ? component : { ...component, value }, hint);
    }
    case 'number': {
      const component = { ...paragraph(name, NUMBER_CHARACTERS), style: TextInputStyle.Short };
      return label(text, component, hint);
    }
    case 'people': {
      const options = input.choices.slice(0, LIMITS.options).map(({ id, title, emoji, summary }) => ({
        label: cutWords(oneLine(`${emoji} ${title}`), LIMITS.optionText),
        description: cutWords(oneLine(summary), LIMITS.optionText),
        value: id,
      }));
      const numbers = { required: false, min_values: 0, max_values: options.length };
      return label(text, { type: ComponentType.StringSelect, custom_id: name, ...numbers, options }, hint);
    }
    case 'choice':
      throw new Error('broken invariant: no form in Discord has such a field');
  }
}

function paragraph(custom_id: string, max_length: number): APITextInputComponent {
  return {
    type: ComponentType.TextInput,
    style: TextInputStyle.Paragraph,
    custom_id,
    max_length,
    required: false,
  };
}
