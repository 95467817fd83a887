import type { ShownText } from '#core/questions/quoting/shown.ts';
import type { Design } from '#core/vocabulary/design.ts';
import type { QuestionId } from '#core/vocabulary/ids.ts';
import { refuseAnswering } from '#engine/access/permission.ts';
import { drawRefusal } from '#presentation/answers/act-answers.ts';
import type { Document } from '#presentation/format/document.ts';
import { Problem } from '../../problem.ts';
import { reply } from '../../runs/reply.ts';
import { logDenied } from '../log-denied.ts';
import { sayBecomes } from '../reply-texts.ts';
import type { Request } from '../request.ts';
import { drawHowItStands } from './how-it-stands.ts';
import { whoOf } from './verbs.ts';

/** An answer, or words on no question. `key`: of their own, so that a redelivery adds nothing. */
export interface WordsToRecord extends ShownText {
  readonly key: string;
  readonly replyId: string;
  readonly questionId?: QuestionId | undefined;
}

/**
 * Records words, each as a reply of its own. Returns the refusal with the words that were not
 * taken, or how the design ended; `null` if all were taken in time.
 */
export async function recordWords(
  request: Request,
  design: Design,
  replies: readonly WordsToRecord[],
): Promise<Document | null> {
  const { context, person, moment } = request;
  const { engine, policy } = context;
  const reason = person.barred ?? refuseAnswering(policy);
  const texts = replies.map(({ text }) => text);
  if (reason !== null) {
    logDenied(request, 'reply', design.id, reason);
    return drawRefusal(reason, texts);
  }
  for (const [index, { key, ...body }] of replies.entries()) {
    // The last one stored is the moment of them all.
    const { stored } = index === replies.length - 1 ? moment : {};
    const actRequest = { moment: { key, stored }, body, design: async () => design };
    try {
      await reply({ designs: engine }, whoOf(request), actRequest);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      return drawRefusal(error.message, texts.slice(index));
    }
  }
  const now = await engine.design(design.id);
  return now === null || now.end === null ? null : drawHowItStands(request, now, sayBecomes(now));
}
