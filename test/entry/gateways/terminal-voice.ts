import type { Voice } from '../../contract/gateway-facts.ts';

/** The terminal's words for each fact, in lines that stay. */
export const TERMINAL_VOICE: Voice = {
  answered: ({ question, by }) => by.map((name) => [`${question} ✓ answered by ${name}: “`]),
  assumed: ({ question, assumption }) => [[`${question} No answer; assumed: ${assumption}`]],
  sealed: ({ title, sha256 }) => [[`${title} sealed a proposal: sha256 ${sha256.slice(0, 8)}…`]],
  proposed: ({ title }) => [[`${title}:`, `What ${title} proposes would go here`]],
  differed: ({ impact, description }) => [[`${impact} impact: ${description}`]],
  settled: ({ id, description, outcome, by }) => [
    [`${id}, ${description} ${ENDED[outcome]}${by.length === 0 ? '' : ` by ${by.join(', ')}`}`],
  ],
  replaced: ({ title, cause }) => [
    [`${title} was lost: ${cause}`],
    [`${title} is being replaced; this is its only retry.`],
  ],
  gone: ({ title, cause }) => [[`${title} was lost for good, `, ` remaining: ${cause}`]],
  'can be run again': ({ designId, kept }) => [
    [kept === '' ? 'nothing to carry over' : `kept for another run: ${kept}`],
    [`To run it again: charrette retry ${designId.slice(-8)}`],
  ],
  'runs again': ({ designId }) => [[`Runs ${designId} again.`]],
};

const ENDED = {
  agreed: 'Agreed',
  conceded: 'Conceded',
  unresolved: 'Unresolved',
  settled_by_person: 'Settled',
};
