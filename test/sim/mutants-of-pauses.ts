import { type Mutant, mutant, PAUSES } from './mutant.ts';

/** What a design does whose thread is gone, until a person has decided. */
export const MUTANTS_OF_PAUSES: readonly Mutant[] = [
  mutant('A7', PAUSES, 'asks a participant that becomes ready while a person decides whether it goes on', [
    'round/advance.ts',
    'if (!isPaused(draft.design)) {',
    'if (draft.design !== null) {',
  ]),
  mutant('A7', PAUSES, 'opens the next round while a person decides whether it goes on', [
    'flow.ts',
    "isPaused(draft.design) ? 'waiting' : proceed(draft)",
    'proceed(draft)',
  ]),
  mutant('A7', PAUSES, 'asks a second time whether it goes on', [
    'gate.ts',
    '!gates.some(isPause)',
    '!gates.some((gate) => gate.decision === null)',
  ]),
  mutant('A7', PAUSES, 'goes on although nobody has said so', [
    'gate.ts',
    "decision.choice === 'accept'",
    "decision.choice !== 'stop'",
  ]),
  mutant('A7', PAUSES, 'waits at the start for a participant given back in a pause', [
    'participants.ts',
    'parked: { isAlive: true, hasSettledIn: true }',
    'parked: { isAlive: true, hasSettledIn: false }',
  ]),
  mutant('A7', PAUSES, 'times what was under way while a person decides whether it goes on', [
    'timers.ts',
    'if (gate !== null) return [',
    "if (gate !== null && design.step === 'deciding') return [",
  ]),
];
