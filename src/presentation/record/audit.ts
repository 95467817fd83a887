import type { Revision } from '../../core/vocabulary/submission.ts';
import { FINDING_WORDS } from '../../core/vocabulary/words.ts';
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
} from '../format/document.ts';
import { capitalize } from '../format/plain.ts';
import { drawChangeItem } from '../judged/changes.ts';
import { drawCitation } from '../judged/citations.ts';
import { drawTitle } from '../judged/people.ts';
import type { FindingView, UntriedView } from '../schema/record.ts';
import type { DesignView } from '../schema/view.ts';

const NOTHING_FOUND = 'Nothing to object to.';

/**
 * What the auditor found, what was done about it, what it did not try, and what the auditor says of
 * each change.
 */
export function drawAudit(view: DesignView): Section {
  const { audit, texts, changes } = view;
  if (audit === null) return [];
  const revised = texts.slice(1).map(({ persona }, index) => {
    const its = changes.filter(({ revision }) => revision === index);
    const which = line`Revision ${String(index + 1)}, by ${drawTitle(view, persona)}`;
    return its.length === 0
      ? [lines(line`${which}: nothing was changed.`)]
      : under(lines(line`${which}:`), its.map(drawChangeItem));
  });
  const findingLines = audit.findings.map((finding) => drawFindingLine(finding, texts.length > 1));
  return section(
    lines(line`${drawTitle(view, audit.persona)} found:`),
    findingLines.length === 0 ? [lines(sayNothingFound(audit.isReal))] : list(findingLines),
    drawPremortem(audit),
    part(3, 'Changes after the audit', revised),
    part(3, 'Not judged', list(audit.untried.map(drawUntried))),
  );
}

/** Of an audit that looked at something. */
export function sayNothingFound(isReal: boolean): string {
  return isReal ? NOTHING_FOUND : 'It tried nothing, or says the same of everything.';
}

/** *Step 2: Read from Postgres. Not clear: No file says how.* */
function drawUntried({ name, text, unclear }: UntriedView): Line {
  const why =
    unclear === null
      ? italic('Not tried.')
      : line`${italic('Not clear:')} ${untrustedMarkdown(unclear)}`;
  return line`${bold(`${capitalize(name)}:`)} ${untrustedMarkdown(text)} ${why}`;
}

/**
 * `Finding 1` for `F1`, which would look like a claim's id; `Sentence R2.4` for one that a person
 * said.
 */
function findingName(id: string): string {
  return id.startsWith('F') ? `Finding ${id.slice(1)}` : `Sentence ${id}`;
}

function drawFindingLine(finding: FindingView, isRevised: boolean): Line {
  const { id, source, answer, severity, isOpen } = finding;
  const unanswered = isRevised && severity !== 'minor' ? line` ${italic('Not answered.')}` : '';
  const done = answer === null ? unanswered : line` ${drawAnswerLine(answer)}`;
  const open = answer?.done === 'acted_on' && isOpen ? line` ${italic('Still open.')}` : '';
  return line`${drawFinding(finding, drawCitation(source), findingName(id))}${done}${open}`;
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
export function drawAnswerLine({
  done,
  where,
}: Pick<Revision['findings'][number], 'done' | 'where'>): Line {
  return line`${italic(`${FINDING_WORDS[done]}:`)} ${untrustedMarkdown(where)}`;
}

export function drawPremortem({ premortem }: { readonly premortem: string }): Section {
  return [lines('If this fails a year from now, this is why:'), untrustedMarkdownBlock(premortem)];
}
