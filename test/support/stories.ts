import type { DesignEvent } from '../../src/core/events.ts';
import type { ParticipantId } from '../../src/core/ids.ts';
import { labelOf } from '../../src/core/proposal/labels.ts';
import type { Audit, Decision, Proposal } from '../../src/core/submission.ts';
import { decidedIn } from '../../src/core/synthesis/decided.ts';
import { IT_CAN_OR_CANNOT } from './positions.ts';
import {
  composite,
  DRAWN,
  decision,
  decisionHash,
  id,
  PERSONAS,
  proposal,
  Story,
  sealOf,
  TITLES,
} from './story.ts';

export interface StoryOptions {
  readonly rehearsal?: boolean;
  /** Dies twice before it proposes, of this. */
  readonly deaths?: Readonly<Record<string, string>>;
  readonly assumed?: boolean;
  readonly dissent?: string;
  readonly difference?:
    | 'none'
    | 'conceded'
    | 'conceded without a reason'
    | 'unresolved'
    | 'high, not argued'
    | 'low, not argued';
  readonly proposals?: Partial<Proposal>;
  readonly decision?: Partial<Decision>;
  /** Answered one by one in a revision, the blocking ones left open. */
  readonly findings?: Audit['findings'];
  readonly reply?: string;
  readonly cost?: 'unknown';
  readonly models?: Readonly<Record<string, string>>;
  readonly start?: Partial<Extract<DesignEvent, { type: 'design_started' }>>;
}

/** A design up to its signatures. Without options nothing went wrong and nothing is open. */
export function storyUpToSignatures(options: StoryOptions = {}): Story {
  const story = storyUpToReveal(options);
  differences(story, options.difference ?? 'none');
  const labels = DRAWN.filter((persona) => !story.absent.has(persona)).map((persona) =>
    labelOf(story.design(), id(persona)),
  );
  const assumptions = options.assumed
    ? [{ question: 'Q1', text: 'At most 900.', ifWrong: 'Polling is out.' }]
    : [];
  const changes = { assumptions, ...options.decision };
  story.step('composing', 'synthesis').round('composite', [id('synthesizer')], (_, author) => {
    const text = composite(labels, changes);
    const sha256 = decisionHash(story.design(), text);
    story.tell({ type: 'composite_submitted', ...author, composite: text, sha256 });
  });
  const findings = options.findings ?? [];
  story.step('auditing', 'synthesis').round('audit', [id('auditor')], (_, author) => {
    const audit = { findings, premortem: 'Nobody watched the lag.', confidence: 0.8, rationale: 'I looked.' };
    story.tell({ type: 'audit_submitted', ...author, audit, citations: [] });
  });
  if (findings.length > 0) revises(story, labels, changes, findings);
  story.step('signing', 'synthesis').round('signing', PERSONAS, (participant, author) => {
    const dissents = participant === 'migrationist' && options.dissent !== undefined;
    story.tell({
      type: 'signature_given',
      ...author,
      verdict: dissents ? 'dissents' : 'signs',
      dissent: dissents ? (options.dissent ?? '') : '',
      rationale: 'It is what I proposed.',
      confidence: dissents ? 0.5 : 0.8,
      sha256: decidedIn(story.design())?.sha256 ?? '',
    });
  });
  return story;
}

function revises(
  story: Story,
  labels: readonly string[],
  changes: Partial<Decision>,
  findings: Audit['findings'],
): void {
  story.step('revising', 'synthesis').round('revision', [id('synthesizer')], (_, author) => {
    const revised = decision(labels, {
      sentence: 'Move the queue in four steps, each measured.',
      ...changes,
    });
    const revision = {
      decision: revised,
      findings: findings.map(({ severity }, index) => ({
        finding: `F${index + 1}`,
        done: severity === 'blocking' ? ('left_open' as const) : ('acted_on' as const),
        where: 'Each step is measured.',
      })),
      accounts: [],
      confidence: 0.7,
      rationale: 'The findings are answered.',
    };
    const accounts = decidedIn(story.design())?.accounts ?? [];
    const sha256 = decisionHash(story.design(), { decision: revised, accounts });
    story.tell({ type: 'revision_submitted', ...author, revision, sha256 });
  });
}

/** A whole design, settled as completed and about to be written. */
export function completed(options: StoryOptions = {}): Story {
  return storyUpToSignatures(options)
    .tell({
      type: 'outcome_settled',
      status: 'completed',
      stoppedBecause: 'finished',
      reasons: [],
      detail: '',
    })
    .step('writing', 'synthesis');
}

export function storyUpToReveal(options: StoryOptions = {}): Story {
  const story = new Story().start({ rehearsal: options.rehearsal ?? false, ...options.start });
  story.step('asking', 'questioning');
  for (const [name, cause] of Object.entries(options.deaths ?? {})) story.dies(id(name), cause);
  questions(story, options);
  story.step('proposing', 'independent').round('proposals', PERSONAS, (participant, author) => {
    const text = proposal(titleOf(participant), options.proposals);
    const sha256 = sealOf(participant, text, options.rehearsal ?? false);
    story.tell({ type: 'proposal_sealed', ...author, proposal: text, sha256, citations: [] });
    if (options.cost === 'unknown') story.answered(author.turnId, participant, null);
  });
  return story.tell({
    type: 'proposals_revealed',
    participants: PERSONAS.filter((participant) => !story.absent.has(participant)),
  });
}

function questions(story: Story, options: StoryOptions): void {
  story.round('questions', [id('failure-analyst')], (_, author) => {
    const question = {
      text: 'How many jobs a minute at peak?',
      why: 'It decides whether polling is an option.',
      assumption: 'At most 900.',
    };
    story.tell({ type: 'questions_asked', ...author, questions: [question] });
  });
  story
    .step('answering', 'questioning')
    .tell({ type: 'answering_opened', deadlineAt: Date.UTC(2026, 10, 20, 9) });
  if (options.assumed) {
    story.tell({ type: 'answering_closed', reason: 'deadline', by: '', assumed: ['Q1'] });
    return;
  }
  const text = options.reply ?? 'About 900 a minute.';
  story.tell({
    type: 'reply_recorded',
    id: 'reply-1',
    author: 'Ana',
    text,
    answers: [{ questionId: 'Q1', text }],
    unmatched: false,
  });
  story.tell({ type: 'answering_closed', reason: 'all_answered', by: '', assumed: [] });
}

function differences(story: Story, kind: NonNullable<StoryOptions['difference']>): void {
  const impact = kind === 'low, not argued' ? 'low' : 'high';
  story.step('mapping', 'refinement').round('mapping', [id('synthesizer')], (_, author) => {
    const description = 'Can the outbox table carry 900 jobs a second?';
    const divergences =
      kind === 'none'
        ? []
        : [{ id: 'D1' as const, description, impact, positions: IT_CAN_OR_CANNOT } as const];
    story.tell({
      type: 'divergences_mapped',
      ...author,
      agreements: [{ statement: 'Redis has to go', claims: ['A-1'] }],
      divergences,
    });
  });
  if (kind === 'none' || kind === 'high, not argued' || kind === 'low, not argued') return;
  story.step('arguing', 'refinement');
  const holders = ['archaeologist', 'failure-analyst', 'migrationist', 'subtractor'].map(id);
  story.round('argument', holders, (participant, author) => argument(story, kind, participant, author), 'D1');
  const conceded = kind !== 'unresolved';
  story.tell({
    type: 'divergence_settled',
    divergenceId: 'D1',
    outcome: conceded ? 'conceded' : 'unresolved',
    position: conceded ? 'P1' : '',
    by: conceded ? [id('migrationist'), id('subtractor')] : [],
    person: '',
    reason: conceded ? '' : 'still open after 2 rounds',
  });
}

function argument(
  story: Story,
  kind: NonNullable<StoryOptions['difference']>,
  participant: ParticipantId,
  author: {
    participant: ParticipantId;
    roundId: `r${number}`;
    turnId: Extract<DesignEvent, { type: 'turn_started' }>['turnId'];
  },
): void {
  const heldP1 = participant === 'archaeologist' || participant === 'failure-analyst';
  const moves = !heldP1 && kind !== 'unresolved';
  story.tell({
    type: 'position_argued',
    ...author,
    divergenceId: 'D1',
    before: { position: heldP1 ? 'P1' : 'P2', confidence: 0.7 },
    after: { position: heldP1 || moves ? 'P1' : 'P2', confidence: moves ? 0.3 : 0.8 },
    addresses: ['E-2'],
    argument: 'The March incident ran at 1,150 a second.',
    citation: { place: 'ops/2026-03.md:41', quote: '1,150 a second' },
    check: null,
    strongest: 'The other side, at its strongest.',
    changedBy: moves && kind === 'conceded' ? ['E-2'] : [],
  });
}

function titleOf(participant: ParticipantId): string {
  return Object.entries(TITLES).find(([name]) => name === participant)?.[1] ?? participant;
}
