import { replyName } from '../questions/named-replies.ts';
import { widened } from '../questions/widened.ts';
import { type CheckedCitation, checkOf } from '../vocabulary/checked.ts';
import type { Design } from '../vocabulary/design.ts';
import { type Audit, NO_CITATION, type Revision } from '../vocabulary/submission.ts';
import { isOutdated } from './decided.ts';

/** How the audit's findings were answered. The auditor, not the revision, says if a blocking one is answered (J12). */

/** `off_question`, `decides_nothing`, `refuted`: verdicts of the audit, counted as findings. */
type Kind = Audit['findings'][number]['kind'] | 'off_question' | 'decides_nothing' | 'refuted';

interface Finding extends Omit<Audit['findings'][number], 'kind'> {
  readonly kind: Kind;
}

export interface AnsweredFinding extends Readonly<Finding> {
  /** `F1`, `F2`, … in the auditor's order. */
  readonly id: string;
  /** Result of looking up its citation. */
  readonly check: CheckedCitation | null;
  /** The auditor's word on the answer; `null` if there is none. */
  readonly confirmed: boolean | null;
  /** The auditor's reason; may be empty. */
  readonly confirmedWhy: string;
  /** It blocks or contradicts a person, so only the auditor can say it is answered. */
  readonly needsConfirmation: boolean;
  /** `null`: no revision has answered it. */
  readonly answer: Readonly<Revision['findings'][number]> | null;
}

const TOPIC = 'topic';

type Audited = Pick<Design, 'audit' | 'revisions' | 'confirmation'>;

export function findingsOf({ audit, revisions, confirmation }: Audited): AnsweredFinding[] {
  if (audit === null) return [];
  const answers = revisions.at(-1)?.revision.findings ?? [];
  const confirmed = confirmation?.confirmation.findings ?? [];
  return [...audit.audit.findings, ...verdictsIn(audit.audit)].map((finding, index) => {
    const id = `F${index + 1}`;
    const said = confirmed.find((each) => each.finding === id);
    return {
      ...finding,
      id,
      check: checkOf(audit.citations, index + 1),
      confirmed: said?.isAnswered ?? null,
      confirmedWhy: said?.reason ?? '',
      needsConfirmation: finding.severity === 'blocking' || finding.reply !== '',
      answer: answers.find((each) => each.finding === id) ?? null,
    };
  });
}

function verdictsIn({ answersQuestion, actsAgainst, refuted }: Audit): Finding[] {
  const finding = (kind: Kind, severity: Finding['severity'], text: string): Finding => {
    return { kind, severity, text, citation: NO_CITATION, reply: '', words: '' };
  };
  return [
    ...(answersQuestion.verdict ? [] : [finding('off_question', 'blocking', answersQuestion.reason)]),
    ...(actsAgainst.verdict ? [] : [finding('decides_nothing', 'major', actsAgainst.reason)]),
    ...refuted.flatMap(({ claim, attempt, stands }) =>
      stands ? [] : [finding('refuted', 'major', `${claim}: ${attempt}`)],
    ),
  ];
}

export function findingsToConfirm(design: Audited): AnsweredFinding[] {
  return findingsOf(design).filter(
    ({ answer, needsConfirmation }) => answer?.done === 'acted_on' && needsConfirmation,
  );
}

/** `true` if the audit has findings, or a person settled something since the text was written (J9). */
export function needsRevision(design: Design): boolean {
  return findingsOf(design).length > 0 || isOutdated(design);
}

type Said = Pick<Design, 'topic' | 'context' | 'startedBy' | 'replies'>;

/** Names by which a finding may quote people: `R1`, … and `topic`. */
export function saidNames({ replies }: Pick<Said, 'replies'>): string[] {
  return [...replies.map((_, index) => replyName(index)), TOPIC];
}

/** The quoted words of a person in whole sentences, with their author; `null` if they are not there. */
export function quotedFrom(
  { topic, context, startedBy, replies }: Said,
  { reply, words }: Pick<Finding, 'reply' | 'words'>,
): { readonly by: string; readonly words: string; readonly isOfTopic: boolean } | null {
  const isOfTopic = reply === TOPIC;
  const asked = [topic, ...context.map(({ text }) => text)].map((text) => ({ author: startedBy, text }));
  const said = isOfTopic ? asked : replies.filter((_, index) => replyName(index) === reply);
  if (words === '') return null;
  return (
    said
      .map((each) => ({ by: each.author, words: widened(words, each)?.quote ?? '', isOfTopic }))
      .find((each) => each.words !== '') ?? null
  );
}
