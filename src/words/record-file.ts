/** `record.md`: all that was asked, said, proposed and judged, and how the design was made. */

import type { EventOf } from '#design/events.ts';
import type { Decision, Design, Difference, Proposal } from '#design/state.ts';
import { findingAnswered } from './decision.ts';
import { renderDecisionFile } from './decision-file.ts';
import { holders } from './differences.ts';
import { exampleLine } from './example.ts';
import { clause, dateWords } from './figures.ts';
import { firstLineOf, questionOf } from './headline.ts';
import {
  blocks,
  bullets,
  code,
  join,
  lines,
  Markdown,
  md,
  numbered,
  paragraphs,
  quote,
  section,
} from './md.ts';
import { nameOf, nameOfAuthor, titleOf } from './people.ts';
import { answerLine } from './questions.ts';
import { howItWasMade } from './record-making.ts';

export function renderRecordFile(design: Design): string {
  const file = blocks(
    exampleLine(design),
    md`# The record: ${questionOf(design)}`,
    md`**${firstLineOf(design)}**`,
    section(
      'The question',
      md`${nameOf(design.startedBy)} asked on ${dateWords(design.startedAt)}:`,
      quote(design.topic),
      ...design.context.flatMap(({ name, text }) => [md`With ${name}:`, quote(text)]),
    ),
    section(
      'Replies',
      ...design.replies.flatMap((reply) => [
        md`**R${reply.number}** ${nameOfAuthor(reply)}, ${dateWords(reply.at)}:`,
        quote(reply.text),
      ]),
    ),
    section(
      'Questions',
      ...design.questions.map((question) =>
        lines(
          md`**${question.id}** ${question.text}`,
          md`*${titleOf(design, question.participant)}: ${question.why}*`,
          answerLine(design, question),
        ),
      ),
    ),
    ...proposals(design),
    section(
      'Differences',
      ...(design.differences ?? []).map((each) => differenceBlock(design, each)),
    ),
    section(
      'Facts that only one proposal has',
      bullets(design.loneFacts.map(({ claim, why }) => md`${claim}: ${why}`)),
    ),
    ...texts(design),
    ...design.audits.map((audit, index) => auditBlock(design, audit, index)),
    section('Signatures', ...design.signatures.map((each) => signatureBlock(design, each))),
    section('Decided by people', bullets(gates(design))),
    howItWasMade(design),
  );
  return `${file.text}\n`;
}

/** Sealed proposals that nobody has seen stay out (J1). */
function proposals(design: Design): (Markdown | null)[] {
  if (!design.areRevealed) return [];
  return design.proposals.map((each) => proposalBlock(design, each));
}

function proposalBlock(design: Design, { participant, letter, proposal, citations }: Proposal) {
  const { headline, reasons, claims, steps, nextBest, changesMind } = proposal;
  return section(
    `Proposal ${letter}: ${titleOf(design, participant)}`,
    md`**${headline}**`,
    paragraphs(reasons),
    bullets(
      claims.map((claim, index) => {
        const name = `${letter}-${index + 1}`;
        const status = citations.find((each) => each.name === name)?.status ?? 'not_looked_up';
        const kind = `${claim.kind}${claim.against ? ', against the proposal' : ''}`;
        const words = md`**${name}** *${kind}:* ${claim.text}`;
        return claim.place === '' ? words : md`${words} ${citation(claim, status)}`;
      }),
    ),
    numbered(steps.map((step) => md`${step}`)),
    lines(
      md`*The next best way:* ${nextBest}`,
      md`*What would change its mind:* ${changesMind}`,
      confidence(proposal),
    ),
  );
}

const CITED = {
  stands: 'stands there',
  absent: 'does not stand there',
  not_looked_up: 'was not looked up',
} as const;

function citation(cited: { place: string; quote: string }, status: keyof typeof CITED): Markdown {
  const words = cited.quote === '' ? '' : md`“${cited.quote}” `;
  return md`(${code(cited.place)}: ${words}${CITED[status]})`;
}

function confidence(judged: { rationale: string; confidence: number }): Markdown {
  return md`*Confidence ${judged.confidence}:* ${judged.rationale}`;
}

function differenceBlock(design: Design, difference: Difference): Markdown {
  const { id, description, cost, impact, positions } = difference;
  return blocks(
    md`**${id}** ${description} Impact: ${impact}. Cost of the wrong choice: ${cost}`,
    bullets(
      positions.map((each) => md`${clause(each.statement)}: ${holders(design, difference, each)}`),
    ),
    bullets(
      difference.arguments.map(({ participant, claim, answer }) => {
        return md`${titleOf(design, participant)} on ${claim}: ${answer}`;
      }),
    ),
  );
}

/** Texts that do not stand in `decision.md`. */
function texts(design: Design): (Markdown | null)[] {
  const isNewestElsewhere = renderDecisionFile(design) !== null;
  const shown = isNewestElsewhere ? design.decisions.slice(0, -1) : design.decisions;
  return [
    ...shown.map(({ text }, index) => section(`Text ${index + 1} of the decision`, nested(text))),
    answersToFindings(design),
  ];
}

/** A text of ours under a heading of ours: its headings go two levels down. */
function nested(text: string): Markdown {
  return new Markdown(text.replaceAll(/^## /gm, '#### '));
}

function answersToFindings(design: Design): Markdown | null {
  const answers = design.decisions.at(-1)?.decision.answers ?? [];
  return section(
    'What the last text changed',
    bullets(
      answers.map(({ finding, how }) => {
        const found = findingAnswered(design, finding);
        return md`${found === null ? finding : `${found.part}: ${found.wrong}`} → ${how}`;
      }),
    ),
  );
}

function auditBlock(design: Design, event: EventOf<'audit_submitted'>, index: number) {
  const { audit, citations, participant } = event;
  const text = design.decisions.findIndex(({ sha256 }: Decision) => sha256 === event.sha256) + 1;
  return section(
    `Audit ${index + 1}, of text ${text}: ${titleOf(design, participant)}`,
    md`**${audit.verdict}**`,
    bullets([
      ...audit.findings.map((finding, at) => {
        const status =
          citations.find(({ name }) => name === `F${at + 1}`)?.status ?? 'not_looked_up';
        const words = md`*${finding.severity}, ${finding.part}:* ${finding.wrong} *To mend it:* ${finding.mend}`;
        return finding.place === '' ? words : md`${words} ${citation(finding, status)}`;
      }),
      ...audit.replies.map(({ reply, fate, why }) => {
        return md`*${reply} ${fate === 'contradicted' ? 'is contradicted' : 'is left out'}:* ${why}`;
      }),
    ]),
    confidence(audit),
  );
}

function signatureBlock(design: Design, { participant, signature }: EventOf<'signature_given'>) {
  const verdicts = {
    signs: 'signs',
    with_reservation: 'signs with a reservation',
    dissents: 'dissents',
  } as const;
  return lines(
    md`**${titleOf(design, participant)}** ${verdicts[signature.verdict]}: ${signature.words}`,
    md`*Its weakest part:* ${signature.weakest}`,
    confidence(signature),
  );
}

const CHOICES = {
  accept: 'accepted it',
  send_back: 'sent it back',
  stop: 'stopped it',
  unanswered: 'did not decide in time',
} as const;

function gates(design: Design): Markdown[] {
  const asked: Markdown[] = [];
  const { answeringClosed } = design;
  if (answeringClosed?.by)
    asked.push(md`${dateWords(answeringClosed.at)}: ${nameOf(answeringClosed.by)} ended the wait.`);
  for (const { decision } of design.gates) {
    if (decision === null) continue;
    const who = decision.by === null ? 'Nobody' : nameOf(decision.by);
    const what = decision.by === null ? 'decided in time' : CHOICES[decision.choice];
    const note = decision.note === '' ? '.' : md`: “${decision.note}”`;
    asked.push(md`${dateWords(decision.at)}: ${who} ${what}${note}`);
  }
  const by = design.settled?.by ?? null;
  if (design.settled?.reason === 'cancelled_by_person' && by !== null)
    asked.push(join([dateWords(design.settled.at), md` ${nameOf(by)} cancelled it.`], ':'));
  return asked;
}
