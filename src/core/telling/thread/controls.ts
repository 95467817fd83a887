import { offersRetry } from '../../policy/should-retry.ts';
import { isWritten } from '../../question/replies.ts';
import { saidAbout } from '../../question/said.ts';
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
  /** Questions of which a person may say which reply answers them. */
  | {
      readonly kind: 'correct';
      readonly questions: readonly { readonly id: QuestionId; readonly label: string }[];
    }
  /** Replies that may answer one of them, each by its place (`since`). */
  | {
      readonly kind: 'reading';
      readonly questionId: QuestionId;
      readonly replies: readonly { readonly since: number; readonly label: string }[];
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

const MAX_CORRECTED = 20;

/** Questions that are open, or answered by words that were not written under their number, once people have said something. */
export function correctingControls(design: Design): Control[] {
  if (isOver(design) || design.replies.length === 0) return [];
  const questions = design.questions.flatMap(({ id, text }) => {
    const { answers } = saidAbout(design, { id });
    const read = answers.find(({ source }) => source !== 'written');
    if (answers.length > 0 && read === undefined) return [];
    return [{ id, label: `${id} · ${read === undefined ? text : `${read.author}: ${read.text}`}` }];
  });
  const hasWords = design.replies.some(
    ({ unmatched, leftOpen, answers }) =>
      unmatched || answers.length === 0 || leftOpen.length > 0 || answers.some((each) => !isWritten(each)),
  );
  return questions.length === 0 || !hasWords
    ? []
    : [{ kind: 'correct', questions: questions.slice(0, MAX_CORRECTED) }];
}

/** The newest replies, of which a person may say that one answers this question, or none. */
export function readingControl({ replies }: Design, questionId: QuestionId): Control {
  const shown = replies.slice(-MAX_CORRECTED).map(({ since, author, text }) => {
    return { since, label: `${author}: ${text}` };
  });
  return { kind: 'reading', questionId, replies: shown };
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
