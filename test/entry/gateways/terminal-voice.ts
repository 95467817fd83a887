import type { Voice } from '../../contract/gateway-facts.ts';

/** How the terminal puts things, in lines that stay. */
export const TERMINAL_VOICE: Voice = {
  answered: ({ question, by }) => by.map((name) => [`${question} ✓ answered by ${name}: “`]),
  assumed: ({ question, assumption }) => [
    [`${question}: Nobody said anything that answers this, so it is assumed: ${assumption}`],
  ],
  sealed: ({ title, sha256 }) => [[`${title} has sealed a proposal: sha256 ${sha256.slice(0, 8)}…`]],
  proposed: ({ title }) => [[`${title} proposes:`, `What ${title} proposes would stand here`]],
  differed: ({ impact, description }) => [[`They differ (${impact} impact): ${description}`]],
  settled: ({ description, outcome, by }) => [
    [`${description} → ${outcome}${by === '' ? '' : ` by ${by}`}:`],
  ],
  replaced: ({ title, cause }) => [
    [`${title} was lost: ${cause}`],
    [`A replacement for ${title} is starting.`],
  ],
  gone: ({ title, cause }) => [[`${title} was lost for good: ${cause}`]],
  'can be run again': ({ designId, kept }) => [
    [kept === '' ? 'nothing to keep yet' : `kept for another run: ${kept}`],
    [`To run it again: charrette retry ${designId.slice(-8)}`],
  ],
  'runs again': ({ designId }) => [[`This runs ${designId} again.`]],
};
