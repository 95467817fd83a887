import type { Role } from '../core/events.ts';
import type { ParticipantId } from '../core/ids.ts';

/** How hard a model should think; the words are those of the model API's `output_config.effort`. */
export const EFFORTS = ['low', 'medium', 'high', 'xhigh', 'max'] as const;
export type Effort = (typeof EFFORTS)[number];

/** What a persona's file says about it. The core's `Profile` is this with the model filled in. */
export interface PersonaProfile {
  readonly id: ParticipantId;
  readonly title: string;
  readonly emoji: string;
  readonly role: Role;
  /** One line for people. */
  readonly summary: string;
  /** `null`: whatever model the configuration names. */
  readonly model: string | null;
  /** `null`: whatever effort the configuration names. */
  readonly effort: Effort | null;
}

/**
 * The sections that a file of each role has, by heading. They are what makes a participant a procedure; the linter
 * refuses a file without one of them, with an empty one, or with others.
 */
export const PERSONA_SECTIONS = {
  persona: [
    'Read first',
    'Always ask',
    'First move',
    'What moves you',
    'Distrust in yourself',
    'Concede when',
    'Form of the proposal',
  ],
  synthesizer: [
    'Read first',
    'Mapping',
    'Composing',
    'Accounting for every claim',
    'Writing the brief',
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
  /** The section's words without markup, one line for each paragraph or list item. */
  readonly paragraphs: readonly string[];
  /** Those of its lines that are list items. */
  readonly items: readonly string[];
}

/** A participant as its file describes it, checked. */
export interface Persona {
  readonly profile: PersonaProfile;
  /** What it looks at first in a repository; no two personas share an entry. Empty for a facilitator. */
  readonly reads: readonly string[];
  readonly sections: readonly PersonaSection[];
  /** The Markdown after the front-matter, as it was written: the participant's own part of a prompt. */
  readonly body: string;
}
