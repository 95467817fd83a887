import type { WordsPost } from '../../src/core/effects.ts';
import type { DesignEvent, Profile } from '../../src/core/events.ts';
import { NO_CITATION } from '../../src/core/submission.ts';
import { IT_CAN_OR_CANNOT } from './positions.ts';
import { composite, decisionHash, id, PERSONAS, proposal, Story, sealOf, TITLES } from './story.ts';

const EMOJI: Record<string, string> = {
  subtractor: '✂️',
  archaeologist: '🏺',
  'failure-analyst': '💥',
  'contract-keeper': '📜',
  migrationist: '🪜',
  synthesizer: '🧵',
  auditor: '🔍',
};

function profile(name: string, title: string, role: Profile['role']): Profile {
  return { id: id(name), title, emoji: EMOJI[name] ?? '', role, model: 'claude-opus-5-5' };
}

const PARTICIPANTS: Profile[] = [
  ...Object.entries(TITLES).map(([name, title]) => profile(name, title, 'persona')),
  profile('synthesizer', 'Synthesizer', 'synthesizer'),
  profile('auditor', 'Auditor', 'auditor'),
];

const QUESTIONS: Record<string, readonly [text: string, why: string, assumption: string][]> = {
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

/** One design in which something of everything happens, up to its gate; `see` is called where a person might look. */
export function sampleDesign(see: (moment: string, story: Story) => void, rehearsal = false): Story {
  const thread = { platform: 'slack', channel: 'C1', thread: '1700000000.000100', starter: 'U1' };
  const story = new Story().start({ participants: PARTICIPANTS, rehearsal, thread });
  story.step('asking', 'questioning');
  asks(story);
  story.step('answering', 'questioning').tell({
    type: 'answering_opened',
    deadlineAt: Date.UTC(2026, 10, 20, 8, 10),
  });
  see('asked', story);
  answers(story);
  story.step('proposing', 'independent');
  story.dies(id('contract-keeper'), 'out of memory');
  proposes(story, rehearsal, see);
  differ(story);
  story.step('arguing', 'refinement').round(
    'argument',
    ARGUERS,
    (who, author) => {
      const isYes = who === 'archaeologist' || who === 'failure-analyst';
      const conceding = who === 'subtractor';
      story.tell({
        type: 'position_argued',
        ...author,
        divergenceId: 'D1',
        before: { position: isYes ? 'P1' : 'P2', confidence: 0.6 },
        after: { position: isYes || conceding ? 'P1' : 'P2', confidence: conceding ? 0.3 : 0.7 },
        addresses: isYes ? ['B-1'] : ['E-1'],
        argument: ARGUMENTS[who] ?? '',
        citation: NO_CITATION,
        check: null,
        strongest: 'The other side, at its strongest.',
        changedBy: conceding ? ['the figure from March'] : [],
      });
      if (conceding) see('argued', story);
    },
    'D1',
  );
  story.tell({
    type: 'divergence_settled',
    divergenceId: 'D1',
    outcome: 'unresolved',
    position: '',
    by: [],
    person: '',
    reason: 'still open after 2 rounds',
  });
  decides(story);
  see('at the gate', story);
  return story;
}

/** And to its end, as Ana decides. */
export function toldToTheEnd(
  see: (moment: string, story: Story) => void = () => undefined,
  rehearsal = false,
): Story {
  const story = sampleDesign(see, rehearsal);
  const file = { bytes: 10, sha256: 'a'.repeat(64) };
  const names = ['brief.md', 'adr.md', 'transcript.md', 'events.jsonl', 'manifest.json'];
  return story
    .tell({ type: 'gate_decided', gateId: 'gate-1', choice: 'accept', note: 'Watch the lag.', by: 'Ana' })
    .tell({
      type: 'outcome_settled',
      status: 'completed',
      stoppedBecause: 'decided_by_person',
      reasons: ['unresolved_high_impact'],
      detail: '',
    })
    .step('writing', 'synthesis')
    .tell({ type: 'files_written', files: names.map((name) => ({ name, ...file })) })
    .tell({ type: 'record_closed', head: '9f2c'.repeat(16) })
    .tell({
      type: 'design_ended',
      status: 'completed',
      stoppedBecause: 'decided_by_person',
      by: 'Ana',
      detail: '',
    });
}

function asks(story: Story): void {
  story.round('questions', PERSONAS, (who, author) => {
    const questions = (QUESTIONS[who] ?? []).map(([text, why, assumption]) => ({ text, why, assumption }));
    if (questions.length > 0) story.tell({ type: 'questions_asked', ...author, questions });
    else story.tell({ type: 'participant_passed', ...author, rationale: 'The repository says it.' });
  });
}

function answers(story: Story): void {
  const reply = (author: string, questionId: 'Q1' | 'Q2', text: string): void => {
    const event = { type: 'reply_recorded', id: `m-${questionId}`, author, text } as const;
    story.tell({ ...event, answers: [{ questionId, text }], unmatched: false });
  };
  reply('Ana', 'Q2', 'About 900, and half a second.');
  reply('Ben', 'Q1', 'The billing export.');
  story.tell({ type: 'answering_closed', reason: 'deadline', by: '', assumed: ['Q3'] });
}

function proposes(story: Story, rehearsal: boolean, see: (moment: string, story: Story) => void): void {
  story.round('proposals', PERSONAS, (who, author) => {
    const text = proposal(Object.entries(TITLES).find(([name]) => name === who)?.[1] ?? '', {
      headline: HEADLINES[who] ?? '',
    });
    const sha256 = sealOf(who, text, rehearsal);
    story.tell({ type: 'proposal_sealed', ...author, proposal: text, sha256, citations: [] });
    if (who === 'archaeologist') see('two have sealed', story);
  });
  story.tell({
    type: 'proposals_revealed',
    participants: PERSONAS.filter((who) => !story.absent.has(who)),
  });
}

const ARGUERS = ['archaeologist', 'subtractor', 'failure-analyst', 'migrationist'].map(id);
const ARGUMENTS: Record<string, string> = {
  archaeologist: 'The March incident (`ops/2026-03.md:41`) ran at 1,150 a second on the smaller instance.',
  'failure-analyst': 'It did, and nobody was called.',
  migrationist: 'That figure is older than the row triggers in `schema.sql:212`.',
  subtractor: 'I had not seen the figure from March.',
};

function differ(story: Story): void {
  story.step('mapping', 'refinement').round('mapping', [id('synthesizer')], (_, author) => {
    const description = 'can the outbox table carry 900 jobs a second without a second replica?';
    const divergences = [
      { id: 'D1' as const, description, impact: 'high' as const, positions: IT_CAN_OR_CANNOT },
    ];
    story.tell({
      type: 'divergences_mapped',
      ...author,
      agreements: [{ statement: 'Redis has to go.', claims: ['A-1'] }],
      divergences,
    });
  });
}

function decides(story: Story): void {
  story.step('composing', 'synthesis').round('composite', [id('synthesizer')], (_, author) => {
    const text = composite(['A', 'B', 'D', 'E']);
    const sha256 = decisionHash(story.design(), text);
    story.tell({ type: 'composite_submitted', ...author, composite: text, sha256 });
  });
  story.step('auditing', 'synthesis').round('audit', [id('auditor')], (_, author) => {
    const audit = { findings: [], premortem: 'Nobody watched the lag.', confidence: 0.8, rationale: 'Read.' };
    story.tell({ type: 'audit_submitted', ...author, audit, citations: [] });
  });
  story.step('signing', 'synthesis').round('signing', PERSONAS, (who, author) => {
    const dissents = who === 'migrationist';
    story.tell({
      type: 'signature_given',
      ...author,
      verdict: dissents ? 'dissents' : 'signs',
      dissent: dissents ? 'The load was never measured with triggers.\nMeasure it first.' : '',
      rationale: 'It holds.',
      confidence: dissents ? 0.5 : 0.8,
      sha256: story.design().composites.at(-1)?.sha256 ?? '',
    });
  });
  const gate: Omit<Extract<DesignEvent, { type: 'gate_opened' }>, 'at'> = {
    type: 'gate_opened',
    gateId: 'gate-1',
    reasons: ['unresolved_high_impact'],
    choices: ['accept', 'send_back', 'stop'],
    deadlineAt: Date.UTC(2026, 10, 20, 9, 30),
  };
  story.step('deciding', 'synthesis').tell(gate);
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
