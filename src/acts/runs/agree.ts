import { findAnswerNamed } from '../../core/answering/taking.ts';
import { asAuthor, nameIn } from '../../core/questions/replies/author.ts';
import { isBetween, listDifferingOn } from '../../core/questions/replies/questions.ts';
import { QuestionId } from '../../core/vocabulary/ids.ts';
import { listWords } from '../../core/vocabulary/text.ts';
import { signatureOf } from '../../core/vocabulary/via.ts';
import type { DesignView } from '../../presentation/schema/view.ts';
import type { ActParts, ActRequest, Who } from '../act-inputs.ts';
import { Problem } from '../problem.ts';
import { sendCommand } from './run-act.ts';

/** Says whose answer holds. Behind a token, one who differs gives way, and an operator decides. */
export async function agree(
  { designs }: Pick<ActParts, 'designs'>,
  who: Who,
  request: Pick<ActRequest, 'moment' | 'design'> & {
    readonly names: { readonly questionId: string };
    readonly body: { readonly answer: string };
  },
): Promise<DesignView> {
  const { names, body } = request;
  const design = await request.design();
  const questionId = QuestionId.parse(names.questionId);
  const between = listDifferingOn(design, questionId);
  const author = nameIn(design, asAuthor(who));
  const isOwn = findAnswerNamed(between, body.answer)?.author === author;
  // On a platform the right was checked before.
  const isFree = who.byId !== undefined || who.isOperator || between.length === 0;
  if (!isFree && (isOwn || !isBetween(design, questionId, { author })))
    throw new Problem(
      'forbidden',
      `Only ${listWords(between.map((each) => each.author))} can give way on ${questionId}; saying who is right requires a token with the role operate.`,
    );
  const { answer } = body;
  const command = { type: 'take_answer', questionId, answer, ...signatureOf(who) } as const;
  return sendCommand(designs, request.moment, design, command);
}
