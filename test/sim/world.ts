import type { StartDesign } from '../../src/core/vocabulary/commands.ts';
import type { Settings } from '../../src/core/vocabulary/event-parts.ts';
import { DesignId, ParticipantId } from '../../src/core/vocabulary/ids.ts';
import type { CrashCause } from '../../src/core/vocabulary/session.ts';
import { keptFrameOf } from '../support/designs/given-start.ts';
import { STARTER } from './step.ts';

const TOPIC = 'Which way?';

/**
 * A small world: who is in it, what may befall them, and how often. The bounds make its state space
 * finite.
 */
export interface World {
  readonly name: string;
  /** Number of personas; a synthesizer and an auditor are always there as well. */
  readonly personas: 1 | 2 | 3 | 5;
  /** Whether its question is framed first: `anyway` says that nobody may call it none. */
  readonly frames: boolean | 'anyway';
  readonly settings: Pick<Settings, 'questions' | 'gates' | 'budgetUsd' | 'remind'>;
  /** Whether it was started in a thread. */
  readonly hasThread: boolean;
  /** Times that nothing can be posted in its thread, per path. */
  readonly maxOutages: number;
  /**
   * Losses of a live session, per path; may be `Infinity`, as each participant is replaced once.
   * Late and repeated reports are not counted: they must change nothing.
   */
  readonly maxLosses: number;
  /** Whether the facilitators' sessions may be lost, too. */
  readonly facilitatorsCrash: boolean;
  /** Restarts of Charrette itself (C18), per path. */
  readonly maxRestarts: number;
  /** Times that the processes are given back while it waits for people, per path. */
  readonly maxParks: number;
  /** Times that a person changes words that were not read yet, or takes them back, per path. */
  readonly maxChanges: number;
  /**
   * Replies in words that are under no question, made while questions may be answered, per path.
   */
  readonly maxWords: number;
  /** Whether another answers the first question as well, and a turn may read that they differ. */
  readonly hasDispute: boolean;
  /** Turns that end without a submission, per path. */
  readonly maxFailedTurns: number;
  /** Turns that an unavailable model ends, per path (A21). */
  readonly maxUnavailable: number;
  /** What a healthy session dies of. One that never became healthy is `not_ready`. */
  readonly lossKind: CrashCause['kind'];
  /**
   * How the synthesizer may map the proposals: no divergence, one of high impact, or one high and
   * one medium.
   */
  readonly mappings: readonly ('none' | 'high' | 'two')[];
  /**
   * `all`: everyone may choose at each point (ask or pass, keep or concede, sign or dissent);
   * `one`: only the first.
   */
  readonly choosers: 'all' | 'one';
  /** Whether the auditor may find nothing answered. */
  readonly hasDoubts: boolean;
  /** Model calls whose cost is reported, per path; also after their turn is over. */
  readonly maxCalls: number;
  /** Whether Charrette itself may fail (P2). */
  readonly faults: boolean;
}

const PERSONA_IDS = ['aa', 'bb', 'cc', 'dd', 'ee'] as const;
export const FACILITATOR_IDS = { synthesizer: 'syn', auditor: 'aud' } as const;

/**
 * With this price two calls leave no money for deliberation, and three leave none at all, of a
 * budget of 1 USD.
 */
export const CALL_USD = 0.4;

/** Asks for everything and takes everything in hand: the ordinary settings. */
export const ORDINARY = { questions: 'ask', gates: 'ask', budgetUsd: null } as const;

/** A world in which nothing goes wrong, to be varied. */
export const QUIET: World = {
  name: 'quiet',
  personas: 2,
  frames: false,
  settings: ORDINARY,
  hasThread: true,
  maxOutages: 0,
  maxLosses: 0,
  facilitatorsCrash: false,
  maxRestarts: 0,
  maxParks: 0,
  maxChanges: 0,
  maxWords: 0,
  hasDispute: false,
  maxFailedTurns: 0,
  maxUnavailable: 0,
  lossKind: 'exited',
  mappings: ['high'],
  choosers: 'one',
  hasDoubts: false,
  maxCalls: 0,
  faults: false,
};

/** The persona that chooses where only one does. */
export const CHOOSER = PERSONA_IDS[0];

const THREAD = { platform: 'tests', channel: 'c', thread: 't', starter: '' };

export function startOf(world: World): StartDesign {
  const ids = PERSONA_IDS.slice(0, world.personas);
  const persona = (id: string) => ({
    id: ParticipantId.parse(id),
    title: id,
    emoji: '•',
    model: 'none',
  });
  return {
    type: 'start_design',
    designId: DesignId.parse('dsn_0192f3aa-0000-7000-8000-000000000000'),
    topic: TOPIC,
    context: [],
    participants: [
      ...ids.map((id) => ({ ...persona(id), role: 'persona' as const })),
      { ...persona(FACILITATOR_IDS.synthesizer), role: 'synthesizer' },
      { ...persona(FACILITATOR_IDS.auditor), role: 'auditor' },
    ],
    // Not the order of the participants, so that a confusion of the two shows.
    drawnOrder: ids.toReversed().map((id) => ParticipantId.parse(id)),
    settings: {
      ...world.settings,
      answerMs: 10,
      roundMs: 1_000,
      synthesisMs: 1_000,
      gateMs: 1_000,
      gateBelow: 0.4,
      designMs: 10_000,
    },
    repository: null,
    startedBy: STARTER,
    thread: world.hasThread ? THREAD : null,
    successorOf: null,
    carried: null,
    ...(world.frames === false ? { frame: keptFrameOf(TOPIC) } : {}),
    ...(world.frames === 'anyway' ? { skipsVerdict: true } : {}),
    rehearsal: true,
  };
}
