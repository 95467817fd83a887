import type { Script } from '#test/support/designs/given-start.ts';
import {
  audit,
  composite,
  confirmation,
  contradicting,
  dissent,
  mapping,
  refutingOf,
  revision,
  signature,
} from '#test/support/designs/given-submission.ts';
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
  const fields = [
    { name: 'text', text: 'One store is easier to run than two, and delayed jobs move last.' },
  ];
  const reason = {
    part: 'sentence' as const,
    number: '2',
    how: 'replace' as const,
    fields,
    rests: ['A-1'],
  };
  return { tool, input: { ...input, findings, changes: [{ ...first, ...reason, answers }] } };
};

const harming: NonNullable<Script['confirmation']> = (design) => {
  const { tool, input } = confirmation(design);
  return {
    tool,
    input: { ...input, changes: input.changes.map((each) => ({ ...each, verdict: 'harms' })) },
  };
};

/** It says that it acts on all, in a step that has nothing to do with it. */
const elsewhere: NonNullable<Script['revision']> = (design) => {
  const { tool, input } = revision(design);
  const findings = input.findings.map((each) => ({ ...each, done: 'acted_on' as const }));
  const fields = [{ name: 'detail', text: 'Behind a switch that is looked at.' }];
  const step = { part: 'step' as const, number: '1', how: 'replace' as const, fields, rests: [] };
  const changes = [{ ...step, answers: findings.map(({ finding }) => finding) }];
  return { tool, input: { ...input, findings, changes } };
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
      'signs with a reservation: Step 1 is too large.',
    ],
  },
  {
    rule: 'J5',
    way: 'one dissent among three',
    told: () =>
      ended(
        each((speaker, at) =>
          at === 0
            ? dissent('Step 1 loses jobs.')
            : signature({ weakest: speaker, rationale: speaker }),
        ),
      ),
    caveat: 'dissent',
  },
  {
    rule: 'A6',
    way: 'half of those who sign dissenting',
    told: () =>
      ended(
        each((speaker, at) =>
          at < 2 ? dissent('Step 1 loses jobs.') : signature({ weakest: speaker }),
        ),
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
            changes: [{ change: 'change 1', verdict: 'does_not', reason: 'It says nothing.' }],
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
    rule: 'A6',
    way: 'a change after the audit that does harm, and is taken out',
    told: () => ended({ ...ACTING, confirmation: harming }),
    caveat: 'finding_open',
    stands: ['One store is easier to run than two.'],
    standsNot: ['delayed jobs move last.* \\*('],
  },
  {
    rule: 'A6',
    way: 'a change after the audit that does harm in a decision that was written anew',
    told: () =>
      ended({
        ...ACTING,
        revision: (design, speaker) => {
          const { tool, input } = acting(design, speaker) as ReturnType<typeof revision>;
          const [first] = input.changes;
          const rejected = {
            ...first,
            part: 'rejected' as const,
            number: '1',
            fields: [],
            rests: ['A', 'C'],
          };
          const changes = [
            ...input.changes,
            { ...rejected, answers: ['F1'], how: 'replace' as const },
          ];
          return { tool, input: { ...input, base: 'B', changes } };
        },
        confirmation: harming,
      }),
    caveat: 'finding_open',
    stands: ['The change to its sentence 2 does harm or adds what no one asked for'],
  },
  {
    rule: 'A6',
    way: 'a change for a person that nobody confirmed',
    told: () => failing(held({ audit: () => contradicting() }), 'confirming'),
    caveat: 'contradicts_person',
    stands: ['Nobody has confirmed the change to its sentence 2'],
  },
  {
    rule: 'J11',
    way: 'a reason that nothing carries',
    told: () =>
      ended({
        composite: deciding(({ sentences }) => ({
          sentences: sentences.map((each) => (each.part === 'why' ? { ...each, rests: [] } : each)),
        })),
        audit: () => audit(),
      }),
    caveat: 'not_carried',
    stands: [
      'Nothing supports one of its reasons: “One store is easier to run than two.”',
      'One store is easier to run than two. *(unsupported)*',
    ],
  },
  {
    rule: 'A6',
    way: 'a decision that what it rests on does not carry, and that a revision lets stand',
    told: () => ended({ audit: () => refutingOf('decision'), revision: elsewhere }),
    caveat: 'not_carried',
    stands: ['**The queue moves in steps.** *(unsupported)*'],
  },
  {
    rule: 'J11',
    way: 'a claim that the audit refuted, and that stands where it stood',
    told: () => ended({ audit: () => refutingOf('C-1'), revision: elsewhere }),
    caveat: 'not_carried',
    stands: ['The audit refuted one of its claims', '*(the audit refuted it)*'],
  },
  {
    rule: 'J11',
    way: 'a revision that nobody could write',
    told: () => failing(held({ audit: () => audit('major') }), 'revising'),
    caveat: 'step_missing',
  },
];
