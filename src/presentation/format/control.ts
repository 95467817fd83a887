import type { GateChoice } from '../../core/vocabulary/event-parts.ts';
import type { ParticipantId } from '../../core/vocabulary/ids.ts';

export interface ControlQuestion {
  readonly title: string;
  readonly text: string;
  readonly yes: string;
  /** Something would be lost. */
  readonly isDanger: boolean;
}

/** Acts whose buttons always have the same label. */
export const LABELS = {
  answer: 'Answer…',
  go_on: 'Go on',
  accept_decision: 'Accept',
  decline: 'Decline…',
  open_successor: 'Open the later decision',
  follow_up: 'Follow up…',
  ask: 'Ask…',
  ask_record: 'Ask the record…',
  publish: 'Publish',
  cancel: 'Cancel',
} as const;

/** An action that is possible now. Permission is checked when a person takes it. */
export type Control = ButtonControl | PeekControl;

export interface ButtonControl {
  readonly kind:
    | keyof typeof LABELS
    | GateChoice
    | 'run_again'
    | 'settle'
    | 'fact'
    | 'agree'
    | 'ask_starter';
  /** Its subject in the design: a gate, a difference with its position, a question. */
  readonly about: string;
  readonly label: string;
  /**
   * Primary: the likely next step, at most one per message. Danger: ends something, so that nobody
   * presses it by accident.
   */
  readonly look: 'primary' | 'danger' | 'plain';
  /** Asked before it is done; `null` for none. */
  readonly question: ControlQuestion | null;
}

/**
 * What a press on a drawn control does. The last seven concern no design, or confirm another press;
 * their values are their own.
 */
export type Action =
  | Control['kind']
  | 'show'
  | 'sure'
  | 'not_sure'
  | 'start'
  | 'running'
  | 'typed'
  | 'topic'
  | 'read';

interface PeekControl {
  readonly kind: 'peek';
  readonly people: readonly {
    readonly id: ParticipantId;
    readonly title: string;
    readonly emoji: string;
  }[];
}
