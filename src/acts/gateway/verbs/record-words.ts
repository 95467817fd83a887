import type { ShownText } from '../../../core/questions/quoting/shown.ts';
import type { Design } from '../../../core/vocabulary/design.ts';
import type { QuestionId } from '../../../core/vocabulary/ids.ts';
import { refuseAnswering } from '../../../engine/access/permission.ts';
import { drawRefusal } from '../../../presentation/answers/act-answers.ts';
import type { Document } from '../../../presentation/format/document.ts';
import { Problem } from '../../problem.ts';
import { reply } from '../../runs/reply.ts';
import type { GatewayContext } from '../gateway-context.ts';
import { logDenied } from '../log-denied.ts';
import { drawLateNotice } from '../notices.ts';
import type { Request } from '../request.ts';
import { whoIn } from './verbs.ts';

/** An answer, or words on no question. `key`: of their own, so that a redelivery adds nothing. */
export interface Words extends ShownText {
  readonly key: string;
  readonly replyId: string;
  readonly questionId?: QuestionId | undefined;
}

/**
 * Records words, each as a reply of its own, in the newest run if the design was run again meanwhile. Returns the
 * refusal with the words that were not taken, or how the design ended; `null` if all were taken in time.
 */
export async function sayRecord(
  context: GatewayContext,
  earlierRun: Design,
  replies: readonly Words[],
  { person, channel, reportStored }: Request,
): Promise<Document | null> {
  const { engine, policy } = context;
  const design = await newestRun(context, earlierRun);
  const reason = person.barred ?? refuseAnswering(policy);
  if (reason !== null) {
    logDenied(context, { person, what: 'reply', designId: design.id }, reason);
    return drawRefusal(
      reason,
      replies.map(({ text }) => text),
    );
  }
  const who = whoIn(context, { person, channel });
  const problems = new Set<string>();
  const untaken: string[] = [];
  for (const [index, { key, ...body }] of replies.entries()) {
    const isLast = index === replies.length - 1;
    const whenStored = () => {
      if (isLast && problems.size === 0) reportStored();
    };
    try {
      await reply({ designs: engine }, who, {
        key,
        body,
        design: async () => design,
        reportStored: whenStored,
      });
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      problems.add(error.message);
      untaken.push(body.text);
    }
  }
  if (problems.size > 0) return drawRefusal([...problems].join(' '), untaken);
  const now = await engine.design(design.id);
  if (now === null || now.end === null) return null;
  return drawLateNotice(context, now, (await engine.retryPreview(now)).retry);
}

async function newestRun(context: GatewayContext, design: Design): Promise<Design> {
  const { engine } = context;
  const { successor } = design.end === null ? {} : await engine.retryPreview(design);
  const next = successor === undefined ? null : await engine.design(successor);
  return next === null ? design : newestRun(context, next);
}
