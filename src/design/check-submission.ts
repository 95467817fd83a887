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
import { MAX_DECISION_CHARACTERS } from './events.ts';
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

/** Says by how much the Markdown of a decision is too long; empty if it fits. */
export function problemsOfText({ length }: string): string[] {
  const excess = length - MAX_DECISION_CHARACTERS;
  return excess > 0 ? [`The decision is too long by ${excess} characters. Shorten it.`] : [];
}

function problemsOf(design: Design, turnId: TurnId, submission: Submission): string[] {
  const turn = design.turns.find(({ id }) => id === turnId);
  const round = design.rounds.find(({ id }) => id === turn?.roundId);
  if (turn === undefined || round === undefined) return ['There is no such turn.'];
  const allowed = terminalToolsOf(round.kind, participantOf(design, turn.participant).role);
  if (!allowed.includes(submission.tool)) {
    const names = allowed.map((tool) => `\`${tool}\``).join(' or ');
    return [`This turn ends with ${names}, not with \`${submission.tool}\`.`];
  }
  const check = new Check();
  switch (submission.tool) {
    case 'ask_questions':
    case 'pass':
    case 'sign':
      break;
    case 'frame':
      check.when(
        submission.input.isDesignQuestion && submission.input.restated === '',
        '`restated` is empty: restate the question in one sentence.',
      );
      break;
    case 'match_answers':
      checkMatches(check, design, round, submission.input);
      break;
    case 'submit_proposal':
      checkProposal(check, submission.input);
      break;
    case 'map_divergences':
      checkMap(check, design, submission.input);
      break;
    case 'argue':
      checkArgument(check, design, turn.participant, submission.input);
      break;
    case 'submit_decision':
      checkDecision(check, design, round, submission.input);
      break;
    case 'submit_audit':
      checkAudit(check, round, submission.input);
  }
  return check.problems;
}

class Check {
  readonly problems: string[] = [];

  when(isProblem: boolean, problem: string): void {
    if (isProblem) this.problems.push(problem);
  }

  known(what: string, named: readonly string[], known: readonly string[]): void {
    const list = known.length === 0 ? 'there are none' : `known are ${known.join(', ')}`;
    for (const name of new Set(named))
      this.when(!known.includes(name), `There is no ${what} “${name}”: ${list}.`);
  }

  once(what: string, named: readonly string[]): void {
    for (const name of new Set(named.filter((each, index) => named.indexOf(each) !== index)))
      this.problems.push(`The ${what} ${name} is named twice.`);
  }

  /** Both of place and words, or neither. */
  citation(what: string, { place, quote }: { place: string; quote: string }): void {
    this.when(
      (place === '') !== (quote === ''),
      `In ${what}, \`place\` and \`quote\` go together: give both, or neither.`,
    );
    this.when(
      quote !== '' && quote.split(/\s+/).length < MIN_QUOTED_WORDS,
      `In ${what}, copy at least ${MIN_QUOTED_WORDS} words from the lines that you cite.`,
    );
  }

  rests(what: string, parts: readonly { rests: readonly string[] }[]): void {
    for (const [index, { rests }] of parts.entries())
      this.when(rests.length === 0, `Say in \`rests\` what ${what} ${index + 1} rests on.`);
  }
}

const MIN_QUOTED_WORDS = 3;

function checkMatches(
  check: Check,
  design: Design,
  round: Round,
  { questions }: SubmissionOf<'match_answers'>,
): void {
  const named = questions.map(({ question }) => question);
  check.known('question', named, idsOf(design.questions));
  check.once('question', named);
  for (const { question, replies, unknown, differ } of questions) {
    check.known('reply', replies, repliesIn(round).slice(1));
    check.when(
      unknown && replies.length > 0,
      `${question} is unknown and answered: it is one of the two.`,
    );
    check.when(differ && new Set(replies).size < 2, `${question}: it takes two replies to differ.`);
  }
}

function checkProposal(check: Check, { claims }: SubmissionOf<'submit_proposal'>): void {
  check.when(
    claims.every(({ against }) => !against),
    'At least one claim must speak against your own answer.',
  );
  for (const [index, claim] of claims.entries()) check.citation(`claim ${index + 1}`, claim);
}

function checkMap(
  check: Check,
  design: Design,
  { differences, loneFacts }: SubmissionOf<'map_divergences'>,
): void {
  for (const { positions } of differences) {
    const named = positions.flatMap(({ letters }) => letters);
    check.known('proposal', named, lettersOf(design));
    check.once('proposal', named);
  }
  const facts = loneFacts.map(({ claim }) => claim);
  check.known('claim', facts, namesOfClaims(design));
}

function checkArgument(
  check: Check,
  design: Design,
  participant: ParticipantId,
  { points }: SubmissionOf<'argue'>,
): void {
  const owed = pointsOf(design, participant);
  const named = points.map(({ difference }) => difference);
  check.known('difference', named, idsOf(owed));
  check.once('difference', named);
  for (const difference of owed) {
    const point = points.find((each) => each.difference === difference.id);
    if (point === undefined) check.problems.push(`Answer ${difference.id} too.`);
    else checkPoint(check, design, participant, difference, point);
  }
}

/** A move counts only by a claim of somebody who held another position (J2). */
function checkPoint(
  check: Check,
  design: Design,
  participant: ParticipantId,
  difference: Difference,
  { claim, movedBy, position }: SubmissionOf<'argue'>['points'][number],
): void {
  const own = firstPositionOf(difference, participant);
  const others = claimsOf(design).filter((each) => {
    const held = firstPositionOf(difference, each.participant);
    return held !== null && held !== own;
  });
  const { id } = difference;
  const named = movedBy === '' ? [claim] : [claim, movedBy];
  check.known(
    'claim of another position',
    named,
    others.map(({ name }) => name),
  );
  check.known('position', [position], idsOf(difference.positions));
  check.when(
    position !== own && movedBy === '',
    `On ${id} you move: name in \`movedBy\` the claim that moved you.`,
  );
  check.when(
    position === own && movedBy !== '',
    `On ${id} you stay at ${own}: leave \`movedBy\` empty, or move.`,
  );
}

function checkDecision(
  check: Check,
  design: Design,
  round: Round,
  { base, taken, rejected, why, steps, answers }: SubmissionOf<'submit_decision'>,
): void {
  const others = lettersOf(design).filter((letter) => letter !== base);
  const treated = [...taken.map(({ from }) => from), ...rejected.flatMap(({ letters }) => letters)];
  check.known('proposal', [base], lettersOf(design));
  check.known('proposal beside the base', treated, others);
  for (const letter of others)
    check.when(
      !treated.includes(letter),
      `Say of ${letter} what you take from it, or why you reject it.`,
    );
  const rests = [...why, ...steps].flatMap((each) => each.rests);
  check.known('claim or reply', rests, [...namesOfClaims(design), ...repliesIn(round)]);
  check.rests('reason', why);
  check.rests('step', steps);
  const findings = round.kind === 'revision' ? findingsToAnswer(design) : [];
  const answered = answers.map(({ finding }) => finding);
  check.known('finding', answered, findings);
  check.once('finding', answered);
  for (const finding of findings)
    check.when(!answered.includes(finding), `Say in \`answers\` a line on ${finding}.`);
}

function checkAudit(
  check: Check,
  round: Round,
  { findings, replies }: SubmissionOf<'submit_audit'>,
): void {
  const named = replies.map(({ reply }) => reply);
  check.known('reply', named, repliesIn(round));
  check.once('reply', named);
  for (const [index, finding] of findings.entries())
    check.citation(`finding ${index + 1}`, finding);
}

/** `R0` is the topic with its context. */
function repliesIn({ repliesUpTo }: Round): string[] {
  return Array.from({ length: repliesUpTo + 1 }, (_, number) => `R${number}`);
}

function namesOfClaims(design: Design): string[] {
  return claimsOf(design).map(({ name }) => name);
}

function lettersOf({ proposals }: Design): string[] {
  return proposals.map(({ letter }) => letter);
}

function idsOf(all: readonly { readonly id: string }[]): string[] {
  return all.map(({ id }) => id);
}
