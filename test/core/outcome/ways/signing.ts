import type { Script } from '../../../support/designs/given-start.ts';
import {
  audit,
  composite,
  confirmation,
  dissent,
  mapping,
  revision,
  signature,
} from '../../../support/designs/given-submission.ts';
import { deciding, ended, failing, held, type Way } from './story.ts';

const each = (say: (speaker: string, at: number) => ReturnType<typeof signature>): Script => ({
  signing: (design, speaker) => say(speaker, design.drawnOrder.indexOf(speaker)),
});

/** One finding blocks, and the revision acts on it. */
const ACTING: Script = {
  audit: () => audit('blocking'),
  revision: (design, speaker) => acting(design, speaker),
};
const acting: NonNullable<Script['revision']> = (design) => {
  const { tool, input } = revision(design);
  const findings = input.findings.map((each) => ({ ...each, done: 'acted_on' as const }));
  const [first] = input.changes;
  const answers = findings.map(({ finding }) => finding);
  const fields = [{ name: 'text', text: 'One store is easier to run than two, and delayed jobs move last.' }];
  const paragraph = { part: 'paragraph' as const, number: '', how: 'replace' as const, fields, rests: [] };
  return { tool, input: { ...input, findings, changes: [{ ...first, ...paragraph, answers }] } };
};

const leftOpen = (...names: readonly string[]) =>
  names.map((finding) => ({ finding, where: 'No.', done: 'left_open' as const }));

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
    caveat: 'not_signed',
  },
  {
    rule: 'J9',
    way: 'a text that all dissent from',
    told: () => ended(each(() => dissent('No.'))),
    caveat: 'dissent',
  },
  {
    rule: 'J9',
    way: 'a text that one signs with a reservation',
    told: () =>
      ended(
        each((speaker, at) =>
          signature(
            at === 0
              ? { verdict: 'with_reservation', reason: 'Step 1 is too large.', weakest: speaker }
              : { weakest: speaker },
            speaker,
          ),
        ),
      ),
    caveat: 'not_signed',
    stands: [
      'signs with a reservation: Step 1 is too large.',
      'signs with a reservation: “Step 1 is too large.”',
    ],
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
    rule: 'A6',
    way: 'half of those who sign dissenting',
    told: () =>
      ended(
        each((speaker, at) => (at < 2 ? dissent('Step 1 loses jobs.') : signature({ weakest: speaker }))),
        {
          personas: ['subtractor', 'archaeologist', 'migrationist', 'failure-analyst'],
        },
      ),
    caveat: 'dissent',
  },
  {
    rule: 'A6',
    way: 'a text of which nobody who judged it is sure',
    told: () =>
      ended({
        revision: (design) => revision(design, { confidence: 0.39 }),
        ...each((speaker) => signature({ weakest: speaker, rationale: speaker, confidence: 0.3 })),
      }),
    caveat: 'not_signed',
  },
  {
    rule: 'A6',
    way: 'a draft of which its author is not sure',
    told: () =>
      ended({
        composite: (design) => composite(design, { confidence: 0.2 }),
        mapping: () => mapping(),
        audit: () => audit(),
      }),
    caveat: 'not_signed',
  },
  {
    rule: 'J11',
    way: 'more than a first line can name',
    told: () =>
      ended({
        composite: deciding(() => ({ risks: [] })),
        mapping: () => mapping(['medium', 'A', 'BC']),
        audit: () => audit('major', 'major'),
        revision: (design) => revision(design, { changes: [], findings: leftOpen('F1', 'F2') }),
        ...each((speaker, at) => (at === 0 ? dissent('No.') : signature({ weakest: speaker }))),
      }),
    caveat: 'finding_open',
  },
  {
    rule: 'J12',
    way: 'a blocking finding that is left open',
    told: () => ended({ audit: () => audit('blocking') }),
    caveat: 'finding_open',
  },
  {
    rule: 'A6',
    way: 'a blocking finding that was acted on, which the auditor confirms',
    told: () => ended(ACTING),
    caveat: null,
  },
  {
    rule: 'A6',
    way: 'a blocking finding that was acted on, which the auditor does not confirm',
    told: () =>
      ended({
        ...ACTING,
        confirmation: (design) =>
          confirmation(design, {
            findings: [{ finding: 'F1', isAnswered: false, reason: 'It says nothing.' }],
          }),
      }),
    caveat: 'finding_open',
  },
  {
    rule: 'A6',
    way: 'a blocking finding that was acted on, which nobody could confirm',
    told: () => failing(held(ACTING), 'confirming'),
    caveat: 'finding_open',
  },
  {
    rule: 'J11',
    way: 'a revision that nobody could write',
    told: () => failing(held({ audit: () => audit('minor') }), 'revising'),
    caveat: 'step_missing',
  },
];
