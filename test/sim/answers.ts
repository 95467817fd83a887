import { listChoosablePersonas } from '../../src/core/answering/framing.ts';
import { decidedOf } from '../../src/core/decision/decided.ts';
import { claimsOf } from '../../src/core/proposals/labels.ts';
import { nameOfReply } from '../../src/core/questions/quoting/named-replies.ts';
import type { Design, Divergence, Turn } from '../../src/core/vocabulary/design.ts';
import type { Round } from '../../src/core/vocabulary/round.ts';
import type { Submission } from '../../src/core/vocabulary/submission.ts';
import {
  AGAINST,
  argument,
  audit,
  composite,
  confirmation,
  contradicting,
  differ,
  finding,
  framing,
  leavingOpen,
  mappingOf,
  matching,
  noQuestion,
  pass,
  point,
  proposal,
  proposalOfReasons,
  questions,
  reading,
  refuting,
  revision,
  signature,
} from '../support/designs/given-submission.ts';
import { CHOOSER, type World } from './world.ts';

const ASK = questions('q');
const PASS = pass();
/** One has a reason, which may move another; what the others have decided may not (J2). */
const [PROPOSAL, REASON] = [proposal(), proposalOfReasons()];
export const SIGN = signature();
/** Below the threshold of the policy, so that a gate opens. */
const DISSENT = signature({ verdict: 'dissents', reason: 'no', dissent: 'no', confidence: 0.2 });
const CLEAN_AUDIT = audit();
const BLOCKING_AUDIT = audit('blocking');

/**
 * The valid answers that the world's models may give to this turn, of which each is tried.
 * Deterministic, and as few as make a difference to what happens next. A turn of a closed round
 * gets the answer it would have got.
 */
export function answersTo(world: World, design: Design, turn: Turn): readonly Submission[] {
  const chooses = world.choosers === 'all' || turn.participant === CHOOSER;
  const round = design.rounds.find((each) => each.id === turn.roundId);
  switch (round?.kind) {
    case undefined:
      throw new Error(`no round ${turn.roundId} for turn ${turn.id}`);
    case 'framing':
      return framed(world, design);
    case 'questions':
      return chooses ? [ASK, PASS] : [PASS];
    case 'matching':
      return matched(world, design, round);
    case 'reading':
      return read(design, round);
    case 'proposals':
      return [turn.participant === CHOOSER ? PROPOSAL : REASON];
    case 'mapping':
      return world.mappings.map((mapping) => mapped(design, mapping));
    case 'argument':
      return argued(design, turn, chooses);
    case 'composite':
      return [composite(design)];
    case 'signing':
      return chooses ? [SIGN, DISSENT] : [SIGN];
    case 'audit':
      return [CLEAN_AUDIT, world.hasDoubts ? doubted() : BLOCKING_AUDIT].map((each) =>
        refuting(design, each),
      );
    case 'revision':
      return [revision(design)];
    case 'confirmation':
      return confirmed(world, design);
  }
}

/**
 * Everybody takes part, or all but one where there is a choice; or it is no design question, unless
 * it starts anyway.
 */
function framed(world: World, design: Design): Submission[] {
  const [first] = listChoosablePersonas(design);
  const fewer = first === undefined ? [] : [framing(design, [first])];
  return [framing(design), ...fewer, ...(world.frames === 'anyway' ? [] : [noQuestion()])];
}

/** One finding that blocks and is left open; and it contradicts the topic, which is acted on. */
function doubted(): Submission {
  const { tool, input } = contradicting();
  return { tool, input: { ...input, findings: [finding({ severity: 'blocking' })] } };
}

/**
 * Everything is answered; or, where the auditor doubts, nothing is: in the first revision every
 * change does harm and contradicts people, in later ones none answers.
 */
function confirmed(world: World, design: Design): Submission[] {
  const { tool, input } = confirmation(design);
  const good: Submission = { tool, input };
  if (!world.hasDoubts) return [good];
  const judged = (verdict: 'harms' | 'does_not') =>
    input.changes.map((each) => ({ ...each, verdict }));
  if (design.revisions.length > 1)
    return [good, { tool, input: { ...input, changes: judged('does_not') } }];
  const said = input.said.map((each) => ({ ...each, fate: 'contradicted' as const }));
  return [good, { tool, input: { ...input, changes: judged('harms'), said } }];
}

/** Nothing bears on the decision, or the first words bear on its sentence. */
function read(design: Design, round: Round): Submission[] {
  const sentence = decidedOf(design)?.decision.sentence ?? '';
  const first = design.replies.find(({ id, unread }) => id === round.replies[0] && unread);
  if (first === undefined) return [reading(design)];
  return [reading(design), reading(design, { [nameOfReply(first)]: sentence })];
}

/**
 * Nothing, or the first words for the first open question, or the last words for every question;
 * or, once and where people say other things as well, somebody does not know.
 */
function matched(world: World, design: Design, round: Round): Submission[] {
  const replies = design.replies.filter(({ id }) => round.replies.includes(id));
  const words = replies.map((reply) => [nameOfReply(reply), reply.text] as const);
  const [first, last] = [words[0], words.at(-1)];
  const open = design.questions.find(({ status }) => status === 'open');
  const written = replies.flatMap((reply) =>
    reply.answers.map(({ questionId }) => [questionId, nameOfReply(reply), reply.text] as const),
  );
  const [one, two] = design.replies.filter(
    ({ answers, takes }) => answers.length > 0 && takes === undefined,
  );
  const differing =
    world.hasDispute && one !== undefined && two !== undefined && one.author !== two.author
      ? [differ(matching(), design.questions[0]?.id ?? '', nameOfReply(one), nameOfReply(two))]
      : [];
  const isFirst =
    world.maxWords > 0 && design.replies.every(({ leftOpen }) => leftOpen.length === 0);
  return [
    matching(),
    ...differing,
    ...(isFirst ? written.slice(0, 1).map((each) => leavingOpen(each)) : []),
    ...(first === undefined || open === undefined ? [] : [matching([open.id, ...first])]),
    ...(last === undefined || design.questions.length < 2
      ? []
      : [matching(...design.questions.map(({ id }) => [id, ...last] as const))]),
  ];
}

/** The first against the rest on one point; all but the last against the last on the other. */
function mapped(design: Design, mapping: World['mappings'][number]): Submission {
  const claims = claimsOf(design).filter(({ text }) => text !== AGAINST.text);
  const letters = claims.map(({ label }) => label);
  const split = (impact: 'high' | 'medium', at: number) =>
    [impact, letters.slice(0, at).join(''), letters.slice(at).join('')] as const;
  const high = [split('high', 1)];
  // Of two proposals there is one way to differ, and the same difference is not mapped twice.
  const two = letters.length > 2 ? [split('medium', -1), ...high] : high;
  return mappingOf(
    claims.map(({ id }) => id),
    ...{ none: [], high, two }[mapping],
  );
}

/**
 * Keeps its positions, or goes over to another on all its points: with a reason, or without one.
 */
function argued(design: Design, turn: Turn, chooses: boolean): Submission[] {
  const round = design.rounds.find((each) => each.id === turn.roundId);
  const own =
    round?.points.find(({ participant }) => participant === turn.participant)?.divergences ?? [];
  const divergences = design.divergences.filter(({ id }) => own.includes(id));
  const arguing = (move: 'stays' | 'moves' | 'drifts') =>
    argument(...divergences.map((divergence) => pointOn(divergence, turn, move)));
  return chooses ? [arguing('stays'), arguing('moves'), arguing('drifts')] : [arguing('stays')];
}

function pointOn({ id, positions }: Divergence, turn: Turn, move: string) {
  const label = (position: string) => `${id.slice(1)}${position === 'P1' ? 'a' : 'b'}`;
  const mine = positions.find(({ holders }) => holders.includes(turn.participant))?.id ?? 'P1';
  const other = positions.find((position) => position.id !== mine);
  // Of a position that its own claim is on, it answers the claim of somebody who holds the other.
  const addresses = other?.claims.slice(0, 1) ?? [];
  return point(
    `${label(mine)}>${label(move === 'stays' ? mine : (other?.id ?? mine))}`,
    addresses,
    {
      changedBy: move === 'moves' ? addresses : [],
    },
  );
}
