import type { Assignment } from '#sessions/child/protocol.mjs';

/** A turn that may end with `pass` or `ask_questions`, after reading if need be. */
export function assignment(changes: Partial<Assignment> = {}): Assignment {
  return {
    shared: [
      { type: 'text', text: 'Rules of the house.', cache: true },
      { type: 'text', text: 'The topic: queues.', cache: false },
      { type: 'text', text: 'The transcript so far.', cache: true },
    ],
    persona: 'You are the keeper of interfaces.',
    ask: 'What must you know first? End with `ask_questions` or `pass`.',
    terminalTools: ['ask_questions', 'pass'],
    reasks: 2,
    ...changes,
  };
}
