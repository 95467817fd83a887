import { createHash } from 'node:crypto';
import {
  type APIComponentInLabel,
  type APILabelComponent,
  ComponentType,
  TextInputStyle,
} from 'discord.js';
import * as z from 'zod';
import type { AttachedFile } from '#acts/gateway/attachments.ts';
import type { Choice, Form, FormField, SentFields } from '#acts/gateway/form.ts';
import { cutWords } from '#foundation/cut-text.ts';
import { foldToOneLine } from '#presentation/format/plain.ts';
import { LIMITS } from '../drawing/controls.ts';
import type { InteractionAnswer } from './answer.ts';
import { readNames, type SubmittedForm } from './interaction-payload.ts';

/**
 * Limits of Discord for one input, and for the inputs in one form. The command's options have them
 * all.
 */
const INPUT_CHARACTERS = 4_000;
const MAX_INPUTS = 5;
const LABEL_CHARACTERS = 45;
const HINT_CHARACTERS = 100;
const NUMBER_CHARACTERS = 20;
/** Discord's limit for checkboxes; more choices become a menu. */
const MAX_CHECKED = 10;

/** Comes before the place of a form that is opened elsewhere. */
const IN = ' in ';
/** Comes before the interaction that opened the form. */
const BY = '#';
const NAME_CHARACTERS = 100;
const RADIX = 36;

/** `place`: where the form applies; `null` for here. `opener`: the interaction's id. */
export async function openForm(
  answer: InteractionAnswer,
  { id, value, title, fields }: Form,
  { place, opener }: { readonly place: string | null; readonly opener: string },
): Promise<null> {
  const name = value === '' ? id : `${id} ${value}`;
  const there = place === null ? name : `${name}${IN}${place}`;
  const by = `${BY}${BigInt(opener).toString(RADIX)}`;
  const custom_id = there.length + by.length > NAME_CHARACTERS ? there : `${there}${by}`;
  await answer.open({ custom_id, title, components: fields.slice(0, MAX_INPUTS).map(fieldLabel) });
  return null;
}

export function parseFormId(customId: string) {
  const [there = '', opener = null] = customId.split(BY);
  const [named = '', place = null] = there.split(IN);
  const [id, value] = readNames(named);
  return { id, value, place, opener };
}

/**
 * The id of what a form says: sent again after Discord has shown an error, it is another
 * interaction, and still the same. Other words in it are not.
 */
export function sentIdOf({ id, data }: Pick<SubmittedForm, 'id' | 'data'>): string {
  const { opener } = parseFormId(data.custom_id);
  const digest = createHash('sha256').update(JSON.stringify(data.components)).digest('base64url');
  return opener === null ? id : `${opener}-${digest.slice(0, DIGEST_CHARACTERS)}`;
}

const DIGEST_CHARACTERS = 16;

const Field = z.object({
  component: z.object({
    type: z.number(),
    custom_id: z.string().max(100),
    value: z
      .string()
      .max(INPUT_CHARACTERS)
      .nullish()
      .transform((text) => (text ?? '').trim()),
    values: z.array(z.string().max(100)).max(LIMITS.options).default([]),
  }),
});

/**
 * `attachments`: uploaded files by their ids. Throws on components that Discord cannot have sent.
 */
export function readFormFields(
  components: readonly unknown[],
  attachments: Readonly<Record<string, AttachedFile>> = {},
): SentFields {
  return new Map(
    components.map((each) => {
      const { type, custom_id, value, values } = Field.parse(each).component;
      // Of a radio group the value is a choice, not typed.
      const isChosen = type === ComponentType.RadioGroup && value !== '';
      const files = values.flatMap((id) => attachments[id] ?? []);
      return [
        custom_id,
        { text: isChosen ? '' : value, chosen: isChosen ? [value] : values, files },
      ];
    }),
  );
}

function label(text: string, component: APIComponentInLabel, hint: string): APILabelComponent {
  const description = cutWords(foldToOneLine(hint), HINT_CHARACTERS);
  return {
    type: ComponentType.Label,
    label: cutWords(foldToOneLine(text), LABEL_CHARACTERS),
    ...(description === '' ? {} : { description }),
    component,
  };
}

function fieldLabel({
  name: custom_id,
  label: text,
  hint,
  isRequired,
  input,
}: FormField): APILabelComponent {
  const component = { custom_id, required: isRequired };
  switch (input.kind) {
    case 'text': {
      const max_length = Math.min(input.maxCharacters, INPUT_CHARACTERS);
      const value = cutWords(input.value, max_length);
      const box = {
        ...component,
        max_length,
        style: TextInputStyle.Paragraph,
        ...(value && { value }),
      };
      return label(text, { type: ComponentType.TextInput, ...box }, hint);
    }
    case 'number': {
      const box = { ...component, max_length: NUMBER_CHARACTERS, style: TextInputStyle.Short };
      return label(text, { type: ComponentType.TextInput, ...box }, hint);
    }
    case 'many': {
      const options = optionsOf(input.choices);
      const numbers = { min_values: 0, max_values: options.length };
      const type =
        options.length > MAX_CHECKED ? ComponentType.StringSelect : ComponentType.CheckboxGroup;
      return label(text, { type, ...component, ...numbers, options }, hint);
    }
    case 'files': {
      const numbers = { min_values: 0, max_values: input.most };
      return label(text, { type: ComponentType.FileUpload, ...component, ...numbers }, hint);
    }
    case 'one': {
      const options = optionsOf(input.choices, input.chosen);
      // Radio buttons need at least two choices.
      const isMenu = options.length < 2 || options.length > MAX_CHECKED;
      const type = isMenu ? ComponentType.StringSelect : ComponentType.RadioGroup;
      return label(text, { type, ...component, options }, hint);
    }
  }
}

function optionsOf(choices: readonly Choice[], chosen = '') {
  return choices.slice(0, LIMITS.options).map(({ value, label: text, description }) => ({
    label: cutWords(foldToOneLine(text), LIMITS.optionText),
    ...(description && { description: cutWords(foldToOneLine(description), LIMITS.optionText) }),
    value,
    ...(value === chosen && { default: true }),
  }));
}
