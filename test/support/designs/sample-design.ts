import { listFates } from '#core/decision/fates.ts';
import { decisionSidesOf } from '#core/differences/sides.ts';
import { findCaveats } from '#core/outcome/caveats/all.ts';
import { claimsOf } from '#core/proposals/labels.ts';
import type { Design } from '#core/vocabulary/design.ts';
import type { WordsPost } from '#core/vocabulary/effects.ts';
import type { Profile } from '#core/vocabulary/event-parts.ts';
import type { EventOf } from '#core/vocabulary/events.ts';
import { ParticipantId } from '#core/vocabulary/ids.ts';
import type { Audit, Decision, Impact, Proposal, Submission } from '#core/vocabulary/submission.ts';
import { BARE, citePlace } from './claims.ts';
import { causeOf, World } from './given.ts';
import {
  type Beginning,
  FIVE,
  MINUTE,
  pointsFor,
  type Script,
  startDesign,
} from './given-start.ts';
import * as speech from './given-submission.ts';
import { type Told, ToldDesign } from './told-design.ts';

/** Whole designs with the texts of a real one, to be rendered, drawn, written and verified. */
const NAMES: Record<string, readonly [title: string, emoji: string]> = {
  subtractor: ['Subtractor', '✂️'],
  archaeologist: ['Archaeologist', '🏺'],
  'failure-analyst': ['Failure analyst', '💥'],
  'contract-keeper': ['Contract keeper', '📜'],
  migrationist: ['Migrationist', '🪜'],
  synthesizer: ['Synthesizer', '🧵'],
  auditor: ['Auditor', '🔍'],
};
export const id = (name: string): ParticipantId => ParticipantId.parse(name);
export const titleOf = (name: string): string => NAMES[name]?.[0] ?? name;

/** Their proposals are A, B, C, E and F. */
export const DRAWN = [
  'archaeologist',
  'failure-analyst',
  'contract-keeper',
  'migrationist',
  'subtractor',
];
/**
 * What the archaeologist and the failure analyst say to the one difference, and what the others who
 * argue it say.
 */
const [IT_CAN, IT_CANNOT] = [
  { statement: 'It can', claims: ['A-1', 'B-1'] },
  { statement: 'It cannot', claims: ['E-1', 'F-1'] },
];
const YES = ['archaeologist', 'failure-analyst'];
const EVENTS_EVERY_MS = 10_000;

/** With the title and the emoji that it has in these stories. */
function nameProfile(profile: Profile): Profile {
  const [title = profile.title, emoji = profile.emoji] = NAMES[profile.id] ?? [];
  return { ...profile, title, emoji };
}

function beginDesign(says: Script, { start, ...beginning }: Beginning): World {
  const settings = { budgetUsd: 5, ...beginning.settings };
  const command = startDesign({ personas: FIVE, drawnOrder: DRAWN, ...beginning, settings });
  const world = new World(says);
  world.turnUsd = 0.05;
  world.onEvent(() => world.later(EVENTS_EVERY_MS));
  world.when({ ...command, participants: command.participants.map(nameProfile), ...start });
  return world.everyoneReady();
}

/** What happens in a design in which else nothing goes wrong and nothing is open. */
export interface Happenings {
  /** Dies twice before it is asked, of this. */
  readonly deaths?: Readonly<Record<string, string>>;
  readonly assumed?: boolean;
  readonly dissent?: string;
  /** The migrationist, unless said otherwise. */
  readonly dissenters?: readonly string[];
  readonly difference?:
    | 'none'
    | 'conceded'
    | 'moved without a reason'
    | 'unresolved'
    | 'not argued'
    | 'low';
  readonly proposals?: Partial<Proposal>;
  readonly decision?: Partial<Decision>;
  /** Answered one by one in a revision, the blocking ones left open. */
  readonly findings?: Audit['findings'];
  readonly reply?: string;
  readonly turnUsd?: number | null;
  readonly start?: Beginning['start'];
}

/** All have proposed, and the synthesizer is asked where they differ. */
export function playToReveal(happenings: Happenings = {}): World {
  const { deaths = {}, assumed, reply, difference, turnUsd = 0.05, start } = happenings;
  const depth = difference === 'not argued' ? 'quick' : 'standard';
  const settings = { depth, designMs: 120 * MINUTE } as const;
  const world = beginDesign(scriptOf(happenings), { settings, start: start ?? {} });
  world.turnUsd = turnUsd;
  for (const [name, detail] of Object.entries(deaths)) {
    const diagnostics = `failures/${name}-${world.session(name).id.slice(-8)}.log`;
    world.dies(name, { ...causeOf('out_of_memory', detail), diagnostics });
  }
  world.reach('answering');
  if (assumed) world.deadline('answering');
  else world.replies(reply ?? 'About 900 a minute.', 'Ana', 'Q1');
  return world.reach('mapping');
}

/** A whole design about to be written, which a person has accepted where it needed that. */
export function playToEnd(happenings: Happenings = {}): World {
  return playToReveal(happenings).reach('writing');
}

/** As it stood when the last of all had signed, and nothing had come of it. */
export function playToSigning(happenings: Happenings = {}): World {
  const { history } = playToEnd(happenings);
  return World.after(
    history.slice(0, history.findLastIndex(({ type }) => type === 'round_closed') + 1),
  );
}

/**
 * As one that ended so, in need of review unless that is said otherwise, for a reason that need not
 * follow from it.
 */
export function endAs(
  world: World,
  outcome: Partial<Omit<EventOf<'outcome_settled'>, 'type' | 'at'>>,
): World {
  const finished = { status: 'needs_review', stoppedBecause: 'finished', detail: '' } as const;
  return world.tell({
    type: 'outcome_settled',
    ...finished,
    caveats: findCaveats(world.design),
    ...outcome,
  });
}

function scriptOf({
  difference = 'none',
  proposals,
  decision,
  findings = difference === 'conceded' || difference === 'unresolved' ? [MAJOR] : [],
  dissent,
  dissenters = ['migrationist'],
}: Happenings): Script {
  return {
    questions: (_, speaker) =>
      speaker === 'failure-analyst'
        ? asking([
            'How many jobs a minute at peak?',
            'It decides whether polling is an option.',
            'At most 900.',
          ])
        : speech.pass(),
    proposals: (_, speaker) => ({
      tool: 'submit_proposal',
      input: proposal(titleOf(speaker), proposals),
    }),
    mapping: (design) =>
      mapDifferences(
        design,
        'Can the outbox table carry 900 jobs a second?',
        difference === 'none' ? [] : [difference === 'low' ? 'low' : 'high'],
      ),
    argument: (design, speaker) => {
      const moves = !YES.includes(speaker) && difference !== 'unresolved';
      const now = moves ? { now: '1a', changedBy: difference === 'conceded' ? ['A-2'] : [] } : {};
      return argueFor(design, speaker, {
        answer: 'The March incident ran at 1,150 a second.',
        citation: { place: 'ops/2026-03.md:41', quote: '1,150 a second' },
        confidence: moves ? 0.3 : 0.8,
        ...now,
      });
    },
    composite: (design) => composeDraft(design, decision),
    audit: () => auditWith(findings),
    revision: (design) => {
      const sentence = 'Move the queue in four steps, each measured.';
      const { tool, input } = speech.revision(design, {
        changes: speech.changesTo(design, decisionOf(design, { sentence, ...decision })),
      });
      const answers = input.findings.map((each) => ({ ...each, where: 'Each step is measured.' }));
      return { tool, input: { ...input, findings: answers } };
    },
    signing: (_, speaker) =>
      dissent !== undefined && dissenters.includes(speaker)
        ? dissenting(dissent)
        : speech.signature({}, speaker),
  };
}

type Question = readonly [text: string, why: string, assumption: string];

function asking(...questions: readonly Question[]): Submission {
  return {
    tool: 'ask_questions',
    input: { questions: questions.map(([text, why, assumption]) => ({ text, why, assumption })) },
  };
}

/** What each of them proposes by default, in its own name. */
export function proposal(title: string, changes: Partial<Proposal> = {}): Proposal {
  return {
    headline: `${title} says: move in four steps`,
    summary: 'Move the queue, **one** step at a time.\n\n- first the outbox\n- then the workers',
    claims: [
      { ...BARE, kind: 'decision', text: `The queue moves, says ${title}` },
      {
        ...citePlace('src/queue.ts:41@0a1b2c3'),
        kind: 'reason',
        text: 'One store is easier to run than two',
      },
      { ...BARE, kind: 'assumption', text: 'Nobody else reads the Redis keys' },
    ],
    against: 'The replica lags',
    steps: ['Write to both', 'Read from Postgres'],
    nextBest: 'A second Redis, which would have to be watched as well',
    changesMind: 'A replica that lags at the peak',
    confidence: 0.7,
    rationale: 'The March incident shows that it carries the load.',
    ...changes,
  };
}

/** They agree but for one difference of each of these impacts. */
function mapDifferences(
  design: Design,
  description: string,
  impacts: readonly Impact[],
): Submission {
  // What is low is not decided both ways.
  const positions = impacts.includes('low')
    ? [IT_CAN, { ...IT_CANNOT, claims: ['E-2', 'F-2'] }]
    : [IT_CAN, IT_CANNOT];
  const onOne = impacts.length === 0 ? [] : positions.flatMap(({ claims }) => claims);
  const agreed = claimsOf(design).filter(
    ({ id, kind }) => kind === 'decision' && !onOne.includes(id),
  );
  const claims = agreed.map(({ id }) => id);
  const agreements = claims.length === 0 ? [] : [{ statement: 'Redis has to go', claims }];
  const divergences = impacts.map((impact) => ({
    description,
    cost: 'A week without receipts.',
    impact,
    positions,
  }));
  return {
    tool: 'map_divergences',
    input: { agreements, divergences, lone: [], ...speech.judgement },
  };
}

function argueFor(
  design: Design,
  speaker: ParticipantId,
  changes: Parameters<typeof speech.point>[2] = {},
): Submission {
  const points = pointsFor(design, speaker).map((point) => ({
    ...point,
    ...changes,
  }));
  return speech.argument(...points);
}

function composeDraft(design: Design, changes: Partial<Decision> = {}): Submission {
  return speech.composite(design, {
    decision: decisionOf(design, changes),
    confidence: 0.7,
    rationale: 'All but one agree.',
  });
}

function decisionOf(design: Design, changes: Partial<Decision>): Decision {
  const { assumptions, open, rejected, ...plain } = speech.decision(design);
  const sides = decisionSidesOf(design);
  const against = sides.flatMap((side) => side.against);
  const made: Decision = {
    ...plain,
    rests: ['A-1', 'A-2'].filter((id) => !against.includes(id)),
    rejected: rejected.map((each) => ({
      ...each,
      option: 'A second replica',
      reason: 'Nothing would have to be moved.',
      outweighed: 'The load does not need it.',
    })),
    sentences: speech.sentences(design, {
      context: 'Jobs are lost when Redis restarts.',
      why: 'One store is easier to run than two, and the load is within what Postgres carries.',
      harder: 'The replica has to be watched.',
    }),
    sentence:
      'Move the queue to Postgres in four steps, and stop after step two if the replica lags.',
    steps: [
      {
        title: 'Write to both',
        detail: 'Behind a flag.',
        undo: 'Turn the flag off.',
        rests: ['A-1'],
      },
    ],
    risks: [{ risk: 'The replica lags.', signal: 'Lag above 5 s for a minute.' }],
    assumptions: assumptions.map((each) => ({ ...each, ifWrong: 'Polling is out.' })),
    open: [...open, { difference: '', text: 'Who owns the flag?' }],
    ...changes,
  };
  // Nobody else holds it but who lost, and of whom nothing is adopted.
  const lost = sides.flatMap((side) => (side.position === '' ? [] : side.against));
  const used = listFates(design, { decision: made, taken: [] }).filter(
    ({ fate, claim }) => fate !== 'not_used' && !lost.includes(claim.id),
  );
  const isOther = (letter: string) =>
    lost.some((id) => id.startsWith(letter)) || !used.some(({ claim }) => claim.label === letter);
  return {
    ...made,
    rejected: made.rejected.map((each) => ({ ...each, proposals: each.proposals.filter(isOther) })),
  };
}

/** Who attacks a decision on which they differed finds something. */
const MAJOR = speech.finding({ severity: 'major', text: 'Nobody has said who looks at the lag.' });

function auditWith(findings: Audit['findings']): Submission {
  const { tool, input } = speech.audit();
  return { tool, input: { ...input, premortem: 'Nobody watched the lag.', findings } };
}

function dissenting(dissent: string, speaker = ''): Submission {
  return speech.signature(
    { verdict: 'dissents', reason: 'It rests on a guess.', dissent, confidence: 0.5 },
    speaker,
  );
}

const QUESTIONS: Record<string, readonly Question[]> = {
  'failure-analyst': [
    [
      'How many jobs a minute at peak, and how long may one wait?',
      'Decides whether polling is an option at all.',
      'At most 900, and a second is fine.',
    ],
    [
      'Has the replica ever lagged for a minute?',
      'Decides what has to be watched.',
      'Not this year.',
    ],
  ],
  'contract-keeper': [
    [
      'Who besides the web app reads the Redis keys?',
      'They would break without a sound.',
      'Nobody.',
    ],
  ],
};
const HEADLINES: Record<string, string> = {
  subtractor: 'keep Redis and delete the scheduler that makes you want to move',
  archaeologist: 'move to the `outbox` table, which already carries the same load',
  'failure-analyst': 'move, but only with an alarm on replica lag',
  migrationist: 'move in four steps, each of which can be taken back',
};
/** In the first round and in the second. */
const ARGUMENTS: Record<string, string> = {
  archaeologist:
    'The March incident (`ops/2026-03.md:41`) ran at 1,150 a second on the smaller instance.',
  'failure-analyst': 'It did, and nobody was called.',
  migrationist:
    'That figure is older than the row triggers in `schema.sql:212`. Let it be measured with them.',
  subtractor: 'I had not seen the figure from March.',
};

/**
 * One design in which something of everything happens, up to its gate; `see` is called where a
 * person might look.
 */
export function sampleDesign(
  see: (moment: string, world: World) => void,
  rehearsal = false,
): World {
  return tellDesign(see, rehearsal).world;
}

/** And to its end, as Ana decides. */
export function tellToTheEnd(
  see: (moment: string, world: World) => void = () => undefined,
  rehearsal = false,
): World {
  const sample = tellDesign(see, rehearsal);
  const detail = 'Watch the lag.';
  const names = ['brief.md', 'record.md', 'transcript.md', 'events.jsonl', 'manifest.json'];
  const files = names.map((name) => ({ name, bytes: 10, sha256: 'a'.repeat(64) }));
  const ending = { status: 'completed', stoppedBecause: 'decided_by_person', detail } as const;
  return sample
    .step(
      { type: 'gate_decided', gateId: 'gate-1', choice: 'accept', note: detail, by: 'Ana' },
      { type: 'outcome_settled', ...ending, caveats: findCaveats(sample.world.design) },
      sample.at('writing'),
    )
    .step(
      { type: 'files_written', files },
      { type: 'record_closed', head: '9f2c'.repeat(16), detail: '' },
      { type: 'design_ended', ...ending, by: '' },
    ).world;
}

function tellDesign(see: (moment: string, world: World) => void, rehearsal: boolean): ToldDesign {
  const thread = { platform: 'slack', channel: 'C1', thread: '1700000000.000100', starter: 'U1' };
  const start = startDesign({
    personas: FIVE,
    drawnOrder: DRAWN,
    settings: { budgetUsd: 5 },
    thread,
  });
  const sample = new ToldDesign({
    ...start,
    participants: start.participants.map(nameProfile),
    rehearsal,
  });
  const { world } = sample;
  sample.allReady(sample.at('asking'), ...sample.opens('questions', FIVE));
  const questions = (name: string) => QUESTIONS[name] ?? [];
  for (const name of FIVE) {
    const submission = questions(name).length === 0 ? speech.pass() : asking(...questions(name));
    sample.speaks(name, submission, () =>
      name === FIVE.at(-1)
        ? [sample.closes(), openAnswering(world.now), sample.at('answering')]
        : [],
    );
  }
  see('asked', world);
  const reply = (id: string, author: string, text: string, questionId: `Q${number}`) =>
    sample.step({
      type: 'reply_recorded',
      ...{ id, author, text, unmatched: false },
      answers: [{ questionId, text, spans: [{ from: 0, to: text.length }] }],
    });
  reply('m1', 'Ana', 'About 900, and half a second.', 'Q1');
  reply('m2', 'Ben', 'The billing export.', 'Q3');
  sample.step(
    {
      type: 'answering_closed',
      reason: 'deadline',
      by: '',
      assumed: ['Q2'],
      leftOpen: [],
      notRead: [],
    },
    sample.at('proposing'),
    ...sample.opens('proposals', FIVE),
  );
  const lost = 'contract-keeper';
  const diagnostics = `failures/${lost}-00000004.log`;
  sample.loses(lost, { ...causeOf('out_of_memory', 'out of memory'), diagnostics });
  const left = FIVE.filter((name) => name !== lost);
  const allRevealed = (): Told[] => [
    sample.closes(),
    { type: 'proposals_revealed', participants: left.map(id) },
    sample.at('mapping'),
    ...sample.opens('mapping', ['synthesizer']),
  ];
  for (const name of left) {
    const input = proposal(titleOf(name), { headline: HEADLINES[name] ?? '' });
    sample.speaks(name, { tool: 'submit_proposal', input }, () =>
      name === left.at(-1) ? allRevealed() : [],
    );
    if (name === 'archaeologist') see('two have sealed', world);
  }
  const question = 'can the outbox table carry 900 jobs a second without a second replica?';
  sample.speaks('synthesizer', mapDifferences(world.design, question, ['high']), () => [
    sample.closes(),
    sample.at('arguing'),
    ...sample.opens('argument', left, ['D1']),
  ]);
  for (const name of ['archaeologist', 'subtractor', 'failure-analyst', 'migrationist']) {
    sample.speaks(name, arguing(world.design, name), () =>
      name === 'migrationist'
        ? [
            sample.closes(),
            UNRESOLVED,
            sample.at('composing'),
            ...sample.opens('composite', ['synthesizer']),
          ]
        : [],
    );
    if (name === 'subtractor') see('argued', world);
  }
  sample.speaks('synthesizer', composeDraft(world.design), () => [
    sample.closes(),
    sample.at('auditing'),
    ...sample.opens('audit', ['auditor']),
  ]);
  sample.speaks('auditor', auditWith([]), () => [
    sample.closes(),
    sample.at('signing'),
    ...sample.opens('signing', left),
  ]);
  const dissent = dissenting('The load was never measured with triggers.\nMeasure it first.');
  for (const name of left) {
    const isLast = name === 'migrationist';
    sample.speaks(name, isLast ? dissent : speech.signature({}, name), () =>
      isLast ? [sample.closes(), openGate(world), sample.at('deciding')] : [],
    );
  }
  see('at the gate', world);
  return sample;
}

function arguing(design: Design, name: string): Submission {
  const moves = name === 'subtractor';
  return argueFor(design, id(name), {
    answer: ARGUMENTS[name] ?? '',
    confidence: moves ? 0.3 : 0.7,
    ...(moves && { now: '1a', changedBy: ['A-2'] }),
  });
}

const openAnswering = (now: number): Told => ({
  type: 'answering_opened',
  deadlineAt: now + 10 * MINUTE,
});
const openGate = ({ now, design }: World): Told => ({
  type: 'gate_opened',
  gateId: 'gate-1',
  caveats: findCaveats(design),
  choices: ['accept', 'send_back', 'stop'],
  deadlineAt: now + 60 * MINUTE,
});
const UNRESOLVED: Told = {
  type: 'divergence_settled',
  divergenceId: 'D1',
  outcome: 'unresolved',
  position: '',
  person: '',
  reason: 'they argued it and did not agree',
  by: [],
};

/** Every kind of message that a design can have, in the order in which they are posted. */
export const POSTS: readonly WordsPost[] = [
  { kind: 'card' },
  { kind: 'list', of: 'questions' },
  { kind: 'list', of: 'proposals' },
  { kind: 'list', of: 'differences' },
  { kind: 'gate', gateId: 'gate-1' },
  { kind: 'caveats', of: 'gate-1' },
  { kind: 'outcome' },
];
