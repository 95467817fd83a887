import type { KnownBlock, View } from '@slack/types';
import * as z from 'zod';
import { MOST_DESIGN_MINUTES, MOST_DESIGN_USD } from '../../runtime/engine/starting.ts';
import { NOTE_CHARACTERS, wishIn } from '../../runtime/gateway/form.ts';
import { cut } from '../../runtime/message/cut.ts';
import { oneLine } from '../../runtime/message/plain.ts';
import { TEXTS } from '../../runtime/message/texts.ts';
import type { Persona } from '../../runtime/persona.ts';
import { LIMITS } from './drawing/limits.ts';

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

/** What Slack takes in one input; a topic may be as long as that. */
const INPUT_CHARACTERS = 3_000;
const plain = (text: string) => ({ type: 'plain_text', text, emoji: false }) as const;

/** The form for a new design. What can be left out is left out by most. */
export function beginModal(
  opened: Opened,
  topic: string,
  personas: readonly Persona[],
  repositories: readonly string[],
): View {
  const choices = personas.filter(({ profile }) => profile.role === 'persona').slice(0, LIMITS.options);
  return {
    type: 'modal',
    callback_id: MODALS.begin,
    private_metadata: JSON.stringify(opened),
    title: plain(TEXTS.modalTitle),
    submit: plain(TEXTS.modalStart),
    close: plain(TEXTS.modalClose),
    blocks: [
      {
        ...input('topic', TEXTS.modalTopic),
        optional: false,
        ...(opened.message === null ? {} : { hint: plain(TEXTS.fromMessage) }),
        element: {
          type: 'plain_text_input',
          action_id: 'topic',
          multiline: true,
          max_length: INPUT_CHARACTERS,
          ...(topic === '' ? {} : { initial_value: cut(topic, INPUT_CHARACTERS) }),
        },
      },
      {
        ...input('context', TEXTS.modalContext),
        element: {
          type: 'plain_text_input',
          action_id: 'context',
          multiline: true,
          max_length: INPUT_CHARACTERS,
        },
      },
      {
        ...input('personas', TEXTS.modalPersonas),
        hint: plain(TEXTS.modalPersonasHint),
        element: {
          type: 'checkboxes',
          action_id: 'personas',
          options: choices.map(({ profile: { id, title, emoji, summary } }) => ({
            text: plain(cut(oneLine(`${emoji} ${title}`), LIMITS.optionText)),
            description: plain(cut(oneLine(summary), LIMITS.optionText)),
            value: id,
          })),
        },
      },
      numberInput('budget', TEXTS.modalBudget, true, MOST_DESIGN_USD),
      numberInput('deadline', TEXTS.modalDeadline, true, MOST_DESIGN_MINUTES),
      ...repositoryInput(repositories),
    ],
  };
}

/** What Slack brought back with a form; `null` for what we cannot have written. */
export function openedIn(metadata: string): Opened | null {
  return Json.pipe(Opened).safeParse(metadata).data ?? null;
}

export function sentBackIn(metadata: string): SentBack | null {
  return Json.pipe(SentBack).safeParse(metadata).data ?? null;
}

/** What should be looked at again, when a decision is sent back. */
export function sendBackModal(place: SentBack): View {
  return {
    type: 'modal',
    callback_id: MODALS.sendBack,
    private_metadata: JSON.stringify(place),
    title: plain(TEXTS.sendBackTitle),
    submit: plain(TEXTS.sendBackSubmit),
    close: plain(TEXTS.modalClose),
    blocks: [
      {
        ...input('note', TEXTS.sendBackNote),
        optional: false,
        element: {
          type: 'plain_text_input',
          action_id: 'note',
          multiline: true,
          max_length: NOTE_CHARACTERS,
        },
      },
    ],
  };
}

const Field = z.object({
  value: z.string().nullish(),
  selected_option: z.object({ value: z.string() }).nullish(),
  selected_options: z.array(z.object({ value: z.string() })).nullish(),
});
/** By the block's id and the element's, which are the same. */
const Values = z.record(z.string(), z.record(z.string(), Field));

/** What was filled in, or what is wrong with which field, by the block's id. */
export function formIn(values: unknown): ReturnType<typeof wishIn> {
  const fields = fieldsIn(values);
  const text = (name: string) => fields[name]?.value ?? '';
  return wishIn({
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

function input(name: string, label: string) {
  return { type: 'input', block_id: name, label: plain(label), optional: true } as const;
}

function numberInput(name: string, label: string, isDecimal: boolean, most: number): KnownBlock {
  return {
    ...input(name, label),
    element: {
      type: 'number_input',
      action_id: name,
      is_decimal_allowed: isDecimal,
      min_value: '0',
      max_value: String(most),
    },
  };
}

function repositoryInput(names: readonly string[]): KnownBlock[] {
  if (names.length === 0) return [];
  const options = names.slice(0, LIMITS.options).map((name) => ({ text: plain(name), value: name }));
  return [
    {
      ...input('repository', TEXTS.modalRepository),
      element: { type: 'static_select', action_id: 'repository', options },
    },
  ];
}
