import { changesIn } from '../core/decision/changes.ts';
import { type Decided, decidedIn, decisionsOf } from '../core/decision/decided.ts';
import { isPiecedTogether } from '../core/decision/facts.ts';
import { fatesIn } from '../core/decision/fates.ts';
import { findingsOf } from '../core/decision/findings.ts';
import { decisionInForce } from '../core/outcome/outcome.ts';
import type { Design } from '../core/vocabulary/design.ts';
import type { Decision } from '../core/vocabulary/submission.ts';
import { confirmationList, findingsList, premortemBlocks } from './audit.ts';
import { banner } from './banner.ts';
import { changeItem } from './changes.ts';
import { claimsLedger, factsNotUsed, fatesCounted, italics, loneBlocks, recordLink } from './claims.ts';
import { decisionSection, rejectedBy } from './decision-document.ts';
import { argumentTold, byStatement, differenceBlocks } from './differences.ts';
import { earlierWords, followedUp } from './earlier.ts';
import {
  bullets,
  codeSpan,
  joined,
  type Line,
  line,
  lines,
  list,
  part,
  reference,
  type Section,
  title,
  trusted,
  under,
  untrusted,
  untrustedMarkdown,
  WHOLE,
} from './format/document.ts';
import { type Fields, toldFields } from './format/fields.ts';
import { fileMarkdown } from './format/markdown.ts';
import { heldBy, person, titleOf } from './format/people.ts';
import { frameBlocks, frameLines } from './frame.ts';
import { shownProposals } from './proposal.ts';
import { proposalSection } from './proposals.ts';
import { questionsIn } from './questions.ts';
import { costAndTime, participation } from './record/appendix.ts';
import { fatesOfWords } from './said.ts';
import { dissentsOf, doubtLines, signatureLine } from './signatures.ts';
import { peoplesDecisions } from './view/gate.ts';
import { viewOf } from './view/view.ts';

export function recordMarkdown(design: Design): string {
  return fileMarkdown(...recordPaper(design));
}

/** Everything the brief leaves out, in full. Links by id point here. */
function recordPaper(design: Design): Section[] {
  const draft = draftOf(design);
  return [
    banner(design, draft.length > 0),
    [title(1, line`Record: ${untrustedMarkdown(design.topic, WHOLE)}`)],
    followedUp(design),
    earlierDecisions(design),
    part(2, 'The question', framed(design)),
    part(
      2,
      'How the decision came about',
      texts(design),
      peoplesDecisions(design),
      part(3, 'The choice', choice(design)),
      part(3, 'What its parts rest on', list(grounds(design))),
    ),
    part(2, draftHeading(design), draft),
    part(2, 'Questions and answers', questionsIn(viewOf(design))),
    part(2, 'What people said', fatesOfWords(design)),
    part(2, 'The claims', ledger(design)),
    part(
      2,
      'Where they agreed',
      list(design.agreements.map(({ statement }) => untrustedMarkdown(statement, WHOLE))),
    ),
    part(2, 'Facts that the decision does not use', factsNotUsed(design)),
    part(2, 'Found by one proposal only', loneBlocks(design.lone)),
    differences(design),
    part(2, 'The audit', auditSection(design)),
    part(2, 'Signatures and dissents', signaturesSection(design)),
    part(2, 'The proposals', ...shownProposals(design).map((sealed) => proposalSection(design, sealed))),
    part(2, 'What code completed or let stand', list(completed(design))),
    part(2, 'Who took part', participation(design)),
    part(2, 'Cost and time', costAndTime(design)),
  ];
}

/** Gaps in the bookkeeping of a turn's last try. */
function completed(design: Design): Line[] {
  return design.turns.flatMap(({ participant: id, derived }) =>
    derived.map((what) => line`${titleOf(design, id)}: ${untrustedMarkdown(what, WHOLE)}`),
  );
}

function framed(design: Design): Section {
  const { frame } = design;
  if (frame === null) return [];
  return [lines(...frameLines(frame, design)), ...frameBlocks(frame, design)];
}

/** The text of a design that was broken off, which has no `decision.md`; empty if it is a decision. */
function draftOf(design: Design): Section {
  const decided = decidedIn(design);
  return decided === null || decisionInForce(design) !== null ? [] : decisionSection(design, decided);
}

function draftHeading({ signatures: given }: Design): string {
  const isSigned = given.some(({ verdict }) => verdict !== 'dissents');
  return isSigned ? 'A draft that never came into force' : 'A draft that nobody has signed';
}

function texts(design: Design): Section {
  const all = decisionsOf(design);
  if (all.length === 0) return [lines(line`Nobody has drafted a decision.`)];
  const isDraft = draftOf(design).length > 0;
  const where = isDraft
    ? [trusted('a draft: see below')]
    : line`in ${reference('decision.md', 'decision.md')}`;
  return [
    ...list(
      all.map(({ decision, participant }, index) => {
        const how = index === 0 ? 'drafted it' : 'revised it';
        return line`${titleOf(design, participant)} ${how}: ${untrustedMarkdown(decision.sentence, WHOLE)}`;
      }),
    ),
    lines(line`The last of these is ${where}.`),
  ];
}

/** The base, what changed in it, and what was said for and against each proposal. */
function choice(design: Design): Section {
  const decided = decidedIn(design);
  const composite = design.composites.at(-1)?.composite;
  if (decided === null || composite === undefined) return [];
  const taken = decided.taken.flatMap((id) =>
    composite.taken.filter(({ claim }) => claim === id).map(({ why }) => [id, why] as const),
  );
  const pieced = isPiecedTogether(design)
    ? ' It is pieced together: more than half of the claims that it stands on are of other proposals.'
    : '';
  return [
    lines(line`It is based on the proposal of ${heldBy(design, [decided.base])}.${pieced}`),
    ...under(
      lines(line`Taken from the others:`),
      list(taken.map(([id, why]) => line`${untrustedMarkdown(why, WHOLE)} (${recordLink(id)})`)),
    ),
    ...under(
      lines(line`What was weighed:`),
      list(
        composite.weighed.map(
          ({ proposal, best, against }) =>
            line`${heldBy(design, [proposal])}: ${untrustedMarkdown(best, WHOLE)} ${italics(line`Against it:`)} ${untrustedMarkdown(against, WHOLE)}`,
        ),
      ),
    ),
    ...rejectedBy(design, decided),
  ];
}

/** The claims behind the decision and each step; the decision's own file has no room for most of them. */
const GROUNDS: Fields<Decision, Line, Decided['quoted']> = {
  rests: (ids, _, quoted) => ground(line`The decision`, ids, quoted),
  steps: (steps, _, quoted) =>
    steps.flatMap((step, index) =>
      ground(line`Step ${String(index + 1)}, ${untrustedMarkdown(step.title, WHOLE)}`, step.rests, quoted),
    ),
  context: null,
  rejected: null,
  paragraph: null,
  sentence: null,
  harder: null,
  risks: null,
  assumptions: null,
  open: null,
  revisitIf: null,
};

function grounds(design: Design): Line[] {
  const decided = decidedIn(design);
  return decided === null ? [] : toldFields(GROUNDS, decided.decision, decided.quoted);
}

function ledger(design: Design): Section {
  const decided = decidedIn(design);
  if (decided === null) return claimsLedger(design, null);
  const fates = fatesIn(design, decided);
  return [lines(line`${fatesCounted(fates)}`), ...claimsLedger(design, fates)];
}

function ground(what: Line, ids: readonly string[], quoted: Decided['quoted']): Line[] {
  const grounds = ids.map((id): Line => {
    const said = quoted.find(({ name }) => name === id);
    return said === undefined
      ? recordLink(id)
      : line`${person(said.author)}: “${untrusted(said.text, WHOLE)}”`;
  });
  return ids.length === 0 ? [] : [line`${what} (${joined(grounds, ', ')})`];
}

function differences(design: Design): Section {
  const told = design.divergences.flatMap((divergence) => {
    const { id, description, impact, arguments: argued } = divergence;
    return [
      title(3, [trusted(id)]),
      lines(line`${untrustedMarkdown(description, WHOLE, { bold: true })} (${impact} impact)`),
      ...differenceBlocks(design, divergence),
      ...under(
        lines(line`What was argued, in order:`),
        ...argued.map((argument) => {
          const { line: head, detail } = argumentTold(
            design,
            divergence,
            argument,
            byStatement(design, divergence),
          );
          return [lines(head), ...detail];
        }),
      ),
    ];
  });
  const note = line`The numbers are for you to judge; no majority decided anything.`;
  return told.length === 0 ? [] : part(2, 'Where they differed', [lines(note)], told);
}

export function auditSection(design: Design): Section {
  if (design.audit === null) return [];
  return [
    lines(line`${titleOf(design, design.audit.participant)} found:`),
    ...findingsList(design, findingsOf(design)),
    ...premortemBlocks(design.audit),
    ...part(3, 'Changes after the audit', ...revisions(design)),
    ...part(3, 'The auditor on these changes', confirmed(design)),
  ];
}

function revisions(design: Design): Section[] {
  const changes = changesIn(design);
  return design.revisions.map(({ participant }, index) => {
    const who = titleOf(design, participant);
    const its = changes.filter(({ revision }) => revision === index);
    return its.length === 0
      ? [lines(line`${who} changed nothing.`)]
      : under(lines(line`${who} changed:`), ...its.map(changeItem));
  });
}

function confirmed(design: Design): Section {
  const { confirmation } = design;
  if (confirmation === null) return [];
  const said = confirmation.confirmation;
  const who = titleOf(design, confirmation.participant);
  return [lines(line`${who}: ${untrustedMarkdown(said.rationale, WHOLE)}`), ...confirmationList(said)];
}

export function signaturesSection(design: Design): Section {
  const signed = design.signatures.flatMap((each) => [
    bullets([signatureLine(titleOf(design, each.participant, { bold: true }), each)]),
    ...subList(doubtLines(each)),
  ]);
  return [...signed, ...dissentsOf(design)];
}

function subList(items: readonly Line[]): Section {
  return items.length === 0 ? [] : [bullets(items, 1)];
}

function earlierDecisions({ earlier = [] }: Design): Section {
  const shown = earlier.map(
    (each) =>
      line`${codeSpan(each.designId)} ${untrustedMarkdown(each.topic, WHOLE, { italic: true })} ${untrustedMarkdown(earlierWords(each), WHOLE)}`,
  );
  return under(
    lines(line`Earlier decisions on this question, shown to people and to the Archaeologist:`),
    list(shown),
  );
}
