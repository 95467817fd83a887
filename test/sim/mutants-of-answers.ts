import { CHANGES, FACILITATORS_READ, type Mutant, mutant, WORDS } from './mutant.ts';

/** What people say while questions are open, and what becomes of it. */
export const MUTANTS_OF_ANSWERS: readonly Mutant[] = [
  mutant('replies', CHANGES, 'leaves a question answered when its only answer is taken back', [
    'question/replies.ts',
    "return isOver ? 'assumed' : 'open';",
    'return status;',
  ]),
  mutant('replies', CHANGES, 'goes on waiting when changed words answer the last question', [
    'question/answering.ts',
    'correctByNumber(draft, { id: before.id, ...by, ...read });\n  closeWhenAnswered(draft, by.author);',
    'correctByNumber(draft, { id: before.id, ...by, ...read });',
  ]),
  mutant('J10', WORDS, 'assumes what is open while somebody reads what was said', [
    'question/closing.ts',
    'if (isMatching(draft.design) || isMatchingOwed(draft)) {',
    'if (false) {',
  ]),
  mutant('J10', WORDS, 'forgets what was said while earlier words were being read', [
    'question/matching.ts',
    'if (!isNew && !isOnceMore) return false;',
    'if (!isNew || ended !== null) return false;',
  ]),
  mutant('J10', WORDS, 'reads what people say only at the end', [
    'question/matching.ts',
    'if (!isNew && !isOnceMore) return false;',
    'if (!isOnceMore) return false;',
  ]),
  mutant('J10', WORDS, 'reads the same words again and again', [
    'question/matching.ts',
    'untaken.length > 0',
    'unmatched.length > 0',
  ]),
  mutant('J10', WORDS, 'lets a turn undo what a person has corrected', [
    'question/matching.ts',
    'if (isNew && !isSettledByPerson(design, questionId, reply)) found.push',
    'if (isNew) found.push',
  ]),
  mutant('J10', WORDS, 'takes for an answer what nobody has said', [
    'question/matching.ts',
    'if (problem !== null) refusals.push(problem);\n',
    '',
  ]),
  mutant('C6', FACILITATORS_READ, 'stops when nobody can read what people said', [
    'vocabulary/round.ts',
    'maxMs: 120_000 }',
    'maxMs: 120_000, isSubstance: true }',
  ]),
  mutant('C17', FACILITATORS_READ, 'has a persona decide what people meant', [
    'course/advance.ts',
    "round.kind === 'matching' || ",
    '',
  ]),
  mutant('C13', FACILITATORS_READ, 'gives back the process of somebody who is about to read', [
    'session/lifecycle.ts',
    'const isAboutToAsk = openRound(design) !== null && !isPaused(design);',
    'const isAboutToAsk = false;',
  ]),
];
