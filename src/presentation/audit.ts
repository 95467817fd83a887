import { countOf } from '../core/vocabulary/figures.ts';
import type { Confirmation, Revision } from '../core/vocabulary/submission.ts';
import { listWords } from '../core/vocabulary/text.ts';
import { FINDING_WORDS } from '../core/vocabulary/words.ts';
import { compact } from '../foundation/compact.ts';
import { drawChangeItem } from './changes.ts';
import { drawCitation } from './citations.ts';
import {
  bold,
  ifAny,
  italic,
  type Line,
  line,
  lines,
  list,
  part,
  type Section,
  section,
  under,
  untrustedMarkdown,
  untrustedMarkdownBlock,
} from './format/document.ts';
import { titleIn } from './people.ts';
import type { FindingView } from './schema/record.ts';
import type { DesignView } from './schema/view.ts';

export const NOTHING_FOUND = 'Nothing to object to.';

/** What the auditor found, what was done about it, and what the auditor says of that. */
export function auditIn(view: DesignView): Section {
  const { audit, texts, changes, confirmation } = view;
  if (audit === null) return [];
  const revised = texts.slice(1).map(({ persona }, index) => {
    const its = changes.filter(({ revision }) => revision === index);
    const who = titleIn(view, persona);
    return its.length === 0
      ? [lines(line`${who} changed nothing.`)]
      : under(lines(line`${who} changed:`), its.map(drawChangeItem));
  });
  const confirmed =
    confirmation === null
      ? []
      : [
          lines(line`${titleIn(view, confirmation.persona)}: ${untrustedMarkdown(confirmation.rationale)}`),
          ...listConfirmation(confirmation),
        ];
  const findingLines = audit.findings.map((finding) => drawFindingLine(finding, texts.length > 1));
  return section(
    lines(line`${titleIn(view, audit.persona)} found:`),
    findingLines.length === 0 ? [lines(NOTHING_FOUND)] : list(findingLines),
    premortemIn(audit),
    part(3, 'Changes after the audit', revised),
    part(3, 'The auditor on these changes', confirmed),
  );
}

/** `Finding 1` for `F1`, which would look like a claim's id; `Sentence R2.4` for one that a person said. */
function findingName(id: string): string {
  return id.startsWith('F') ? `Finding ${id.slice(1)}` : `Sentence ${id}`;
}

function drawFindingLine(finding: FindingView, isRevised: boolean): Line {
  const { id, source, answer } = finding;
  const unanswered = isRevised ? line` ${italic('Not answered.')}` : '';
  const done = answer === null ? unanswered : line` ${drawAnswerLine(answer)}`;
  const cited = drawCitation(source);
  return line`${drawFinding(finding, cited, findingName(id))}${done}${drawConfirmation(finding)}`;
}

/** A finding with its source, if it has one. */
export function drawFinding(
  { severity, kind, text }: Pick<FindingView, 'severity' | 'kind' | 'text'>,
  cited: Line,
  name: string,
): Line {
  const source = ifAny` ${italic(ifAny`(${cited})`)}`;
  return line`${bold(`${name}, ${severity}`)}, ${kind.replace('_', ' ')}: ${untrustedMarkdown(text)}${source}`;
}

/** `Acted on: Step 2.` */
export function drawAnswerLine({ done, where }: Pick<Revision['findings'][number], 'done' | 'where'>): Line {
  return line`${italic(`${FINDING_WORDS[done]}:`)} ${untrustedMarkdown(where)}`;
}

/** The auditor's word on a finding it had to confirm; empty for one left open or not asked about. */
function drawConfirmation({ answer, needsConfirmation, confirmed, confirmedWhy }: FindingView): Line {
  if (answer?.done !== 'acted_on' || !needsConfirmation) return [];
  if (confirmed === null) return line` ${italic('Not confirmed by the auditor.')}`;
  return confirmed
    ? line` ${italic('Confirmed by the auditor.')}`
    : line` ${italic('Not answered, says the auditor:')} ${untrustedMarkdown(confirmedWhy)}`;
}

/** Without its author: `read what was changed: 2 findings answered, finding 3 not answered, 4 sentences judged` */
export function sayConfirmation({ findings, said }: Confirmation): string {
  const open = findings.filter(({ isAnswered }) => !isAnswered);
  const answered = findings.length - open.length;
  const parts = compact(
    answered > 0 && `${countOf(answered, 'finding')} answered`,
    open.length > 0 &&
      `${listWords(open.map(({ finding }) => findingName(finding).toLowerCase()))} not answered`,
    said.length > 0 && `${countOf(said.length, 'sentence')} that people said judged`,
  );
  return `read what was changed: ${parts.join(', ')}`;
}

/** `Finding 1: Answered. The step says so now.` */
export function listConfirmation({
  findings,
}: {
  readonly findings: readonly Readonly<Confirmation['findings'][number]>[];
}): Section {
  return list(
    findings.map(
      ({ finding, isAnswered, reason }) =>
        line`${bold(findingName(finding))}: ${italic(isAnswered ? 'Answered.' : 'Not answered.')} ${untrustedMarkdown(reason)}`,
    ),
  );
}

export function premortemIn({ premortem }: { readonly premortem: string }): Section {
  return [lines('Suppose this was done and failed. Why:'), untrustedMarkdownBlock(premortem)];
}
