import {
  type APIComponentInLabel,
  type APILabelComponent,
  type APITextInputComponent,
  ComponentType,
  TextInputStyle,
} from 'discord.js';
import * as z from 'zod';
import type { AttachedFile } from '../../../acts/gateway/attachments.ts';
import type { Form, FormField, ReadField } from '../../../acts/gateway/form.ts';
import { cutWords } from '../../../core/vocabulary/text.ts';
import { oneLine } from '../../../presentation/format/plain.ts';
import { LIMITS } from '../drawing/controls.ts';
import type { Answer } from './answer.ts';
import { namedIn } from './interaction-payload.ts';

/** Limits of Discord for one input, and for the inputs in one form. */
const INPUT_CHARACTERS = 4_000;
const MAX_INPUTS = 5;
const LABEL_CHARACTERS = 45;
const HINT_CHARACTERS = 100;
const NUMBER_CHARACTERS = 20;
/** Discord's limit for checkboxes; more choices become a menu. */
const MAX_CHECKED = 10;

/** Fields to show if a form has too many. The command's options have them all. */
const SHOWN: readonly string[] = ['topic', 'context', 'files', 'personas', 'depth'];
/** Comes before the place of a form that is opened elsewhere. */
const IN = ' in ';

/** `place`: where the form applies; `null` for here. */
export async function openForm(
  answer: Answer,
  { id, about, title, fields }: Form,
  place: string | null,
): Promise<null> {
  const named = about === '' ? id : `${id} ${about}`;
  const shown = fields.length > MAX_INPUTS ? fields.filter(({ name }) => SHOWN.includes(name)) : fields;
  const custom_id = place === null ? named : `${named}${IN}${place}`;
  await answer.open({ custom_id, title, components: shown.map(fieldLabel) });
  return null;
}

export function formNamed(customId: string): {
  readonly id: string;
  readonly about: string;
  readonly place: string | null;
} {
  const [named = '', place = null] = customId.split(IN);
  const [id, about] = namedIn(named);
  return { id, about, place };
}

const Field = z.object({
  component: z.object({
    custom_id: z.string().max(100),
    value: z
      .string()
      .max(INPUT_CHARACTERS)
      .nullish()
      .transform((text) => (text ?? '').trim()),
    values: z.array(z.string().max(100)).max(LIMITS.options).default([]),
  }),
});
type Fields = ReadonlyMap<string, z.infer<typeof Field>['component']>;

/** By the input's id. Throws on components that Discord cannot have sent. */
export function fieldsIn(components: readonly unknown[]): Fields {
  const fields = components.map((each) => Field.parse(each).component);
  return new Map(fields.map((field) => [field.custom_id, field]));
}

/** `attachments`: uploaded files by their ids. */
export function reading(fields: Fields, attachments: Readonly<Record<string, AttachedFile>> = {}): ReadField {
  return (name) => {
    const { value = '', values = [] } = fields.get(name) ?? {};
    const files = values.flatMap((each) => attachments[each] ?? []);
    return { text: value === '' ? (values[0] ?? '') : value, chosen: values, files };
  };
}

function label(text: string, component: APIComponentInLabel, hint: string): APILabelComponent {
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
    case 'paragraph':
    case 'line': {
      const maxCharacters = Math.min(input.maxCharacters, INPUT_CHARACTERS);
      const value = cutWords(input.value, maxCharacters);
      const style = input.kind === 'line' ? TextInputStyle.Short : TextInputStyle.Paragraph;
      const component = { ...paragraph(name, maxCharacters), style, required: isRequired };
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
      const type = options.length > MAX_CHECKED ? ComponentType.StringSelect : ComponentType.CheckboxGroup;
      return label(text, { type, custom_id: name, ...numbers, options }, hint);
    }
    case 'files': {
      const numbers = { required: isRequired, min_values: 0, max_values: input.most };
      return label(text, { type: ComponentType.FileUpload, custom_id: name, ...numbers }, hint);
    }
    case 'choice': {
      const options = input.choices
        .slice(0, LIMITS.options)
        .map((each) => ({ label: each, value: each, ...(each === input.chosen && { default: true }) }));
      // Radio buttons need at least two choices.
      const isMenu = options.length < 2 || options.length > MAX_CHECKED;
      const type = isMenu ? ComponentType.StringSelect : ComponentType.RadioGroup;
      return label(text, { type, custom_id: name, required: isRequired, options }, hint);
    }
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
