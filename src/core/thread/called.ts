import { findDecisionInForce } from '../outcome/outcome.ts';
import { listDifferingOn } from '../questions/replies/questions.ts';
import type { Design, Reply } from '../vocabulary/design.ts';
import type { Post } from '../vocabulary/effects.ts';
import {
  type AskedAct,
  isAskedAct,
  isTimeFor,
  type RemindedOf,
} from '../vocabulary/event-parts.ts';
import type { GateId } from '../vocabulary/ids.ts';
import { starterOf } from '../vocabulary/starter.ts';
import { findReminder, openGate } from '../vocabulary/status.ts';
import { isResult, listWhoAnswered } from './desired-messages.ts';

/** Those notified by a message: people by platform id, and everyone the policy lets decide. */
interface Called {
  readonly people: readonly string[];
  readonly deciders: boolean;
}

/** A thread may have a thousand replies. */
const MAX_PEOPLE = 20;
const NOBODY: Called = { people: [], deciders: false };

/**
 * People are notified at three moments: questions, a gate, the decision; with one reminder for the
 * first two, when two of them differ, and when someone asks the starter to act. Code does it by ids
 * from the platform, never because of anything a model or person wrote.
 */
export function callOf(post: Post, design: Design): Called {
  switch (post.kind) {
    case 'list':
      return post.of === 'questions' ? callAsked('answering', design) : NOBODY;
    case 'gate':
      return isResult(post, design)
        ? { people: listConcerned(design), deciders: false }
        : callAtGate(post.gateId, design);
    case 'reminder':
      return callAsked(findReminder(design, post.index).about, design);
    case 'differ':
      return {
        people: design.end === null ? idsOf(listDifferingOn(design, post.questionId)) : [],
        deciders: false,
      };
    case 'outcome':
      return { people: listConcerned(design), deciders: false };
    default:
      return NOBODY;
  }
}

/** Those who may decide, and those who differ: each of them may give way. */
function callAtGate(id: GateId, design: Design): Called {
  if (openGate(design)?.id !== id) return NOBODY;
  const between = design.questions.flatMap((question) =>
    idsOf(listDifferingOn(design, question.id)),
  );
  return { people: [...new Set([...starterIn(design), ...between])], deciders: true };
}

/** No one once it is closed. */
function callAsked(about: RemindedOf | AskedAct, design: Design): Called {
  if (isAskedAct(about))
    return isTimeFor(about, design) ? { people: starterIn(design), deciders: false } : NOBODY;
  if (about === 'answering')
    return design.answering === null ? NOBODY : { people: starterIn(design), deciders: false };
  return openGate(design)?.id === about ? { people: starterIn(design), deciders: true } : NOBODY;
}

/** The starter, unless a person cancelled; and everyone with an answer, if there is a decision. */
function listConcerned(design: Design): string[] {
  if (design.end?.stoppedBecause === 'cancelled_by_person') return [];
  const answered = findDecisionInForce(design) === null ? [] : listWhoAnswered(design);
  return [...starterIn(design), ...answered].slice(0, MAX_PEOPLE);
}

function idsOf(replies: readonly Reply[]): string[] {
  return replies.flatMap(({ authorId }) => authorId ?? []);
}

function starterIn(design: Design): string[] {
  const { id } = starterOf(design);
  return id === '' ? [] : [id];
}
