import { createHash } from 'node:crypto';
import { nameIn } from '../../core/questions/author.ts';
import { lateWordsOf } from '../../core/questions/late-words.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import type { QuestionId } from '../../core/vocabulary/ids.ts';
import { storable } from '../../core/vocabulary/text.ts';
import type { DesignView } from '../../presentation/schema/view.ts';
import type { ActParts, Asked, Who } from '../asked.ts';
import { sent } from '../run.ts';

interface Said {
  readonly text: string;
  readonly questionId?: QuestionId | undefined;
}

/** Records a person's words. The same request twice is one reply (P5), and so are the same words twice in a row. */
export async function reply(
  { designs }: ActParts,
  who: Who,
  asked: Asked & { readonly body: Said },
): Promise<DesignView> {
  const { key, body } = asked;
  const { text, questionId = null } = body;
  const { by: author, via } = who;
  const design = await asked.design();
  const newId = () =>
    key === undefined ? designs.parts.identifiers.uuid() : createHash('sha256').update(key).digest('hex');
  const replyId = repeatedIn(design, nameIn(design, { author, via }), body) ?? newId();
  const wanted = { type: 'record_reply', replyId, author, via, text, questionId } as const;
  return sent(designs, asked, design, wanted);
}

/** Id of the newest reply, if it is by the same person and says the same. */
function repeatedIn(design: Design, author: string, { text, questionId }: Said): string | undefined {
  const words = storable(text.trim());
  if (design.end !== null) {
    const late = lateWordsOf(design).at(-1);
    const numbered = questionId === undefined ? words : `${questionId}: ${words}`;
    return late?.author === author && late.text === numbered ? late.id : undefined;
  }
  const last = design.replies.at(-1);
  const isOfQuestion =
    questionId === undefined || last?.answers.some((answer) => answer.questionId === questionId);
  return last?.author === author && last.text === words && isOfQuestion ? last.id : undefined;
}
