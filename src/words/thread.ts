/**
 * The messages that a design wants in its thread, in order. The engine posts what is missing and
 * edits what reads otherwise; a message keeps its key for ever, and none is taken away.
 */

import type { Design } from '#design/state.ts';
import { renderCard } from './card.ts';
import { renderAccepted, renderDecision, renderSentBack, wasSentBack } from './decision.ts';
import { renderDifferences } from './differences.ts';
import { renderEnd } from './ending.ts';
import type { Message } from './message.ts';
import { answerersOf } from './people.ts';
import { renderProposals } from './proposals.ts';
import { renderQuestions } from './questions.ts';

export type ThreadKey =
  | 'card'
  | 'questions'
  | 'proposals'
  | 'differences'
  | 'decision'
  | 'decision-2'
  | 'accepted'
  | 'end';

export interface ThreadMessage {
  readonly key: ThreadKey;
  readonly message: Message;
  /** It calls people by name. */
  readonly notifies: boolean;
}

export interface ThreadOptions {
  /** Of the pages; `null`: not set, and no message has a link. */
  readonly publicUrl: string | null;
  /** Opens the design's pages. */
  readonly key: string;
  /** The daemon runs as many designs as it may. */
  readonly isWaitingForPlace?: boolean;
}

export function messagesOf(design: Design, options: ThreadOptions): ThreadMessage[] {
  const { isWaitingForPlace = false } = options;
  const watchUrl = watchUrlOf(design, options);
  const page = watchUrl === '' ? {} : { watchUrl };
  const messages: ThreadMessage[] = [
    { key: 'card', message: renderCard(design, { watchUrl, isWaitingForPlace }), notifies: false },
  ];
  const add = (key: ThreadKey, message: Message | null, notifies: boolean) => {
    if (message !== null) messages.push({ key, message, notifies });
  };

  // All at once, when the last has asked.
  if (design.questions.length > 0 && design.step !== 'asking')
    add('questions', renderQuestions(design), true);
  if (wereRevealed(design)) add('proposals', renderProposals(design), false);
  add('differences', renderDifferences(design), false);

  const isShown = isDecisionShown(design);
  const decision = isShown ? renderDecision(design) : null;
  const withPage = decision === null ? null : { ...decision, ...page };
  if (wasSentBack(design)) {
    add('decision', renderSentBack(design), true);
    add('decision-2', withPage, true);
  } else add('decision', withPage, true);
  if (design.end?.reason === 'accepted')
    add('accepted', renderAccepted(design), answerersOf(design).length > 0);
  if (design.end !== null && !isShown) add('end', { ...renderEnd(design), ...page }, false);
  return messages;
}

/** A cancellation reveals them too, for the record alone. */
function wereRevealed({ areRevealed, rounds, settled }: Design): boolean {
  const wentOn = rounds.some(({ kind }) => kind === 'mapping' || kind === 'draft');
  return areRevealed && (wentOn || settled?.status === 'needs_review');
}

/** While a gate asks about it, and from the end on; one that a gate has shown stays. */
function isDecisionShown(design: Design): boolean {
  if (design.decisions.length === 0) return false;
  const last = design.gates.at(-1);
  if (last !== undefined && last.decision?.choice !== 'send_back') return true;
  return design.end?.status === 'completed' || design.end?.status === 'needs_review';
}

function watchUrlOf({ id }: Design, { publicUrl, key }: ThreadOptions): string {
  if (publicUrl === null || publicUrl === '') return '';
  return `${publicUrl.replace(/\/+$/, '')}/designs/${id}?key=${encodeURIComponent(key)}`;
}
