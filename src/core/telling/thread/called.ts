import { deputiesAt } from '../../course/timers.ts';
import { decisionInForce } from '../../outcome/outcome.ts';
import { isDisputed } from '../../question/disputed.ts';
import type { Design } from '../../vocabulary/design.ts';
import type { Post } from '../../vocabulary/effects.ts';
import type { RemindedOf } from '../../vocabulary/events.ts';
import { ownerOf } from '../../vocabulary/owner.ts';
import { openGate } from '../../vocabulary/status.ts';

/** Whom a message calls by name: people, by their ids on the thread's platform, and those who may decide, as its policy has them. */
interface Called {
  readonly people: readonly string[];
  readonly deciders: boolean;
}

/** More are not called: a thread may have a thousand replies. */
const MAX_PEOPLE = 20;
const NOBODY: Called = { people: [], deciders: false };

/**
 * People are called at three moments: questions, a gate, the decision; and reminded of the first two once. Beside them only
 * because of what people did: they contradict each other, and the starter is asked; they ask for an act, or hand the design over. By code, from ids that the platform gave,
 * and never by anything that a model or a person wrote.
 */
export function calledBy(post: Post, design: Design): Called {
  switch (post.kind) {
    case 'questions':
      return asked('answering', design);
    case 'gate':
      return asked(post.gateId, design);
    case 'reminder':
      return withDeputies(asked(post.about, design), post.about, design);
    case 'disputed': {
      const isOpen = design.end === null && isDisputed(design, post.questionId);
      return isOpen ? { people: ownerIn(design), deciders: false } : NOBODY;
    }
    case 'asked':
      return mattersStill(design, design.asks[post.index]?.of)
        ? { people: ownerIn(design), deciders: false }
        : NOBODY;
    case 'handed_over':
      return mattersStill(design, design.handedOver[post.index]?.to)
        ? { people: ownerIn(design), deciders: false }
        : NOBODY;
    case 'outcome':
      return { people: concerned(design), deciders: false };
    default:
      return NOBODY;
  }
}

/** With those who may decide at a gate from now on, in the owner's place. */
function withDeputies(called: Called, about: RemindedOf, design: Design): Called {
  const gate = openGate(design);
  if (gate === null || gate.id !== about) return called;
  const deputies = deputiesAt(design, gate, design.lastAt).flatMap(({ authorId }) => authorId ?? []);
  return { ...called, people: [...new Set([...called.people, ...deputies])] };
}

/** The person who was named decides on it still. */
function mattersStill(design: Design, name: string | undefined): boolean {
  return design.end === null && ownerOf(design).name === name;
}

/** While it is open: afterwards nobody is wanted there any more. */
function asked(about: RemindedOf, design: Design): Called {
  if (about === 'answering')
    return design.answering === null ? NOBODY : { people: ownerIn(design), deciders: false };
  return openGate(design)?.id === about ? { people: ownerIn(design), deciders: true } : NOBODY;
}

/** The owner, unless a person has cancelled it; and everybody who has answered something, if there is a decision. */
function concerned(design: Design): string[] {
  if (design.end?.stoppedBecause === 'cancelled_by_person') return [];
  const answered =
    decisionInForce(design) === null ? [] : design.replies.filter(({ answers }) => answers.length > 0);
  const people = [...ownerIn(design), ...answered.flatMap(({ authorId }) => authorId ?? [])];
  return [...new Set(people)].slice(0, MAX_PEOPLE);
}

/** The starter, or the person to whom it was handed over. */
function ownerIn(design: Design): string[] {
  const { id } = ownerOf(design);
  return id === '' ? [] : [id];
}
