import { offersRetry } from '../../policy/should-retry.ts';
import { isWritten } from '../../question/replies.ts';
import { answersNothing } from '../../question/said.ts';
import type { Design, Divergence, Gate } from '../../vocabulary/design.ts';
import type { GateChoice } from '../../vocabulary/events.ts';
import type { DivergenceId, GateId, ParticipantId, PositionId, QuestionId } from '../../vocabulary/ids.ts';
import { acceptedAt, isOver, openGate } from '../../vocabulary/status.ts';

/** An action that is possible now. Permission is checked when a person takes it. */
export type Control =
  | {
      readonly kind: 'peek';
      readonly people: readonly {
        readonly id: ParticipantId;
        readonly title: string;
        readonly emoji: string;
      }[];
    }
  | { readonly kind: 'done_answering' | 'skip' | 'cancel' | 'run_again' | 'follow_up' }
  | {
      readonly kind: 'decide';
      readonly gateId: GateId;
      readonly choice: GateChoice;
      readonly accepts: ReturnType<typeof acceptedAt>;
    }
  /** Replies whose reading a person may correct, each by its place (`since`). */
  | {
      readonly kind: 'correct';
      readonly replies: readonly { readonly since: number; readonly label: string }[];
    }
  /** What one of them may answer. */
  | {
      readonly kind: 'reading';
      readonly since: number;
      readonly questions: readonly { readonly id: QuestionId; readonly text: string }[];
    }
  | {
      readonly kind: 'settle';
      readonly divergenceId: DivergenceId;
      readonly position: PositionId;
      readonly statement: string;
    };

export function controlsOf(design: Design): Control[] {
  // What others know of it is found out at the button.
  if (design.end !== null) return offersRetry(design) ? [{ kind: 'run_again' }] : [];
  const gate = openGate(design);
  return [
    ...(gate === null ? [] : choicesOf(design, gate)),
    ...answeringControls(design),
    { kind: 'peek', people: design.participants.map(({ id, title, emoji }) => ({ id, title, emoji })) },
    // Where a person decides, the design is stopped at the gate: with its files, and for a reason that all see.
    ...(gate?.choices.includes('stop') ? [] : [{ kind: 'cancel' } as const]),
  ];
}

const MAX_REPLIES = 20;

/** The newest replies that were read for an answer, or for none, also by a person: a person may say what they are. */
export function correctingControls(design: Design): Control[] {
  if (isOver(design) || design.questions.length === 0) return [];
  const isUnanswering = answersNothing(design);
  const read = design.replies.filter(
    (reply) =>
      reply.unmatched ||
      reply.readBy !== undefined ||
      isUnanswering(reply) ||
      reply.answers.some((each) => !isWritten(each)),
  );
  const replies = read.slice(-MAX_REPLIES).map(({ since, author, text, answers }) => {
    const ids = [...new Set(answers.map(({ questionId }) => questionId))].join(', ');
    return { since, label: `${ids === '' ? '?' : ids} · ${author}: ${text}` };
  });
  return replies.length === 0 ? [] : [{ kind: 'correct', replies }];
}

export function answeringControls({ answering }: Design): Control[] {
  return answering === null ? [] : [{ kind: 'done_answering' }, { kind: 'skip' }];
}

/** One for each position, as long as a person may settle the difference and something is open in it. */
export function settleControls(design: Design, { id, positions, settlement }: Divergence): Control[] {
  const isOpen = !isOver(design) && settlement?.outcome !== 'settled_by_person';
  return isOpen
    ? positions.map(({ id: position, statement }) => ({
        kind: 'settle',
        divergenceId: id,
        position,
        statement,
      }))
    : [];
}

export function choicesOf(design: Design, gate: Gate): Control[] {
  const about = { kind: 'decide', gateId: gate.id, accepts: acceptedAt(design, gate) } as const;
  return gate.choices.map((choice) => ({ ...about, choice }));
}
