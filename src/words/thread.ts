/**
 * The messages that a design wants in its thread, in order. The engine posts what is missing and
 * edits what reads otherwise; a message keeps its key for ever, and none is taken away.
 */

import { noteOf } from '#design/audits.ts';
import type { Design } from '#design/state.ts';
import { renderCard } from './card.ts';
import { renderAccepted, renderDecision, renderSentBack } from './decision.ts';
import { renderDifferences } from './differences.ts';
import { renderEnd } from './ending.ts';
import type { Message } from './message.ts';
import { answerersOf } from './people.ts';
import { renderProposals } from './proposals.ts';
import { renderQuestions } from './questions.ts';

export interface ThreadMessage {
  readonly key: string;
  readonly message: Message;
}

export interface ThreadOptions {
  /** Where people reach the pages; `null`: it is not set, and no message has a link. */
  readonly publicUrl: string | null;
  /** Opens the design's pages. */
  readonly key: string;
  /** The daemon runs as many designs as it may. */
  readonly isWaitingForPlace: boolean;
}

export function messagesOf(design: Design, options: ThreadOptions): ThreadMessage[] {
  const page = pageOf(design, options);
  const messages: ThreadMessage[] = [];
  const add = (key: string, message: Message | null) => {
    if (message !== null) messages.push({ key, message });
  };

  add('card', { ...renderCard(design, options.isWaitingForPlace), ...page });
  // All at once, when the last has asked.
  if (design.questions.length > 0 && design.step !== 'asking')
    add('questions', renderQuestions(design));
  // An end reveals them too, for the record alone.
  if (design.rounds.some(({ kind }) => kind === 'mapping' || kind === 'draft'))
    add('proposals', renderProposals(design));
  add('differences', renderDifferences(design));

  const decision = isDecisionShown(design) ? renderDecision(design) : null;
  const sentBack = noteOf(design);
  if (sentBack !== null) add('decision', renderSentBack(design, sentBack));
  if (decision !== null)
    add(sentBack === null ? 'decision' : 'decision-2', { ...decision, ...page });
  else if (design.end !== null) add('end', { ...renderEnd(design), ...page });
  if (design.end?.reason === 'accepted' && answerersOf(design).length > 0)
    add('accepted', renderAccepted(design));
  return messages;
}

/** While a gate asks about it, and from the end on; one that a gate has shown stays. */
function isDecisionShown(design: Design): boolean {
  if (design.decisions.length === 0) return false;
  const last = design.gates.at(-1);
  if (last !== undefined && last.decision?.choice !== 'send_back') return true;
  return design.end?.status === 'completed' || design.end?.status === 'needs_review';
}

function pageOf({ id }: Design, { publicUrl, key }: ThreadOptions): Pick<Message, 'watchUrl'> {
  return publicUrl === null ? {} : { watchUrl: `${publicUrl}/designs/${id}?key=${key}` };
}
