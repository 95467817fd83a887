import { limitShown, type ShownText } from '../../core/questions/quoting/shown.ts';
import { asAuthor, authorFieldsOf, nameIn } from '../../core/questions/replies/author.ts';
import { listLateMessages } from '../../core/questions/replies/late-messages.ts';
import { isWordless } from '../../core/questions/replies/wordless.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import type { QuestionId } from '../../core/vocabulary/ids.ts';
import type { Signed } from '../../core/vocabulary/via.ts';
import { makeStorable } from '../../foundation/cut-text.ts';
import { sha256Of } from '../../foundation/digest.ts';
import type { DesignView } from '../../presentation/schema/view.ts';
import { NEEDS_WORDS } from '../../presentation/talk/replies.ts';
import type { ActParts, ActRequest, Who } from '../act-inputs.ts';
import { createProblem } from '../problem.ts';
import { sendCommand } from './run-act.ts';

interface Words extends ShownText {
  readonly questionId?: QuestionId | undefined;
  /** Of a message or a form; absent elsewhere. */
  readonly replyId?: string;
  /** The words name the bot. */
  readonly toBot?: true;
}

/**
 * Records a person's words. The same request twice is one reply, and so are the same words twice in
 * a row. Throws `Problem` for words without a letter or digit, such as an emoji.
 */
export async function reply(
  { designs }: Pick<ActParts, 'designs'>,
  who: Who,
  request: Pick<ActRequest, 'moment' | 'design'> & { readonly body: Words },
): Promise<DesignView> {
  const { moment, body } = request;
  const { key } = moment;
  // Empty words, and those that cannot be stored, have refusals of their own.
  const isPlain = body.text.trim() !== '' && makeStorable(body.text) === body.text;
  if (isPlain && isWordless(body.text)) throw createProblem('text', NEEDS_WORDS);
  const design = await request.design();
  const newId = () => (key === undefined ? designs.parts.identifiers.uuid() : sha256Of(key));
  const findRepeatedId = () => findRepeated(design, nameIn(design, asAuthor(who)), body);
  const replyId = body.replyId ?? findRepeatedId() ?? newId();
  return sendCommand(designs, moment, design, replyOf(who, { ...body, replyId }));
}

/** The command that records a person's words. */
export function replyOf(
  who: Signed,
  { replyId, questionId, toBot, ...said }: Words & { readonly replyId: string },
) {
  const mention = toBot === undefined ? {} : { toBot };
  return {
    type: 'record_reply',
    replyId,
    ...authorFieldsOf(asAuthor(who)),
    questionId: questionId ?? null,
    ...limitShown(said),
    ...mention,
  } as const;
}

/** Id of the newest reply, if it is by the same person and says the same. */
function findRepeated(
  design: Design,
  author: string,
  { text, questionId }: Words,
): string | undefined {
  const words = makeStorable(text.trim());
  if (design.end !== null) {
    const late = listLateMessages(design).at(-1);
    const answerText = questionId === undefined ? words : `${questionId}: ${words}`;
    return late?.author === author && late.text === answerText ? late.id : undefined;
  }
  const last = design.replies.at(-1);
  const isOfQuestion =
    questionId === undefined || last?.answers.some((answer) => answer.questionId === questionId);
  return last?.author === author && last.text === words && isOfQuestion ? last.id : undefined;
}
