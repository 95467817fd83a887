import { decisionInForce, outcomeOf } from '../../outcome/outcome.ts';
import { otherWords } from '../../question/reply.ts';
import { saidAbout, unansweredWords } from '../../question/said.ts';
import { decidedIn, decisionsOf, findingsOf } from '../../synthesis/decided.ts';
import type { Design } from '../../vocabulary/design.ts';
import { confidence } from '../../vocabulary/figures.ts';
import { costMarkdown, participationMarkdown } from './appendix.ts';
import { ledgerMarkdown } from './claims.ts';
import { decisionMarkdown } from './decision.ts';
import { argumentMarkdown, differenceMarkdown } from './differences.ts';
import { findingsMarkdown } from './findings.ts';
import { block, inline, quoted } from './markdown.ts';
import {
  bannerMarkdown,
  byLetter,
  earlierDesigns,
  followedUp,
  list,
  page,
  peoplesDecisions,
  personName,
  recordLink,
  section,
  titleOf,
} from './pieces.ts';
import { proposalMarkdown } from './proposal.ts';

/** `record.md`: everything that the brief's one page leaves out, complete. Ids lead here. */
export function recordMarkdown(design: Design): string {
  const draft = draftOf(design);
  return page(
    bannerMarkdown(design, draft),
    `# Record: ${inline(design.topic)}`,
    followedUp(design),
    earlierDesigns(design),
    section(
      '## How the decision came about',
      ...texts(design),
      ...peoplesDecisions(design),
      section('### What its parts rest on', list(grounds(design))),
    ),
    section(draftHeading(design), draft),
    section('## Questions and answers', ...questions(design)),
    section('## The claims', ledgerMarkdown(design, decidedIn(design)?.accounts ?? null)),
    section('## Where they agreed', list(design.agreements.map(({ statement }) => inline(statement)))),
    differences(design),
    section('## The audit', ...audit(design)),
    section('## Signatures and dissents', list(signatures(design)), ...dissents(design)),
    section('## The proposals', ...proposals(design)),
    section('## Who took part', participationMarkdown(design)),
    section('## Cost and time', costMarkdown(design)),
  );
}

/** The text that stood when the design was broken off: there is no `decision.md` then. Empty where it is a decision. */
function draftOf(design: Design): string {
  const decided = decidedIn(design);
  return decided === null || decisionInForce(design) !== null ? '' : decisionMarkdown(design, decided).trim();
}

function draftHeading({ signatures }: Design): string {
  const isSigned = signatures.some(({ verdict }) => verdict === 'signs');
  return isSigned ? '## A draft that never came into force' : '## A draft that nobody has signed';
}

/** Each text that the decision has had, by its sentence, and where the last one is. */
function texts(design: Design): string[] {
  const all = decisionsOf(design);
  const where = draftOf(design) === '' ? 'in [decision.md](decision.md)' : 'a draft, and stands below';
  return [
    list(
      all.map(({ decision, participant, confidence: sure }, index) => {
        const how = index === 0 ? 'composed' : 'revised it';
        return `${titleOf(design, participant)} ${how} (confidence ${confidence(sure)}): ${inline(decision.sentence)}`;
      }),
    ),
    all.length === 0 ? 'Nobody has composed a decision.' : `The last of these is ${where}.`,
  ];
}

/** All claims behind each option, step and risk; for most of them the decision's own page has no room. */
function grounds(design: Design): string[] {
  const { options = [], steps = [], risks = [] } = decidedIn(design)?.decision ?? {};
  return [
    ...options.map(({ name: option, claims }) => ({ what: option, ids: claims })),
    ...steps.map(({ title, rests }, index) => ({ what: `Step ${index + 1}, ${title}`, ids: rests })),
    ...risks.map(({ risk, rests }) => ({ what: risk, ids: rests })),
  ].flatMap(({ what, ids }) =>
    ids.length === 0 ? [] : [`${inline(what)} (${ids.map(recordLink).join(', ')})`],
  );
}

function questions(design: Design): string[] {
  const asked = design.questions.map(({ id, participant, text, why, status, assumption }) => {
    const said = saidAbout(design, { id }).answers.map(
      ({ author, text: words }) => `${personName(author)}:\n\n${quoted(words)}`,
    );
    const assumed =
      status === 'assumed' ? `${unansweredWords(design, { id })}. *Assumed:* ${inline(assumption)}` : '';
    return section(
      `### ${id}`,
      `${inline(text)} *(${titleOf(design, participant)}: ${inline(why)})*`,
      ...said,
      assumed,
    );
  });
  return [...asked, section('### What else people said', ...design.replies.map(beside))];
}

/** What somebody said beside what was taken for an answer; nobody's words are left out. */
function beside(reply: Design['replies'][number]): string {
  const words = otherWords(reply);
  if (words === '') return '';
  const answered = [...new Set(reply.answers.map(({ questionId }) => questionId))];
  const where = answered.length === 0 ? '' : ` also said, in the same reply as to ${answered.join(', ')}`;
  return `${personName(reply.author)}${where}:\n\n${quoted(words)}`;
}

function differences(design: Design): string {
  const parts = design.divergences.map((divergence) =>
    section(
      `### ${divergence.id}`,
      `**${inline(divergence.description)}** (${divergence.impact} impact)`,
      differenceMarkdown(design, divergence),
      section(
        'What was argued, in order:',
        ...divergence.arguments.map((argument) => argumentMarkdown(design, divergence.id, argument)),
      ),
    ),
  );
  const note = 'How many held what is shown for you to judge; no majority decided anything.';
  return parts.length === 0 ? '' : section('## Where they differed', note, ...parts);
}

function audit(design: Design): string[] {
  if (design.audit === null) return [];
  const { participant, audit: found } = design.audit;
  return [
    `${titleOf(design, participant)} found:`,
    findingsMarkdown(design, findingsOf(design)),
    'Suppose it was done and it failed. Why:',
    block(found.premortem),
  ];
}

function signatures(design: Design): string[] {
  return design.signatures.map(
    ({ participant, verdict, confidence: sure, rationale }) =>
      `**${titleOf(design, participant)}** ${verdict} (confidence ${confidence(sure)}): ${inline(rationale)}`,
  );
}

function dissents(design: Design): string[] {
  return outcomeOf(design).dissents.map(
    ({ participant, dissent }) => `${titleOf(design, participant)}, verbatim:\n\n${quoted(dissent)}`,
  );
}

/** In full; one that was never shown to the others stands in the transcript, apart. */
function proposals(design: Design): string[] {
  return byLetter(design)
    .filter(({ revealed }) => revealed)
    .map((sealed) => proposalMarkdown(design, sealed));
}
