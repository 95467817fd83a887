import { claimsShownOf, isReason, labelPosition } from '#core/differences/labels.ts';
import { mappedPositionOf } from '#core/differences/stances.ts';
import { claimsOf } from '#core/proposals/labels.ts';
import type { StartDesign } from '#core/vocabulary/commands.ts';
import type { Design } from '#core/vocabulary/design.ts';
import type { Frame, Pinned, Settings, Thread } from '#core/vocabulary/event-parts.ts';
import type { Carried } from '#core/vocabulary/events.ts';
import { DesignId, ParticipantId } from '#core/vocabulary/ids.ts';
import { pointsOf } from '#core/vocabulary/round.ts';
import type { RoundKind } from '#core/vocabulary/sets.ts';
import { openRound } from '#core/vocabulary/status.ts';
import type { Submission } from '#core/vocabulary/submission.ts';
import * as speech from './given-submission.ts';

export const DESIGN_ID = DesignId.parse('dsn_0192f3aa-0000-7000-8000-000000000000');
export const MINUTE = 60_000;
/** Who takes part where a test does not say. */
export const NAMES = ['subtractor', 'archaeologist', 'migrationist'];
export const FIVE = [
  'subtractor',
  'archaeologist',
  'failure-analyst',
  'contract-keeper',
  'migrationist',
];

/** A run before in which nothing was said or done. */
export const NOTHING_CARRIED: Carried = {
  questions: [],
  replies: [],
  proposals: [],
  made: [],
  saidSince: 0,
  runsBefore: 1,
};

/** What participants submit by default, by the kind of round. */
export type Script = Partial<
  Record<RoundKind, (design: Design, speaker: ParticipantId) => Submission>
>;

export interface Beginning {
  /** Ids, in the order in which they are named at the start. */
  readonly personas?: readonly string[];
  /**
   * The last persona first, unless a test says otherwise: with the default personas, A is the
   * migrationist.
   */
  readonly drawnOrder?: readonly string[];
  readonly settings?: Partial<Settings>;
  readonly carried?: Carried;
  readonly says?: Script;
  readonly startedBy?: string;
  readonly thread?: Thread;
  readonly repository?: Pinned;
  /** Its question is yet to be framed. Absent: the frame of an earlier run is kept. */
  readonly isFramedFirst?: true;
  /** Whatever else its start says. */
  readonly start?: Partial<StartDesign>;
}

const TOPIC = 'Should the job queue move from Redis to Postgres?';

/**
 * The frame of a design that tells nothing by it, and quotes its whole topic, so that the auditor
 * judges that.
 */
export function keptFrameOf(topic: string): Frame {
  return {
    isDesignQuestion: true,
    reason: 'Two answers can be defended.',
    restated: 'Which store should hold the job queue?',
    decided: [topic],
    language: 'en',
    picked: [],
    released: [],
  };
}

export function startDesign(beginning: Beginning = {}): StartDesign {
  const names = beginning.personas ?? NAMES;
  const drawn = beginning.drawnOrder ?? [...names.slice(-1), ...names.slice(0, -1)];
  const profile = (id: string, role: 'persona' | 'synthesizer' | 'auditor') =>
    ({
      id: ParticipantId.parse(id),
      title: `The ${id}`,
      emoji: '·',
      role,
      model: 'claude-opus-5-5',
    }) as const;
  return {
    type: 'start_design',
    designId: DESIGN_ID,
    topic: TOPIC,
    context: [],
    participants: [
      ...names.map((id) => profile(id, 'persona')),
      profile('synthesizer', 'synthesizer'),
      profile('auditor', 'auditor'),
    ],
    drawnOrder: drawn.map((id) => ParticipantId.parse(id)),
    settings: {
      questions: 'ask',
      gates: 'ask',
      answerMs: 10 * MINUTE,
      roundMs: 5 * MINUTE,
      synthesisMs: 20 * MINUTE,
      gateMs: 60 * MINUTE,
      gateBelow: 0.4,
      designMs: 60 * MINUTE,
      budgetUsd: null,
      ...beginning.settings,
    },
    repository: beginning.repository ?? null,
    startedBy: beginning.startedBy ?? 'Ana',
    thread: beginning.thread ?? null,
    successorOf: null,
    carried: beginning.carried ?? null,
    ...(beginning.isFramedFirst === true
      ? {}
      : { frame: keptFrameOf(beginning.start?.topic ?? TOPIC) }),
    rehearsal: false,
    ...beginning.start,
  };
}

/** What this one has to argue, for its own position; with `>b` it comes to hold the second one. */
export function pointsFor(design: Design, speaker: ParticipantId, move: '' | '>b' = '') {
  const round = openRound(design);
  const ids = round === null ? [] : pointsOf(round, speaker);
  return ids.flatMap((id) => {
    const divergence = design.divergences.find((each) => each.id === id);
    if (divergence === undefined) return [];
    const own = mappedPositionOf(divergence, speaker);
    const mine = labelPosition(id, own);
    const now = move === '>b' ? `${id.slice(1)}b` : mine;
    const [other] = divergence.positions.filter((position) => position.id !== own);
    const addresses = claimsShownOf(design, divergence, other?.id ?? '')
      .slice(0, 1)
      .map((claim) => claim.id);
    const reasons = claimsOf(design).filter(
      (claim) => other?.claims.includes(claim.id) && isReason(claim),
    );
    const changedBy = mine === now ? [] : reasons.slice(0, 1).map((claim) => claim.id);
    return [speech.point(`${mine}>${now}`, addresses, { changedBy })];
  });
}

/**
 * One question, one divergence on which all but the last are persuaded by one claim, one finding
 * that is acted on, everybody signs: it completes.
 */
export const DEFAULT_SCRIPT: Required<Script> = {
  framing: (design) => speech.framing(design),
  questions: (design, speaker) =>
    design.participants[0]?.id === speaker
      ? speech.questions('How many jobs a second?')
      : speech.pass(),
  matching: () => speech.matching(),
  // What the last one claims is no decision but a reason, which may move somebody.
  proposals: (design, speaker) =>
    design.drawnOrder.at(-1) === speaker ? speech.proposalOfReasons() : speech.proposal(),
  mapping: (design) => {
    const claims = claimsOf(design);
    const labels = [...new Set(claims.map((claim) => claim.label))];
    const ids = claims.filter(({ text }) => text !== speech.AGAINST.text).map(({ id }) => id);
    // One of two cannot be moved: two name the claim that moves them (J2).
    const impact = labels.length > 2 ? 'high' : 'medium';
    return speech.mappingOf(ids, [impact, labels.slice(0, -1).join(''), labels.at(-1) ?? '']);
  },
  argument: (design, speaker) => speech.argument(...pointsFor(design, speaker, '>b')),
  composite: (design) => speech.composite(design),
  audit: () => speech.contradicting('T.1', 'minor'),
  revision: (design) => speech.revision(design),
  confirmation: (design) => speech.confirmation(design),
  signing: (_, speaker) => speech.signature({}, speaker),
  reading: (design) => speech.reading(design),
};

/** A decision that nobody should take for certain: the design stops at a gate. */
export const UNSURE: Script = {
  composite: (design) => speech.composite(design, { confidence: 0.2 }),
  revision: (design) => speech.revision(design, { confidence: 0.2 }),
};

/** All but one dissent, until a person has been asked: then they sign. */
export const DIVIDED: Script = {
  signing: (design, speaker) =>
    design.gates.length === 0 && speaker !== design.drawnOrder[0]
      ? speech.dissent('It is not needed.', speaker)
      : speech.signature({}, speaker),
};

/**
 * For tests of what happens at a gate: a person is asked for more than one reason, so that no
 * single one decides if they are.
 */
export const GATED: Script = { ...UNSURE, ...DIVIDED };

/** The subtractor asks Q1 and Q2, the archaeologist Q3. */
export const THREE_QUESTIONS: Script = {
  questions: (_, speaker) => {
    if (speaker === 'subtractor') return speech.questions('How many?', 'How fast?');
    return speaker === 'archaeologist' ? speech.questions('Since when?') : speech.pass();
  },
};
