/** Where code finds a reason, a person decides before the text carries full authority (J9, J11). */

import { shouldGate } from './caveats.ts';
import type { Change } from './change.ts';
import { type CommandOf, type Refusal, refuse, refuseEnded } from './commands.ts';
import { settle } from './ending.ts';
import { nameOfAuthor } from './people.ts';
import { beginRound } from './rounds.ts';
import { park } from './sessions.ts';
import type { Gate } from './state.ts';
import { newestDecision, openGate } from './status.ts';

/** A new message may take this long to appear among the caveats that people see. */
const SHOWN_AFTER_MS = 5_000;

/** The text is written and signed: it stands, or a person looks at it first. */
export function conclude(change: Change): void {
  const { design } = change;
  const reasons = shouldGate(design);
  // Without a signature there is nothing that a person could accept (A5).
  if (design.signatures.length === 0) {
    const isOutOfMoney = reasons.includes('stopped_by_money');
    settle(
      change,
      'needs_review',
      isOutOfMoney ? 'money_used_up' : 'finished',
      'Nobody signed it.',
    );
  } else if (reasons.length === 0) {
    settle(change, 'completed', 'finished');
  } else if (design.settings.gates === 'none') {
    settle(change, 'needs_review', 'finished');
  } else {
    const wasSentBack = design.gates.some(({ decision }) => decision?.choice === 'send_back');
    const maySendBack = !wasSentBack && !reasons.includes('stopped_by_money');
    change.record({
      type: 'gate_opened',
      gateId: change.mint('gate'),
      reasons,
      choices: maySendBack ? ['accept', 'send_back', 'stop'] : ['accept', 'stop'],
      deadlineAt: change.at + design.settings.gateMs,
    });
  }
}

export function actOnGate(change: Change): void {
  const decision = change.design.gates.at(-1)?.decision ?? null;
  switch (decision?.choice) {
    case undefined:
      // No session has work while people decide, so none needs to stay alive.
      park(change);
      return;
    case 'accept':
      settle(change, 'completed', 'accepted', decision?.note, decision?.by);
      return;
    case 'send_back':
      beginRound(change, 'revision');
      return;
    case 'stop':
      settle(change, 'cancelled', 'stopped_at_gate', decision?.note, decision?.by);
      return;
    case 'unanswered':
      settle(change, 'needs_review', 'gate_unanswered');
  }
}

export function decideGate(change: Change, command: CommandOf<'decide_gate'>): Refusal | null {
  const { gateId, choice, note, by } = command;
  const gate = change.design.gates.find(({ id }) => id === gateId);
  if (gate === undefined) return refuse('not_found', 'There is no such gate in this design.');
  if (gate.decision !== null)
    return refuse('not_open', `${gate.decision.by?.name ?? 'Time'} has decided this already.`);
  if (openGate(change.design) === null) return refuseEnded();
  const problem = problemOf(change, gate, command);
  if (problem !== null) return problem;
  change.record({ type: 'gate_decided', gateId, choice, note, by });
  return null;
}

function problemOf(
  { design, at }: Change,
  { choices }: Gate,
  { choice, note, sha256, by }: CommandOf<'decide_gate'>,
): Refusal | null {
  if (!choices.includes(choice))
    return refuse('invalid', `The choices are ${choices.join(' and ').replace('_', ' ')}.`);
  if (choice === 'send_back' && note.trim() === '')
    return refuse('invalid', 'Say in a note what should change.');
  // Nothing is accepted unseen.
  const late = design.replies.findLast((each) => at - each.at < SHOWN_AFTER_MS);
  if (choice === 'accept' && late !== undefined && late.authorId !== by.id)
    return refuse('busy', `${nameOfAuthor(late)} has just written. Read it, then accept.`);
  const hash = newestDecision(design)?.sha256 ?? '';
  if (choice === 'accept' && !(sha256.length >= 8 && hash.startsWith(sha256)))
    return refuse(
      'invalid',
      `To accept, name the text that you have read: its hash begins with ${hash.slice(0, 8)}.`,
    );
  return null;
}
