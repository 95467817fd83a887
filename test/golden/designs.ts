import type { CheckedCitation } from '../../src/core/vocabulary/checked.ts';
import type { Design } from '../../src/core/vocabulary/design.ts';
import type { Pinned } from '../../src/core/vocabulary/event-parts.ts';
import { ParticipantId } from '../../src/core/vocabulary/ids.ts';
import { ROUND_KINDS } from '../../src/core/vocabulary/sets.ts';
import type { Submission, SubmissionInput } from '../../src/core/vocabulary/submission.ts';
import type { Persona } from '../../src/turns/prompt/persona.ts';
import { listToolSpecs } from '../../src/turns/tools.ts';
import { BARE, citePlace } from '../support/designs/claims.ts';
import { World } from '../support/designs/given.ts';
import {
  type Beginning,
  DEFAULT_SCRIPT,
  pointsFor,
  type Script,
  startDesign,
} from '../support/designs/given-start.ts';
import * as speech from '../support/designs/given-submission.ts';

const REPOSITORY: Pinned = {
  name: 'shop',
  commit: '3f1c9d2e'.repeat(5),
  digest: [
    'Repository shop at commit 3f1c9d2e3f1c9d2e3f1c9d2e3f1c9d2e3f1c9d2e: 214 files.',
    'Cite what you read in it as path:12 or path:12-14, with a few words of these lines.',
    '',
    'Top level:',
    'docs/ (9 files): decisions 4',
    'src/ (180 files): queue 31, web 90',
    '',
    'Decisions on record:',
    'docs/decisions/0001-redis.md: Jobs live in Redis',
  ].join('\n'),
};
const CONTEXT = {
  name: 'notes.md',
  text: 'The queue has 900 jobs a minute at peak, most of them mails.',
};

/**
 * What each persona claims: one names a reason and one a risk. The rest of what is said is that of
 * the core's tests.
 */
const CLAIMS: Readonly<
  Record<string, readonly [headline: string, claim: string, kind?: 'reason' | 'risk']>
> = {
  archaeologist: [
    'Keep what was decided, until its reason is gone',
    'Redis was chosen for its speed in 2021, and nobody has measured it since.',
    'reason',
  ],
  'contract-keeper': [
    'Keep the order of jobs that the mailer relies on',
    'The mailer relies on jobs of one customer coming in order.',
  ],
  'failure-analyst': [
    'Bound what a slow replica holds up',
    'A replica that lags by a minute stops every worker.',
    'risk',
  ],
  migrationist: [
    'Move in four steps, each of which can be taken back',
    'Both queues are written for a week before one is read.',
  ],
  outsider: [
    'Lose no mail, by the sale in November',
    'A lost mail costs some 40 euros, and the sale is on 27 November.',
  ],
  subtractor: ['Drop the second store, or do nothing', 'One store is easier to run than two.'],
};

function proposes(speaker: string): Submission {
  const [headline = '', text = '', kind = 'decision' as const] = CLAIMS[speaker] ?? [];
  const claims = [{ ...BARE, kind, text }];
  return speech.proposal({ headline, summary: `${headline}. The claims say why.`, claims });
}

/** One difference, on which somebody is persuaded, a finding that is acted on, and a dissent. */
export function wholeDesign(personas: readonly Persona[]): World {
  const all = personas
    .filter(({ profile }) => profile.role === 'persona')
    .map(({ profile }) => profile.id);
  const world = begun(
    personas,
    { personas: all, isFramedFirst: true },
    {
      proposals: (_, speaker) => proposes(speaker),
      signing: (_, speaker) =>
        speaker === 'outsider'
          ? speech.dissent('The sale is nowhere in the steps.')
          : speech.signature({}, speaker),
    },
  );
  world.reach('answering').replies('About 15 a second, and only the web app puts jobs in.', 'Ana');
  return world.reachEnd();
}

/** What only the failure analyst has found, as the second claim of its proposal. */
const FOUND_ALONE = {
  claim: {
    ...citePlace('src/queue/worker.ts:12', 'await redis.blpop(queue, 0)'),
    kind: 'risk' as const,
    text: 'A worker waits for Redis without a bound.',
  },
  check: { item: 2, status: 'checked', path: 'src/queue/worker.ts', from: 12, to: 12 },
} as const satisfies {
  claim: SubmissionInput<'submit_proposal'>['claims'][number];
  check: CheckedCitation;
};

const ANSWERS: Readonly<Record<string, string>> = {
  archaeologist:
    'It is easier only if the store that stays does both jobs, and that was measured as too slow.',
  'failure-analyst':
    'A second store is a second thing that can lag, and workers stop when either does.',
  subtractor: 'It was measured on another machine, with a tenth of the jobs.',
};

/**
 * One persona finds a fact alone, nobody gives way in two rounds of arguments, a person sends the
 * decision back with a note, and then settles the difference.
 */
export function designInDispute(personas: readonly Persona[]): World {
  const world = begun(
    personas,
    { personas: Object.keys(ANSWERS), settings: { questions: 'none' } },
    {
      proposals: (_, speaker) => proposes(speaker),
      mapping: () => withFact(speech.mapping(['high', 'A', 'BC'])),
      argument: (design, speaker) =>
        speech.argument(
          ...pointsFor(design, speaker).map((point) => ({
            ...point,
            answer: ANSWERS[speaker] ?? '',
          })),
        ),
      audit: () => speech.audit('major'),
      revision: (design) => revised(design),
    },
  );
  const finder = ParticipantId.parse('failure-analyst');
  world.reach('proposing');
  const own = proposes(finder);
  if (own.tool !== 'submit_proposal') throw new Error('a proposal is submitted as one');
  const input = { ...own.input, claims: [...own.input.claims, FOUND_ALONE.claim] };
  world.submits(finder, { ...own, input }, world.turn(finder).id, [FOUND_ALONE.check]);
  world.reach('auditing').says('late', 'Nobody may deploy on the last day of a month.', 'Cem');
  world
    .reach('deciding')
    .decidesGate('send_back', 'gate-1', 'Say what happens to the jobs that wait.');
  world
    .reach('deciding')
    .settles('D1', '1b', 'We already run Postgres, and want to run one store.');
  return world.reachEnd();
}

const REVISED = [
  'One store is easier to run than two. Delayed jobs are counted before it moves.',
  'One store is easier to run than two. Delayed jobs are counted before it moves, and jobs that wait stay where they are.',
  'Nobody has measured what a move would cost, and a worker waits for Redis without a bound.',
];

/** As the audit asks for, as the note does, and then as the person has settled it. */
function revised(design: Design): Submission {
  const isSettled = design.divergences.some(
    ({ settlement }) => settlement?.outcome === 'settled_by_person',
  );
  const why = REVISED[design.revisions.length] ?? '';
  const sentences = speech.sentences(design, { why });
  const changes = isSettled
    ? { sentences, sentence: 'The queue stays in Redis until it is measured.' }
    : { sentences };
  return speech.revision(design, {
    changes: speech.changesTo(design, speech.decision(design, changes)),
    findings: [{ finding: 'F1', done: 'acted_on', where: 'In sentence 2.' }],
  });
}

/** The fact is what the second position stands on first. */
function withFact(said: Submission): Submission {
  if (said.tool !== 'map_divergences') return said;
  const divergences = said.input.divergences.map((divergence) => ({
    ...divergence,
    description: 'Does the queue stay in Redis?',
    positions: divergence.positions.map(({ claims }, index) =>
      index === 0
        ? { statement: 'No: one store holds everything.', claims }
        : { statement: 'Yes, until somebody measures.', claims: ['C-2', ...claims] },
    ),
  }));
  return { ...said, input: { ...said.input, divergences } };
}

/**
 * With the personas' real titles, a repository and a context; everybody takes notes of what it
 * found, where its tool has room for them.
 */
function begun(personas: readonly Persona[], beginning: Beginning, says: Script): World {
  const start = startDesign(beginning);
  const world = new World(noting(says));
  world.when({
    ...start,
    participants: start.participants.map((each) => {
      const profile = personas.find((persona) => persona.profile.id === each.id)?.profile;
      return profile === undefined ? each : { ...each, title: profile.title, emoji: profile.emoji };
    }),
    repository: REPOSITORY,
    context: [CONTEXT],
  });
  return world;
}

function noting(says: Script): Script {
  return Object.fromEntries(
    ROUND_KINDS.map((kind): [string, Script[typeof kind]] => [
      kind,
      (design, speaker): Submission => {
        const said = (says[kind] ?? DEFAULT_SCRIPT[kind])(design, speaker);
        const notes = `src/queue/worker.ts:12 retries five times (found while at: ${kind})`;
        return takesNotes(said) ? { ...said, notes } : said;
      },
    ]),
  );
}

function takesNotes({ tool }: Submission): boolean {
  const [spec] = listToolSpecs({ terminalTools: [tool], readings: 0, hasRepository: true });
  return Object.hasOwn(Object(spec?.inputSchema.properties), 'notes');
}
