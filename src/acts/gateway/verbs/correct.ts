import { type Document, wordsDocument } from '../../../core/presentation/format/document.ts';
import { TEXTS } from '../../../core/presentation/run/texts.ts';
import { correctedDocument, correctionDocument } from '../../../core/presentation/thread/private-answers.ts';
import type { Design } from '../../../core/vocabulary/design.ts';
import { mayOperate } from '../../../engine/access/operators.ts';
import { refusalForDeciding } from '../../../engine/access/permission.ts';
import type { GatewayContext } from '../gateway-context.ts';
import { command, type Request } from '../request.ts';

/** Asks which reply answers a question, or records it. `about`: the question, and the reply by `since`, or `none`. */
export async function correct(
  context: GatewayContext,
  design: Design,
  { about }: { readonly about: string },
  request: Request,
): Promise<Document | null> {
  const [number, chosen] = about.split('/', 2);
  const question = design.questions.find(({ id }) => id === number);
  if (question === undefined) return wordsDocument(TEXTS.gone);
  if (chosen === undefined) return correctionDocument(design, question);
  const reply = design.replies.find(({ since }) => chosen === `R${since}`) ?? null;
  // The reply was changed or taken back, or the value forged.
  if (reply === null && chosen !== 'none') return wordsDocument(TEXTS.replyGone);
  const wanted = {
    type: 'correct_match',
    questionId: question.id,
    replyId: reply?.id ?? null,
    ...(mayOperate(context.policy, request.person) ? { asOperator: true as const } : {}),
    ...(refusalForDeciding(context.policy, request.person, design) === null
      ? { mayDecide: true as const }
      : {}),
  } as const;
  return (await command(context, design, wanted, request)) ?? correctedDocument(question.id, reply);
}
