/**
 * Everything that was said so far, as one Markdown text. It depends on the design and the round
 * alone, and leaves out what the round itself has brought so far: everybody who is asked in it reads
 * the same bytes, and so does a replacement.
 */

import { claimsOf } from '#design/claims.ts';
import type { CheckedCitation, RoundKind } from '#design/events.ts';
import { letterOf } from '#design/participants.ts';
import type { Decision, Design, Proposal, Question, Round } from '#design/state.ts';
import { nameOf, nameOfAuthor } from '#words/people.ts';
import { listArgued, listShownClaims } from './arguing.ts';
import { joinParts, list, oneLine, quote, section } from './material.ts';

/**
 * `sealed`: before the reveal, nothing of a proposal (J1). `arguing`: positions and claims, without
 * holders or numbers (J2). `revealed`: proposals by letter, in the drawn order (J3).
 */
export type Audience = 'sealed' | 'arguing' | 'revealed';

export function audienceOf(kind: RoundKind): Audience {
  switch (kind) {
    case 'framing':
    case 'questions':
    case 'matching':
    case 'proposals':
      return 'sealed';
    case 'argument':
      return 'arguing';
    case 'mapping':
    case 'draft':
    case 'audit':
    case 'revision':
    case 'signing':
      return 'revealed';
  }
}

export function transcriptOf(design: Design, round: Round): string {
  const audience = audienceOf(round.kind);
  return joinParts(
    topicSection(design),
    questionsSection(design, round),
    repliesSection(design, round),
    audience === 'revealed' ? proposalsSection(design) : '',
    audience === 'revealed' ? differencesSection(design) : '',
    audience === 'arguing' ? arguedSection(design) : '',
    audience === 'revealed' ? decisionSections(design, round) : '',
  );
}

function topicSection({ topic, context, startedBy, frame }: Design): string {
  return section(
    'The question',
    quote(`R0, ${nameOf(startedBy)}, who asks`, topic),
    ...context.map((item) => quote(`R0, context: ${item.name}`, item.text)),
    frame === null || frame.restated === '' ? '' : quote('Restated', frame.restated),
  );
}

function questionsSection({ questions, replies }: Design, { kind }: Round): string {
  // Those of the round itself are being asked.
  if (kind === 'questions') return '';
  return section('What people were asked', list(questions.map(describe)));

  function describe({ id, text, why, assumption, answers, status, isUnknown }: Question): string {
    const said = answers.map((number) => {
      const reply = replies.find((each) => each.number === number);
      return `R${number}${reply === undefined ? '' : ` (${oneLine(nameOfAuthor(reply))})`}`;
    });
    const lines = [
      `${id}: ${oneLine(text)} Why: ${oneLine(why)}`,
      said.length === 0 ? '' : `Answered in ${said.join(', ')}.`,
      status === 'differing' ? 'These cannot both hold: say whose word you take.' : '',
      isUnknown ? 'Somebody said that nobody knows.' : '',
      said.length > 0 ? '' : `${sayMissing(status)}: ${oneLine(assumption)}`,
    ];
    return lines.filter((line) => line !== '').join('\n  ');
  }
}

function sayMissing(status: Question['status']): string {
  return status === 'assumed'
    ? 'Nobody answered. Assumed'
    : 'Not answered. If it stays so, assumed';
}

function repliesSection({ replies }: Design, { repliesUpTo }: Round): string {
  return section(
    'What people said',
    ...replies
      .filter(({ number }) => number <= repliesUpTo)
      .map((reply) => {
        const question = reply.questionId === '' ? '' : `, to ${reply.questionId}`;
        return quote(`R${reply.number}, ${nameOfAuthor(reply)}${question}`, reply.text);
      }),
  );
}

function proposalsSection(design: Design): string {
  const { proposals, loneFacts } = design;
  const inOrder = proposals.toSorted((one, other) => (one.letter < other.letter ? -1 : 1));
  return section(
    'The proposals',
    ...inOrder.map((proposal) =>
      quote(`Proposal ${proposal.letter}`, describeProposal(design, proposal)),
    ),
    loneFacts.length === 0
      ? ''
      : `Facts that only one proposal has, and that would change the answer:\n${list(loneFacts.map(({ claim, why }) => `${claim}: ${oneLine(why)}`))}`,
  );
}

/** Without the author's confidence. */
export function describeProposal(design: Design, { letter, proposal }: Proposal): string {
  const { headline, reasons, steps, nextBest, changesMind, rationale } = proposal;
  const claims = claimsOf(design)
    .filter((claim) => claim.letter === letter)
    .map((claim) => {
      const kind = `${claim.kind}${claim.against ? ', against its own answer' : ''}`;
      return `${claim.name} (${kind}) ${oneLine(claim.text)}${source(claim, claim.citation)}`;
    });
  return joinParts(
    headline,
    reasons,
    `Claims:\n${list(claims)}`,
    `Steps:\n${list(steps.map(oneLine))}`,
    `The next best way, and why not: ${nextBest}`,
    `What would change its mind: ${changesMind}`,
    `What makes it more or less sure: ${rationale}`,
  );
}

const STATUS_WORDS: Readonly<Record<CheckedCitation['status'], string>> = {
  stands: 'stands there',
  absent: 'does not stand there',
  not_looked_up: 'was not looked up',
};

function source(
  { place, quote: words }: { readonly place: string; readonly quote: string },
  citation: CheckedCitation | null | undefined,
): string {
  if (place === '') return '';
  const checked = citation ? `, ${STATUS_WORDS[citation.status]}` : '';
  return ` [${oneLine(place)}: “${oneLine(words)}”${checked}]`;
}

function differencesSection(design: Design): string {
  return section(
    'Where they differ',
    ...(design.differences ?? []).map(
      ({ id, description, impact, cost, positions, arguments: said }) =>
        joinParts(
          `${id}, impact ${impact}: ${oneLine(description)} A wrong choice costs: ${oneLine(cost)}`,
          list(
            positions.map(({ id: position, statement, holders }) => {
              const by =
                holders
                  .map((id) => letterOf(design, id))
                  .toSorted()
                  .join(', ') || 'nobody now';
              return `${position}, held by ${by}: ${oneLine(statement)}`;
            }),
          ),
          said.length === 0
            ? ''
            : `Argued:\n${list(
                said.map(({ participant, claim, answer, movedBy, from, position }) => {
                  const move =
                    from === position
                      ? `stays with ${position}`
                      : `moves from ${from} to ${position} by ${movedBy}`;
                  return `${letterOf(design, participant)} on ${claim}: ${oneLine(answer)} (${move})`;
                }),
              )}`,
        ),
    ),
  );
}

function arguedSection(design: Design): string {
  return section(
    'Where the proposals differ',
    'Under each position stand equally many claims of those who hold it, in no order that means anything.',
    ...listArgued(design).map((difference) => {
      const claims = listShownClaims(design, difference);
      return joinParts(
        `${difference.id}: ${oneLine(difference.description)} A wrong choice costs: ${oneLine(difference.cost)}`,
        ...difference.positions.map(({ id, statement }, index) =>
          quote(
            `Position ${id}`,
            joinParts(
              statement,
              list(
                (claims[index] ?? []).map(
                  (claim) =>
                    `${claim.alias} (${claim.kind}) ${oneLine(claim.text)}${source(claim, claim.citation)}`,
                ),
              ),
            ),
          ),
        ),
      );
    }),
  );
}

function decisionSections(design: Design, round: Round): string {
  const decision = design.decisions.findLast(({ roundId }) => roundId !== round.id);
  if (decision === undefined) return '';
  return joinParts(
    section('The decision', quote('Its text, which is signed byte for byte', decision.text)),
    auditSection(design, round, decision),
    round.kind === 'revision' ? signaturesSection(design) : '',
    sentBackSection(design),
  );
}

/** The newest audit, and what a text that was written after it says on each finding. */
function auditSection({ audits }: Design, round: Round, { sha256, decision }: Decision): string {
  const newest = audits.findLast(({ roundId }) => roundId !== round.id);
  if (newest === undefined) return '';
  const { audit, citations } = newest;
  const isOfThisText = newest.sha256 === sha256;
  const findings = audit.findings.map((finding, index) => {
    const name = `F${index + 1}`;
    const citation = citations.find((each) => each.name === name);
    const answer = decision.answers.find((each) => each.finding === name);
    const how = isOfThisText || answer === undefined ? '' : ` Now: ${oneLine(answer.how)}`;
    return `${name}, ${finding.severity}, in ${oneLine(finding.part)}: ${oneLine(finding.wrong)} It would be mended so: ${oneLine(finding.mend)}${source(finding, citation)}${how}`;
  });
  const replies = audit.replies.map(({ reply, why, fate }) => {
    const says = fate === 'contradicted' ? 'is contradicted' : 'is left out';
    return `${reply} ${says}: ${oneLine(why)}`;
  });
  return section(
    isOfThisText ? 'What the audit found' : 'What the audit found in the text before this one',
    list([...findings, ...replies]),
    `Would the auditor sign it: ${oneLine(audit.verdict)}`,
  );
}

function signaturesSection(design: Design): string {
  const { signatures, letters } = design;
  const words = { signs: 'signs', with_reservation: 'has a reservation', dissents: 'dissents' };
  return section(
    'What those said who were to sign it',
    list(
      letters.flatMap((id) => {
        const given = signatures.find(({ participant }) => participant === id)?.signature;
        return given === undefined
          ? []
          : [
              `${letterOf(design, id)} ${words[given.verdict]}: ${oneLine(given.words)} Weakest: ${oneLine(given.weakest)}`,
            ];
      }),
    ),
  );
}

function sentBackSection({ gates }: Design): string {
  return section(
    'Sent back',
    ...gates.flatMap(({ decision }) =>
      decision?.choice !== 'send_back' || decision.by === null
        ? []
        : [
            quote(
              `A person sent the decision back: ${nameOf(decision.by)}`,
              decision.note || '(no note)',
            ),
          ],
    ),
  );
}
