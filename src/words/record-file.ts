/** `record.md`: all that was asked, said, proposed and judged, and how the design was made. */

import { claimsOf } from '#design/claims.ts';
import type { CheckedCitation, EventOf, Person, Reply } from '#design/events.ts';
import { nameOf, nameOfAuthor } from '#design/people.ts';
import type { Design, Difference, Proposal } from '#design/state.ts';
import { newestDecision } from '#design/status.ts';
import { changes } from './decision.ts';
import { renderDecisionFile, VERDICTS } from './decision-file.ts';
import { claimNamed } from './decision-text.ts';
import { positionLines } from './differences.ts';
import { exampleLine } from './example.ts';
import { dateWords } from './figures.ts';
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
import { titleOf } from './people.ts';
import { questionBlock } from './questions.ts';
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
        notRead(reply),
      ]),
    ),
    section('Questions', ...design.questions.map((each) => questionBlock(design, each))),
    // Sealed proposals that nobody has seen stay out (J1).
    ...(design.areRevealed ? design.proposals : []).map((each) => proposalBlock(design, each)),
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
    textOf(design),
    section('What changed in the last text', changes(design, 1_000)),
    ...design.audits.map((audit) => auditBlock(design, audit)),
    section('Signatures', ...design.signatures.map((each) => signatureBlock(design, each))),
    section('What people did', bullets(acts(design))),
    howItWasMade(design),
  );
  return `${file.text}\n`;
}

function notRead({ unreadFiles = [] }: Reply): Markdown | null {
  return unreadFiles.length === 0 ? null : md`Not read: ${unreadFiles.join(', ')}.`;
}

function proposalBlock(design: Design, { participant, letter, proposal }: Proposal) {
  const { headline, reasons, steps, nextBest, changesMind } = proposal;
  const claims = claimsOf(design).filter((claim) => claim.letter === letter);
  return section(
    `Proposal ${letter}: ${titleOf(design, participant)}`,
    md`**${headline}**`,
    paragraphs(reasons),
    bullets(
      claims.map((claim) => {
        const kind = `${claim.kind}${claim.against ? ', against the proposal' : ''}`;
        return md`**${claim.name}** *${kind}:* ${claim.text}${citation(claim, claim.citation)}`;
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
  { place, quote: words }: { readonly place: string; readonly quote: string },
  checked: CheckedCitation | null | undefined,
): Markdown | string {
  const status = checked?.status ?? 'not_looked_up';
  return place === '' ? '' : md` (${code(place)}: “${words}” ${CITED[status]})`;
}

function confidence(judged: { rationale: string; confidence: number }): Markdown {
  return md`*Confidence ${judged.confidence}:* ${judged.rationale}`;
}

function differenceBlock(design: Design, difference: Difference): Markdown {
  const { id, description, cost, impact } = difference;
  return blocks(
    md`**${id}** ${description} Impact: ${impact}. Cost of the wrong choice: ${cost}`,
    bullets(positionLines(design, difference, 1_000, (name) => md`${name}`)),
    ...difference.arguments.map(
      ({ participant, claim, answer }) =>
        md`*${titleOf(design, participant)} on ${claim}:* ${answer}`,
    ),
  );
}

/** Where there is no `decision.md`. Its headings go two levels down, under one of ours. */
function textOf(design: Design): Markdown | null {
  const newest = newestDecision(design);
  if (newest === null || renderDecisionFile(design) !== null) return null;
  return section('The decision', new Markdown(newest.text.replaceAll(/^## /gm, '#### ')));
}

function auditBlock(design: Design, event: EventOf<'audit_submitted'>) {
  const { audit, citations, participant } = event;
  const text = design.decisions.findIndex(({ sha256 }) => sha256 === event.sha256) + 1;
  return section(
    `Audit of text ${text}: ${titleOf(design, participant)}`,
    md`**${audit.verdict}**`,
    bullets([
      ...audit.findings.map((finding, at) => {
        const checked = citations.find(({ name }) => name === `F${at + 1}`);
        const source = citation(finding, checked);
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

const WAYS_IN = {
  slack: 'Slack',
  discord: 'Discord',
  terminal: 'terminal',
  http: 'HTTP',
  mcp: 'MCP',
} as const;

const DID = {
  accept: 'accepted it',
  send_back: 'sent it back',
  stop: 'stopped it',
  unanswered: '',
} as const;

/** Each act of a person after the start, with its way in (D8). */
function acts({ answeringClosed, gates, settled }: Design): Markdown[] {
  return [
    ...act(answeringClosed, 'ended the wait'),
    ...gates.flatMap(({ decision }) =>
      decision === null ? [] : act(decision, DID[decision.choice], decision.note),
    ),
    ...(settled?.reason === 'cancelled_by_person'
      ? act(settled, 'cancelled it', settled.detail)
      : []),
  ];
}

function act(event: { at: number; by: Person | null } | null, did: string, note = ''): Markdown[] {
  if (event === null || event.by === null) return [];
  const { at, by } = event;
  const said = note === '' ? '.' : md`: “${note}”`;
  return [md`${dateWords(at)}: ${nameOf(by)} ${did} (${WAYS_IN[by.via]})${said}`];
}
