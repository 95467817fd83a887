import { membersOf } from '../../../core/vocabulary/sets.ts';
import {
  type Change,
  type Decision,
  LISTED_PARTS,
  type ListedPart,
  type SubmissionInput,
} from '../../../core/vocabulary/submission.ts';
import type { Ask } from '../../../runtime/turn/ask.ts';
import { accountsFor, decisionFor } from './decision.ts';

const SIGNAL = 'what the audit has changed would stand here';
const TEXTS = ['title', 'sentence', 'paragraph'] as const;
/** A change names no more than this. */
const MAX_ANSWERS = 12;

/** Returns a revision with the parts that read otherwise by now, all of them for everything that there is to answer. */
export function revisedNeutrally(ask: Ask): SubmissionInput<'submit_revision'> {
  const before = ask.revising?.decision ?? null;
  const answers = (ask.revising?.toAnswer ?? []).map(({ name }) => name).slice(0, MAX_ANSWERS);
  const wanted = decisionFor(ask);
  const after = { ...wanted, risks: wanted.risks.map((risk) => ({ ...risk, signal: SIGNAL })) };
  const changes = before === null ? [] : changesBetween(before, after, answers);
  const isNamed = (finding: string) => changes.length > 0 && answers.includes(finding);
  return {
    changes,
    findings: ask.findings.map((finding) => ({
      finding,
      done: isNamed(finding) ? 'acted_on' : 'left_open',
      where: 'What was done about it would stand here.',
    })),
    accounts: accountsFor(ask),
    confidence: 0.6,
    rationale: 'What makes it more or less sure would stand here.',
  };
}

function changesBetween(before: Decision, after: Decision, answers: string[]): Change[] {
  const texts = TEXTS.filter((part) => before[part] !== after[part]);
  const lists = membersOf(LISTED_PARTS).flatMap((part) => changesOfList(part, before, after, answers));
  return [...texts.map((part): Change => ({ part, with: after[part], answers })), ...lists];
}

/** Replaces what differs at its place, adds what is more at the end, and takes out what is less. */
function changesOfList(part: ListedPart, before: Decision, after: Decision, answers: string[]): Change[] {
  const [known, wanted] = [before[LISTED_PARTS[part]], after[LISTED_PARTS[part]]];
  const given = wanted.flatMap((item, index) => {
    if (JSON.stringify(known[index]) === JSON.stringify(item)) return [];
    const isMore = index >= known.length;
    const how = isMore ? ('insert' as const) : ('replace' as const);
    // The item is of the part that its list has: the compiler does not follow that through the union.
    return [{ part, how, number: isMore ? '' : String(index + 1), with: item, answers } as Change];
  });
  const removed = known.slice(wanted.length).map((_, index): Change => {
    return { part: 'remove', from: part, number: String(wanted.length + index + 1), answers };
  });
  return [...given, ...removed];
}
