import type { Design } from '#core/vocabulary/design.ts';
import { No } from '#foundation/no.ts';
import type { DesignSummary } from '#ports/store.ts';
import { drawRefusal } from '#presentation/answers/act-answers.ts';
import { drawAnswer } from '#presentation/answers/answers.ts';
import { type Document, documentOfWords } from '#presentation/format/document.ts';
import { viewOf } from '#presentation/view/view.ts';
import { TEXTS } from '#presentation/words/texts.ts';
import { Problem } from '../../problem.ts';
import { ask } from '../../runs/ask.ts';
import { logDenied } from '../log-denied.ts';
import type { Request } from '../request.ts';
import { whoOf } from './verbs.ts';

interface Question {
  readonly question: string;
  /** The message that asked it, if people can read that. */
  readonly replyId?: string;
}

/**
 * Asks a person's words for them, in private. The key is the message's, so that redelivery asks
 * nothing new.
 */
export async function askPrivately(
  request: Request,
  design: Design,
  { question: text, ...more }: Question,
): Promise<{ readonly answer: Document; readonly isAnswered: boolean }> {
  const { context, person, moment } = request;
  const { barred } = person;
  if (barred !== undefined) return { answer: drawRefusal(barred), isAnswered: true };
  try {
    const body = { text, private: true, ...more };
    const key = `${moment.key} ask`;
    const actRequest = { moment: { key }, body, design: async () => design };
    const answer = await ask(context, whoOf(request), actRequest);
    return { answer: drawAnswer(answer, viewOf(design)), isAnswered: answer.sentences.length > 0 };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    logDenied(request, 'ask', design.id, error.message);
    return { answer: drawRefusal(error.message), isAnswered: false };
  }
}

/**
 * Answers a question about a design in private; otherwise shows the designs among which to choose.
 */
export async function askHere(
  request: Request,
  question: string,
  found: DesignSummary | No<Document>,
): Promise<Document> {
  if (found instanceof No) return found.why;
  const design = await request.context.engine.design(found.id);
  if (design === null) return documentOfWords(TEXTS.gone);
  return (await askPrivately(request, design, { question })).answer;
}
