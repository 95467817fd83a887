import { createHash } from 'node:crypto';
import type { Design } from '../../src/core/design.ts';
import { DesignEvent, type EventOf } from '../../src/core/events.ts';
import { replay } from '../../src/core/evolve.ts';
import { DesignId, ParticipantId, SessionId, TurnId } from '../../src/core/ids.ts';
import { decisionMarkdown } from '../../src/core/paper/decision.ts';
import { renderProposal } from '../../src/core/proposal/render.ts';
import type { SessionOrigin } from '../../src/core/session/session.ts';
import type { Composite, Decision, Proposal } from '../../src/core/submission.ts';
import type { Decided } from '../../src/core/synthesis/decided.ts';
import { chained, GENESIS_HASH } from '../../src/runtime/chain.ts';
import type { StoredEvent } from '../../src/runtime/ports/store.ts';
import { BARE, cited } from './claims.ts';

/** A whole design, event by event, to be rendered, written and verified. */
export const STORY_ID = DesignId.parse('dsn_01938f00-0000-7000-8000-000000000001');
export const TOPIC = 'Should the job queue move from Redis to Postgres?';
const START = Date.UTC(2026, 10, 20, 7, 49, 3);
const MINUTE = 60_000;

export const TITLES = {
  subtractor: 'Subtractor',
  archaeologist: 'Archaeologist',
  'failure-analyst': 'Failure analyst',
  'contract-keeper': 'Contract keeper',
  migrationist: 'Migrationist',
} as const;
export const PERSONAS = Object.keys(TITLES).map((id) => ParticipantId.parse(id));
/** Drawn order: its first is A. */
export const DRAWN = (
  ['migrationist', 'subtractor', 'contract-keeper', 'archaeologist', 'failure-analyst'] as const
).map((id) => ParticipantId.parse(id));

export const id = (name: string): ParticipantId => ParticipantId.parse(name);
type Unstamped<Event> = Event extends DesignEvent ? Omit<Event, 'at'> & { at?: number } : never;

export class Story {
  readonly events: DesignEvent[] = [];
  readonly absent = new Set<string>();
  #minted = 0;
  #rounds = 0;
  #at = START;

  /** Appends one event, checked as the store would check it, ten seconds after the one before. */
  tell(event: Unstamped<DesignEvent>): this {
    this.#at += 10_000;
    this.events.push(DesignEvent.parse({ at: this.#at, ...event }));
    return this;
  }

  start(changes: Partial<Extract<DesignEvent, { type: 'design_started' }>> = {}): this {
    const facilitators = (['synthesizer', 'auditor'] as const).map((role) => ({
      id: id(role),
      title: role === 'auditor' ? 'Auditor' : 'Synthesizer',
      emoji: '·',
      role,
      model: 'claude-opus-5-5',
    }));
    const personas = Object.entries(TITLES).map(([persona, title]) => ({
      id: id(persona),
      title,
      emoji: '·',
      role: 'persona' as const,
      model: 'claude-opus-5-5',
    }));
    this.tell({
      type: 'design_started',
      designId: STORY_ID,
      topic: TOPIC,
      context: [],
      participants: [...personas, ...facilitators],
      drawnOrder: DRAWN,
      settings: {
        questions: 'ask',
        gates: 'ask',
        replacement: 'once',
        answerMs: 10 * MINUTE,
        roundMs: 10 * MINUTE,
        synthesisMs: 10 * MINUTE,
        gateMs: 60 * MINUTE,
        designMs: 60 * MINUTE,
        budgetUsd: 5,
      },
      repository: null,
      startedBy: 'Ana',
      thread: null,
      successorOf: null,
      carried: null,
      rehearsal: false,
      ...changes,
    });
    for (const name of [...PERSONAS, id('synthesizer'), id('auditor')]) this.session(name, 'first');
    return this;
  }

  step(
    step: Extract<DesignEvent, { type: 'status_changed' }>['step'],
    phase: Extract<DesignEvent, { type: 'status_changed' }>['phase'],
  ): this {
    return this.tell({ type: 'status_changed', status: 'running', phase, step });
  }

  settles(outcome: Partial<Omit<EventOf<'outcome_settled'>, 'type' | 'at'>>): this {
    const finished = { status: 'needs_review', stoppedBecause: 'finished', detail: '' } as const;
    return this.tell({ type: 'outcome_settled', ...finished, reasons: [], ...outcome });
  }

  cancelledByAna(detail = ''): this {
    const stopped = { status: 'cancelled', stoppedBecause: 'cancelled_by_person' } as const;
    return this.tell({ type: 'design_ended', ...stopped, by: 'Ana', detail });
  }

  /** A person is asked about the result for these reasons, and accepts it. */
  acceptedByAna(reasons: EventOf<'gate_opened'>['reasons'], note = ''): this {
    const gateId = 'gate-1';
    const deadlineAt = Date.UTC(2027, 0, 1);
    this.tell({ type: 'gate_opened', gateId, reasons, choices: ['accept', 'stop'], deadlineAt });
    return this.tell({ type: 'gate_decided', gateId, choice: 'accept', note, by: 'Ana' });
  }

  session(participant: ParticipantId, origin: SessionOrigin): SessionId {
    const sessionId = SessionId.parse(this.#mint('ses'));
    this.tell({ type: 'session_started', participant, sessionId, origin });
    this.tell({ type: 'session_ready', participant, sessionId, pid: 4_000 + this.#minted, process: '' });
    return sessionId;
  }

  /** C2: loses the persona's session and its one replacement. */
  dies(participant: ParticipantId, detail: string): this {
    this.absent.add(participant);
    for (const attempt of ['first', 'retry'] as const) {
      const sessionId =
        attempt === 'first' ? this.#lastSession(participant) : this.session(participant, 'retry');
      const diagnostics = `failures/${participant}-${sessionId.slice(4, 12)}.log`;
      this.tell({
        type: 'session_lost',
        participant,
        sessionId,
        cause: { kind: 'killed', detail, diagnostics },
      });
    }
    return this;
  }

  /** A round in which everybody who is not absent takes a turn; `contribute` tells what each submits. */
  round(
    kind: Extract<DesignEvent, { type: 'round_opened' }>['kind'],
    asked: readonly ParticipantId[],
    contribute: (
      participant: ParticipantId,
      author: { participant: ParticipantId; roundId: `r${number}`; turnId: TurnId },
    ) => void,
    divergenceId: `D${number}` | null = null,
  ): this {
    const roundId = `r${++this.#rounds}` as const;
    const present = asked.filter((participant) => !this.absent.has(participant));
    this.tell({
      type: 'round_opened',
      roundId,
      kind,
      points:
        divergenceId === null
          ? []
          : present.map((participant) => ({ participant, divergences: [divergenceId] })),
      asked: present,
      deadlineAt: this.#at + 10 * MINUTE,
    });
    for (const participant of present) {
      const author = { participant, roundId, turnId: TurnId.parse(this.#mint('trn')) };
      this.tell({ type: 'turn_started', ...author, sessionId: this.#lastSession(participant) });
      this.answered(author.turnId, participant, 0.05);
      contribute(participant, author);
      this.tell({ type: 'turn_finished', ...author, outcome: 'spoke', error: null });
    }
    return this.tell({ type: 'round_closed', roundId, contributed: present, excused: [] });
  }

  answered(turnId: TurnId, participant: ParticipantId, costUsd: number | null): this {
    const usage = { inputTokens: 1_000, cacheWriteTokens: 0, cacheReadTokens: 0, outputTokens: 200 };
    return this.tell({
      type: 'model_answered',
      turnId,
      participant,
      model: 'claude-opus-5-5',
      stopReason: 'tool_use',
      usage,
      costUsd,
      latencyMs: 900,
    });
  }

  stored(): StoredEvent[] {
    let hash = GENESIS_HASH;
    return this.events.map((event, index) => {
      hash = chained(hash, index + 1, event);
      return { seq: index + 1, event, hash };
    });
  }

  design(): Design {
    const design = replay(this.events);
    if (design === null) throw new Error('a story begins with start()');
    return design;
  }

  #lastSession(participant: ParticipantId): SessionId {
    const started = this.events.findLast(
      (event) => event.type === 'session_started' && event.participant === participant,
    );
    if (started?.type !== 'session_started') throw new Error(`${participant} has no session`);
    return started.sessionId;
  }

  #mint(prefix: string): string {
    return `${prefix}_01938f00-0000-7000-8000-${String(++this.#minted).padStart(12, '0')}`;
  }
}

export function proposal(name: string, changes: Partial<Proposal> = {}): Proposal {
  return {
    headline: `${name} says: move in four steps`,
    summary: 'Move the queue, **one** step at a time.\n\n- first the outbox\n- then the workers',
    claims: [
      { ...BARE, kind: 'decision', text: `The queue moves, says ${name}` },
      { ...cited('src/queue.ts:41@0a1b2c3'), kind: 'reason', text: 'One store is easier to run than two' },
      { ...BARE, kind: 'assumption', text: 'Nobody else reads the Redis keys' },
    ],
    steps: ['Write to both', 'Read from Postgres'],
    premortem: name === 'Failure analyst' ? 'The replica lagged and nobody looked.' : '',
    confidence: 0.7,
    rationale: 'The March incident shows that it carries the load.',
    ...changes,
  };
}

export function sealOf(participant: ParticipantId, text: Proposal, rehearsal: boolean): string {
  const title = Object.entries(TITLES).find(([name]) => name === participant)?.[1] ?? participant;
  const persona = { id: participant, title, emoji: '', role: 'persona', model: '', sessions: [] } as const;
  const occasion = { topic: TOPIC, participants: [persona], drawnOrder: DRAWN, rehearsal };
  const rendered = renderProposal(occasion, { participant, proposal: text, citations: [] });
  return createHash('sha256').update(rendered).digest('hex');
}

export function composite(labels: readonly string[], changes: Partial<Decision> = {}): Composite {
  return {
    decision: decision(labels, changes),
    accounts: labels.flatMap((label, index) => [
      {
        claim: `${label}-1`,
        disposition: index === 0 ? 'adopted' : 'merged',
        into: index === 0 ? '' : `${labels[0]}-1`,
        reason: '',
      },
      {
        claim: `${label}-2`,
        disposition: index === 0 ? 'adopted' : 'rejected',
        into: '',
        reason: 'said before',
      },
      { claim: `${label}-3`, disposition: 'unresolved', into: '', reason: '' },
    ]),
    confidence: 0.7,
    rationale: 'All but one agree.',
  };
}

export function decision(labels: readonly string[], changes: Partial<Decision> = {}): Decision {
  const [first = ''] = labels;
  return {
    title: 'Move the job queue to Postgres',
    sentence: 'Move the queue to Postgres in four steps, and stop after step two if the replica lags.',
    paragraph: 'One store is easier to run than two, and the load is within what Postgres carries.',
    options: [
      {
        name: 'Move in steps',
        verdict: 'chosen',
        for: 'Each can be taken back.',
        against: 'It takes longer.',
        claims: [`${first}-1`],
      },
      {
        name: 'A second replica',
        verdict: 'rejected',
        for: '',
        against: 'The load does not need it.',
        claims: [],
      },
    ],
    steps: [
      {
        title: 'Write to both',
        detail: 'Behind a flag.',
        undo: 'Turn the flag off.',
        owner: '',
        date: '',
        rests: [`${first}-1`],
      },
    ],
    risks: [{ risk: 'The replica lags.', signal: 'Lag above 5 s for a minute.', rests: [`${first}-2`] }],
    assumptions: [],
    open: [{ text: 'Who owns the flag?', difference: '', rests: [] }],
    ...changes,
  };
}

export function decisionHash(design: Design, text: Pick<Decided, 'decision' | 'accounts'>): string {
  const rendered = decisionMarkdown(design, text);
  return createHash('sha256').update(rendered).digest('hex');
}
