import { createHash } from 'node:crypto';
import type { QuestionId } from '../../core/vocabulary/ids.ts';
import type { DesignView } from '../../presentation/schema/view.ts';
import type { ActParts, Asked, Who } from '../asked.ts';
import { sent } from '../run.ts';

interface Said {
  readonly text: string;
  readonly questionId?: QuestionId | undefined;
}

/** Records a person's words. The same request twice is one reply (P5). */
export async function reply(
  { designs }: ActParts,
  who: Who,
  asked: Asked & { readonly body: Said },
): Promise<DesignView> {
  const { key, body } = asked;
  const { text, questionId = null } = body;
  const replyId =
    key === undefined ? designs.parts.identifiers.uuid() : createHash('sha256').update(key).digest('hex');
  const { by: author, via } = who;
  const wanted = { type: 'record_reply', replyId, author, via, text, questionId } as const;
  return sent(designs, asked, await asked.design(), wanted);
}
