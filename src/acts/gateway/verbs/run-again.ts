import { retryQuestionOf, shouldRetry } from '../../../core/outcome/policy/should-retry.ts';
import { nameIn } from '../../../core/questions/author.ts';
import type { Design } from '../../../core/vocabulary/design.ts';
import type { Settings } from '../../../core/vocabulary/event-parts.ts';
import { wayOf } from '../../../core/vocabulary/via.ts';
import { mayHaveRepositoriesRead } from '../../../engine/access/permission.ts';
import { obstacleOf } from '../../../engine/commit/retrying.ts';
import { carriedFrom } from '../../../engine/starting/carried.ts';
import { carriedWords } from '../../../presentation/earlier.ts';
import type { Document } from '../../../presentation/format/document.ts';
import { leadingDocument } from '../../../presentation/lists.ts';
import { DEPTH_TAKES } from '../../../presentation/phases.ts';
import { notAgainWords, TEXTS } from '../../../presentation/texts.ts';
import type { GatewayContext } from '../gateway-context.ts';
import { command, type Request } from '../request.ts';
import { answered, refusalForStartingHere } from './start-design.ts';

export async function runAgain(
  context: GatewayContext,
  design: Design,
  { person, stored }: Pick<Request, 'person' | 'stored'>,
): Promise<Document | null> {
  return again(context, design, { person, stored }, `On it again: ${carriedWords(carriedFrom(design))}.`);
}

/** Cancels a design that has just begun and runs it as *quick* in the same thread. */
export async function quickInstead(
  context: GatewayContext,
  design: Design,
  request: Request,
): Promise<Document | null> {
  const wanted = { type: 'cancel', reason: 'Run at quick depth instead.' } as const;
  const refusal = await command(context, design, wanted, { ...request, stored: () => undefined });
  if (refusal !== null) return refusal;
  const cancelled = (await context.engine.design(design.id)) ?? design;
  return again(context, cancelled, request, `On it again, at quick depth: ${DEPTH_TAKES.quick}.`, {
    depth: 'quick',
  });
}

/**
 * Refusal for *quick* instead; `null` if possible. Impossible once people were asked: leaving out personas would lose
 * answers to their questions.
 */
export async function refusalForQuick(
  context: GatewayContext,
  design: Design,
  asking: Pick<Request, 'person'>,
): Promise<string | null> {
  const { questions, proposals, settings } = design;
  if (settings.depth === 'quick') return 'It already runs at quick depth.';
  if (questions.length + proposals.length > 0)
    return 'It is too late for that: people have been asked. Cancel it, and start a new one with quick: before the topic.';
  const end = { status: 'cancelled', stoppedBecause: 'cancelled_by_person' } as const;
  const { retry, reason } = shouldRetry(retryQuestionOf({ ...design, end }));
  if (!retry) return notAgainWords(reason, '');
  return refusalForStartingAgain(context, design, asking);
}

function again(
  context: GatewayContext,
  design: Design,
  { person, stored }: Pick<Request, 'person' | 'stored'>,
  words: string,
  settings: Partial<Settings> = {},
): Promise<Document | null> {
  const startedBy = nameIn(design, { author: person.name, authorId: person.id });
  const via = wayOf(context.platform);
  const submitted = context.engine.retry(design, startedBy, settings, person.id, { via });
  const { thread } = design;
  const onIt = leadingDocument(words, thread === null ? null : context.linkTo(thread));
  return answered(context, submitted, { what: 'run_again', onIt: () => onIt }, { person }, stored);
}

/** Refusal for running it again there; `null` if possible. */
export async function refusalForRunningAgain(
  context: GatewayContext,
  design: Design,
  { person }: Pick<Request, 'person'>,
): Promise<string | null> {
  const { engine } = context;
  if (design.end === null) return 'It is still running. You can run it again once it has ended.';
  const problem = await refusalForStartingAgain(context, design, { person });
  if (problem !== null) return problem;
  const { retry, reason, successor } = await engine.retryPreview(design);
  if (retry || reason === 'retry') return null;
  if (successor !== undefined) return TEXTS.ranAgain;
  return notAgainWords(reason, obstacleOf(design, engine.parts.rehearsal));
}

async function refusalForStartingAgain(
  context: GatewayContext,
  { repository }: Design,
  { person }: Pick<Request, 'person'>,
): Promise<string | null> {
  const problem = await refusalForStartingHere(context, person, 'run designs again');
  if (problem !== null) return problem;
  const read = repository?.name ?? '';
  const isRead = context.repositories.names.includes(read);
  return isRead && !mayHaveRepositoriesRead(context.policy, person)
    ? `It reads the repository ${read}, which you may not use. Ask an operator for access, or ask someone who has access to run it again.`
    : null;
}
