import { type Refusal, refuse } from '../vocabulary/commands.ts';
import { wordsAndSignsOf } from '../vocabulary/compared.ts';
import type { Design } from '../vocabulary/design.ts';
import { checkNamed } from '../vocabulary/named.ts';
import type { Revision } from '../vocabulary/submission.ts';
import type { Decided } from './decided.ts';
import { isDenied, listFindingsToAnswer } from './findings.ts';
import { changeNumber } from './patch.ts';
import { listContradictions, listSentencesLeftOut } from './people.ts';
import { listToAnswer } from './to-answer.ts';

/**
 * Another base needs a change that answers a blocking finding or a person: for less, a decision is
 * not written anew. It decides something else, or rejects the way of the base before it.
 */
export function checkNewBase(
  design: Design,
  { base, changes }: Revision,
  before: Decided,
  { decision }: Pick<Decided, 'decision'>,
): Refusal[] {
  if (base === '') return [];
  const isSame = wordsAndSignsOf(decision.sentence) === wordsAndSignsOf(before.decision.sentence);
  if (isSame && !decision.rejected.some(({ proposals }) => proposals.includes(before.base))) {
    const message = `\`base\` names ${base}, but the decision's sentence reads as before and the way of ${before.base} is not rejected; change either, or leave \`base\` empty.`;
    return [refuse('invalid', message)];
  }
  const grave = listToAnswer(design).filter((each) => {
    if (each.kind === 'finding') return each.severity === 'blocking';
    return each.kind !== 'sentence' || each.said.fate === 'contradicted';
  });
  const names = grave.map(({ name }) => name);
  if (changes.some(({ answers }) => answers.some((name) => names.includes(name)))) return [];
  const message = `\`base\` names ${base}, but no change answers a blocking finding or a person whom the decision contradicts; leave it empty.`;
  return [refuse('invalid', message)];
}

/** Requires that each change names what it answers. */
export function checkAnswers(design: Design, { changes }: Revision): Refusal[] {
  const names = listToAnswer(design).map(({ name }) => name);
  return changes.flatMap(({ answers }, index) =>
    checkNamed(`\`answers\` of change ${changeNumber(index)}`, answers, names, { mayRepeat: true }),
  );
}

/**
 * Requires one answer for each finding that is not minor and each contradicted person, in agreement
 * with the changes that name it.
 */
export function checkFindings(design: Design, { findings, changes }: Revision): Refusal[] {
  const findingIds = listFindingsToAnswer(design).map(({ id }) => id);
  const allIds = [...findingIds, ...listSentencesLeftOut(design).map(({ name }) => name)];
  const owed = [...findingIds, ...listContradictions(design).map(({ name }) => name)];
  const changed = new Set(changes.flatMap(({ answers }) => answers));
  const answeredFindings = findings.map(({ finding }) => finding);
  const acted = findings.filter(({ done }) => done === 'acted_on').map(({ finding }) => finding);
  const left = findings.filter(({ done }) => done === 'left_open').map(({ finding }) => finding);
  const idle = acted.filter((id) => allIds.includes(id) && !isActedOn(design, changes, id));
  const both = left.filter((id) => changed.has(id));
  return [
    ...checkNamed('`findings`', answeredFindings, allIds, {
      owed,
      advice: 'say where the decision acts on each, or why it is left open',
    }),
    ...refuseIds(
      idle,
      (ids) =>
        `\`findings\` says that ${ids} is acted on, but no change names it; name it in \`answers\` of the change that acts on it, or leave it open and say why.`,
    ),
    ...refuseIds(
      both,
      (ids) =>
        `Changes name ${ids}, which \`findings\` leaves open; say that it is acted on, or do not name it in \`answers\`.`,
    ),
  ];
}

/**
 * `true` if a change names it, of these or of an earlier revision that the auditor did not find
 * wanting.
 */
export function isActedOn(design: Design, changes: Revision['changes'], id: string): boolean {
  const finding = listFindingsToAnswer(design).find((each) => each.id === id);
  const isOpen = finding !== undefined && isDenied(finding);
  const before = isOpen ? [] : design.revisions.flatMap(({ inForce }) => inForce);
  return [...changes, ...before].some(({ answers }) => answers.includes(id));
}

function refuseIds(ids: readonly string[], words: (ids: string) => string): Refusal[] {
  return ids.length === 0 ? [] : [refuse('invalid', words(ids.join(', ')))];
}
