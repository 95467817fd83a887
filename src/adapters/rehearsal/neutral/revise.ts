import { membersOf } from '#core/vocabulary/sets.ts';
import {
  type Change,
  type Decision,
  LISTED_PARTS,
  type SubmissionInput,
} from '#core/vocabulary/submission.ts';
import type { Ask } from '#turns/prompt/ask.ts';
import { makeDecision } from './decision.ts';

const SIGNAL = 'What the audit has changed would go here.';
const MAX_ANSWERS = 12;

/**
 * Changes the parts that differ by now. Each change answers all findings, and nothing that people
 * said.
 */
export function reviseNeutrally(ask: Ask): SubmissionInput<'submit_revision'> {
  const before = ask.revising?.decision ?? null;
  const { toAnswer = [] } = ask.revising ?? {};
  const answers = toAnswer
    .flatMap(({ kind, name }) => (kind === 'sentence' ? [] : [name]))
    .slice(0, MAX_ANSWERS);
  const findings = toAnswer.flatMap(({ kind, name }) => (kind === 'finding' ? [name] : []));
  const wanted = makeDecision(ask);
  const after = { ...wanted, risks: wanted.risks.map((risk) => ({ ...risk, signal: SIGNAL })) };
  const changes = before === null ? [] : listChanges(before, after, answers);
  const isNamed = (finding: string) => changes.length > 0 && answers.includes(finding);
  return {
    changes,
    findings: findings.map((finding) => ({
      finding,
      done: isNamed(finding) ? 'acted_on' : 'left_open',
      where: 'What was done about it would go here.',
    })),
    base: '',
    confidence: 0.6,
    rationale: 'What makes it more or less sure would go here.',
  };
}

/** The sentence and claims that differ, and lists item by item, growing at the end. */
export function listChanges(before: Decision, after: Decision, answers: string[]): Change[] {
  const change = (part: Change['part'], given: Partial<Change>): Change => {
    return { answers, part, number: '', how: 'replace', fields: [], rests: [], ...given };
  };
  const { sentence } = after;
  const own =
    before.sentence === sentence
      ? []
      : [change('decision', { fields: [{ name: 'text', text: sentence }] })];
  const isSame = String(before.rests) === String(after.rests);
  const lists = membersOf(LISTED_PARTS).flatMap((part) => {
    const oldItems = before[LISTED_PARTS[part]];
    const newItems = after[LISTED_PARTS[part]];
    const given = newItems.flatMap((item, index) => {
      if (JSON.stringify(oldItems[index]) === JSON.stringify(item)) return [];
      const isMore = index >= oldItems.length;
      const { rests, proposals, ...fields } = { rests: [], proposals: [], ...item };
      return change(part, {
        number: isMore ? '' : String(index + 1),
        how: isMore ? 'insert' : 'replace',
        fields: Object.entries(fields).map(([name, text]) => ({ name, text })),
        rests: [...rests, ...proposals],
      });
    });
    const removed = oldItems
      .slice(newItems.length)
      .map((_, index) =>
        change(part, { number: String(newItems.length + index + 1), how: 'remove' }),
      );
    return [...given, ...removed];
  });
  return [...own, ...(isSame ? [] : [change('rests', { rests: after.rests })]), ...lists];
}
