import type { InputBlock, ModalView } from '@slack/types';
import * as z from 'zod';
import { type Document, wordsDocument } from '../../../core/telling/document.ts';
import { TEXTS } from '../../../core/telling/message/texts.ts';
import { oneLine } from '../../../core/telling/plain.ts';
import { cutWords } from '../../../core/vocabulary/text.ts';
import { designFields, type Filled, type FormField, filledIn } from '../../../runtime/gateway/form.ts';
import { foundOr, orLog } from '../../../runtime/gateway/platform-access.ts';
import type { WordsForm } from '../../../runtime/gateway/words-forms.ts';
import { readableHere, whyNoForm } from '../../../runtime/permission.ts';
import { LIMITS } from '../drawing/draw.ts';
import { plain } from '../drawing/rich-text.ts';
import { notInChannel } from '../incoming/requester.ts';
import type { SlackContext } from '../slack-context.ts';
import { SLACK_TEXTS } from '../slack-texts.ts';

/** The form for a new design. */
export const BEGIN = 'charrette.begin';

/** What Slack takes in one input. */
const INPUT_CHARACTERS = 3_000;

const Json = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    context.addIssue({ code: 'custom', message: String(error) });
    return z.NEVER;
  }
});
/** Where the form was opened, and the message that it was opened on, if any: what Slack brings back with it. */
export const Opened = Json.pipe(
  z.strictObject({
    channel: z.string().max(200),
    message: z.strictObject({ ts: z.string().max(200), thread: z.string().max(200) }).nullable(),
  }),
);
type Opened = z.infer<typeof Opened>;
/** Where a form about one design was opened, and the value of its button. */
export const OpenedOnDesign = Json.pipe(
  z.strictObject({ channel: z.string().max(200), value: z.string().max(2_000) }),
);
type OpenedOnDesign = z.infer<typeof OpenedOnDesign>;

/** What was filled in: by the block's id and the element's, which are the same. */
export const FormValues = z.record(
  z.string(),
  z.record(
    z.string(),
    z.object({
      value: z.string().nullish(),
      selected_option: z.object({ value: z.string() }).nullish(),
      selected_options: z.array(z.object({ value: z.string() })).nullish(),
    }),
  ),
);
type FormValues = z.infer<typeof FormValues>;

/** The same by the names of the fields. */
export function formIn(values: FormValues): Filled {
  return filledIn((name) => {
    const { value, selected_option: chosen, selected_options: all } = values[name]?.[name] ?? {};
    return { text: value ?? chosen?.value ?? '', chosen: (all ?? []).map((each) => each.value) };
  });
}

/** Milliseconds that looking a channel up may take: what opens a form lives three seconds. */
const LOOK_UP_MS = 1_500;

/**
 * Opens the form for a new design. Answers with why nothing can be started there, before anything
 * is typed in vain, or with what to say when Slack does not open it, else with `null`.
 */
export async function openBegin(
  context: SlackContext,
  user: string,
  trigger: string,
  opened: Opened,
  topic: string | Promise<string>,
  hint = opened.message === null ? '' : TEXTS.fromMessage,
): Promise<Document | null> {
  const { engine, people, policy } = context;
  const { channel } = opened;
  const [[person, isSure], unreachable, words] = await Promise.all([
    people.surelyAtOnce(user),
    unreachableIn(context, channel),
    topic,
  ]);
  // How many they have started today is looked at when it is sent.
  const problem = (isSure ? whyNoForm(policy, person, channel) : null) ?? unreachable;
  if (problem !== null) return wordsDocument(problem);
  const names = readableHere(context, person, channel);
  const fields = designFields(words, engine.parts.personas, names, hint);
  const titles = [TEXTS.modalTitle, TEXTS.modalStart] as const;
  const isOpen = await open(context, trigger, BEGIN, opened, titles, fields);
  return isOpen ? null : wordsDocument(SLACK_TEXTS.formNotOpened);
}

/** Why the bot cannot write there, in words; `null` if it can, or where Slack does not say in time. */
function unreachableIn(context: SlackContext, channel: string): Promise<string | null> {
  const found = notInChannel(context, channel);
  return foundOr(context, found, LOOK_UP_MS, null, { what: 'channel', id: channel });
}

/** The same for the form that asks for a few words about a design. */
export async function openWords(
  context: SlackContext,
  trigger: string,
  { id, title, submit, field }: WordsForm,
  place: OpenedOnDesign,
): Promise<Document | null> {
  const isOpen = await open(context, trigger, id, place, [title, submit], [field]);
  return isOpen ? null : wordsDocument(SLACK_TEXTS.formNotOpened);
}

async function open(
  context: SlackContext,
  trigger_id: string,
  callback_id: string,
  comesBack: Opened | OpenedOnDesign,
  [title, submit]: readonly [title: string, submit: string],
  fields: readonly FormField[],
): Promise<boolean> {
  const view: ModalView = {
    type: 'modal',
    callback_id,
    private_metadata: JSON.stringify(comesBack),
    title: plain(title),
    submit: plain(submit),
    close: plain(TEXTS.modalClose),
    blocks: fields.map(block),
  };
  return orLog(context, 'slack_form_not_opened', context.web.views.open({ trigger_id, view }));
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
      const initial = value === '' ? {} : { initial_value: value };
      return { type: 'plain_text_input', action_id, multiline: true, max_length, ...initial };
    }
    case 'number': {
      const max_value = String(input.max);
      return { type: 'number_input', action_id, is_decimal_allowed: true, min_value: '0', max_value };
    }
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
      const initial = options.find(({ value }) => value === input.chosen);
      const start = initial === undefined ? {} : { initial_option: initial };
      return { type: 'static_select', action_id, options, ...start };
    }
  }
}
