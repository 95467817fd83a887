import type { Profile, Role } from '../core/vocabulary/events.ts';

/** How hard a model should think; the words are those of the model API's `output_config.effort`. */
export const EFFORTS = ['low', 'medium', 'high', 'xhigh', 'max'] as const;

/** What a persona's file says about it. The core's `Profile` is this with the model filled in. */
interface PersonaProfile extends Readonly<Omit<Profile, 'model'>> {
  /** One line for people. */
  readonly summary: string;
  /** `null`: whatever model the configuration names. */
  readonly model: string | null;
  /** `null`: whatever effort the configuration names. */
  readonly effort: (typeof EFFORTS)[number] | null;
}

/**
 * The sections that a file of each role has, by heading. They are what makes a participant a procedure; the linter
 * refuses a file without one of them, with an empty one, or with others. Which of them a turn gets is said by
 * `CONDUCT` in `src/runtime/turn/conduct.ts`.
 */
export const PERSONA_SECTIONS = {
  persona: [
    'Read first',
    'Always ask',
    'First move',
    'Form of the proposal',
    'What moves you',
    'Concede when',
    'Before you sign',
    'Distrust in yourself',
  ],
  synthesizer: [
    'Read first',
    'Matching replies',
    'Mapping',
    'Composing',
    'Accounting for every claim',
    'Writing the decision',
    'Revising',
    'Distrust in yourself',
  ],
  auditor: [
    'Read first',
    'Contradictions',
    'Blind spots',
    'Edge cases',
    'Feasibility',
    'What was lost',
    'Pre-mortem',
    'Distrust in yourself',
  ],
} as const satisfies Record<Role, readonly string[]>;
export type SectionHeading = (typeof PERSONA_SECTIONS)[Role][number];

export interface PersonaSection {
  readonly heading: SectionHeading;
  /** Its list items without markup, a line each. */
  readonly items: readonly string[];
  /** The section as it was written, with its heading: what a prompt has of it. */
  readonly markdown: string;
}

/** A participant as its file describes it, checked. */
export interface Persona {
  readonly profile: PersonaProfile;
  /** What it looks at first in a repository; no two personas share an entry. Empty for a facilitator. */
  readonly reads: readonly string[];
  readonly sections: readonly PersonaSection[];
}
