import type { Profile, Role } from '../../core/vocabulary/event-parts.ts';

/** Efforts of a model's thinking, in the words of the model API's `output_config.effort`. */
export const EFFORTS = ['low', 'medium', 'high', 'xhigh', 'max'] as const;

/** A persona as its file describes it. The core's `Profile` adds the model. */
interface PersonaProfile extends Readonly<Omit<Profile, 'model' | 'family'>> {
  readonly summary: string;
  /** `null`: assigned by the rule in src/turns/models/spread.ts. */
  readonly model: string | null;
  /** `null`: the configured effort. */
  readonly effort: (typeof EFFORTS)[number] | null;
}

/** Sections for designs with and without a repository. */
export const READS = 'In a repository';
export const READS_NONE = 'From words alone';

/**
 * Required sections in a file of each role, by heading; the linter refuses missing, empty and added
 * ones. `CONDUCT` in `src/turns/prompt/conduct.ts` says which of them a turn gets.
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
  auditor: [
    'Read first',
    'Refuting',
    'Looking',
    'Pre-mortem',
    'Confirming',
    'Distrust in yourself',
  ],
} as const satisfies Record<Role, readonly string[]>;
export type SectionHeading = (typeof PERSONA_SECTIONS)[Role][number];

export interface PersonaSection {
  readonly heading: SectionHeading;
  /** List items without markup, one line each. */
  readonly items: readonly string[];
  readonly markdown: string;
}

export interface Persona {
  readonly profile: PersonaProfile;
  /**
   * Places to read first in a repository; no two personas share an entry. Empty for facilitators.
   */
  readonly reads: readonly string[];
  readonly sections: readonly PersonaSection[];
}
