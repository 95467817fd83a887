import { DOUBTS, type Mutant, mutant } from './mutant.ts';
import { QUIET } from './world.ts';

/** What is audited, revised and signed, and what a person has settled meanwhile. */
export const MUTANTS_OF_TEXTS: readonly Mutant[] = [
  mutant('A6', QUIET, 'completes in spite of a blocking finding', [
    'outcome/left-open.ts',
    "finding.standing !== 'answered'",
    'false',
  ]),
  mutant('A6', QUIET, 'completes as it was when a person sent it back', [
    'outcome/should-gate.ts',
    'return isInVain ?',
    'return isInVain && caveats.length < 0 ?',
  ]),
  mutant('J8', DOUBTS, 'does not ask what becomes of a note that changed nothing', [
    'decision/confirming.ts',
    '|| listSentencesOwed(design).some(isOfNote)',
    '',
  ]),
  mutant('J9', QUIET, 'keeps the signatures under a text that was changed since', [
    'workflow/folds/decision.ts',
    'inForce: event.revision.changes }],\n    signatures: [],',
    'inForce: event.revision.changes }],',
  ]),
  mutant('J9', QUIET, 'signs what was audited without a revision of what the audit found', [
    'workflow/flow.ts',
    'const isWanted = needsRevision(draft.design);',
    'const isWanted = false;',
  ]),
  mutant('J9', QUIET, 'takes a signature under a text that does not stand any more', [
    'decision/contribution.ts',
    "if (decided !== '' && decided !== sha256) {",
    'if (false) {',
  ]),
  mutant('J9', QUIET, 'asks for signatures once more under a text that bears them', [
    'workflow/flow.ts',
    'const isSigned = draft.design.signatures.length > 0;',
    'const isSigned = false;',
  ]),
  mutant('J9', QUIET, 'takes a revision that ignores what the audit has found', [
    'decision/check-answered.ts',
    'answeredFindings, allIds, {\n      owed,\n',
    'answeredFindings, allIds, {\n',
  ]),
  mutant('J9', QUIET, 'does not revise a text that does not know what a person has settled', [
    'decision/decided.ts',
    'return settled.length > 0 || isRevisionDueForWords(design);',
    'return settled.length > 99;',
  ]),
  mutant('J8', QUIET, 'completes with a text that does not know what a person has settled', [
    'outcome/caveats/people.ts',
    'const settled = listLeftOut(design).map(',
    'const settled = listLeftOut(design).slice(99).map(',
  ]),
  mutant('J8', QUIET, 'takes a decision against what a person has settled', [
    'decision/check-decision.ts',
    "if (position === '') return [];",
    'if (position !== undefined) return [];',
  ]),
  mutant('J8', DOUBTS, 'takes a confirmation that says nothing of a person', [
    'decision/check-audit.ts',
    '...checkTried(listNamesChanged(design), tried),\n    ...checkJudged(design, round, said),',
    '...checkTried(listNamesChanged(design), tried),',
  ]),
  mutant('J8', DOUBTS, 'takes an audit that leaves a person out', [
    'decision/check-audit.ts',
    '      { owed },\n',
    '      {},\n',
  ]),
  mutant('J12', DOUBTS, 'takes a change after which a part reads as it did', [
    'decision/check-changes.ts',
    'if (!readsSame(known, given)) return [];',
    'return [];',
  ]),
  mutant('J12', DOUBTS, 'takes a confirmation that says nothing of a change', [
    'decision/check-audit.ts',
    "    ...checkRows('changes', changeRowsOf(changes), listChangeNames(design), advice),\n",
    '',
  ]),
  mutant('J12', DOUBTS, 'lets a change stand that was taken out', [
    'workflow/folds/decision.ts',
    'if (takenOut.length === 0) return design.revisions;',
    'if (takenOut.length < 99) return design.revisions;',
  ]),
  mutant('J12', DOUBTS, 'signs what was changed after the audit without asking the auditor', [
    'workflow/flow.ts',
    "if (isConfirmationDue(design) && beginRound(draft, 'confirmation')) return;",
    '',
  ]),
];
