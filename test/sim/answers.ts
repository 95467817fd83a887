import type { Design, Turn } from '../../src/core/design.ts';
import { stancesAtOpening } from '../../src/core/divergence/stances.ts';
import type { ParticipantId } from '../../src/core/ids.ts';
import type { Submission } from '../../src/core/submission.ts';
import { CHOOSER, type World } from './world.ts';

const SURE = { confidence: 0.8, rationale: 'r' };
/** Below the threshold of the policy, so that a gate opens. */
const UNSURE = { confidence: 0.2, rationale: 'r' };

const ASK: Submission = {
  tool: 'ask_questions',
  input: { questions: [{ text: 'q', why: 'w', assumption: 'a' }], ...SURE },
};
const PASS: Submission = { tool: 'pass', input: SURE };
const PROPOSAL: Submission = {
  tool: 'submit_proposal',
  input: {
    headline: 'h',
    summary: 's',
    claims: [{ kind: 'decision', text: 't', citation: '' }],
    steps: [],
    premortem: '',
    ...SURE,
  },
};
const SIGN: Submission = { tool: 'sign', input: { verdict: 'signs', dissent: '', ...SURE } };
const DISSENT: Submission = { tool: 'sign', input: { verdict: 'dissents', dissent: 'no', ...UNSURE } };
const CLEAN_AUDIT: Submission = { tool: 'submit_audit', input: { findings: [], premortem: 'p', ...SURE } };
const BLOCKING_AUDIT: Submission = {
  tool: 'submit_audit',
  input: { findings: [{ kind: 'blind_spot', severity: 'blocking', text: 't' }], premortem: 'p', ...SURE },
};

/**
 * The valid answers that the world's models may give to this turn, of which each is tried. Deterministic, and as few
 * as make a difference to what happens next. A turn of a closed round gets the answer it would have got.
 */
export function answersTo(world: World, design: Design, turn: Turn): readonly Submission[] {
  const chooses = world.choosers === 'all' || turn.participant === CHOOSER;
  const round = design.rounds.find((each) => each.id === turn.roundId);
  switch (round?.kind) {
    case undefined:
      throw new Error(`no round ${turn.roundId} for turn ${turn.id}`);
    case 'questions':
      return chooses ? [ASK, PASS] : [PASS];
    case 'proposals':
      return [PROPOSAL];
    case 'mapping':
      return world.mappings.map((mapping) => mapped(design, mapping));
    case 'argument':
      return argued(design, turn, chooses);
    case 'composite':
      return [composed(design)];
    case 'signing':
      return chooses ? [SIGN, DISSENT] : [SIGN];
    case 'audit':
      return [CLEAN_AUDIT, BLOCKING_AUDIT];
    case 'brief':
      return [briefed(design)];
  }
}

/** Letters of the revealed proposals, in the drawn order. */
function letters(design: Design): { letter: string; participant: ParticipantId }[] {
  return design.drawnOrder
    .map((participant, index) => ({ letter: String.fromCharCode(65 + index), participant }))
    .filter(({ participant }) => design.proposals.some((sealed) => sealed.participant === participant));
}

/** The first against the rest on one point; all but the last against the last on the other. */
function mapped(design: Design, mapping: World['mappings'][number]): Submission {
  const all = letters(design).map(({ letter }) => letter);
  const split = (impact: 'high' | 'medium', at: number) => ({
    description: impact,
    impact,
    positions: [all.slice(0, at), all.slice(at)].map((proposals) => ({ statement: 's', proposals })),
  });
  const divergences = { none: [], high: [split('high', 1)], two: [split('medium', -1), split('high', 1)] };
  return {
    tool: 'map_divergences',
    input: { agreements: [], divergences: divergences[mapping], ...SURE },
  };
}

/** Keeps its position, or goes over to another. */
function argued(design: Design, turn: Turn, chooses: boolean): Submission[] {
  const round = design.rounds.find((each) => each.id === turn.roundId);
  const divergence = design.divergences.find((each) => each.id === round?.divergenceId);
  if (divergence === undefined) return [PASS];
  const own = divergence.arguments.findLast((each) => each.participant === turn.participant)?.after.position;
  const initial = divergence.positions.find((each) => each.holders.includes(turn.participant))?.id;
  const now = own ?? initial ?? 'P1';
  const other = divergence.positions.find((position) => position.id !== now)?.id ?? now;
  const opposed = stancesAtOpening(design, divergence, turn.roundId).filter(
    ({ position }) => position !== now,
  );
  const addressed = letters(design).find(({ participant }) =>
    opposed.some((stance) => stance.participant === participant),
  );
  return (chooses ? [now, other] : [now]).map((position) => ({
    tool: 'argue',
    input: {
      position,
      addresses: [`${addressed?.letter ?? 'A'}-1`],
      argument: 'a',
      changedBecause: position === now ? '' : 'b',
      ...SURE,
    },
  }));
}

function composed(design: Design): Submission {
  const accounts = letters(design).map(({ letter }) => ({
    claim: `${letter}-1`,
    disposition: 'adopted' as const,
    into: '',
    reason: '',
  }));
  return { tool: 'submit_composite', input: { headline: 'h', summary: 's', steps: [], accounts, ...SURE } };
}

function briefed(design: Design): Submission {
  const assumed = design.questions.filter((question) => question.status === 'assumed');
  return {
    tool: 'submit_brief',
    input: {
      title: 't',
      decision: 'd',
      paragraph: 'p',
      steps: [],
      risks: [],
      notDoing: [],
      ifAssumptionsFail: assumed.map((question) => ({ question: question.id, effect: 'e' })),
      openQuestions: [],
      ...SURE,
    },
  };
}
