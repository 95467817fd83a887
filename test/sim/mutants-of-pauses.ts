import { type Mutant, mutant, PAUSES } from './mutant.ts';

/** What a design does whose thread is gone, until a person has decided. */
export const MUTANTS_OF_PAUSES: readonly Mutant[] = [
  mutant('A7', PAUSES, 'asks a participant that becomes ready while a person decides whether it goes on', [
    'course/advance.ts',
    'if (!isPaused(draft.design)) {',
    'if (draft.design !== null) {',
  ]),
  mutant('A7', PAUSES, 'opens the next round while a person decides whether it goes on', [
    'course/flow.ts',
    '!isPaused(draft.design) && !settle',
    '!settle',
  ]),
  mutant('A7', PAUSES, 'asks a second time whether it goes on', [
    'course/gate.ts',
    '!gates.some(isPause)',
    '!gates.some((gate) => gate.decision === null)',
  ]),
  mutant('A7', PAUSES, 'goes on although nobody has said so', [
    'course/gate.ts',
    'gate !== undefined && settleIfStopped',
    "gate !== undefined && gate.decision?.choice === 'stop' && settleIfStopped",
  ]),
  mutant('A7', PAUSES, 'waits at the start for a participant given back in a pause', [
    'vocabulary/participants.ts',
    "|| state === 'parked' ",
    '',
  ]),
  mutant('A7', PAUSES, 'times what was under way while a person decides whether it goes on', [
    'course/timers.ts',
    'if (gate !== null) return [',
    "if (gate !== null && design.step === 'deciding') return [",
  ]),
];
