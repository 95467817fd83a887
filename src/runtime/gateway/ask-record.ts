import { type Document, wordsDocument } from '../../core/telling/document.ts';
import { answerAloneDocument } from '../../core/telling/message/answer.ts';
import { refused } from '../../core/telling/message/answers.ts';
import { TEXTS } from '../../core/telling/message/texts.ts';
import { BOUNDS } from '../../core/vocabulary/bounds.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import { money } from '../../core/vocabulary/figures.ts';
import { cutText } from '../../core/vocabulary/text.ts';
import type { Person } from '../permission.ts';
import type { FormField, ReadField } from './form.ts';
import type { GatewayContext } from './gateway-context.ts';
import { noteDone } from './noted.ts';
import { REPLY_TEXTS } from './reply-texts.ts';
import type { Request } from './request.ts';
import { nameOf, viaOf } from './signed.ts';

const SEEN = 'seen';

/** The question itself. */
export const ASKED: FormField = {
  name: 'question',
  label: TEXTS.askQuestion,
  hint: '',
  isRequired: true,
  input: { kind: 'paragraph', maxCharacters: BOUNDS.questionAskedCharacters, value: '' },
};

/** Fields for a question about a decision: its words, with its price, and who reads the answer. */
export function askFields({ engine }: GatewayContext, design: Design): FormField[] {
  const price = engine.questionPrice(design);
  const said = price === null ? '' : TEXTS.askPrice(cents(price.usualUsd), cents(price.mostUsd));
  const choices = [TEXTS.askEverybody, TEXTS.askAlone];
  const seen = { kind: 'choice', choices, chosen: TEXTS.askEverybody } as const;
  return [
    { ...ASKED, hint: TEXTS.askHint(said) },
    { name: SEEN, label: TEXTS.askWho, hint: '', isRequired: true, input: seen },
  ];
}

/** Rounded up, so that it is never more. */
function cents(usd: number): string {
  return money(Math.ceil(usd * 100) / 100);
}

/** Asks by a form: the answer stands in the thread, or is told to the person alone. */
export async function askByForm(
  context: GatewayContext,
  design: Design,
  { words, read }: { readonly words: string; readonly read: ReadField },
  { person, key, stored, typed }: Request,
): Promise<Document | null> {
  const isPrivate = read(SEEN).text === TEXTS.askAlone;
  stored(wordsDocument(isPrivate ? REPLY_TEXTS.lookingUpAlone : REPLY_TEXTS.lookingUp));
  const asked = await askedOf(context, design, { question: words, isPrivate }, { person, key });
  if (!asked.ok) return refused(asked.refusal.message, typed);
  return isPrivate ? answerAloneDocument(asked.design, asked.asked) : null;
}

/**
 * Asks the record of an ended design for a person of this platform (J14). The answer stands in the thread; the person is told at once that
 * it is looked up, and why where there is none. `key`: that of the message, so that its redelivery is no other question (P5).
 */
export async function askRecord(
  context: GatewayContext,
  design: Design,
  question: string,
  { person, key }: { readonly person: Person; readonly key: string },
  tell: (words: string) => void,
): Promise<void> {
  tell(REPLY_TEXTS.lookingUp);
  const asked = await askedOf(context, design, { question, isPrivate: false }, { person, key });
  if (!asked.ok) tell(asked.refusal.message);
}

async function askedOf(
  context: GatewayContext,
  design: Design,
  { question, isPrivate }: { readonly question: string; readonly isPrivate: boolean },
  { person, key }: { readonly person: Person; readonly key: string },
): ReturnType<GatewayContext['engine']['ask']> {
  const given = {
    question: cutText(question, BOUNDS.questionAskedCharacters),
    isPrivate,
    by: nameOf(context, person),
    byId: person.id,
    ...viaOf(context),
  };
  const asked = await context.engine.ask(design.id, given, `${key} ask`);
  const why = asked.ok ? null : asked.refusal.message;
  await noteDone(context, { person, what: 'ask', designId: design.id }, why);
  return asked;
}
