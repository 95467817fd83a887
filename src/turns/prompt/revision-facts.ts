import type { ToAnswer } from '../../core/decision/to-answer.ts';
import { answerLine, findingLine } from '../../core/presentation/decision/audit.ts';
import { changeForAuditor } from '../../core/presentation/decision/change.ts';
import { linePlain, plainOf } from '../../core/presentation/format/plain-document.ts';
import type { Ask } from './ask.ts';
import { listed, material } from './material-text.ts';

export function revisionFacts({ revising }: Ask): string[] {
  if (revising === null) return [];
  const { toAnswer, parts } = revising;
  const findings = toAnswer.flatMap((each) =>
    each.kind === 'finding'
      ? [`${each.name} (${each.severity}${each.isDenied ? ', not answered by the changes' : ''})`]
      : [],
  );
  const people = toAnswer.flatMap((each) => {
    const what = PEOPLE[each.kind];
    return what === '' ? [] : [`${each.name} (${what})`];
  });
  return [
    listed('Findings to answer', findings),
    listed('From people', people),
    material('parts by number', parts.map(({ name, begins }) => `${name}: ${begins}`).join('\n')),
  ];
}

/** Explains a person's act; empty for others. */
const PEOPLE: Record<ToAnswer['kind'], string> = {
  finding: '',
  settled: 'a difference that was settled',
  said: 'said since',
  note: 'the decision was sent back with this',
};

/** Findings to judge and changes since the audit: all that the auditor reads again. */
export function confirmationFacts({ confirming }: Ask): string[] {
  if (confirming === null) return [];
  const { findings, changes } = confirming;
  const found = findings.map((finding) => {
    const done = finding.answer === null ? '' : `\n${linePlain(answerLine(finding.answer))}`;
    return `${linePlain(findingLine(finding, null, finding.id))}${done}`;
  });
  const changed = changes.map((change) => plainOf(changeForAuditor(change)));
  return [
    listed(
      'Findings to judge',
      findings.map(({ id }) => id),
    ),
    found.length === 0 ? '' : material('findings to judge', found.join('\n')),
    changed.length === 0 ? '' : material('changes', changed.join('\n\n')),
  ];
}
