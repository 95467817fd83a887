import { BOUNDS } from '../../../core/vocabulary/bounds.ts';
import type { Design } from '../../../core/vocabulary/design.ts';
import { money } from '../../../core/vocabulary/figures.ts';
import { FACTS } from '../../../core/vocabulary/sets.ts';
import { cutText } from '../../../core/vocabulary/text.ts';
import type { DesignSummary } from '../../../engine/ports/store.ts';
import { answerIn, askDocument, factsDocument } from '../../../presentation/answers.ts';
import { type Document, wordsDocument } from '../../../presentation/format/document.ts';
import { refused } from '../../../presentation/lists.ts';
import { TEXTS } from '../../../presentation/texts.ts';
import { answerOf } from '../../../presentation/view/result.ts';
import { viewOf } from '../../../presentation/view/view.ts';
import type { Asked, RecordQuestion } from '../../asking/record-questions.ts';
import type { GatewayContext } from '../gateway-context.ts';
import { logDenied } from '../log-denied.ts';
import { REPLY_TEXTS } from '../reply-texts.ts';
import type { Request } from '../request.ts';
import { viaOf } from '../signed.ts';

/** What a question to the record costs, in a sentence; empty if it is free or unknown. */
export function priceWords({ engine }: GatewayContext, design: Design): string {
  const usd = engine.questionPrice(design);
  // Rounded up, so that it is never more.
  return usd === null ? '' : `It costs at most ${money(Math.ceil(usd * 100) / 100)}.`;
}

/** What can be asked about this design. */
export function askChoices(context: GatewayContext, design: Design): Document {
  return askDocument(viewOf(design), priceWords(context, design));
}

/** A fact, told by code at once. `about`: its name. */
export async function tellFact(
  context: GatewayContext,
  design: Design,
  about: string,
  request: Asking,
): Promise<Document | null> {
  const fact = FACTS.find((each) => each === about);
  if (fact === undefined) return wordsDocument(TEXTS.gone);
  return documentOf(await ask(context, design, { question: '', about: fact }, request));
}

/** Asks the record by a form: the answer goes to the person alone, or into the thread. */
export async function askByForm(
  context: GatewayContext,
  design: Design,
  { fields }: { readonly fields: Readonly<Record<string, unknown>> },
  request: Request,
): Promise<Document | null> {
  const isPrivate = fields.private !== false;
  request.stored(wordsDocument(isPrivate ? REPLY_TEXTS.lookingUpAlone('') : REPLY_TEXTS.lookingUp));
  const asked = await ask(
    context,
    design,
    { question: String(fields.text ?? ''), about: 'record', isPrivate },
    request,
  );
  return asked.kind === 'answered' && !isPrivate ? null : documentOf(asked, request.typed);
}

/** Asks a person's words for them, in private (J14). `key`: the message's, so that redelivery asks nothing new (P5). */
export async function askPrivately(
  context: GatewayContext,
  design: Design,
  question: Pick<RecordQuestion, 'question' | 'about' | 'replyId'>,
  asking: Asking,
): Promise<{ readonly answer: Document; readonly isAnswered: boolean }> {
  const { barred } = asking.person;
  if (barred !== undefined) return { answer: refused(barred), isAnswered: true };
  const asked = await ask(context, design, { ...question, isPrivate: true }, asking);
  const isAnswered = asked.kind === 'facts' || (asked.kind === 'answered' && asked.asked.answer.length > 0);
  return { answer: documentOf(asked), isAnswered };
}

/** Answers a question about a design in private; otherwise shows the designs among which to choose. */
export async function askHere(
  context: GatewayContext,
  question: string,
  about: DesignSummary | Document,
  request: Asking,
): Promise<Document> {
  if ('sections' in about) return about;
  const design = await context.engine.design(about.id);
  if (design === null) return wordsDocument(TEXTS.gone);
  return (await askPrivately(context, design, { question }, request)).answer;
}

type Asking = Pick<Request, 'person' | 'key'>;

function documentOf(asked: Asked, typed?: readonly string[]): Document {
  switch (asked.kind) {
    case 'facts':
      return factsDocument(viewOf(asked.design), asked.facts);
    case 'answered':
      return answerIn(viewOf(asked.design), answerOf(asked.design, asked.asked));
    default:
      return refused(asked.refusal.message, typed);
  }
}

async function ask(
  context: GatewayContext,
  design: Design,
  given: Omit<RecordQuestion, 'by'>,
  { person, key }: Asking,
): Promise<Asked> {
  const question = cutText(given.question, BOUNDS.questionAskedCharacters);
  const signed = { by: person.name, byId: person.id, ...viaOf(context) };
  const asked = await context.engine.ask(design.id, { ...given, question, ...signed }, `${key} ask`);
  if ('refusal' in asked)
    logDenied(context, { person, what: 'ask', designId: design.id }, asked.refusal.message);
  return asked;
}
