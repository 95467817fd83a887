import type { Design, Divergence, Turn } from '../../src/core/design.ts';
import { openForPeople } from '../../src/core/divergence/sides.ts';
import type { ParticipantId } from '../../src/core/ids.ts';
import type { Round } from '../../src/core/round/round.ts';
import {
  type Account,
  type Decision,
  NO_CITATION,
  type Submission,
  type SubmissionInput,
} from '../../src/core/submission.ts';
import { CHOOSER, type World } from './world.ts';

const SURE = { confidence: 0.8, rationale: 'r' };
/** Below the threshold of the policy, so that a gate opens. */
const UNSURE = { confidence: 0.2, rationale: 'r' };

const ASK: Submission = {
  tool: 'ask_questions',
  input: { questions: [{ text: 'q', why: 'w', assumption: 'a' }] },
};
const PASS: Submission = { tool: 'pass', input: { rationale: 'r' } };
const PROPOSAL: Submission = {
  tool: 'submit_proposal',
  input: {
    headline: 'h',
    summary: 's',
    claims: [{ kind: 'decision', about: '', stance: 'neither', text: 't', citation: NO_CITATION }],
    steps: [],
    premortem: '',
    ...SURE,
  },
};
export const SIGN: Submission = { tool: 'sign', input: { verdict: 'signs', dissent: '', ...SURE } };
const DISSENT: Submission = { tool: 'sign', input: { verdict: 'dissents', dissent: 'no', ...UNSURE } };
const CLEAN_AUDIT: Submission = { tool: 'submit_audit', input: { findings: [], premortem: 'p', ...SURE } };
const BLOCKING_AUDIT: Submission = {
  tool: 'submit_audit',
  input: {
    findings: [{ kind: 'blind_spot', severity: 'blocking', text: 't', citation: NO_CITATION }],
    premortem: 'p',
    ...SURE,
  },
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
    case 'matching':
      return matched(design, round);
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
    case 'revision':
      return [revised(design)];
  }
}

/** Nothing, or the first words for the first open question, or the last words for every question. */
function matched(design: Design, round: Round): Submission[] {
  const words = round.replies.flatMap((id, index) => {
    const text = design.replies.find((reply) => reply.id === id)?.text;
    return text === undefined ? [] : [{ reply: `R${index + 1}`, quote: text }];
  });
  const [first, last] = [words[0], words.at(-1)];
  const open = design.questions.find(({ status }) => status === 'open');
  const answer = (matches: SubmissionInput<'match_answers'>['matches']): Submission => ({
    tool: 'match_answers',
    input: { matches, rationale: 'r' },
  });
  return [
    answer([]),
    ...(first === undefined || open === undefined ? [] : [answer([{ question: open.id, ...first }])]),
    ...(last === undefined || design.questions.length < 2
      ? []
      : [answer(design.questions.map(({ id }) => ({ question: id, ...last })))]),
  ];
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
    positions: [all.slice(0, at), all.slice(at)].map((side) => ({ statement: 's', claims: side.map(only) })),
  });
  const agreements = [{ statement: 's', claims: all.map(only) }];
  const high = [split('high', 1)];
  // Of two proposals there is one way to differ, and the same difference is not mapped twice.
  const two = all.length > 2 ? [split('medium', -1), ...high] : high;
  const divergences = { none: [], high, two };
  return {
    tool: 'map_divergences',
    input: { agreements, divergences: divergences[mapping], ...SURE },
  };
}

/** Its one claim. */
function only(letter: string): string {
  return `${letter}-1`;
}

/** Keeps its positions, or goes over to another on all its points: with a reason, or without one. */
function argued(design: Design, turn: Turn, chooses: boolean): Submission[] {
  const round = design.rounds.find((each) => each.id === turn.roundId);
  const own = round?.points.find(({ participant }) => participant === turn.participant)?.divergences ?? [];
  const arguing = (move: 'stays' | 'moves' | 'drifts'): Submission => ({
    tool: 'argue',
    input: {
      points: own.flatMap((id) => {
        const divergence = design.divergences.find((each) => each.id === id);
        return divergence === undefined ? [] : [pointOn(divergence, turn, move)];
      }),
      missed: [],
      rationale: 'r',
    },
  });
  return chooses ? [arguing('stays'), arguing('moves'), arguing('drifts')] : [arguing('stays')];
}

function pointOn(divergence: Divergence, turn: Turn, move: 'stays' | 'moves' | 'drifts') {
  const { id, positions } = divergence;
  const label = (position: string) => `${id.slice(1)}${position === 'P1' ? 'a' : 'b'}`;
  const earlier = divergence.arguments.findLast(
    ({ participant, roundId }) => participant === turn.participant && roundId !== turn.roundId,
  );
  const initial = positions.find(({ holders }) => holders.includes(turn.participant))?.id;
  const mine = earlier?.after.position ?? initial ?? 'P1';
  const other = positions.find((position) => position.id !== mine);
  // Of a position that its own claim is on, it answers the claim of somebody who holds the other.
  const addresses = other?.claims.slice(0, 1) ?? [];
  return {
    difference: id.slice(1),
    mine: label(mine),
    confidence: 0.8,
    strongest: 's',
    addresses,
    answer: 'a',
    citation: NO_CITATION,
    now: label(move === 'stays' ? mine : (other?.id ?? mine)),
    confidenceNow: 0.8,
    changedBy: move === 'moves' ? addresses : ['the majority holds it'],
  };
}

function composed(design: Design): Submission {
  const accounts = accountsOf(design);
  return { tool: 'submit_composite', input: { decision: decided(design, accounts), accounts, ...SURE } };
}

/** What has lost an argument is rejected, what is open stays so, and all else is adopted. */
export function accountsOf(design: Design): Account[] {
  return letters(design).map(({ letter }) => {
    const claim = only(letter);
    const concerned = design.divergences.filter(({ positions }) =>
      positions.some(({ claims }) => claims.includes(claim)),
    );
    const lost = concerned.some(
      ({ settlement, positions }) =>
        (settlement?.position ?? '') !== '' &&
        !positions.some(({ id, claims }) => id === settlement?.position && claims.includes(claim)),
    );
    const open = concerned.some(({ settlement }) => (settlement?.position ?? '') === '');
    const disposition = lost ? 'rejected' : open ? 'unresolved' : 'adopted';
    return { claim, disposition, into: '', reason: 'r' };
  });
}

/** The same again, with what a person has settled since, and with every finding left open. */
export function revised(design: Design): Extract<Submission, { tool: 'submit_revision' }> {
  const accounts = accountsOf(design);
  const findings = (design.audit?.audit.findings ?? []).map((_, index) => ({
    finding: `F${index + 1}`,
    done: 'left_open' as const,
    where: 'w',
  }));
  return {
    tool: 'submit_revision',
    input: { decision: decided(design, accounts), findings, accounts, ...SURE },
  };
}

export function decided(design: Design, accounts: readonly Account[]): Decision {
  const rests = accounts.filter(({ disposition }) => disposition === 'adopted').map(({ claim }) => claim);
  return {
    title: 't',
    sentence: 's',
    paragraph: 'p',
    options: [],
    steps: rests.length === 0 ? [] : [{ title: 't', detail: 'd', undo: 'u', owner: '', date: '', rests }],
    risks: [],
    assumptions: design.questions
      .filter((question) => question.status === 'assumed')
      .map((question) => ({ question: question.id, text: 't', ifWrong: 'e' })),
    open: openForPeople(design).map(({ id }) => ({ text: 't', difference: id.slice(1), rests: [] })),
  };
}
