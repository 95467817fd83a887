import type { AnsweredFinding } from '../core/decision/findings.ts';
import type { Design } from '../core/vocabulary/design.ts';
import { counted } from '../core/vocabulary/figures.ts';
import type { Confirmation, Revision } from '../core/vocabulary/submission.ts';
import { listed } from '../core/vocabulary/text.ts';
import { FINDING_WORDS } from '../core/vocabulary/words.ts';
import { citationLine } from './citations.ts';
import { italics } from './claims.ts';
import {
  bold,
  italic,
  type Line,
  line,
  lines,
  list,
  type Section,
  untrustedMarkdown,
  untrustedMarkdownBlock,
  WHOLE,
} from './format/document.ts';

export const NOTHING_FOUND = 'Nothing to object to.';
const NOT_ANSWERED = 'Not answered';

/** `Finding 1` for `F1`, which would look like a claim's id; `Sentence R2.4` for one that a person said. */
export function findingName(id: string): string {
  return id.startsWith('F') ? `Finding ${id.slice(1)}` : `Sentence ${id}`;
}

/** A finding with its source; `name` if others refer to it. */
export function findingLine(
  {
    severity,
    kind,
    text,
    citation,
    check,
  }: Pick<AnsweredFinding, 'severity' | 'kind' | 'text' | 'citation' | 'check'>,
  repository: Design['repository'],
  name = '',
): Line {
  const cited = citationLine({ citation, check }, repository);
  const source = cited.length === 0 ? '' : line` ${italics(line`(${cited})`)}`;
  return line`${bold(`${name === '' ? '' : `${name}, `}${severity}`)}, ${kind.replace('_', ' ')}: ${untrustedMarkdown(text, WHOLE)}${source}`;
}

/** `Acted on: Step 2.` */
export function answerLine({ done, where }: Pick<Revision['findings'][number], 'done' | 'where'>): Line {
  return line`${italic(`${FINDING_WORDS[done]}:`)} ${untrustedMarkdown(where, WHOLE)}`;
}

/** `Acted on: Step 2.`, in words; empty before a revision. */
export function answerWords({ answer }: AnsweredFinding, isRevised: boolean): string {
  if (answer === null) return isRevised ? `${NOT_ANSWERED}.` : '';
  return `${FINDING_WORDS[answer.done]}: ${answer.where}`;
}

/** The auditor's word on a finding it had to confirm (J12); empty for one left open or not asked about. */
export function confirmedWords({
  answer,
  needsConfirmation,
  confirmed,
  confirmedWhy,
}: AnsweredFinding): string {
  if (answer?.done !== 'acted_on' || !needsConfirmation) return '';
  if (confirmed === null) return CONFIRMED_WORDS.unconfirmed;
  return confirmed ? CONFIRMED_WORDS.confirmed : `${CONFIRMED_WORDS.denied}: ${confirmedWhy}`;
}

/** The auditor's word on a finding it had to confirm (J12); empty for one left open or not asked about. */
function confirmedLine(finding: AnsweredFinding): Line {
  const { answer, needsConfirmation, confirmed, confirmedWhy } = finding;
  if (answer?.done !== 'acted_on' || !needsConfirmation) return [];
  switch (confirmed) {
    case true:
      return [italic(CONFIRMED_WORDS.confirmed)];
    case false:
      return line`${italic(`${CONFIRMED_WORDS.denied}:`)} ${untrustedMarkdown(confirmedWhy, WHOLE)}`;
    case null:
      return [italic(CONFIRMED_WORDS.unconfirmed)];
  }
}

const CONFIRMED_WORDS = {
  confirmed: 'Confirmed by the auditor.',
  denied: 'Not answered, says the auditor',
  unconfirmed: 'Not confirmed by the auditor.',
};

/** `Finding 1: Answered. The step says so now.` */
function judgedLine({ finding, isAnswered, reason }: Confirmation['findings'][number]): Line {
  const words = isAnswered ? 'Answered.' : 'Not answered.';
  return line`${bold(findingName(finding))}: ${italic(words)} ${untrustedMarkdown(reason, WHOLE)}`;
}

/** Without its author: `read what was changed: 2 findings answered, finding 3 not answered, 4 sentences judged` */
export function confirmationWords({ findings, said }: Confirmation): string {
  const open = findings.filter(({ isAnswered }) => !isAnswered);
  const answered = findings.length - open.length;
  const parts = [
    ...(answered === 0 ? [] : [`${counted(answered, 'finding')} answered`]),
    ...(open.length === 0
      ? []
      : [`${listed(open.map(({ finding }) => findingName(finding).toLowerCase()))} not answered`]),
    ...(said.length === 0 ? [] : [`${counted(said.length, 'sentence')} that people said judged`]),
  ];
  return `read what was changed: ${parts.join(', ')}`;
}

export function confirmationList({ findings }: Confirmation): Section {
  return list(findings.map(judgedLine));
}

export function findingsList(
  { repository, revisions }: Pick<Design, 'repository' | 'revisions'>,
  findings: readonly AnsweredFinding[],
): Section {
  if (findings.length === 0) return [lines(line`${NOTHING_FOUND}`)];
  const unanswered = revisions.length === 0 ? '' : line` ${italic(`${NOT_ANSWERED}.`)}`;
  return list(
    findings.map((finding) => {
      const done = finding.answer === null ? unanswered : line` ${answerLine(finding.answer)}`;
      const confirmed = confirmedLine(finding);
      const named = findingLine(finding, repository, findingName(finding.id));
      return line`${named}${done}${confirmed.length === 0 ? '' : line` ${confirmed}`}`;
    }),
  );
}

export function premortemBlocks({ audit }: NonNullable<Design['audit']>): Section {
  return [
    lines(line`Suppose this was done and failed. Why:`),
    untrustedMarkdownBlock(audit.premortem, WHOLE),
  ];
}
