import { CHANGES, FACILITATORS_READ, type Mutant, mutant, PEOPLE_DIFFER, WORDS } from './mutant.ts';

/** What people say while questions are open, and what becomes of it. */
export const MUTANTS_OF_ANSWERS: readonly Mutant[] = [
  mutant('replies', CHANGES, 'leaves a question answered when its only answer is taken back', [
    'question/replies.ts',
    "return isOver ? 'assumed' : 'open';",
    'return status;',
  ]),
  mutant('replies', CHANGES, 'goes on waiting when changed words answer the last question', [
    'question/answering.ts',
    'if (answering !== null) closeWhenAnswered(draft, lastAnswererOf(draft.design));',
    'if (answering !== null) return true;',
  ]),
  mutant('J10', WORDS, 'assumes what is open while somebody reads what was said', [
    'question/closing.ts',
    'if (isMatching(draft.design) || isMatchingOwed(draft)) {',
    'if (false) {',
  ]),
  mutant('J10', WORDS, 'forgets what was said while earlier words were being read', [
    'question/matching.ts',
    'if (!isNew && !isOnceMore) return [];',
    'if (!isNew || ended !== null) return [];',
  ]),
  mutant('J10', WORDS, 'reads what people say only at the end', [
    'question/matching.ts',
    'if (!isNew && !isOnceMore) return [];',
    'if (!isOnceMore) return [];',
  ]),
  mutant('J10', WORDS, 'reads the same words again and again', [
    'question/matching.ts',
    'untaken.length > 0',
    'unreadIn(design).length > 0',
  ]),
  mutant('J10', WORDS, 'lets a turn undo what a person has corrected', [
    'question/matching.ts',
    ' && !isSettledByPerson(design, question.id, reply)',
    '',
  ]),
  mutant('J10', WORDS, 'takes for an answer what nobody has said', [
    'question/matching.ts',
    'if (problem !== null) refusals.push(problem);\n',
    '',
  ]),
  mutant('J10', WORDS, 'goes on before words under the last number are read', [
    'question/closing.ts',
    'if (!isMatching(draft.design) && !isMatchingDue(draft)) ',
    '',
  ]),
  mutant('J10', WORDS, 'reads no words under numbers once all is answered', [
    'question/matching.ts',
    'unread && (isOpen || answers.some(answersOne))',
    'unread && isOpen',
  ]),
  mutant('replies', WORDS, 'leaves a question answered whose author does not know', [
    'question/replies.ts',
    'reply.answers.filter((answer) => !(isWritten(answer) && isOpen(answer)));',
    'reply.answers;',
  ]),
  mutant('J13', PEOPLE_DIFFER, 'says that all is answered while people differ', [
    'question/questions.ts',
    ' || disputed.includes(question)',
    '',
  ]),
  mutant('J13', PEOPLE_DIFFER, 'lets anybody say which of two people is right', [
    'question/correction.ts',
    'if (asOperator !== true && !isOfStarter(design, command))',
    'if (false)',
  ]),
  mutant('J13', PEOPLE_DIFFER, 'takes what one person has said twice for a contradiction', [
    'question/contradicting.ts',
    'if (replies.every(',
    'if (false && replies.every(',
  ]),
  mutant('J13', PEOPLE_DIFFER, 'keeps the other answer after the starter has said which holds', [
    'question/replies.ts',
    ' && !(settles && reply.id !== replyId);',
    ';',
  ]),
  mutant('J13', PEOPLE_DIFFER, 'lets words that nobody reads end a contradiction', [
    'question/disputed.ts',
    '        isEverRead(reply) &&\n',
    '',
  ]),
  mutant('J13', PEOPLE_DIFFER, 'asks the starter back once more for each contradiction', [
    'telling/wanted.ts',
    'new Map(disputes.toReversed().map(({ questionId, since }) => [questionId, since]));',
    'disputes.map(({ questionId, since }) => [questionId, since] as const);',
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
    'isBusy || openRound(design) !== null ||',
    'isBusy ||',
  ]),
];
