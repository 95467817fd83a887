/**
 * What a schema cannot judge: names against the roster of the design (A4), and what a form owes to
 * the state it is made for. All problems at once, as sentences for the model.
 *
 * @example
 * const checked = checkSubmission(design, turnId, 'sign', input);
 * if (!checked.ok) return checked.problems.join('\n');
 */

import { findingsToAnswer } from './audits.ts';
import { claimsOf } from './claims.ts';
import { firstPositionOf } from './evolve-differences.ts';
import type { ParticipantId, TurnId } from './ids.ts';
import { participantOf } from './participants.ts';
import { pointsOf } from './refinement.ts';
import { terminalToolsOf } from './rounds.ts';
import type { Design, Difference, Round } from './state.ts';
import { Submission, type SubmissionOf } from './submissions.ts';

export type Checked =
  | { readonly ok: true; readonly submission: Submission }
  | { readonly ok: false; readonly problems: readonly string[] };

export function checkSubmission(
  design: Design,
  turnId: TurnId,
  tool: string,
  input: unknown,
): Checked {
  const parsed = Submission.safeParse({ tool, input });
  if (!parsed.success) {
    const problems = parsed.error.issues.map(
      ({ path, message }) => `\`${path.slice(1).join('.') || tool}\`: ${message}`,
    );
    return { ok: false, problems };
  }
  const problems = problemsOf(design, turnId, parsed.data);
  return problems.length === 0 ? { ok: true, submission: parsed.data } : { ok: false, problems };
}

export function problemsOf(design: Design, turnId: TurnId, submission: Submission): string[] {
  const turn = design.turns.find(({ id }) => id === turnId);
  const round = design.rounds.find(({ id }) => id === turn?.roundId);
  if (turn === undefined || round === undefined) return ['There is no such turn.'];
  const allowed = terminalToolsOf(round.kind, participantOf(design, turn.participant).role);
  if (!allowed.includes(submission.tool)) {
    const names = allowed.map((tool) => `\`${tool}\``).join(' or ');
    return [`This turn ends with ${names}, not with \`${submission.tool}\`.`];
  }
  switch (submission.tool) {
    case 'ask_questions':
    case 'pass':
    case 'sign':
      return [];
    case 'frame':
      return submission.input.isDesignQuestion && submission.input.restated === ''
        ? ['`restated` is empty: restate the question in one sentence.']
        : [];
    case 'match_answers':
      return checkMatches(design, round, submission.input);
    case 'submit_proposal':
      return checkProposal(submission.input);
    case 'map_divergences':
      return checkMap(design, submission.input);
    case 'argue':
      return checkArgument(design, turn.participant, submission.input);
    case 'submit_decision':
      return checkDecision(design, round, submission.input);
    case 'submit_audit':
      return checkAudit(round, submission.input);
  }
}

function checkMatches(
  design: Design,
  round: Round,
  { questions }: SubmissionOf<'match_answers'>,
): string[] {
  const problems = [
    ...unknownIn(
      'question',
      questions.map(({ question }) => question),
      idsOf(design.questions),
    ),
    ...twiceIn(
      'question',
      questions.map(({ question }) => question),
    ),
    ...unknownIn(
      'reply',
      questions.flatMap(({ replies }) => replies),
      repliesIn(round).slice(1),
    ),
  ];
  for (const { question, replies, unknown, differ } of questions) {
    if (unknown && replies.length > 0)
      problems.push(`${question} is unknown and answered: it is one of the two.`);
    if (differ && new Set(replies).size < 2)
      problems.push(`${question}: it takes two replies to differ.`);
  }
  return problems;
}

function checkProposal({ claims }: SubmissionOf<'submit_proposal'>): string[] {
  const isOneSided = claims.every(({ against }) => !against);
  return [
    ...(isOneSided ? ['At least one claim must speak against your own answer.'] : []),
    ...claims.flatMap((claim, index) => checkCitation(`claim ${index + 1}`, claim)),
  ];
}

const MIN_QUOTED_WORDS = 3;

function checkCitation(what: string, { place, quote }: { place: string; quote: string }): string[] {
  if (place === '' && quote === '') return [];
  if (place === '' || quote === '')
    return [`In ${what}, \`place\` and \`quote\` go together: give both, or neither.`];
  return quote.split(/\s+/).length < MIN_QUOTED_WORDS
    ? [`In ${what}, copy at least ${MIN_QUOTED_WORDS} words from the lines that you cite.`]
    : [];
}

function checkMap(
  design: Design,
  { differences, loneFacts }: SubmissionOf<'map_divergences'>,
): string[] {
  const letters = design.proposals.map(({ letter }) => letter);
  return [
    ...differences.flatMap(({ description, positions }) => {
      const named = positions.flatMap((position) => position.letters);
      const twice = twiceIn('proposal', named).map((problem) => `On “${description}”: ${problem}`);
      return [...unknownIn('proposal', named, letters), ...twice];
    }),
    ...unknownIn(
      'claim',
      loneFacts.map(({ claim }) => claim),
      namesOfClaims(design),
    ),
  ];
}

function checkArgument(
  design: Design,
  participant: ParticipantId,
  { points }: SubmissionOf<'argue'>,
): string[] {
  const owed = pointsOf(design, participant);
  const named = points.map(({ difference }) => difference);
  const missing = owed.filter(({ id }) => !named.includes(id)).map(({ id }) => id);
  return [
    ...unknownIn('difference', named, idsOf(owed)),
    ...twiceIn('difference', named),
    ...(missing.length === 0 ? [] : [`Answer ${missing.join(', ')} too.`]),
    ...points.flatMap((point) => {
      const difference = owed.find(({ id }) => id === point.difference);
      return difference === undefined ? [] : checkPoint(design, participant, difference, point);
    }),
  ];
}

/** A move counts only by a claim of somebody who held another position (J2). */
function checkPoint(
  design: Design,
  participant: ParticipantId,
  difference: Difference,
  { claim, movedBy, position }: SubmissionOf<'argue'>['points'][number],
): string[] {
  const own = firstPositionOf(difference, participant);
  const others = claimsOf(design)
    .filter((each) => {
      const held = firstPositionOf(difference, each.participant);
      return held !== null && held !== own;
    })
    .map(({ name }) => name);
  const problems = [
    ...unknownIn('claim of another position', [claim], others),
    ...unknownIn('position', [position], idsOf(difference.positions)),
  ];
  if (movedBy !== '') problems.push(...unknownIn('claim of another position', [movedBy], others));
  if (position !== own && movedBy === '')
    problems.push(`On ${difference.id} you move: name in \`movedBy\` the claim that moved you.`);
  if (position === own && movedBy !== '')
    problems.push(`On ${difference.id} you stay at ${own}: leave \`movedBy\` empty, or move.`);
  return problems;
}

function checkDecision(
  design: Design,
  round: Round,
  { base, taken, rejected, why, steps, answers }: SubmissionOf<'submit_decision'>,
): string[] {
  const letters = design.proposals.map(({ letter }) => letter);
  const others = letters.filter((letter) => letter !== base);
  const from = taken.map((each) => each.from);
  const rejectedLetters = rejected.flatMap((way) => way.letters);
  const lost = others.filter(
    (letter) => !from.includes(letter) && !rejectedLetters.includes(letter),
  );
  const bases = [...namesOfClaims(design), ...repliesIn(round)];
  const findings = round.kind === 'revision' ? findingsToAnswer(design) : [];
  const answered = answers.map(({ finding }) => finding);
  const unanswered = findings.filter((name) => !answered.includes(name));
  return [
    ...unknownIn('proposal', [base], letters),
    ...unknownIn('proposal beside the base', [...from, ...rejectedLetters], others),
    ...(lost.length === 0
      ? []
      : [`Say of ${lost.join(', ')} what you take from it, or why you reject it.`]),
    ...unknownIn(
      'claim or reply',
      [...why, ...steps].flatMap(({ rests }) => rests),
      bases,
    ),
    ...restless('reason', why),
    ...restless('step', steps),
    ...unknownIn('finding', answered, findings),
    ...twiceIn('finding', answered),
    ...(unanswered.length === 0 ? [] : [`Say in \`answers\` a line on ${unanswered.join(', ')}.`]),
  ];
}

function restless(what: string, parts: readonly { rests: readonly string[] }[]): string[] {
  return parts.flatMap(({ rests }, index) =>
    rests.length > 0 ? [] : [`Say in \`rests\` what ${what} ${index + 1} rests on.`],
  );
}

function checkAudit(round: Round, { findings, replies }: SubmissionOf<'submit_audit'>): string[] {
  const named = replies.map(({ reply }) => reply);
  return [
    ...unknownIn('reply', named, repliesIn(round)),
    ...twiceIn('reply', named),
    ...findings.flatMap((finding, index) => checkCitation(`finding ${index + 1}`, finding)),
  ];
}

/** `R0` is the topic with its context. */
function repliesIn({ repliesUpTo }: Round): string[] {
  return Array.from({ length: repliesUpTo + 1 }, (_, number) => `R${number}`);
}

function namesOfClaims(design: Design): string[] {
  return claimsOf(design).map(({ name }) => name);
}

function idsOf(all: readonly { readonly id: string }[]): string[] {
  return all.map(({ id }) => id);
}

function unknownIn(what: string, named: readonly string[], known: readonly string[]): string[] {
  const unknown = [...new Set(named.filter((name) => !known.includes(name)))];
  if (unknown.length === 0) return [];
  const list = known.length === 0 ? 'there are none' : `known are ${known.join(', ')}`;
  return unknown.map((name) => `There is no ${what} “${name}”: ${list}.`);
}

function twiceIn(what: string, named: readonly string[]): string[] {
  const twice = named.filter((name, index) => named.indexOf(name) !== index);
  return [...new Set(twice)].map((name) => `The ${what} ${name} is named twice.`);
}
