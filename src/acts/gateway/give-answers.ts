import type { Document } from '../../core/presentation/format/document.ts';
import { refused } from '../../core/presentation/thread/private-answers.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import type { QuestionId } from '../../core/vocabulary/ids.ts';
import { refusalForAnswering } from '../../engine/access/permission.ts';
import type { GatewayContext } from './gateway-context.ts';
import { commanded, noteDenied } from './noted.ts';
import { lateNotice } from './notices.ts';
import { replyIdOf } from './reply-id.ts';
import type { Request } from './request.ts';
import { nameOf, viaOf } from './signed.ts';

/** Answers of a person from a form of questions. */
export interface Answers {
  readonly answers: readonly { readonly questionId: QuestionId; readonly text: string }[];
  /** A remark besides the answers; empty for none. */
  readonly remark: string;
}

/** The place of a filled form as reply ids name it: each of its answers is a separate reply. */
interface FormPlace {
  /** The platform's ids of the conversation, and of what the person did. */
  readonly conversation: string;
  readonly form: string;
}

/**
 * Records what a form brings: where its design was run again meanwhile, in the run that asks the same now. Answers with what
 * was refused, or how it ended where it has; `null` when all of it was taken in time.
 */
export async function giveAnswers(
  context: GatewayContext,
  asked: Design,
  answers: Answers,
  place: FormPlace,
  request: Request,
): Promise<Document | null> {
  const { engine } = context;
  const design = await newestRun(context, asked);
  const refusal = await recordAnswers(context, design, answers, place, request);
  const now = refusal === null ? await engine.design(design.id) : null;
  if (now === null || now.end === null) return refusal;
  return lateNotice(context, now, (await engine.retryPreview(now)).retry);
}

/** The design that has run this one again last, or this one itself. */
async function newestRun(context: GatewayContext, design: Design): Promise<Design> {
  const { engine } = context;
  const { successor } = design.end === null ? {} : await engine.retryPreview(design);
  const next = successor === undefined ? null : await engine.design(successor);
  return next === null ? design : newestRun(context, next);
}

/** Each answer under its question. The remark comes first: the last answer may end the waiting for answers. */
async function recordAnswers(
  context: GatewayContext,
  design: Design,
  { answers, remark }: Answers,
  { conversation, form }: FormPlace,
  { person, key, stored }: Request,
): Promise<Document | null> {
  const said = [
    ...(remark === '' ? [] : [{ name: 'remark', questionId: null, text: remark }]),
    ...answers.map(({ questionId, text }) => ({ name: questionId, questionId, text })),
  ];
  const reason = refusalForAnswering(context.policy);
  if (reason !== null) {
    noteDenied(context, { person, what: 'reply', designId: design.id }, reason);
    return refused(
      reason,
      said.map(({ text }) => text),
    );
  }
  let waiting = said.length;
  const oneStored = (): void => {
    waiting -= 1;
    if (waiting === 0) stored();
  };
  const problems: string[] = [];
  const untaken: string[] = [];
  for (const { name, questionId, text } of said) {
    const replyId = replyIdOf(context.platform, conversation, form, name);
    const reply = {
      type: 'record_reply',
      replyId,
      author: nameOf(context, person),
      authorId: person.id,
      ...viaOf(context),
      questionId,
      text,
    } as const;
    const replyKey = `${key} ${name}`;
    const answer = await commanded(context, design.id, reply, {
      what: 'reply',
      person,
      key: replyKey,
      onStored: oneStored,
    });
    if (answer.accepted) continue;
    problems.push(answer.refusal.message);
    untaken.push(text);
  }
  return problems.length === 0 ? null : refused([...new Set(problems)].join(' '), untaken);
}
