import { type CheckedCitation, checkOf } from '../vocabulary/checked.ts';
import type { Design } from '../vocabulary/design.ts';
import { type Audit, NO_CITATION, type Revision } from '../vocabulary/submission.ts';
import { isOutdated } from './decided.ts';
import { leftOutOf } from './people.ts';

/** How the audit's findings were answered. The auditor, not the revision, says if a blocking one is answered. */

/** `off_question`, `refuted`: verdicts of the audit, counted as findings. `by_code`: what only the last try let stand. */
type Kind = Audit['findings'][number]['kind'] | 'off_question' | 'refuted' | 'by_code';

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
  /** It blocks, so only the auditor can say it is answered. */
  readonly needsConfirmation: boolean;
  /** `null`: no revision has answered it. */
  readonly answer: Readonly<Revision['findings'][number]> | null;
}

type Audited = Pick<Design, 'audit' | 'composites' | 'revisions' | 'confirmation'>;

export function findingsOf({ audit, composites, revisions, confirmation }: Audited): AnsweredFinding[] {
  const answers = revisions.at(-1)?.revision.findings ?? [];
  const confirmed = confirmation?.confirmation.findings ?? [];
  const doubts = [composites.at(-1), ...revisions].flatMap((text) => text?.doubts ?? []);
  const byCode = doubts.map((doubt) => findingOf('by_code', 'major', `${doubt}.`));
  const audited = audit === null ? [] : [...audit.audit.findings, ...verdictsIn(audit.audit)];
  return [...audited, ...byCode].map((finding, index) => {
    const id = `F${index + 1}`;
    const confirmedFinding = confirmed.find((each) => each.finding === id);
    return {
      ...finding,
      id,
      check: checkOf(audit?.citations ?? [], index + 1),
      confirmed: confirmedFinding?.isAnswered ?? null,
      confirmedWhy: confirmedFinding?.reason ?? '',
      needsConfirmation: finding.severity === 'blocking',
      answer: answers.find((each) => each.finding === id) ?? null,
    };
  });
}

function findingOf(kind: Kind, severity: Finding['severity'], text: string): Finding {
  return { kind, severity, text, citation: NO_CITATION };
}

function verdictsIn({ answersQuestion, tried }: Audit): Finding[] {
  return [
    ...(answersQuestion.verdict ? [] : [findingOf('off_question', 'blocking', answersQuestion.reason)]),
    ...tried.flatMap(({ what, attempt, holds }) =>
      holds ? [] : [findingOf('refuted', 'major', `${what}: ${attempt}`)],
    ),
  ];
}

export function listFindingsToConfirm(design: Audited): AnsweredFinding[] {
  return findingsOf(design).filter(
    ({ answer, needsConfirmation }) => answer?.done === 'acted_on' && needsConfirmation,
  );
}

/** `true` if the audit has findings, or the text leaves out what a person said or settled. */
export function needsRevision(design: Design): boolean {
  return findingsOf(design).length > 0 || isOutdated(design) || leftOutOf(design).length > 0;
}
