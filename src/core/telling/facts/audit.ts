import { type AnsweredFinding, findingsOf } from '../../synthesis/decided.ts';
import type { Design } from '../../vocabulary/design.ts';
import type { Revision } from '../../vocabulary/submission.ts';
import { FINDING_WORDS } from '../../vocabulary/words.ts';
import {
  bold,
  type Line,
  line,
  lines,
  list,
  ours,
  prose,
  proseBlock,
  type Section,
  WHOLE,
} from '../document.ts';
import { citationLine } from './citation.ts';
import { italics } from './claims.ts';

/** Said where an audit has nothing against the decision. */
export const NOTHING_FOUND = 'Nothing to object to.';

/** `Finding 1` for `F1`, which could be taken for the id of a claim. */
function findingName(id: string): string {
  return id.replace(/^F(?=\d)/, 'Finding ');
}

/** An objection of the audit with its source; under a name where others refer to it. */
export function findingLine(
  { severity, kind, text, citation, check }: Omit<AnsweredFinding, 'answer'>,
  repository: Design['repository'],
  name = '',
): Line {
  const cited = citationLine({ citation, check }, repository);
  const source = cited.length === 0 ? '' : line` ${italics(line`(${cited})`)}`;
  return line`${bold(`${name === '' ? '' : `${name}, `}${severity}`)}, ${kind.replace('_', ' ')}: ${prose(text, WHOLE)}${source}`;
}

/** Tells the answer to a finding, and its place: `Acted on: Step 2.` */
export function answerLine({ done, where }: Pick<Revision['findings'][number], 'done' | 'where'>): Line {
  return line`${ours(`${FINDING_WORDS[done]}:`, { italic: true })} ${prose(where, WHOLE)}`;
}

export function answersList(answers: Revision['findings']): Section {
  return list(answers.map((answer) => line`${bold(findingName(answer.finding))} ${answerLine(answer)}`));
}

/** Objections with what became of them, as far as a revision had to say so. */
export function findingsList(
  { repository, revisions }: Pick<Design, 'repository' | 'revisions'>,
  findings: readonly AnsweredFinding[],
): Section {
  if (findings.length === 0) return [lines(line`${NOTHING_FOUND}`)];
  const unanswered = revisions.length === 0 ? '' : line` ${ours('Not answered.', { italic: true })}`;
  return list(
    findings.map((finding) => {
      const done = finding.answer === null ? unanswered : line` ${answerLine(finding.answer)}`;
      return line`${findingLine(finding, repository)}${done}`;
    }),
  );
}

/** The audit's findings under their names, and how the decision would have failed. */
export function auditBlocks(
  { repository }: Pick<Design, 'repository'>,
  audit: NonNullable<Design['audit']>,
): Section {
  const findings = findingsOf({ audit, revisions: [] });
  return [
    ...(findings.length === 0
      ? [lines(line`${NOTHING_FOUND}`)]
      : list(findings.map((finding) => findingLine(finding, repository, findingName(finding.id))))),
    ...premortemBlocks(audit),
  ];
}

export function premortemBlocks({ audit }: NonNullable<Design['audit']>): Section {
  return [lines(line`Suppose it was done and it failed. Why:`), proseBlock(audit.premortem, WHOLE)];
}
