import type { Profile, Role } from '../../core/vocabulary/events.ts';

/** Efforts of a model's thinking, in the words of the model API's `output_config.effort`. */
export const EFFORTS = ['low', 'medium', 'high', 'xhigh', 'max'] as const;

/** The description of a persona in its file. The core's `Profile` is this with the model filled in. */
interface PersonaProfile extends Readonly<Omit<Profile, 'model' | 'family'>> {
  /** One line for people. */
  readonly summary: string;
  /** `null`: the one that the rule gives it (src/turns/models/spread.ts). */
  readonly model: string | null;
  /** `null`: the configuration's effort. */
  readonly effort: (typeof EFFORTS)[number] | null;
}

/** The section for a design that reads a repository, and the one that stands in its place where none is read. */
export const READS = 'In a repository';
export const READS_NONE = 'From words alone';

/**
 * The sections in a file of each role, by heading. They make a participant a procedure; the linter refuses a file with a
 * section missing, empty or added. `CONDUCT` in `src/turns/prompt/conduct.ts` says which of them a turn gets.
 */
export const PERSONA_SECTIONS = {
  persona: [
    'Read first',
    READS,
    READS_NONE,
    'Always ask',
    'Proposing',
    'What moves you',
    'Concede when',
    'Before you sign',
  ],
  synthesizer: [
    'Read first',
    'Framing',
    'Matching replies',
    'Mapping',
    'Drafting',
    'Revising',
    'Distrust in yourself',
  ],
  auditor: ['Read first', 'Refuting', 'Looking', 'Pre-mortem', 'Confirming', 'Distrust in yourself'],
} as const satisfies Record<Role, readonly string[]>;
export type SectionHeading = (typeof PERSONA_SECTIONS)[Role][number];

export interface PersonaSection {
  readonly heading: SectionHeading;
  /** Its list items without markup, a line each. */
  readonly items: readonly string[];
  /** The section as written, with its heading, for the prompt. */
  readonly markdown: string;
}

/** A checked participant from its file. */
export interface Persona {
  readonly profile: PersonaProfile;
  /** The places it looks at first in a repository; no two personas share an entry. Empty for a facilitator. */
  readonly reads: readonly string[];
  readonly sections: readonly PersonaSection[];
}
