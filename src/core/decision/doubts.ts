import { needsAssumption } from '../questions/replies/questions.ts';
import type { Design } from '../vocabulary/design.ts';
import { membersOf } from '../vocabulary/sets.ts';
import { type Decision, LISTED_PARTS, TEXT_PARTS } from '../vocabulary/submission.ts';
import { hasWords } from '../vocabulary/text.ts';
import { baseClaimsOf, type Decided } from './decided.ts';
import { fieldsOf, itemsOf, namePart, restsOf } from './parts.ts';

/**
 * What the structure of a text shows to be wrong in its words: refused, and at the last try left to stand as findings. An
 * assumption for a question that was answered; and a person who is named without a sentence of theirs to rest on.
 */
export function doubtsIn(design: Design, text: Pick<Decided, 'decision' | 'quoted'>): string[] {
  return [...listAssumedAlthoughAnswered(design, text.decision), ...listNamedWithoutWords(design, text)];
}

function listAssumedAlthoughAnswered({ questions }: Design, { assumptions }: Decision): string[] {
  const answered: string[] = questions.filter((each) => !needsAssumption(each)).map(({ id }) => id);
  return assumptions.flatMap(({ question }, index) =>
    answered.includes(question) ? [`Assumption ${index + 1} is about ${question}, which was answered`] : [],
  );
}

function listNamedWithoutWords(
  { replies, startedBy, frame }: Design,
  { decision, quoted }: Pick<Decided, 'decision' | 'quoted'>,
): string[] {
  const asker = (frame?.decided ?? []).length === 0 ? [] : [startedBy];
  const people = [...new Set([...replies.map(({ author }) => author), ...asker])];
  const speaking = (ids: readonly string[]) =>
    quoted.filter(({ name }) => ids.includes(name)).map(({ author }) => author);
  const whole = speaking(baseClaimsOf(decision));
  const parts = [
    { part: 'the text', words: TEXT_PARTS.map((part) => decision[part]).join('\n'), authors: whole },
    ...membersOf(LISTED_PARTS).flatMap((part) =>
      itemsOf(decision, part).map((item, index) => ({
        part: namePart(part, index + 1),
        words: Object.values(fieldsOf(item)).join('\n'),
        authors: part === 'step' ? speaking([...decision.rests, ...restsOf(item)]) : whole,
      })),
    ),
  ];
  return parts.flatMap(({ part, words, authors }) =>
    people
      .filter((person) => !authors.includes(person) && hasWords(words, person))
      .map((person) => `${person} is named in ${part}, which rests on nothing that ${person} said`),
  );
}
