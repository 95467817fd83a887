import { claimsOf } from '../../src/core/proposal/labels.ts';
import { optionWords } from '../../src/core/synthesis/check-options.ts';
import type { Design } from '../../src/core/vocabulary/design.ts';
import type { WordsPost } from '../../src/core/vocabulary/effects.ts';
import type { EventOf, Profile } from '../../src/core/vocabulary/events.ts';
import { ParticipantId } from '../../src/core/vocabulary/ids.ts';
import type {
  Account,
  Audit,
  Decision,
  Impact,
  Proposal,
  Submission,
} from '../../src/core/vocabulary/submission.ts';
import { BARE, cited } from './claims.ts';
import { causeOf, World } from './given.ts';
import { type Beginning, FIVE, pointsFor, type Script, startDesign } from './given-start.ts';
import * as speech from './given-submission.ts';

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
export const DRAWN = ['archaeologist', 'failure-analyst', 'contract-keeper', 'migrationist', 'subtractor'];
/** What the archaeologist and the failure analyst say to the one difference, and what the others who argue it say. */
const [IT_CAN, IT_CANNOT] = [
  { statement: 'It can', claims: ['A-1', 'B-1'] },
  { statement: 'It cannot', claims: ['E-1', 'F-1'] },
];
const YES = ['archaeologist', 'failure-analyst'];
const EVENTS_EVERY_MS = 10_000;

function begun(says: Script, { start, ...beginning }: Beginning): World {
  const settings = { budgetUsd: 5, ...beginning.settings };
  const command = startDesign({ personas: FIVE, drawnOrder: DRAWN, ...beginning, settings });
  const named = (profile: Profile): Profile => {
    const [title = profile.title, emoji = profile.emoji] = NAMES[profile.id] ?? [];
    return { ...profile, title, emoji };
  };
  const world = new World(says);
  world.turnUsd = 0.05;
  world.onEvent(() => world.later(EVENTS_EVERY_MS));
  world.when({ ...command, participants: command.participants.map(named), ...start });
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
  readonly difference?: 'none' | 'conceded' | 'moved without a reason' | 'unresolved' | 'not argued' | 'low';
  readonly proposals?: Partial<Proposal>;
  readonly decision?: Partial<Decision>;
  /** Answered one by one in a revision, the blocking ones left open. */
  readonly findings?: Audit['findings'];
  readonly reply?: string;
  readonly turnUsd?: number | null;
  readonly start?: Beginning['start'];
}

/** All have proposed, and the synthesizer is asked where they differ. */
export function revealed(happenings: Happenings = {}): World {
  const { deaths = {}, assumed, reply, difference, turnUsd = 0.05, start } = happenings;
  const depth = difference === 'not argued' ? 'quick' : 'standard';
  const world = begun(scriptOf(happenings), { settings: { depth }, start: start ?? {} });
  world.turnUsd = turnUsd;
  for (const [name, detail] of Object.entries(deaths)) {
    for (let life = 0; life < 2; life++) {
      const diagnostics = `failures/${name}-${world.session(name).id.slice(-8)}.log`;
      world.loses(name, { ...causeOf('out_of_memory', detail), diagnostics });
    }
  }
  world.reach('answering');
  if (assumed) world.deadline('answering');
  else world.replies(reply ?? 'About 900 a minute.', 'Ana', 'Q1');
  return world.reach('mapping');
}

/** A whole design about to be written, which a person has accepted where it needed that. */
export function completed(happenings: Happenings = {}): World {
  return revealed(happenings).reach('writing');
}

/** As it stood when the last of all had signed, and nothing had come of it. */
export function signed(happenings: Happenings = {}): World {
  const { history } = completed(happenings);
  return World.after(history.slice(0, history.findLastIndex(({ type }) => type === 'round_closed') + 1));
}

/** As one that ended so, in need of review unless that is said otherwise, for a reason that need not follow from it. */
export function settledAs(
  world: World,
  outcome: Partial<Omit<EventOf<'outcome_settled'>, 'type' | 'at'>>,
): World {
  const finished = { status: 'needs_review', stoppedBecause: 'finished', detail: '' } as const;
  return world.tell({ type: 'outcome_settled', ...finished, reasons: [], ...outcome });
}

function scriptOf({
  difference = 'none',
  proposals,
  decision,
  findings = [],
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
    proposals: (_, speaker) => ({ tool: 'submit_proposal', input: proposal(titleOf(speaker), proposals) }),
    mapping: (design) =>
      mapped(
        design,
        'Can the outbox table carry 900 jobs a second?',
        difference === 'none' ? [] : [difference === 'low' ? 'low' : 'high'],
      ),
    argument: (design, speaker) => {
      const moves = !YES.includes(speaker) && difference !== 'unresolved';
      const now = moves ? { now: '1a', changedBy: difference === 'conceded' ? ['A-2'] : [] } : {};
      return argued(design, speaker, {
        answer: 'The March incident ran at 1,150 a second.',
        citation: { place: 'ops/2026-03.md:41', quote: '1,150 a second' },
        confidenceNow: moves ? 0.3 : 0.8,
        ...now,
      });
    },
    composite: (design) => composed(design, decision),
    audit: () => audited(findings),
    revision: (design) => {
      const accounts = accountsOf(design);
      const sentence = 'Move the queue in four steps, each measured.';
      const { tool, input } = speech.revision(design, {
        changes: speech.changesTo(design, decided(design, accounts, { sentence, ...decision })),
      });
      const answers = input.findings.map((each) => ({ ...each, where: 'Each step is measured.' }));
      return { tool, input: { ...input, findings: answers } };
    },
    signing: (_, speaker) =>
      dissent !== undefined && dissenters.includes(speaker) ? dissenting(dissent) : speech.signature(),
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
      { ...cited('src/queue.ts:41@0a1b2c3'), kind: 'reason', text: 'One store is easier to run than two' },
      { ...BARE, kind: 'assumption', text: 'Nobody else reads the Redis keys' },
    ],
    steps: ['Write to both', 'Read from Postgres'],
    premortem: title === 'Failure analyst' ? 'The replica lagged and nobody looked.' : '',
    confidence: 0.7,
    rationale: 'The March incident shows that it carries the load.',
    ...changes,
  };
}

/** They agree but for one difference of each of these impacts. */
function mapped(design: Design, description: string, impacts: readonly Impact[]): Submission {
  // What is low is not decided both ways.
  const positions = impacts.includes('low')
    ? [IT_CAN, { ...IT_CANNOT, claims: ['E-2', 'F-2'] }]
    : [IT_CAN, IT_CANNOT];
  const onOne = impacts.length === 0 ? [] : positions.flatMap(({ claims }) => claims);
  const agreed = claimsOf(design).filter(({ id, kind }) => kind === 'decision' && !onOne.includes(id));
  const claims = agreed.map(({ id }) => id);
  const agreements = claims.length === 0 ? [] : [{ statement: 'Redis has to go', claims }];
  const divergences = impacts.map((impact) => ({ description, impact, positions }));
  return { tool: 'map_divergences', input: { agreements, divergences, ...speech.judgement } };
}

function argued(
  design: Design,
  speaker: ParticipantId,
  changes: Parameters<typeof speech.point>[2] = {},
): Submission {
  const points = pointsFor(design, speaker).map((point) => ({
    ...point,
    confidence: 0.7,
    strongest: 'The other side, at its strongest.',
    ...changes,
  }));
  return speech.argument(...points);
}

/** Of the first proposal two claims hold; the others say the same, or are of the side that it does not take. */
function accountsOf(design: Design): Account[] {
  const other = design.divergences.flatMap(({ positions: [, ...others] }) =>
    others.flatMap(({ claims }) => claims),
  );
  return speech.settledAccounts(design).map((account) => {
    const { claim } = account;
    if (claim.startsWith('A-')) {
      return claim === 'A-1' || claim === 'A-2'
        ? speech.adopted(claim)
        : { ...account, disposition: 'unresolved' };
    }
    if (other.some((each) => each === claim)) return account;
    if (claim.endsWith('-1')) return speech.merged(claim, 'A-1');
    return claim.endsWith('-2')
      ? speech.rejected(claim, 'said before')
      : { ...speech.adopted(claim), disposition: 'unresolved' };
  });
}

function composed(design: Design, changes: Partial<Decision> = {}): Submission {
  const accounts = accountsOf(design);
  const rationale = 'All but one agree.';
  return speech.composite(design, accounts, {
    decision: decided(design, accounts, changes),
    confidence: 0.7,
    rationale,
  });
}

/** Whatever claims call an option that the decision does not have by itself was not taken. */
function otherOptions(design: Design): Decision['options'] {
  const own = ['move in steps', 'a second replica'];
  return optionWords(design)
    .filter((words) => !own.includes(words.toLowerCase()))
    .map((name) => ({ name, verdict: 'rejected', covers: [], for: '', against: 'No need.', claims: [] }));
}

function decided(design: Design, accounts: readonly Account[], changes: Partial<Decision>): Decision {
  const { assumptions, open, ...plain } = speech.decision(design, accounts);
  return {
    ...plain,
    title: 'Move the job queue to Postgres',
    sentence: 'Move the queue to Postgres in four steps, and stop after step two if the replica lags.',
    paragraph: 'One store is easier to run than two, and the load is within what Postgres carries.',
    options: [
      {
        name: 'Move in steps',
        verdict: 'chosen',
        covers: [],
        for: 'Each can be taken back.',
        against: 'It takes longer.',
        claims: ['A-1', 'A-2'],
      },
      {
        name: 'A second replica',
        verdict: 'rejected',
        covers: [],
        for: '',
        against: 'The load does not need it.',
        claims: [],
      },
      ...otherOptions(design),
    ],
    steps: [
      {
        title: 'Write to both',
        detail: 'Behind a flag.',
        undo: 'Turn the flag off.',
        owner: '',
        date: '',
        named: { reply: '', quote: '' },
        rests: ['A-1'],
      },
    ],
    risks: [{ risk: 'The replica lags.', signal: 'Lag above 5 s for a minute.', rests: ['A-2'] }],
    assumptions: assumptions.map((each) => ({ ...each, ifWrong: 'Polling is out.' })),
    open: [...open, { text: 'Who owns the flag?', difference: '', rests: [] }],
    ...changes,
  };
}

function audited(findings: Audit['findings']): Submission {
  const premortem = 'Nobody watched the lag.';
  return { tool: 'submit_audit', input: { findings, premortem, ...speech.judgement } };
}

function dissenting(dissent: string): Submission {
  return speech.signature({ verdict: 'dissents', reason: 'It rests on a guess.', dissent, confidence: 0.5 });
}

const QUESTIONS: Record<string, readonly Question[]> = {
  'failure-analyst': [
    [
      'How many jobs a minute at peak, and how long may one wait?',
      'Decides whether polling is an option at all.',
      'At most 900, and a second is fine.',
    ],
    ['Has the replica ever lagged for a minute?', 'Decides what has to be watched.', 'Not this year.'],
  ],
  'contract-keeper': [
    ['Who besides the web app reads the Redis keys?', 'They would break without a sound.', 'Nobody.'],
  ],
};
const HEADLINES: Record<string, string> = {
  subtractor: 'keep Redis and delete the scheduler that makes you want to move',
  archaeologist: 'move to the `outbox` table, which already carries the same load',
  'failure-analyst': 'move, but only with an alarm on replica lag',
  migrationist: 'move in four steps, each of which can be taken back',
};
/** In the first round and in the second. */
const ARGUMENTS: Record<string, readonly [first: string, second: string]> = {
  archaeologist: [
    'The March incident (`ops/2026-03.md:41`) ran at 1,150 a second on the smaller instance.',
    'The triggers were there in March: `schema.sql:212` is from January.',
  ],
  'failure-analyst': ['It did, and nobody was called.', 'Nothing was slow that day but the mails.'],
  migrationist: [
    'That figure is older than the row triggers in `schema.sql:212`.',
    'Then let it be measured with them; nobody has.',
  ],
  subtractor: ['I had not seen the figure from March.', 'It carries it.'],
};

const SAMPLE: Script = {
  questions: (_, speaker) => {
    const questions = QUESTIONS[speaker] ?? [];
    return questions.length === 0 ? speech.pass() : asking(...questions);
  },
  proposals: (_, speaker) => ({
    tool: 'submit_proposal',
    input: proposal(titleOf(speaker), { headline: HEADLINES[speaker] ?? '' }),
  }),
  mapping: (design) =>
    mapped(design, 'can the outbox table carry 900 jobs a second without a second replica?', ['high']),
  argument: (design, speaker) => {
    const isFirst = design.rounds.filter(({ kind }) => kind === 'argument').length === 1;
    const answer = ARGUMENTS[speaker]?.[isFirst ? 0 : 1] ?? '';
    const moves = speaker === 'subtractor' && isFirst;
    return argued(design, speaker, {
      answer,
      confidence: 0.6,
      confidenceNow: moves ? 0.3 : 0.7,
      ...(moves && { now: '1a', changedBy: ['A-2'] }),
    });
  },
  composite: (design) => composed(design),
  audit: () => audited([]),
  signing: (_, speaker) =>
    speaker === 'migrationist'
      ? dissenting('The load was never measured with triggers.\nMeasure it first.')
      : speech.signature(),
};

/** One design in which something of everything happens, up to its gate; `see` is called where a person might look. */
export function sampleDesign(see: (moment: string, world: World) => void, rehearsal = false): World {
  const thread = { platform: 'slack', channel: 'C1', thread: '1700000000.000100', starter: 'U1' };
  const world = begun(SAMPLE, { start: { rehearsal, thread } }).reach('answering');
  see('asked', world);
  world.replies('About 900, and half a second.', 'Ana', 'Q1');
  world.replies('The billing export.', 'Ben', 'Q3');
  world.readsReplies().deadline('answering');
  for (let life = 0; life < 2; life++)
    world.loses('contract-keeper', causeOf('out_of_memory', 'out of memory'));
  world.contributes('subtractor');
  world.contributes('archaeologist');
  see('two have sealed', world);
  world.reach('arguing').contributes('archaeologist');
  world.contributes('subtractor');
  see('argued', world);
  world.reach('deciding');
  see('at the gate', world);
  return world;
}

/** And to its end, as Ana decides. */
export function toldToTheEnd(
  see: (moment: string, world: World) => void = () => undefined,
  rehearsal = false,
): World {
  const world = sampleDesign(see, rehearsal);
  world.decidesGate('accept', 'gate-1', 'Watch the lag.');
  const names = ['brief.md', 'adr.md', 'transcript.md', 'events.jsonl', 'manifest.json'];
  const files = names.map((name) => ({ name, bytes: 10, sha256: 'a'.repeat(64) }));
  const madeOf = { version: world.design.version, at: world.now, head: '9f2c'.repeat(16) };
  world.when({ type: 'report_files_written', files, madeOf });
  return world;
}

/** Every kind of message that a design can have, in the order in which they are posted. */
export const POSTS: readonly WordsPost[] = [
  { kind: 'card' },
  { kind: 'questions' },
  { kind: 'proposals' },
  { kind: 'divergence', divergenceId: 'D1' },
  { kind: 'gate', gateId: 'gate-1' },
  { kind: 'outcome' },
];
