import type { InputBlock, View } from '@slack/types';
import * as z from 'zod';
import { cutWords } from '../../../core/text.ts';
import {
  designFields,
  type FormField,
  NOTE_FIELD,
  requestedDesignIn,
} from '../../../runtime/gateway/form.ts';
import { oneLine } from '../../../runtime/message/plain.ts';
import { TEXTS } from '../../../runtime/message/texts.ts';
import type { Persona } from '../../../runtime/persona.ts';
import { LIMITS } from '../drawing/limits.ts';

export const MODALS = { begin: 'charrette.begin', sendBack: 'charrette.send_back_note' } as const;

/** Where the modal was opened, and the message that it was opened on, if any: what Slack brings back with it. */
const Opened = z.strictObject({
  channel: z.string().max(200),
  message: z.strictObject({ ts: z.string().max(200), thread: z.string().max(200) }).nullable(),
});
export type Opened = z.infer<typeof Opened>;

/** Where the form was opened that sends a decision back, and the value of its button. */
const SentBack = z.strictObject({ channel: z.string().max(200), value: z.string().max(2_000) });
export type SentBack = z.infer<typeof SentBack>;

const Json = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    context.addIssue({ code: 'custom', message: String(error) });
    return z.NEVER;
  }
});

/** What Slack takes in one input. */
const INPUT_CHARACTERS = 3_000;
const plain = (text: string) => ({ type: 'plain_text', text, emoji: false }) as const;

/** The form for a new design. */
export function beginModal(
  opened: Opened,
  topic: string,
  personas: readonly Persona[],
  repositories: readonly string[],
): View {
  const fields = designFields(topic, personas, repositories, opened.message !== null);
  return modal(MODALS.begin, opened, TEXTS.modalTitle, TEXTS.modalStart, fields);
}

/** What should be looked at again, when a decision is sent back. */
export function sendBackModal(place: SentBack): View {
  return modal(MODALS.sendBack, place, TEXTS.sendBackTitle, TEXTS.sendBackSubmit, [NOTE_FIELD]);
}

/** What Slack brought back with a form; `null` for what we cannot have written. */
export function openedIn(metadata: string): Opened | null {
  return Json.pipe(Opened).safeParse(metadata).data ?? null;
}

export function sentBackIn(metadata: string): SentBack | null {
  return Json.pipe(SentBack).safeParse(metadata).data ?? null;
}

const Field = z.object({
  value: z.string().nullish(),
  selected_option: z.object({ value: z.string() }).nullish(),
  selected_options: z.array(z.object({ value: z.string() })).nullish(),
});
/** By the block's id and the element's, which are the same. */
const Values = z.record(z.string(), z.record(z.string(), Field));

/** What was filled in, or what is wrong with which field, by the block's id. */
export function formIn(values: unknown): ReturnType<typeof requestedDesignIn> {
  const fields = fieldsIn(values);
  const text = (name: string) => fields[name]?.value ?? '';
  return requestedDesignIn({
    topic: text('topic'),
    context: text('context'),
    personas: (fields.personas?.selected_options ?? []).map(({ value }) => value),
    budget: text('budget'),
    deadline: text('deadline'),
    repository: fields.repository?.selected_option?.value ?? null,
  });
}

export function noteIn(values: unknown): string {
  return (fieldsIn(values).note?.value ?? '').trim();
}

function fieldsIn(values: unknown): Readonly<Record<string, z.infer<typeof Field> | undefined>> {
  return Object.fromEntries(
    Object.entries(Values.parse(values)).map(([name, elements]) => [name, elements[name]]),
  );
}

/** `opened` comes back with the form. */
function modal(
  callback_id: string,
  opened: Opened | SentBack,
  title: string,
  submit: string,
  fields: readonly FormField[],
): View {
  return {
    type: 'modal',
    callback_id,
    private_metadata: JSON.stringify(opened),
    title: plain(title),
    submit: plain(submit),
    close: plain(TEXTS.modalClose),
    blocks: fields.map(block),
  };
}

function block(field: FormField): InputBlock {
  const { name, label, hint, isRequired } = field;
  return {
    type: 'input',
    block_id: name,
    label: plain(label),
    optional: !isRequired,
    ...(hint === '' ? {} : { hint: plain(hint) }),
    element: element(field),
  };
}

function element({ name: action_id, input }: FormField): InputBlock['element'] {
  switch (input.kind) {
    case 'paragraph': {
      const max_length = Math.min(input.maxCharacters, INPUT_CHARACTERS);
      const value = cutWords(input.value, max_length);
      return {
        type: 'plain_text_input',
        action_id,
        multiline: true,
        max_length,
        ...(value === '' ? {} : { initial_value: value }),
      };
    }
    case 'number':
      return {
        type: 'number_input',
        action_id,
        is_decimal_allowed: true,
        min_value: '0',
        max_value: String(input.max),
      };
    case 'people': {
      const options = input.choices.slice(0, LIMITS.options).map(({ id, title, emoji, summary }) => ({
        text: plain(cutWords(oneLine(`${emoji} ${title}`), LIMITS.optionText)),
        description: plain(cutWords(oneLine(summary), LIMITS.optionText)),
        value: id,
      }));
      return { type: 'checkboxes', action_id, options };
    }
    case 'choice': {
      const options = input.choices
        .slice(0, LIMITS.options)
        .map((name) => ({ text: plain(name), value: name }));
      return { type: 'static_select', action_id, options };
    }
  }
}
