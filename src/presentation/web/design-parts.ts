import { decidedIn } from '../../core/decision/decided.ts';
import { dissentsIn } from '../../core/decision/dissents.ts';
import { findingsOf } from '../../core/decision/findings.ts';
import { questionsAskedOf } from '../../core/follow-up/decision-status.ts';
import { decisionInForce } from '../../core/outcome/outcome.ts';
import { standingDecision } from '../../core/outcome/why.ts';
import { answeringUntil, isMatching, openQuestions } from '../../core/questions/questions.ts';
import { isWritten } from '../../core/questions/replies.ts';
import { saidAbout } from '../../core/questions/said.ts';
import type { Design, Gate, Question, Reply } from '../../core/vocabulary/design.ts';
import { counted } from '../../core/vocabulary/figures.ts';
import { participant } from '../../core/vocabulary/participants.ts';
import { openGate } from '../../core/vocabulary/status.ts';
import { cardDocument } from '../card.ts';
import { type Control, settleControls } from '../controls.ts';
import { decisionSection } from '../decision-document.ts';
import { differenceDocument } from '../difference-message.ts';
import {
  type Block,
  bold,
  clickable,
  type Document,
  early,
  type Line,
  line,
  lines,
  moment,
  type Section,
  title,
  trusted,
  untrusted,
  untrustedMarkdown,
  WHOLE,
} from '../format/document.ts';
import { PAGE } from '../format/page-words.ts';
import { nameOnPage } from '../format/people.ts';
import { gateDocument } from '../gate.ts';
import { ledgerDocument } from '../ledger.ts';
import { shownProposals } from '../proposal.ts';
import { proposalSection } from '../proposals.ts';
import { questionsLeft, questionsOver, unansweredAt } from '../questions.ts';
import { auditSection, draftHeading, signaturesSection } from '../record.ts';
import { resultDocument, resultOf } from '../result.ts';
import { TEXTS } from '../run/texts.ts';
import { gateClosedLine, pointsToSettle } from '../view/gate.ts';
import { elapsedWords, lastChangeAt } from '../waiting.ts';

/** Head of a design's page: its state and controls while it runs, afterwards the decision and how far to trust it. */
export function headDocument({ page: _, ...design }: Design): Document {
  if (design.end === null) {
    // Participants have another place on the page, and so have gates and questions.
    const isElsewhere = openGate(design) !== null || answerable(design).length > 0;
    const card = onPage(
      cardDocument(design, false),
      isElsewhere ? [...ELSEWHERE, ...AT_THE_POINT] : ELSEWHERE,
    );
    const last = design.gates.at(-1);
    const settled = last === undefined || last.closedAt === null ? [] : [gateDecidedSection(design, last)];
    return { ...card, sections: (maxChars) => [...card.sections(maxChars).map(headed), ...settled] };
  }
  const result = onPage(resultDocument(resultOf(design)));
  // The rest of the result follows below, in full.
  return {
    ...result,
    sections: (maxChars) => result.sections(maxChars).slice(0, 1).map(headed),
    files: [],
    folded: null,
  };
}

/** Says who asked, where, and when the design ended. `place`: empty for no channel. */
export function startedLine({ startedBy, via, end }: Design, place: string): Line {
  const where = place === '' ? '' : ` in ${place}`;
  const when = end === null ? '' : line`, ${moment(end.at, 0)}`;
  return line`${untrusted(TEXTS.askedBy(nameOnPage(startedBy, via)), WHOLE)}${where}${when}`;
}

function gateDecidedSection(design: Design, gate: Gate): Section {
  return [lines(gateClosedLine(design, gate, untrusted(gate.decision?.by || 'Somebody', WHOLE)))];
}

/** Controls that have another place on a page. */
const ELSEWHERE: readonly Control['kind'][] = ['answer', 'open_successor', 'peek'];
/** Controls shown below the questions or at the gate. */
const AT_THE_POINT: readonly Control['kind'][] = ['done_answering', 'skip', 'decide'];

/** Leaves out the controls that have another place on the page. */
function onPage(shown: Document, elsewhere = ELSEWHERE): Document {
  if (shown.clickable?.kind !== 'controls') return shown;
  const { designId, controls } = shown.clickable;
  return {
    ...shown,
    clickable: clickable(
      designId,
      controls.filter(({ kind }) => !elsewhere.includes(kind)),
    ),
  };
}

/** Makes the subject of a message the heading of its page. */
function headed(section: Section): Section {
  return section.map((block) => (block.kind === 'heading' ? title(1, [trusted(block.words)]) : block));
}

/** Most characters of a position on a button. */
const BUTTON_CHARACTERS = 70;

/**
 * Returns the open gate; `null` for none. Each difference has its buttons beside it. They replace its bullets if every
 * position fits on a button and the reader may press them. `may`: the reader's acts; all by default.
 */
export function openGateDocument(
  design: Design,
  may: (act: 'accept' | 'settle') => boolean = () => true,
): Document | null {
  const gate = openGate(design);
  if (gate === null) return null;
  const shown = gateDocument(design, gate.id, { isAsked: may('accept') });
  const [first] = shown.early;
  const points = pointsToSettle(design).map((divergence, at) => {
    const isSaid =
      may('settle') && divergence.positions.every(({ statement }) => statement.length <= BUTTON_CHARACTERS);
    return { after: (first?.after ?? 0) + at, isSaid, controls: settleControls(design, divergence) };
  });
  const said = points.filter(({ isSaid, controls }) => isSaid && controls.length > 0);
  const isPoint = (at: number) => said.some(({ after }) => after === at + 1);
  const { clickable: choices } = shown;
  return {
    ...shown,
    // The choices come directly after the reasons.
    clickable: null,
    sections: (maxChars) =>
      shown
        .sections(maxChars)
        .map((each, at) => (isPoint(at) ? each.filter(({ kind }) => kind !== 'bullets') : each)),
    early: [
      ...(choices === null ? [] : [{ after: 1, clickable: choices }]),
      ...points.flatMap(({ after, controls }) => early(after, design.id, controls)),
    ],
  };
}

/** Returns the questions with their answers; `null` without questions. `isAsked`: the reader may answer. */
export function questionsDocument(design: Design, isAsked = true): Document | null {
  return design.questions.length === 0 ? null : onPage(ledgerDocument(design, isAsked));
}

/** Returns the request to answer and its buttons, without the questions, which a form beside it has. */
export function askingDocument(design: Design): Document {
  const until = answeringUntil(design);
  const asked = bold(questionsLeft(design));
  const shown = until === null ? asked : line`${asked} ${unansweredAt(moment(until, lastChangeAt(design)))}`;
  return { ...onPage(ledgerDocument(design)), sections: () => [[lines([shown].flat())]] };
}

interface Answerable {
  readonly id: string;
  readonly text: string;
  readonly why: string;
  /** Title of the participant that asked. */
  readonly askedBy: string;
  /** Unread answers, in words. */
  readonly received: readonly Line[];
}

/** Returns the open questions; empty once the time to answer is over. */
export function answerable(design: Design): readonly Answerable[] {
  if (design.end !== null || answeringUntil(design) === null) return [];
  return openQuestions(design).map(({ id, text, why, status, participant: author }) => ({
    id,
    text,
    why,
    askedBy: participant(design, author).title,
    received: [
      ...(status === 'differing' ? saidAbout(design, { id }).answers : []),
      ...unreadAnswers(design, { id }),
    ].map(({ author: by, quote }) => line`${untrusted(by, WHOLE)}: “${untrusted(quote, WHOLE)}”`),
  }));
}

function unreadAnswers({ replies }: Pick<Design, 'replies'>, { id }: Pick<Question, 'id'>) {
  return replies.flatMap(({ author, unread, answers }) =>
    answers
      .filter((answer) => unread && answer.questionId === id && isWritten(answer))
      .map(({ text: quote }) => ({ author, quote })),
  );
}

/** Counts unread answers and remarks: *3 answers received; being read.* Empty for none. */
export function receivedWords(design: Design): string {
  const answers = openQuestions(design).filter((each) => unreadAnswers(design, each).length > 0).length;
  const isRemark = ({ unread, answers: all }: Reply) => unread && !all.some(isWritten);
  const remarks = design.replies.filter(isRemark).length;
  const counts = [
    ...(answers === 0 ? [] : [counted(answers, 'answer')]),
    ...(remarks === 0 ? [] : [counted(remarks, 'remark')]),
  ];
  if (counts.length === 0) return '';
  const when = isMatching(design) ? 'being read' : 'to be read when answering ends';
  return `${counts.join(' and ')} received; ${when}.`;
}

/** A revealed proposal. `paper`: all of it but the headline. */
interface ProposalView {
  readonly author: string;
  readonly title: string;
  readonly headline: Line;
  readonly paper: readonly Section[];
}

/** Returns the revealed proposals, in the order drawn for this design. */
export function shownProposalsOf(design: Design): ProposalView[] {
  return shownProposals(design).map((sealed) => ({
    author: sealed.participant,
    title: participant(design, sealed.participant).title,
    headline: untrustedMarkdown(sealed.proposal.headline, WHOLE),
    // The headline is already above.
    paper: [proposalSection(design, sealed).slice(2)],
  }));
}

export function differenceDocuments(design: Design): Document[] {
  return design.divergences.map((each) => differenceDocument(design, each));
}

/** Returns the heading of the decision's text, which tells a draft from a decision. */
export function decisionHeading(design: Design): string {
  return decisionInForce(design) === null ? draftHeading(design) : PAGE.design.decision;
}

/** Returns the decision as signed; `null` for none. */
export function decisionPaper(design: Design): readonly Section[] | null {
  const decided = decidedIn(design);
  // The head of the page has the rehearsal's mark and the sentence.
  const isSaidAbove = ({ kind }: Block) => kind === 'alert';
  return decided === null ? null : [decisionSection(design, decided).filter((block) => !isSaidAbove(block))];
}

export function auditPaper(design: Design): readonly Section[] {
  return [auditSection(design)];
}

export function signaturesPaper(design: Design): readonly Section[] {
  return [signaturesSection(design)];
}

/** Sums up each folded part in a few words; empty if the part's name is enough. */
export function gistsOf(design: Design): Readonly<Record<string, string>> {
  const { questions, divergences, signatures } = design;
  const decision = standingDecision(design)?.decision;
  const left = divergences.filter(({ settlement }) => settlement?.outcome === 'unresolved').length;
  const findings = findingsOf(design);
  const blocking = findings.filter(({ severity }) => severity === 'blocking').length;
  const dissents = dissentsIn(design).length;
  const parts = (...all: readonly string[]) => all.filter((each) => each !== '').join(', ');
  const some = (count: number, words: string) => (count === 0 ? '' : `${count} ${words}`);
  return {
    rejected: String(decision?.rejected.length ?? 0),
    risk: String(decision?.risks.length ?? 0),
    assumption: String(decision?.assumptions.length ?? 0),
    questions: questions.length === 0 ? '' : questionsOver(design),
    proposals: String(shownProposals(design).length),
    positions: parts(String(divergences.length), some(left, 'left open')),
    audit: parts(counted(findings.length, 'finding'), some(blocking, 'blocking')),
    signatures: parts(
      some(signatures.length - dissents, 'signed'),
      dissents === 0 ? '' : counted(dissents, 'dissent'),
    ),
    course: elapsedWords(design),
    afterwards: some(questionsAskedOf(design).filter(({ isPrivate }) => !isPrivate).length, 'asked'),
  };
}
