import type { InputBlock, ModalView } from '@slack/types';
import * as z from 'zod';
import type { Choice, Form, FormField, SentFields } from '#acts/gateway/form.ts';
import type { ChatPlace } from '#acts/gateway/gateway-context.ts';
import { logFailure } from '#acts/gateway/platform-access.ts';
import { cutWords } from '#foundation/cut-text.ts';
import { type Document, documentOfWords } from '#presentation/format/document.ts';
import { foldToOneLine } from '#presentation/format/plain.ts';
import { LIMITS } from '../drawing/draw.ts';
import { drawPlain } from '../drawing/rich-text.ts';
import { readMrkdwn } from '../incoming/marks.ts';
import type { SlackContext } from '../slack-context.ts';
import { SLACK_TEXTS } from '../slack-texts.ts';
import type { FormValues } from './interaction-payload.ts';

const INPUT_CHARACTERS = 3_000;

const Json = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    context.addIssue({ code: 'custom', message: String(error) });
    return z.NEVER;
  }
});
/** The form's place and value, which Slack returns with it. */
export const Opened = Json.pipe(
  z.strictObject({
    channel: z.string().max(200),
    thread: z.string().max(200).nullable(),
    about: z.string().max(2_000),
  }),
);

export function readFormFields(values: FormValues): SentFields {
  return new Map(
    Object.entries(values).map(([name, { [name]: input }]) => {
      const options = [input?.selected_option ?? [], input?.selected_options ?? []].flat();
      const field = {
        ...readMrkdwn(input?.value ?? ''),
        chosen: options.map(({ value }) => value),
      };
      return [name, { ...field, files: input?.files ?? [] }];
    }),
  );
}

/** Returns the words to answer with if Slack does not open the form. */
export async function openForm(
  context: SlackContext,
  trigger_id: string,
  place: ChatPlace,
  { id: callback_id, value, title, submit, fields }: Form,
): Promise<Document | null> {
  const comesBack: z.infer<typeof Opened> = { ...place, about: value };
  const view: ModalView = {
    type: 'modal',
    callback_id,
    private_metadata: JSON.stringify(comesBack),
    title: drawPlain(title),
    submit: drawPlain(submit),
    close: drawPlain('Close'),
    blocks: fields.map(block),
  };
  const opening = logFailure(
    context,
    'slack_form_not_opened',
    context.web.views.open({ trigger_id, view }),
  );
  return (await opening) ? null : documentOfWords(SLACK_TEXTS.formNotOpened);
}

function block(field: FormField): InputBlock {
  const { name, label, hint, isRequired } = field;
  return {
    type: 'input',
    block_id: name,
    label: drawPlain(label),
    optional: !isRequired,
    ...(hint === '' ? {} : { hint: drawPlain(hint) }),
    element: element(field),
  };
}

function element({ name: action_id, input }: FormField): InputBlock['element'] {
  switch (input.kind) {
    case 'text': {
      const max_length = Math.min(input.maxCharacters, INPUT_CHARACTERS);
      const value = cutWords(input.value, max_length);
      const initial = value === '' ? {} : { initial_value: value };
      return { type: 'plain_text_input', action_id, multiline: true, max_length, ...initial };
    }
    case 'number': {
      const max_value = String(input.max);
      return {
        type: 'number_input',
        action_id,
        is_decimal_allowed: true,
        min_value: '0',
        max_value,
      };
    }
    case 'files':
      return { type: 'file_input', action_id, max_files: input.most };
    case 'many':
      return { type: 'checkboxes', action_id, options: optionsOf(input.choices) };
    case 'one': {
      const options = optionsOf(input.choices);
      const initial = options.find(({ value }) => value === input.chosen);
      return {
        type: 'static_select',
        action_id,
        options,
        ...(initial && { initial_option: initial }),
      };
    }
  }
}

function optionsOf(choices: readonly Choice[]) {
  return choices.slice(0, LIMITS.options).map(({ value, label, description }) => ({
    text: drawPlain(cutWords(foldToOneLine(label), LIMITS.optionText)),
    ...(description && {
      description: drawPlain(cutWords(foldToOneLine(description), LIMITS.optionText)),
    }),
    value,
  }));
}
