import { type Document, wordsDocument } from '../../core/telling/document.ts';
import { refused } from '../../core/telling/message/answers.ts';
import { TEXTS } from '../../core/telling/message/texts.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import { notificationOf } from '../message/markdown.ts';
import { ACTIONS, parsedActionValue, type WordsAction } from './actions.ts';
import { decide } from './clicks.ts';
import { withDesignHere } from './designs-here.ts';
import { followUp, followUpProblem } from './follow-up.ts';
import type { FormField } from './form.ts';
import type { GatewayContext } from './gateway-context.ts';
import type { Request } from './request.ts';

/** A form that asks for a few words about one design. */
export interface WordsForm {
  readonly id: string;
  readonly title: string;
  readonly submit: string;
  readonly field: FormField;
  /** Why nothing can come of these words, in words for a platform that shows that in the form; `null` where something can. */
  readonly problem?: (
    context: GatewayContext,
    design: Design,
    words: string,
    request: Pick<Request, 'person' | 'channel'>,
  ) => Promise<string | null>;
  /** Does what the words are for. `about` is that of the button that opened the form. */
  readonly given: (
    context: GatewayContext,
    design: Design,
    about: string,
    words: string,
    request: Request,
  ) => Promise<Document | null>;
}

function fieldOf(name: string, label: string, hint: string): FormField {
  const input = { kind: 'paragraph', maxCharacters: 3_000, value: '' } as const;
  return { name, label, hint, isRequired: true, input };
}

/** By the action that opens each. */
export const WORDS_FORMS: Readonly<Record<WordsAction, WordsForm>> = {
  /** What should be looked at again, when a decision is sent back. */
  [ACTIONS.sendBack]: {
    id: 'charrette.send_back_note',
    title: TEXTS.sendBackTitle,
    submit: TEXTS.sendBackSubmit,
    field: fieldOf('note', TEXTS.sendBackNote, ''),
    given: async (context, design, gate, note, request) => {
      const refusal = await decide(context, design, gate, 'send_back', request, note);
      return refusal && refused(notificationOf(refusal), [note]);
    },
  },
  /** What the next design is about, when it follows up on a decision. */
  [ACTIONS.followUp]: {
    id: 'charrette.follow_up_topic',
    title: TEXTS.followUpTitle,
    submit: TEXTS.modalStart,
    field: fieldOf('topic', TEXTS.modalTopic, TEXTS.followUpHint),
    problem: followUpProblem,
    given: (context, design, _, topic, request) => followUp(context, design, topic, request),
  },
};

/** What is wrong with the words of a form, found before it is closed. `value` is that of the button that opened it. */
export function wordsProblem(
  context: GatewayContext,
  { problem }: WordsForm,
  value: string,
  words: string,
  request: Pick<Request, 'person' | 'channel'>,
): Promise<Document | null> {
  const id = parsedActionValue(value)?.designId ?? '';
  return withDesignHere(context, id, request.channel, async (design) => {
    const why = (await problem?.(context, design, words, request)) ?? null;
    return why === null ? null : wordsDocument(why);
  });
}

/** Does what the words of a form are for. */
export function wordsGiven(
  context: GatewayContext,
  { given }: WordsForm,
  value: string,
  words: string,
  request: Request,
): Promise<Document | null> {
  const meant = parsedActionValue(value);
  return withDesignHere(context, meant?.designId ?? '', request.channel, (design) =>
    given(context, design, meant?.about ?? '', words, { ...request, typed: [words] }),
  );
}
