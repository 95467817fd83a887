import type { Voice } from '../../contract/gateway-facts.ts';

const SETTLED = {
  agreed: 'Agreed',
  conceded: 'Conceded',
  unresolved: 'Unresolved',
  settled_by_person: 'Settled',
};

/** How threads on chat platforms put things. A message that is edited tells what is the case, not what has changed. */
export const CHAT_VOICE: Voice = {
  // Of people who differ none is ticked.
  answered: ({ question, text, by }) => [
    [`${question} ${text} ${by.length > 1 ? '·' : '✓'} `, ...by.map((name) => `${name}: “`)],
  ],
  assumed: ({ question, text, assumption }) => [[`${question} ${text} → assumed: ${assumption}`]],
  sealed: ({ title, sha256 }) => [['proposals, each written', `${title}:`, sha256.slice(0, 8)]],
  proposed: ({ title }) => [['proposals, each written', `${title}:`, `What ${title} proposes would go here`]],
  differed: ({ description }) => [[description]],
  settled: ({ description, outcome, by }) => [
    // In the order in which they argued.
    ...by.map((title) => [description, title, 'switch']),
    [description, `→ ${SETTLED[outcome]}`],
  ],
  replaced: ({ title, cause }) => [[`${title} asking again (${cause}`]],
  gone: ({ title, cause }) => [[`${title} crashed twice: ${cause}`]],
  'can be run again': ({ kept }) => [
    ['[ Run again ]'],
    [kept === '' ? 'nothing to carry over' : `kept for another run: ${kept}`],
  ],
  'runs again': () => [['Second run: your answers are carried over.']],
};
