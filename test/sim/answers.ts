import { claimsOf } from '../../src/core/proposal/labels.ts';
import { namedReplies } from '../../src/core/question/named-replies.ts';
import { sentencesAboutItself } from '../../src/core/synthesis/changes.ts';
import { decidedIn } from '../../src/core/synthesis/decided.ts';
import type { Design, Divergence, Turn } from '../../src/core/vocabulary/design.ts';
import type { Round } from '../../src/core/vocabulary/round.ts';
import type { Submission } from '../../src/core/vocabulary/submission.ts';
import {
  argument,
  audit,
  composite,
  confirmation,
  disputing,
  leavingOpen,
  mappingOf,
  matching,
  pass,
  point,
  proposal,
  questions,
  reasoned,
  revision,
  signature,
} from '../support/given-submission.ts';
import { CHOOSER, type World } from './world.ts';

const ASK = questions('q');
const PASS = pass();
/** One has a reason, which may move another; what the others have decided may not (J2). */
const [PROPOSAL, REASON] = [proposal(), reasoned()];
export const SIGN = signature();
/** Below the threshold of the policy, so that a gate opens. */
const DISSENT = signature({ verdict: 'dissents', reason: 'no', dissent: 'no', confidence: 0.2 });
const CLEAN_AUDIT = audit();
const BLOCKING_AUDIT = audit('blocking');
/** The one that blocks is left open, the other acted on. */
const DOUBTED_AUDIT = audit('blocking', 'major');

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
      return matched(world, design, round);
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
      return [CLEAN_AUDIT, world.hasDoubts ? DOUBTED_AUDIT : BLOCKING_AUDIT];
    case 'revision':
      return [mended(design)];
    case 'confirmation':
      return confirmed(world, design);
  }
}

/** Takes out what the auditor has called a sentence about itself. */
function mended(design: Design): Submission {
  const quoted = sentencesAboutItself(design);
  const { tool, input } = revision(design);
  if (quoted.length === 0) return { tool, input };
  const names = quoted.map((_, index) => `S${index + 1}`);
  const changes = input.changes.map((change) => ({ ...change, answers: [...change.answers, ...names] }));
  return { tool, input: { ...input, changes } };
}

/** Everything is answered; or, where the auditor doubts, nothing is, and the paragraph speaks of itself, also once more. */
function confirmed(world: World, design: Design): Submission[] {
  const { tool, input } = confirmation(design);
  const good: Submission = { tool, input };
  if (!world.hasDoubts) return [good];
  const findings = input.findings.map((each) => ({ ...each, isAnswered: false }));
  const paragraph = decidedIn(design)?.decision.paragraph ?? '';
  const bad: Submission = { tool, input: { ...input, findings, aboutItself: [paragraph] } };
  return [good, bad];
}

/** Nothing, or the first words for the first open question, or the last words for every question; or, once and where people say other things as well, somebody does not know. */
function matched(world: World, design: Design, round: Round): Submission[] {
  const words = round.replies.flatMap((id, index) => {
    const text = design.replies.find((reply) => reply.id === id)?.text;
    return text === undefined ? [] : [[`R${index + 1}`, text] as const];
  });
  const [first, last] = [words[0], words.at(-1)];
  const open = design.questions.find(({ status }) => status === 'open');
  const written = words.flatMap(([name, text]) =>
    design.replies
      .filter((reply) => reply.id === round.replies[Number(name.slice(1)) - 1])
      .flatMap(({ answers }) => answers.map(({ questionId }) => [questionId, name, text] as const)),
  );
  const isFirst = world.maxWords > 0 && design.replies.every(({ leftOpen }) => leftOpen.length === 0);
  return [
    matching(),
    ...(isFirst ? written.slice(0, 1).map((each) => leavingOpen(each)) : []),
    ...(first === undefined || open === undefined ? [] : [matching([open.id, ...first])]),
    ...(last === undefined || design.questions.length < 2
      ? []
      : [matching(...design.questions.map(({ id }) => [id, ...last] as const))]),
    ...(world.differs ? contradicted(design, round) : []),
  ];
}

/** All words are taken for answers to the first question, and those of two people contradict each other. */
function contradicted({ questions, replies, ...design }: Design, round: Round): Submission[] {
  const [first] = questions;
  if (first === undefined) return [];
  const named = namedReplies(design, round).flatMap((id, index) => {
    const reply = replies.find((each) => each.id === id && each.since < round.since);
    if (reply === undefined) return [];
    const isAnswer = reply.answers.some(({ questionId }) => questionId === first.id);
    const isRead = round.replies.includes(id) && reply.unread && !isAnswer;
    return isAnswer || isRead ? [{ ...reply, name: `R${index + 1}`, isRead }] : [];
  });
  if (new Set(named.map(({ author }) => author)).size < 2) return [];
  const read = named.filter(({ isRead }) => isRead);
  return [
    disputing(
      [[first.id, ...named.map(({ name }) => name)]],
      ...read.map(({ name, text }) => [first.id, name, text] as const),
    ),
  ];
}

/** The first against the rest on one point; all but the last against the last on the other. */
function mapped(design: Design, mapping: World['mappings'][number]): Submission {
  const claims = claimsOf(design);
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

/** Keeps its positions, or goes over to another on all its points: with a reason, or without one. */
function argued(design: Design, turn: Turn, chooses: boolean): Submission[] {
  const round = design.rounds.find((each) => each.id === turn.roundId);
  const own = round?.points.find(({ participant }) => participant === turn.participant)?.divergences ?? [];
  const divergences = design.divergences.filter(({ id }) => own.includes(id));
  const arguing = (move: 'stays' | 'moves' | 'drifts') =>
    argument(...divergences.map((divergence) => pointOn(divergence, turn, move)));
  return chooses ? [arguing('stays'), arguing('moves'), arguing('drifts')] : [arguing('stays')];
}

function pointOn({ id, positions, arguments: before }: Divergence, turn: Turn, move: string) {
  const label = (position: string) => `${id.slice(1)}${position === 'P1' ? 'a' : 'b'}`;
  const earlier = before.findLast(
    ({ participant, roundId }) => participant === turn.participant && roundId !== turn.roundId,
  );
  const initial = positions.find(({ holders }) => holders.includes(turn.participant))?.id;
  const mine = earlier?.after.position ?? initial ?? 'P1';
  const other = positions.find((position) => position.id !== mine);
  // Of a position that its own claim is on, it answers the claim of somebody who holds the other.
  const addresses = other?.claims.slice(0, 1) ?? [];
  return point(`${label(mine)}>${label(move === 'stays' ? mine : (other?.id ?? mine))}`, addresses, {
    changedBy: move === 'moves' ? addresses : ['the majority holds it'],
  });
}
