import { CHANGES, DISPUTES, FACILITATORS_READ, type Mutant, mutant, WORDS } from './mutant.ts';

/** What people say while questions are open, and what becomes of it. */
export const MUTANTS_OF_ANSWERS: readonly Mutant[] = [
  mutant('replies', CHANGES, 'leaves a question answered when its only answer is taken back', [
    'questions/replies/replies.ts',
    "return isAssumed({ status }) ? status : 'open';",
    'return status;',
  ]),
  mutant('replies', CHANGES, 'goes on waiting when changed words answer the last question', [
    'answering/answering.ts',
    'if (answering !== null) closeWhenAnswered(draft, lastAnswererOf(draft.design));',
    'if (answering !== null) return true;',
  ]),
  mutant('J10', WORDS, 'assumes what is open while somebody reads what was said', [
    'answering/closing.ts',
    'if (isMatching(draft.design) || isMatchingOwed(draft)) {',
    'if (false) {',
  ]),
  mutant('J10', WORDS, 'forgets what was said while earlier words were being read', [
    'answering/matching.ts',
    'if (!isNew && !isOnceMore) return [];',
    'if (!isNew || ended !== null) return [];',
  ]),
  mutant('J10', WORDS, 'reads what people say only at the end', [
    'answering/matching.ts',
    'if (!isNew && !isOnceMore) return [];',
    'if (!isOnceMore) return [];',
  ]),
  mutant('J10', WORDS, 'reads the same words again and again', [
    'answering/matching.ts',
    'untaken.length > 0',
    'unreadIn(design).length > 0',
  ]),
  mutant('J10', WORDS, 'lets a turn undo what its author has written anew', [
    'answering/matching.ts',
    ' && !isReplaced(design, question.id, reply)',
    '',
  ]),
  mutant('J10', WORDS, 'takes for an answer what nobody has said', [
    'questions/quoting/quotes.ts',
    'if (widened === null) {',
    'if (isOwn && widened === null) {',
  ]),
  mutant('J10', WORDS, 'goes on before words under the last number are read', [
    'answering/closing.ts',
    ' || isMatching(draft.design) || isMatchingDue(draft)) return;',
    ') return;',
  ]),
  mutant('J10', WORDS, 'reads no words under numbers once all is answered', [
    'answering/matching.ts',
    'unread && (isOpen || answers.some(isWritten))',
    'unread && isOpen',
  ]),
  mutant('replies', WORDS, 'leaves a question answered whose author does not know', [
    'questions/replies/replies.ts',
    '!(isWritten(answer) ? isOpen(answer) : isAgain(answer))',
    'true',
  ]),
  mutant('J13', DISPUTES, 'completes although two people differ', [
    'outcome/should-gate.ts',
    'people_differ: () => true,',
    'people_differ: () => false,',
  ]),
  mutant('J13', DISPUTES, 'still has two people differ when one has given way', [
    'questions/replies/replies.ts',
    'givesWay ? isOwn(reply) : reply !== taken',
    'givesWay ? false : reply !== taken',
  ]),
  mutant(
    'J13',
    DISPUTES,
    'takes an answer when nobody differs any more',
    [
      'workflow/twice-or-late.ts',
      'return refuseWhenOver(design) ?? refuseTaken(design, command);',
      'return refuseWhenOver(design);',
    ],
    [
      'answering/taking.ts',
      'const between = listDifferingOn(design, questionId);',
      'const between = design.replies;',
    ],
  ),
  mutant('J9', DISPUTES, 'does not revise a text for an answer that somebody takes', [
    'decision/decided.ts',
    'const settled = [...listSettledSince(design, asked), ...listTakenSince(design, asked)];',
    'const settled = listSettledSince(design, asked);',
  ]),
  mutant('C6', FACILITATORS_READ, 'stops when nobody can read what people said', [
    'vocabulary/round.ts',
    "{ step: 'answering', asked: 'synthesizer',",
    "{ isSubstance: true, step: 'answering', asked: 'synthesizer',",
  ]),
  mutant('C17', FACILITATORS_READ, 'has a persona decide what people meant', [
    'workflow/advance.ts',
    'readsReply(round.kind) ||\n    ',
    '',
  ]),
  mutant('C13', FACILITATORS_READ, 'gives back the process of somebody who is about to read', [
    'workflow/sessions/lifecycle.ts',
    'round !== null && !listAwaited(round).every((id) => isHeld(design, id));',
    "design.turns.some((turn) => turn.outcome === 'open');",
  ]),
];
