import {
  type APILabelComponent,
  type APIModalInteractionResponseCallbackData,
  type APIStringSelectComponent,
  type APITextInputComponent,
  ComponentType,
  TextInputStyle,
} from 'discord.js';
import * as z from 'zod';
import type { Design } from '../../../core/design.ts';
import { openQuestions } from '../../../core/question/answering.ts';
import { cutWords } from '../../../core/text.ts';
import type { Answers } from '../../../runtime/gateway/answers.ts';
import { designFields, type Filled, type FormField, NOTE_FIELD } from '../../../runtime/gateway/form.ts';
import { oneLine } from '../../../runtime/message/plain.ts';
import { TEXTS } from '../../../runtime/message/texts.ts';
import type { Persona } from '../../../runtime/persona.ts';
import { DISCORD_TEXTS } from '../discord-texts.ts';
import { LIMITS } from '../drawing/limits.ts';

export const MODALS = {
  begin: 'charrette.begin',
  sendBack: 'charrette.send_back_note',
  answers: 'charrette.answers',
} as const;

export type Modal = APIModalInteractionResponseCallbackData;

/** What Discord takes in one input, and inputs in one form. */
const INPUT_CHARACTERS = 4_000;
const MAX_INPUTS = 5;
const LABEL_CHARACTERS = 45;
const HINT_CHARACTERS = 100;
const NUMBER_CHARACTERS = 20;

/**
 * The form for a new design; `message` is the one that it was opened on, which comes back with it. Discord takes five inputs, so
 * that there is none for a repository.
 */
export function beginModal(topic: string, personas: readonly Persona[], message: string | null): Modal {
  return {
    custom_id: [MODALS.begin, message].filter((part) => part !== null).join(' '),
    title: TEXTS.modalTitle,
    components: designFields(topic, personas, [], message !== null).map(fieldLabel),
  };
}

/** What should be looked at again, when a decision is sent back. `value` is that of the button. */
export function sendBackModal(value: string): Modal {
  return {
    custom_id: `${MODALS.sendBack} ${value}`,
    title: TEXTS.sendBackTitle,
    components: [fieldLabel(NOTE_FIELD)],
  };
}

/** The first open questions, and room for whatever else there is to say. */
export function answersModal(design: Design): Modal {
  const open = openQuestions(design);
  const asked = open.slice(0, MAX_INPUTS - 1);
  const titles = new Map(design.participants.map(({ id, title }) => [id, title]));
  return {
    custom_id: `${MODALS.answers} ${design.id}`,
    title: DISCORD_TEXTS.answersTitle,
    components: [
      ...asked.map(({ id, participant, text }) =>
        label(
          DISCORD_TEXTS.answerTo(id, titles.get(participant) ?? ''),
          paragraph(id, INPUT_CHARACTERS),
          text,
        ),
      ),
      label(
        DISCORD_TEXTS.remark,
        paragraph('remark', INPUT_CHARACTERS),
        DISCORD_TEXTS.remarkHint(open.slice(asked.length).map(({ id }) => id)),
      ),
    ],
  };
}

const Field = z.object({
  component: z.object({
    custom_id: z.string().max(100),
    value: z.string().max(INPUT_CHARACTERS).optional(),
    values: z.array(z.string().max(100)).max(LIMITS.options).optional(),
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
  return {
    topic: textIn(fields, 'topic'),
    context: textIn(fields, 'context'),
    personas: fields.get('personas')?.values ?? [],
    budget: textIn(fields, 'budget'),
    deadline: textIn(fields, 'deadline'),
    repository: null,
  };
}

export function noteIn(fields: Fields): string {
  return textIn(fields, 'note');
}

export function answersIn(fields: Fields): Answers {
  const answers = [...fields.keys()].flatMap((name) => {
    const questionId = QuestionName.safeParse(name);
    const text = textIn(fields, name);
    return questionId.success && text !== '' ? [{ questionId: questionId.data, text }] : [];
  });
  return { answers, remark: textIn(fields, 'remark') };
}

function textIn(fields: Fields, name: string): string {
  return (fields.get(name)?.value ?? '').trim();
}

function label(
  text: string,
  component: APITextInputComponent | APIStringSelectComponent,
  hint = '',
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
    case 'people':
      return label(text, peopleMenu(name, input.choices.slice(0, LIMITS.options)), hint);
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

function peopleMenu(custom_id: string, people: readonly Persona['profile'][]): APIStringSelectComponent {
  return {
    type: ComponentType.StringSelect,
    custom_id,
    required: false,
    min_values: 0,
    max_values: people.length,
    options: people.map(({ id, title, emoji, summary }) => ({
      label: cutWords(oneLine(`${emoji} ${title}`), LIMITS.optionText),
      description: cutWords(oneLine(summary), LIMITS.optionText),
      value: id,
    })),
  };
}
