import type { Script } from '../../../support/given-start.ts';
import { audit, dissent, mapping, proposal, signature } from '../../../support/given-submission.ts';
import { ended, type Way } from './story.ts';

const each = (say: (speaker: string, at: number) => ReturnType<typeof signature>): Script => ({
  signing: (design, speaker) => say(speaker, design.drawnOrder.indexOf(speaker)),
});

/** What signers and the auditor can do instead of looking. */
export const OF_SIGNING: readonly Way[] = [
  {
    rule: 'J11',
    way: 'one signer who doubts it',
    told: () =>
      ended(
        each((speaker, at) =>
          signature({ weakest: speaker, rationale: speaker, confidence: at === 0 ? 0.2 : 0.9 }),
        ),
      ),
    caveat: 'low_confidence',
  },
  {
    rule: 'J9',
    way: 'a text that all dissent from',
    told: () => ended(each(() => dissent('No.'))),
    caveat: 'not_signed',
  },
  {
    rule: 'J5',
    way: 'one dissent among three',
    told: () =>
      ended(
        each((speaker, at) =>
          at === 0 ? dissent('Step 1 loses jobs.') : signature({ weakest: speaker, rationale: speaker }),
        ),
      ),
    caveat: 'dissent',
  },
  {
    rule: 'J11',
    way: 'an audit that finds nothing where they differ on what matters',
    told: () => ended({ audit: () => audit() }),
    caveat: 'empty_audit',
  },
  {
    rule: 'J12',
    way: 'a blocking finding that is left open',
    told: () => ended({ audit: () => audit('blocking') }),
    caveat: 'blocking_finding',
  },
  {
    rule: 'J11',
    way: 'proposals of which no author is sure',
    told: () =>
      ended({
        proposals: (_, speaker) =>
          proposal({ headline: speaker, confidence: 0.2 }, `${speaker} says: one table.`),
        mapping: () => mapping(),
      }),
    caveat: 'unsure_proposals',
  },
  {
    rule: 'J11',
    way: 'one proposal under three names',
    told: () => ended({ proposals: () => proposal(), mapping: () => mapping() }),
    caveat: 'one_proposal',
  },
];
