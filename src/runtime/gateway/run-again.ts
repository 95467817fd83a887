import { raisedBudgetUsd } from '../../core/policy/next-budget.ts';
import { nameIn } from '../../core/question/author.ts';
import type { Document } from '../../core/telling/document.ts';
import { estimateWords, raisedBudgetWords } from '../../core/telling/facts/cost.ts';
import { carriedWords } from '../../core/telling/facts/earlier.ts';
import { leadingDocument } from '../../core/telling/message/answers.ts';
import { notAgainWords, TEXTS } from '../../core/telling/message/texts.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import { wayOf } from '../../core/vocabulary/via.ts';
import { carriedFrom } from '../engine/carried.ts';
import { obstacleOf } from '../engine/retrying.ts';
import { mayHaveRepositoriesRead } from '../permission.ts';
import type { GatewayContext } from './gateway-context.ts';
import type { Request } from './request.ts';
import { nameOf } from './signed.ts';
import { answered, whyNotStartHere } from './start-design.ts';

/** Consequences of running it again: what that does, and what it costs. */
export async function runAgainWords({ engine }: GatewayContext, design: Design): Promise<string> {
  const estimate = await engine.estimateOf(design);
  const budgetUsd = raisedBudgetUsd(design) ?? design.settings.budgetUsd;
  const cost = estimate === null ? '' : estimateWords(estimate, budgetUsd);
  return TEXTS.runsAgain(carriedWords(carriedFrom(design)), raisedBudgetWords(design), cost);
}

/** Runs an ended design again, in the thread that it has. */
export async function runAgain(
  context: GatewayContext,
  design: Design,
  { person, stored }: Pick<Request, 'person' | 'stored'>,
): Promise<Document | null> {
  const startedBy = nameIn(design, { author: nameOf(context, person), authorId: person.id });
  const submitted = context.engine.retry(design, startedBy, {}, person.id, { via: wayOf(context.platform) });
  const { thread } = design;
  const link = thread === null ? null : context.linkTo(thread);
  const onIt = leadingDocument(TEXTS.onceMore(carriedWords(carriedFrom(design))), link);
  return answered(context, submitted, { what: 'run_again', onIt }, { person }, stored);
}

/** Why this person cannot run it again there, in words for them; `null` if they can. */
export async function whyNotAgain(
  context: GatewayContext,
  design: Design,
  { person }: Pick<Request, 'person'>,
): Promise<string | null> {
  const { policy, repositories, engine } = context;
  if (design.end === null) return TEXTS.stillRuns;
  const problem = await whyNotStartHere(context, person, 'run designs again');
  if (problem !== null) return problem;
  const read = design.repository?.name ?? '';
  if (repositories.names.includes(read) && !mayHaveRepositoriesRead(policy, person))
    return TEXTS.notAgainWith(read);
  const { retry, reason, successor } = await engine.retryPreview(design);
  if (retry || reason === 'retry') return null;
  if (successor !== undefined) return TEXTS.ranAgain;
  return notAgainWords(reason, obstacleOf(design, engine.parts.rehearsal));
}
