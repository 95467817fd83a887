import { type Mutant, one, PAUSES } from './mutant.ts';

/** What a design does whose thread is gone, until a person has decided. */
export const MUTANTS_OF_PAUSES: readonly Mutant[] = [
  {
    rule: 'A7',
    mistake: 'asks whoever becomes ready while a person decides whether it goes on',
    world: PAUSES,
    changes: one('round/advance.ts', 'if (!isPaused(draft.design)) {', 'if (draft.design !== null) {'),
  },
  {
    rule: 'A7',
    mistake: 'opens the next round while a person decides whether it goes on',
    world: PAUSES,
    changes: one('flow.ts', "isPaused(draft.design) ? 'waiting' : proceed(draft)", 'proceed(draft)'),
  },
  {
    rule: 'A7',
    mistake: 'asks a second time whether it goes on',
    world: PAUSES,
    changes: one('gate.ts', '!gates.some(isPause)', '!gates.some((gate) => gate.decision === null)'),
  },
  {
    rule: 'A7',
    mistake: 'goes on although nobody has said so',
    world: PAUSES,
    changes: one('gate.ts', "decision.choice === 'accept'", "decision.choice !== 'stop'"),
  },
  {
    rule: 'A7',
    mistake: 'waits at the start for whoever was given back in a pause',
    world: PAUSES,
    changes: one(
      'participants.ts',
      'parked: { isAlive: true, hasSettledIn: true }',
      'parked: { isAlive: true, hasSettledIn: false }',
    ),
  },
  {
    rule: 'A7',
    mistake: 'times what was under way while a person decides whether it goes on',
    world: PAUSES,
    changes: one(
      'timers.ts',
      'if (gate !== null) return [',
      "if (gate !== null && design.step === 'deciding') return [",
    ),
  },
];
