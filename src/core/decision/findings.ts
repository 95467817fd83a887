import { cutWords } from '../../foundation/cut-text.ts';
import { type CheckedCitation, checkOf } from '../vocabulary/checked.ts';
import type { Design } from '../vocabulary/design.ts';
import { type Audit, NO_CITATION, type Revision } from '../vocabulary/submission.ts';
import { type JudgedChange, listJudgedChanges } from './changes.ts';
import { decidedOf, isOutdated } from './decided.ts';
import { findDoubts } from './doubts.ts';
import { listSentencesLeftOut } from './people.ts';
import { sentenceRowsOf } from './tried.ts';

/**
 * How the audit's findings were answered. The auditor, not the revision, says if one is answered;
 * of what code found, code says so.
 */

/**
 * `off_question`, `refuted`: verdicts of the audit, counted as findings. `by_code`: what only the
 * last try let stand.
 */
type Kind = Audit['findings'][number]['kind'] | 'off_question' | 'refuted' | 'by_code';

interface Finding extends Omit<Audit['findings'][number], 'kind'> {
  readonly kind: Kind;
  /** The claim by id, or the sentence in its words, that the audit refuted; else empty. */
  readonly about: string;
}

/**
 * `unconfirmed`: a change for it stands that the auditor does not find to answer it. `unasked`: one
 * stands that is not looked at. `open`: no such change stands, and nothing answers it, or a change
 * for it was taken out.
 */
type Standing = 'open' | 'unconfirmed' | 'unasked' | 'answered';

export interface AnsweredFinding extends Readonly<Finding> {
  /** `F1`, `F2`, … in the auditor's order. */
  readonly id: string;
  /** Result of looking up its citation. */
  readonly check: CheckedCitation | null;
  /** `null`: no revision has answered it. */
  readonly answer: Readonly<Revision['findings'][number]> | null;
  readonly standing: Standing;
}

export function findingsOf(design: Design): AnsweredFinding[] {
  const { audit, composites, revisions } = design;
  const answers = revisions.at(-1)?.revision.findings ?? [];
  const changes = listJudgedChanges(design);
  const decided = decidedOf(design);
  const doubts = [composites.at(-1), ...revisions].flatMap((text) => text?.doubts ?? []);
  const doubted = decided === null || doubts.length === 0 ? [] : findDoubts(design, decided);
  const byCode = [...new Set(doubts)].map((doubt) => findingOf('by_code', 'major', `${doubt}.`));
  const written = (audit?.audit.findings ?? []).map((each) => ({ ...each, about: '' }));
  const audited =
    audit === null ? [] : [...written, ...verdictsIn(audit.audit, sentenceRowsOf(design))];
  const standingOf = ({ kind, text }: Finding, id: string, isActedOn: boolean): Standing => {
    if (kind === 'by_code')
      return doubted.some(({ words }) => `${words}.` === text) ? 'open' : 'answered';
    return standingAfter(
      changes.filter(({ change }) => change.answers.includes(id)),
      isActedOn,
    );
  };
  return [...audited, ...byCode].map((finding, index) => {
    const id = `F${index + 1}`;
    const answer = answers.find((each) => each.finding === id) ?? null;
    const standing = standingOf(finding, id, answer?.done === 'acted_on');
    return { ...finding, id, check: checkOf(audit?.citations ?? [], index + 1), answer, standing };
  });
}

/**
 * The standing of a finding for which these changes were made. Those that stand are judged first,
 * of the newest revision that has any, whatever a later one says of the finding: none of them is
 * hidden behind what was taken out or left open.
 */
function standingAfter(changes: readonly JudgedChange[], isActedOn: boolean): Standing {
  const standing = changes.filter(({ isTakenOut }) => !isTakenOut);
  const newest = standing.filter(({ revision }) => revision === standing.at(-1)?.revision);
  const has = (verdict: JudgedChange['verdict']) =>
    newest.some((change) => change.verdict === verdict);
  if (has('does_not') || has('harms')) return 'unconfirmed';
  if (has('not_looked_at')) return 'unasked';
  const last = changes.at(-1)?.revision;
  const isTakenBack = changes.some(({ revision, isTakenOut }) => revision === last && isTakenOut);
  return isActedOn && newest.length > 0 && !isTakenBack ? 'answered' : 'open';
}

function findingOf(kind: Kind, severity: Finding['severity'], text: string, about = ''): Finding {
  return { kind, severity, text, about, citation: NO_CITATION };
}

const NAMED_CHARACTERS = 120;

/** A sentence is named by its words, since a revision may give it another number. */
function verdictsIn(
  { answersQuestion, tried }: Audit,
  sentenceRows: ReturnType<typeof sentenceRowsOf>,
): Finding[] {
  return [
    ...(answersQuestion.verdict
      ? []
      : [findingOf('off_question', 'blocking', answersQuestion.reason)]),
    ...tried.flatMap((row) => {
      const { what, attempt, holds } = row;
      if (holds !== 'no') return [];
      const text = sentenceRows.find((each) => each.row === row)?.sentence.text;
      const name = text === undefined ? what : `“${cutWords(text, NAMED_CHARACTERS)}”`;
      return [findingOf('refuted', 'major', `${name}: ${attempt}`, text ?? what)];
    }),
  ];
}

/** Findings that a revision answers: minor ones are listed, and change nothing. */
export function listFindingsToAnswer(design: Design): AnsweredFinding[] {
  return findingsOf(design).filter(({ severity }) => severity !== 'minor');
}

/** Acted on, and still open: by the auditor's word, or because the change was taken out. */
export function isDenied({ answer, standing }: AnsweredFinding): boolean {
  return standing === 'unconfirmed' || (standing === 'open' && answer?.done === 'acted_on');
}

/**
 * `true` if the audit has findings to answer, or the text leaves out what a person said or settled.
 */
export function needsRevision(design: Design): boolean {
  return (
    listFindingsToAnswer(design).length > 0 ||
    isOutdated(design) ||
    listSentencesLeftOut(design).length > 0
  );
}
