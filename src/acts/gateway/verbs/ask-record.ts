import {
  ownAnswerDocument,
  privateAnswerDocument,
  whereDocument,
} from '../../../core/presentation/follow-up/answer.ts';
import { ASKED_WORDS, askedKindOf } from '../../../core/presentation/follow-up/asked.ts';
import { type Document, wordsDocument } from '../../../core/presentation/format/document.ts';
import { TEXTS } from '../../../core/presentation/run/texts.ts';
import { refused } from '../../../core/presentation/thread/private-answers.ts';
import { BOUNDS } from '../../../core/vocabulary/bounds.ts';
import type { Design } from '../../../core/vocabulary/design.ts';
import { money } from '../../../core/vocabulary/figures.ts';
import { ASKED_KINDS } from '../../../core/vocabulary/sets.ts';
import { cutText } from '../../../core/vocabulary/text.ts';
import type { Person } from '../../../engine/access/permission.ts';
import type { Asked } from '../../asking/record-questions.ts';
import type { FormField, ReadField } from '../form.ts';
import type { GatewayContext } from '../gateway-context.ts';
import { logDenied } from '../log-denied.ts';
import { REPLY_TEXTS } from '../reply-texts.ts';
import type { Request } from '../request.ts';
import { nameOf, viaOf } from '../signed.ts';

const [SEEN, KIND] = ['seen', 'kind'];

export const ASKED: FormField = {
  name: 'question',
  label: TEXTS.askQuestion,
  hint: '',
  isRequired: false,
  input: { kind: 'paragraph', maxCharacters: BOUNDS.questionAskedCharacters, value: '' },
};

/** Fields for a question: one that code answers, or free words with their price; and who gets the answer. */
export function askFields({ engine }: GatewayContext, design: Design): FormField[] {
  const price = engine.questionPrice(design);
  const said = price === null ? '' : TEXTS.askPrice(cents(price.usualUsd), cents(price.mostUsd));
  const kinds = {
    kind: 'choice',
    choices: ASKED_KINDS.map((kind) => ASKED_WORDS[kind]),
    chosen: '',
  } as const;
  const seen = {
    kind: 'choice',
    choices: [TEXTS.askAlone, TEXTS.askEverybody],
    chosen: TEXTS.askAlone,
  } as const;
  return [
    { name: KIND, label: TEXTS.askKind, hint: '', isRequired: false, input: kinds },
    { ...ASKED, hint: TEXTS.askHint(said) },
    { name: SEEN, label: TEXTS.askWho, hint: '', isRequired: true, input: seen },
  ];
}

/** Rounded up, so that it is never more. */
function cents(usd: number): string {
  return money(Math.ceil(usd * 100) / 100);
}

/** Asks by a form: the answer goes to the person alone, or into the thread. */
export async function askByForm(
  context: GatewayContext,
  design: Design,
  { words, read }: { readonly words: string; readonly read: ReadField },
  { person, key, stored, typed }: Request,
): Promise<Document | null> {
  const isPrivate = read(SEEN).text !== TEXTS.askEverybody;
  const kind = askedKindOf(read(KIND).text);
  if (words === '' && kind === null) return refused(TEXTS.askNothing, typed);
  if (words === '' && kind !== null)
    return isPrivate ? whereAnswer(context, design, kind) : posted(context, design, kind, { person });
  stored(wordsDocument(isPrivate ? REPLY_TEXTS.lookingUpAlone : REPLY_TEXTS.lookingUp));
  return askedDocument(await ask(context, design, { question: words, isPrivate }, { person, key }), typed);
}

/**
 * Asks the question in a person's reply for them, in private (J14). `key`: the message's, so that redelivery asks
 * nothing new (P5). `null` if the words contain no question.
 */
export async function askPrivately(
  context: GatewayContext,
  design: Design,
  question: string,
  { replyId, ...asking }: { readonly person: Person; readonly key: string; readonly replyId?: string },
): Promise<Document | null> {
  if (asking.person.barred !== undefined) return refused(asking.person.barred);
  const asked = await ask(
    context,
    design,
    { question, isPrivate: true, ...(replyId === undefined ? {} : { replyId }) },
    asking,
  );
  return !asked.ok && asked.why === 'nothing' ? null : askedDocument(asked);
}

/** Answers by code, at once. Stores nothing: any reader of the design may read it. */
export function whereAnswer({ engine }: GatewayContext, design: Design, about: string): Document {
  const kind = ASKED_KINDS.find((each) => each === about);
  return kind === undefined
    ? wordsDocument(TEXTS.gone)
    : whereDocument(engine.withSurroundings(design), kind);
}

export async function posted(
  context: GatewayContext,
  design: Design,
  about: string,
  { person }: Pick<Request, 'person'>,
): Promise<Document> {
  const signed = { by: nameOf(context, person), byId: person.id, ...viaOf(context) };
  // Posts an answer once, however often it is pressed; code's answers may change at the end.
  const once = `post ${design.id} ${about} ${design.end === null ? 'before the end' : 'after it'}`;
  const asked = await context.engine.postAnswer(design.id, about, signed, once);
  const why = asked.ok ? null : asked.refusal.message;
  if (why !== null) logDenied(context, { person, what: 'ask', designId: design.id }, why);
  return why === null ? wordsDocument(TEXTS.answerPosted) : refused(why);
}

/** `null`: the answer is in the thread. */
/** Answers that this person alone has, oldest first. */
export function ownAnswers(context: GatewayContext, design: Design, person: Person): Document[] {
  const signed = { by: nameOf(context, person), byId: person.id, ...viaOf(context) };
  return context.engine
    .ownAnswers(design, signed)
    .map((each) => ownAnswerDocument(each.design, each.asked, each.posted));
}

function askedDocument(asked: Asked, typed?: readonly string[]): Document | null {
  if (!asked.ok) return refused(asked.refusal.message, typed);
  return asked.posted === '' ? null : privateAnswerDocument(asked.design, asked.asked, asked.posted);
}

async function ask(
  context: GatewayContext,
  design: Design,
  {
    question,
    ...seen
  }: { readonly question: string; readonly isPrivate: boolean; readonly replyId?: string },
  { person, key }: { readonly person: Person; readonly key: string },
): Promise<Asked> {
  const given = {
    question: cutText(question, BOUNDS.questionAskedCharacters),
    ...seen,
    by: nameOf(context, person),
    byId: person.id,
    ...viaOf(context),
  };
  const asked = await context.engine.ask(design.id, given, `${key} ask`);
  if (!asked.ok) logDenied(context, { person, what: 'ask', designId: design.id }, asked.refusal.message);
  return asked;
}
