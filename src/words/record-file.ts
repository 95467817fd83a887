/** `record.md`: all that was asked, said, proposed and judged, and how the design was made. */

import type { CheckedCitation, EventOf, Person } from '#design/events.ts';
import type { Decision, Design, Difference, Proposal } from '#design/state.ts';
import { findingAnswered } from './decision.ts';
import { renderDecisionFile, VERDICTS } from './decision-file.ts';
import { claimNamed } from './decision-text.ts';
import { holders } from './differences.ts';
import { exampleLine } from './example.ts';
import { clause, dateWords } from './figures.ts';
import { firstLineOf, questionOf } from './headline.ts';
import {
  blocks,
  bullets,
  code,
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
      ...design.context.flatMap(({ name, text }) => [md`Attached, *${name}*:`, quote(text)]),
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
      bullets(
        design.loneFacts.map(
          ({ claim, why }) =>
            md`**${claim}** ${claimNamed(design, claim)?.text ?? ''} *Why it matters:* ${why}`,
        ),
      ),
    ),
    ...texts(design),
    ...design.audits.map((audit) => auditBlock(design, audit)),
    section('Signatures', ...design.signatures.map((each) => signatureBlock(design, each))),
    section('What people did', bullets(acts(design))),
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
        const kind = `${claim.kind}${claim.against ? ', against the proposal' : ''}`;
        return md`**${name}** *${kind}:* ${claim.text}${citation(claim, citations, name)}`;
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

function citation(
  cited: { readonly place: string; readonly quote: string },
  citations: readonly CheckedCitation[],
  name: string,
): Markdown | string {
  if (cited.place === '') return '';
  const status = citations.find((each) => each.name === name)?.status ?? 'not_looked_up';
  return md` (${code(cited.place)}: “${cited.quote}” ${CITED[status]})`;
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
    ...difference.arguments.map(
      ({ participant, claim, answer }) =>
        md`*${titleOf(design, participant)} on ${claim}:* ${answer}`,
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

function auditBlock(design: Design, event: EventOf<'audit_submitted'>) {
  const { audit, citations, participant } = event;
  const text = design.decisions.findIndex(({ sha256 }: Decision) => sha256 === event.sha256) + 1;
  return section(
    `Audit of text ${text}: ${titleOf(design, participant)}`,
    md`**${audit.verdict}**`,
    bullets([
      ...audit.findings.map((finding, at) => {
        const source = citation(finding, citations, `F${at + 1}`);
        return md`*${finding.severity}, ${finding.part}:* ${finding.wrong}${source} *To mend it:* ${finding.mend}`;
      }),
      ...audit.replies.map(({ reply, fate, why }) => {
        return md`*${reply} ${fate === 'contradicted' ? 'is contradicted' : 'is left out'}:* ${why}`;
      }),
    ]),
    confidence(audit),
  );
}

function signatureBlock(design: Design, { participant, signature }: EventOf<'signature_given'>) {
  return lines(
    md`**${titleOf(design, participant)}** ${VERDICTS[signature.verdict]}: ${signature.words}`,
    md`*Its weakest part:* ${signature.weakest}`,
    confidence(signature),
  );
}

const DID = { accept: 'accepted it', send_back: 'sent it back', stop: 'stopped it' } as const;

/** Each act of a person after the start, with its way in (D8). */
function acts({ answeringClosed, gates, settled }: Design): Markdown[] {
  const wait = answeringClosed?.by
    ? [act(answeringClosed, answeringClosed.by, 'ended the wait')]
    : [];
  const decided = gates.flatMap(({ decision }) =>
    decision === null || decision.by === null || decision.choice === 'unanswered'
      ? []
      : [act(decision, decision.by, DID[decision.choice], decision.note)],
  );
  const isCancelled = settled?.reason === 'cancelled_by_person' && settled.by !== null;
  const cancelled = isCancelled ? [act(settled, settled.by, 'cancelled it', settled.detail)] : [];
  return [...wait, ...decided, ...cancelled];
}

function act({ at }: { at: number }, by: Person, did: string, note = ''): Markdown {
  const said = note === '' ? '.' : md`: “${note}”`;
  return md`${dateWords(at)}: ${nameOf(by)} ${did} (${by.via})${said}`;
}
