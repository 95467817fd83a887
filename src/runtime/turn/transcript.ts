import type { Design, Divergence, Question, Reply } from '../../core/design.ts';
import { STEPS } from '../../core/events.ts';
import type { ParticipantId } from '../../core/ids.ts';
import { participant } from '../../core/participants.ts';
import { claimIdAt, labelOf } from '../../core/proposal/labels.ts';
import { isLaterVersion } from '../../core/question/answering.ts';
import { material, numbered, shortened } from './material-text.ts';
import { synthesisSections } from './transcript-synthesis.ts';
import { withoutName } from './unnamed.ts';

/** Replies are bounded one by one when they are recorded; together they must still fit a prompt. */
const REPLY_CHARACTERS = 40_000;
const REPLIES_CHARACTERS = 200_000;

export const PROPOSALS_HEADING = '# The proposals';

/**
 * Proposals are shown once the step that writes them is over (J1). Being marked as revealed is not enough: a design
 * that runs again brings proposals along which those who have yet to write must not see.
 */
export function isAfterReveal(design: Design): boolean {
  return STEPS.indexOf(design.step) > STEPS.indexOf('proposing');
}

/**
 * What has happened so far, one section each, oldest first. Contributions to the open round are left out, so that all
 * participants of a round get the same text, and a replacement gets it byte for byte. Proposals and what followed from
 * them go by letter (J3).
 */
export function transcriptSections(design: Design): string[] {
  const sections = [questionsSection(design), ...repliesSection(design)];
  if (isAfterReveal(design)) {
    sections.push(
      proposalsSection(design),
      mapSection(design),
      ...argumentSections(design),
      settlementsSection(design),
      ...synthesisSections(design),
      lateSection(design),
    );
  }
  return sections.filter((section) => section !== '');
}

function questionsSection(design: Design): string {
  const asking = design.rounds.some((round) => round.kind === 'questions' && !round.closed);
  const carried = new Set(design.carried?.questions.map((question) => question.id));
  const shown = asking ? design.questions.filter((question) => carried.has(question.id)) : design.questions;
  if (shown.length === 0) return '';
  return `# What was asked\n\n${material('questions of the participants', shown.map(renderedQuestion).join('\n\n'))}`;
}

function renderedQuestion({ id, text, why, status, assumption }: Question): string {
  const outcome = {
    answered: 'Answered below.',
    assumed: `Nobody answered. Assumed: ${assumption}`,
    open: `Not answered yet. If it stays so, assumed: ${assumption}`,
  }[status];
  return `${id}: ${text}\nWhy it matters: ${why}\n${outcome}`;
}

function repliesSection({ replies }: Design): string[] {
  if (replies.length === 0) return [];
  let left = REPLIES_CHARACTERS;
  const shown: string[] = [];
  for (const reply of replies) {
    if (left <= 0) break;
    const text = shortened(reply.text, Math.min(REPLY_CHARACTERS, left));
    left -= text.length;
    shown.push(material(sourceOf(reply, replies), text));
  }
  const missing = replies.length - shown.length;
  if (missing > 0) shown.push(`[${missing} further replies are left out: together they are too long]`);
  return [`# What people of the thread said\n\n${shown.join('\n\n')}`];
}

function sourceOf(reply: Reply, replies: readonly Reply[]): string {
  const pinned = [...new Set(reply.answers.map((answer) => answer.questionId))];
  const place = isLaterVersion(reply, replies) ? ', in place of what they said before' : '';
  return `reply by ${reply.author}${pinned.length === 0 ? '' : `, to ${pinned.join(', ')}`}${place}`;
}

function proposalsSection(design: Design): string {
  const shown = design.drawnOrder.flatMap((id) => {
    const sealed = design.proposals.findLast((each) => each.participant === id);
    return sealed?.revealed === true ? [renderedProposal(design, id, sealed.proposal)] : [];
  });
  return shown.length === 0 ? '' : `${PROPOSALS_HEADING}\n\n${shown.join('\n\n')}`;
}

function renderedProposal(
  design: Design,
  author: ParticipantId,
  proposal: Design['proposals'][number]['proposal'],
): string {
  const label = labelOf(design, author);
  const claims = proposal.claims.map(({ kind, text, citation }, index) => {
    const source = citation === '' ? '' : ` [read in ${citation}]`;
    return `${claimIdAt(label, index)} (${kind}) ${text}${source}`;
  });
  const parts = [
    proposal.headline,
    proposal.summary,
    `Claims:\n${claims.join('\n')}`,
    proposal.steps.length === 0 ? '' : `Steps:\n${numbered(proposal.steps)}`,
    proposal.premortem === '' ? '' : `It was done and it failed: why\n${proposal.premortem}`,
    `Confidence ${proposal.confidence}. ${proposal.rationale}`,
  ];
  const text = parts.filter((part) => part !== '').join('\n\n');
  return `## Proposal ${label}\n\n${material(`proposal ${label}`, withoutName(text, participant(design, author)))}`;
}

function mapSection(design: Design): string {
  const { agreements, divergences } = design;
  if (agreements.length === 0 && divergences.length === 0) return '';
  const agreed = agreements.length === 0 ? '' : `They agree:\n${numbered(agreements)}`;
  const parts = [agreed, ...divergences.map((divergence) => renderedDivergence(design, divergence))];
  const text = parts.filter((part) => part !== '').join('\n\n');
  return `# Where the proposals agree and differ\n\n${material('the synthesizer', text)}`;
}

function renderedDivergence(design: Design, { id, impact, description, positions }: Divergence): string {
  const held = positions.map((position) => {
    const letters = position.holders.map((holder) => labelOf(design, holder)).toSorted();
    return `${position.id}: ${position.statement} (held by ${letters.join(', ')})`;
  });
  return [`${id} (${impact} impact): ${description}`, ...held].join('\n');
}

/** One section for each closed round of arguments, in the order in which they were held, so that the text only grows. */
function argumentSections(design: Design): string[] {
  return design.rounds.flatMap((round) => {
    const divergence = design.divergences.find((each) => each.id === round.divergenceId);
    if (divergence === undefined || !round.closed) return [];
    const spoken = divergence.arguments.filter((argument) => argument.roundId === round.id);
    const shown = spoken.map((argument) => renderedArgument(design, argument));
    return shown.length === 0 ? [] : [`# Arguments on ${divergence.id}\n\n${shown.join('\n\n')}`];
  });
}

function renderedArgument(design: Design, argument: Divergence['arguments'][number]): string {
  const { before, after, changedBecause, addresses, text } = argument;
  const label = labelOf(design, argument.participant);
  const moved =
    before.position === after.position
      ? `Stays at ${after.position} (confidence ${before.confidence}, now ${after.confidence}).`
      : `Moves from ${before.position} (${before.confidence}) to ${after.position} (${after.confidence}): ${changedBecause || 'changed without a reason given'}.`;
  const words = `${moved}\nAnswers ${addresses.join(', ')}: ${text}`;
  return material(`proposal ${label}`, withoutName(words, participant(design, argument.participant)));
}

function settlementsSection(design: Design): string {
  const lines = design.divergences.flatMap(({ id, settlement }) => {
    if (settlement === null) return [];
    const { outcome, position, by, reason } = settlement;
    const letters = by.map((each) => labelOf(design, each)).toSorted();
    const how = {
      resolved: `resolved: ${position} holds`,
      conceded: `conceded by ${letters.join(', ')}: ${position} holds`,
      unresolved: 'unresolved',
    }[outcome];
    return [`- ${id}: ${how}${reason === '' ? '' : ` (${reason})`}`];
  });
  return lines.length === 0 ? '' : `# How the differences ended\n\n${lines.join('\n')}`;
}

/** A late submission changes nothing and is shown (C16). */
function lateSection(design: Design): string {
  const shown = design.lateSubmissions.map(({ participant: id, tool, text }) => {
    const label = labelOf(design, id);
    const author = label === '' ? 'a facilitator' : `proposal ${label}`;
    return material(
      `late ${tool} of ${author}`,
      withoutName(shortened(text, 8_000), participant(design, id)),
    );
  });
  const intro = 'These came after their round was closed and changed nothing.';
  return shown.length === 0 ? '' : `# What came too late\n\n${intro}\n\n${shown.join('\n\n')}`;
}
