import { retryQuestionOf, shouldRetry } from '../../../core/outcome/policy/should-retry.ts';
import type { Design } from '../../../core/vocabulary/design.ts';
import { mayHaveRepositoriesRead } from '../../../engine/access/permission.ts';
import { notAgainWords } from '../../../presentation/texts.ts';
import { whyNotAgain } from '../../runs/run-again.ts';
import type { GatewayContext } from '../gateway-context.ts';
import type { Request } from '../request.ts';
import { refusalForStartingHere } from './start-design.ts';

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

/** Refusal for running it again there; `null` if possible. */
export async function refusalForRunningAgain(
  context: GatewayContext,
  design: Design,
  { person }: Pick<Request, 'person'>,
): Promise<string | null> {
  const { engine } = context;
  const problem = design.end === null ? null : await refusalForStartingAgain(context, design, { person });
  if (problem !== null) return problem;
  const preview = await engine.retryPreview(design);
  return preview.retry ? null : whyNotAgain(engine, design, preview);
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
