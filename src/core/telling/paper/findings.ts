import type { AnsweredFinding } from '../../synthesis/decided.ts';
import type { Design } from '../../vocabulary/design.ts';
import { FINDING_WORDS } from '../../vocabulary/words.ts';
import { inline } from '../render/escape.ts';
import { citedAt } from './citations.ts';
import { list } from './pieces.ts';

/** `Finding 1` for `F1`, which could be taken for the id of a claim. */
export function findingName(id: string): string {
  return inline(id.replace(/^F(?=\d)/, 'Finding '));
}

/** What an audit objects to, with its sources, and what was done about it; `named` where others refer to it. */
export function findingsMarkdown(
  { repository, revisions }: Pick<Design, 'repository' | 'revisions'>,
  findings: readonly AnsweredFinding[],
  named = false,
): string {
  const lines = findings.map(({ id, severity, kind, text, citation, check, answer }) => {
    const cited = citedAt(citation, check, repository);
    const source = cited === '' ? '' : ` *(${cited})*`;
    const unanswered = revisions.length === 0 ? '' : ' *Not answered.*';
    const done = answer === null ? unanswered : ` *${FINDING_WORDS[answer.done]}:* ${inline(answer.where)}`;
    const called = named ? `${findingName(id)}, ` : '';
    return `**${called}${severity}**, ${kind.replace('_', ' ')}: ${inline(text)}${source}${done}`;
  });
  return lines.length === 0 ? 'Nothing to object to.' : list(lines);
}
