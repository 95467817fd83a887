import { TEXTS } from '../../../src/core/telling/message/texts.ts';
import type { Voice } from '../../contract/gateway-facts.ts';

const SETTLED = {
  conceded: 'Conceded',
  unresolved: 'Unresolved',
  settled_by_person: 'Settled',
};

/** How threads on chat platforms put things. A message that is edited tells what is the case, not what has changed. */
export const CHAT_VOICE: Voice = {
  answered: ({ question, text, by }) => [[`${question} ${text} ✓ `, ...by.map((name) => `${name}: “`)]],
  assumed: ({ question, text, assumption }) => [[`${question} ${text} → assumed: ${assumption}`]],
  sealed: ({ title, sha256 }) => [['sealed:', `${title} ${sha256.slice(0, 8)}`]],
  proposed: ({ title }) => [
    ['proposals, each written', `${title}:`, `What ${title} proposes would stand here`],
  ],
  differed: ({ impact, description }) => [[`${TEXTS.differOn[impact]}${description}`]],
  settled: ({ description, outcome, by }) => [
    ['They differ', description, `→ ${SETTLED[outcome]}${by === '' ? '' : ` by ${by}`}`],
  ],
  replaced: ({ title, cause }) => [[`${title} asking again (${cause}`]],
  gone: ({ title, cause }) => [[`${title} crashed twice: ${cause}`]],
  'can be run again': ({ kept }) => [
    ['[ Run again ]'],
    [kept === '' ? 'nothing to keep yet' : `kept for another run: ${kept}`],
  ],
  'runs again': () => [['Second run: what was answered before is carried over.']],
};
