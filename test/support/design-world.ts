/**
 * Builds a design in any state by the commands that lead there, for every test that needs one.
 *
 * @example
 * const { design, events } = designAt('signing');
 * const world = designAt('answering', { personas: 2 }).reply('900 a minute.', { questionId: 'Q1' });
 */

import type { Command, CommandOf, Decided, Spent } from '#design/commands.ts';
import { decide } from '#design/decide.ts';
import { type Effect, effectsOf } from '#design/effects.ts';
import type { CheckedCitation, DesignEvent, Person, RoundKind, Settings } from '#design/events.ts';
import { evolve } from '#design/evolve.ts';
import { DesignId, ParticipantId } from '#design/ids.ts';
import type { Design, Step, Turn } from '#design/state.ts';
import { newestDecision, openGate } from '#design/status.ts';
import type { Submission, SubmissionOf } from '#design/submissions.ts';
import { timersOf } from '#design/timers.ts';
import { sampleSubmission } from './sample-submissions.ts';
import { DESIGN_SETTINGS } from './settings.ts';

export const ANA: Person = { name: 'Ana', id: 'U123', via: 'slack' };
export const BEN: Person = { name: 'Ben', id: 'U456', via: 'slack' };
export const START_AT = Date.UTC(2026, 10, 30, 9, 0, 0);
export const TOPIC = 'Should the job queue move from Redis to Postgres?';
export const DESIGN_ID = DesignId.parse('dsn_019ad3f2-0000-7000-8000-0000a39b0668');

const PERSONAS = [
  ['subtractor', 'Subtractor', '✂️'],
  ['failure-analyst', 'Failure analyst', '💥'],
  ['outsider', 'Outsider', '🧭'],
  ['archaeologist', 'Archaeologist', '🏺'],
  ['contract-keeper', 'Contract keeper', '📜'],
  ['migrationist', 'Migrationist', '🚚'],
] as const;
export const LOST = { kind: 'killed', detail: 'killed by SIGKILL', diagnostics: '' } as const;
export const SPENT: Spent = {
  usage: { inputTokens: 9_000, cacheWriteTokens: 1_000, cacheReadTokens: 6_000, outputTokens: 900 },
  costUsd: 0.05,
  isAtLeast: false,
};
export const MODEL_ERROR = {
  class: 'overloaded',
  message: 'The model is overloaded.',
  retryable: true,
};

export interface WorldOptions {
  /** How many of the six, 3 unless it is said. */
  readonly personas?: number;
  readonly depth?: 'quick' | 'standard';
  readonly settings?: Partial<Settings>;
  /** In a Slack thread, unless `false`: then at a terminal. */
  readonly inThread?: boolean;
  readonly repository?: boolean;
  readonly isRehearsal?: boolean;
  /** What a turn of this kind submits in the place of the sample; `fail`: it fails. */
  readonly submissions?: Partial<Record<RoundKind, Answer>>;
  /** What the repository says of each cited line; `stands` unless it is said. */
  readonly citations?: CheckedCitation['status'];
}
export type Answer = (design: Design, turn: Turn, sample: Submission) => Submission | 'fail';

export function designAt(step: Step | 'ended', options: WorldOptions = {}): DesignWorld {
  return new DesignWorld(options).runTo(step);
}

/** Given events, when a command, then events: with a clock and ids of its own. */
export class DesignWorld {
  readonly events: DesignEvent[] = [];
  /** Events of the last command. */
  newEvents: readonly DesignEvent[] = [];
  newEffects: readonly Effect[] = [];
  now = START_AT;
  /** Usage of turns that are ended midway, as their records say. */
  spent: Spent | undefined;
  readonly #options: WorldOptions;
  #design: Design | null = null;
  #ids = 0;

  constructor(options: WorldOptions = {}) {
    this.#options = options;
    this.must(startCommand(options));
  }

  get design(): Design {
    if (this.#design === null) throw new Error('the design has not started');
    return this.#design;
  }

  /** Carries a command out; nothing changes if it is refused. */
  send(command: Command): Decided {
    this.now += 1_000;
    const stamp = { at: this.now, uuid: () => this.#nextUuid(), spentOf: () => this.spent };
    const decided = decide(this.#design, command, stamp);
    this.newEvents = decided.accepted ? decided.events : [];
    const before = this.#design;
    for (const event of this.newEvents) this.#design = evolve(this.#design, event);
    this.events.push(...this.newEvents);
    this.newEffects = effectsOf(this.newEvents, before, this.design);
    return decided;
  }

  must(command: Command): this {
    const decided = this.send(command);
    if (!decided.accepted) throw new Error(`refused: ${decided.refusal.message}`);
    return this;
  }

  /** Types of the events that the last command caused. */
  get newTypes(): string[] {
    return this.newEvents.map(({ type }) => type);
  }

  id(name: string): ParticipantId {
    return ParticipantId.parse(name);
  }

  session(name: string): Design['participants'][number]['sessions'][number] {
    const found = this.design.participants.find(({ id }) => id === name)?.sessions.at(-1);
    if (found === undefined) throw new Error(`${name} has no session`);
    return found;
  }

  turn(name: string): Turn {
    const found = this.design.turns.findLast(({ participant }) => participant === name);
    if (found === undefined) throw new Error(`${name} has no turn`);
    return found;
  }

  ready(name: string): this {
    return this.must({ type: 'report_ready', sessionId: this.session(name).id, pid: 4_000 });
  }

  /** Every session that starts becomes healthy. */
  allReady(): this {
    for (const { id, sessions } of this.design.participants)
      if (sessions.at(-1)?.state === 'starting') this.ready(id);
    return this;
  }

  lose(name: string, cause: CommandOf<'report_lost'>['cause'] = LOST): this {
    return this.must({ type: 'report_lost', sessionId: this.session(name).id, cause });
  }

  /** Both sessions of a persona are lost. */
  kill(name: string, cause: CommandOf<'report_lost'>['cause'] = LOST): this {
    return this.lose(name, cause).lose(name, cause);
  }

  /** The participant's turn ends with the sample of its kind, or with this. */
  submit(name: string, submission?: Submission): this {
    const turn = this.turn(name);
    return this.must(this.submitCommand(turn, submission ?? sampleSubmission(this.design, turn)));
  }

  fail(name: string, error = MODEL_ERROR): this {
    const turnId = this.turn(name).id;
    return this.must({ type: 'fail_turn', turnId, outcome: 'model_error', error, spent: SPENT });
  }

  submitCommand(turn: Turn, submission: Submission): CommandOf<'submit'> {
    const { citations: status = 'stands' } = this.#options;
    const citations = citationsOf(this.design, turn, submission, status);
    const text = submission.tool === 'submit_decision' ? textOf(submission.input) : '';
    return { type: 'submit', turnId: turn.id, submission, citations, text, spent: SPENT };
  }

  reply(
    text: string,
    more: {
      by?: Person;
      id?: string;
      replaces?: string;
      questionId?: string;
      unreadFiles?: string[];
    } = {},
  ): this {
    const { by = ANA, replaces = '', questionId = '', unreadFiles = [] } = more;
    const id = more.id ?? `C1:${this.now}`;
    return this.must({
      type: 'reply',
      reply: { id, author: by.name, authorId: by.id, via: by.via, text, questionId, unreadFiles },
      replaces,
    });
  }

  goOn(by: Person = ANA): this {
    return this.must({ type: 'go_on', by });
  }

  decide(choice: 'accept' | 'send_back' | 'stop', note = '', by: Person = ANA): this {
    const gateId = openGate(this.design)?.id;
    if (gateId === undefined) throw new Error('no gate is open');
    const sha256 = choice === 'accept' ? (newestDecision(this.design)?.sha256 ?? '') : '';
    return this.must({ type: 'decide_gate', gateId, choice, note, sha256, by });
  }

  cancel(reason = '', by: Person = ANA): this {
    return this.must({ type: 'cancel', reason, by });
  }

  /** The next timer goes off. */
  passTime(): this {
    const due = timersOf(this.design);
    if (due === null) throw new Error('no timer is set');
    this.now = Math.max(this.now, due - 1_000);
    return this.must({ type: 'pass_time' });
  }

  resume(crashed = true): this {
    return this.must({ type: 'resume', crashed });
  }

  writeFiles(): this {
    const files = [
      { name: 'decision.md', bytes: 2_000, sha256: 'd'.repeat(64) },
      { name: 'record.md', bytes: 9_000, sha256: 'e'.repeat(64) },
    ];
    return this.must({ type: 'report_files', files });
  }

  /** Goes on, as if everything went well, until the step begins, or the design has ended. */
  runTo(step: Step | 'ended'): this {
    for (let moves = 0; moves < 500; moves++) {
      if (step === 'ended' ? this.design.end !== null : this.design.step === step) return this;
      if (this.design.end !== null) throw new Error(`it ended before ${step}`);
      this.#move();
    }
    throw new Error(`${step} was not reached from ${this.design.step}`);
  }

  /** Whatever comes next if everything goes well. */
  #move(): void {
    const { design } = this;
    const starting = design.participants.find((each) => each.sessions.at(-1)?.state === 'starting');
    const turn = design.turns.find(({ outcome }) => outcome === 'open');
    if (starting !== undefined) this.ready(starting.id);
    else if (turn !== undefined) this.#answer(turn);
    else if (design.thread?.thread === '')
      this.must({ type: 'report_thread', thread: '1764500000.000100' });
    else if (design.settled !== null) this.writeFiles();
    else if (openGate(design) !== null) this.decide('accept');
    else if (design.answering === null) this.must({ type: 'report_questions_seen' });
    else this.goOn();
  }

  #answer(turn: Turn): void {
    const kind = this.design.rounds.find(({ id }) => id === turn.roundId)?.kind;
    const sample = sampleSubmission(this.design, turn);
    const own = kind === undefined ? undefined : this.#options.submissions?.[kind];
    const given = own?.(this.design, turn, sample) ?? sample;
    if (given === 'fail') this.fail(turn.participant);
    else this.must(this.submitCommand(turn, given));
  }

  #nextUuid(): string {
    this.#ids++;
    return `019ad3f2-0000-7000-8000-${String(this.#ids).padStart(12, '0')}`;
  }
}

export function replay(events: readonly DesignEvent[]): Design {
  const design = events.reduce<Design | null>(evolve, null);
  if (design === null) throw new Error('no events');
  return design;
}

export function startCommand(options: WorldOptions = {}): CommandOf<'start'> {
  const personas = PERSONAS.slice(0, options.personas ?? 3);
  const profile = (id: string, title: string, emoji: string, role: 'persona' | 'synthesizer') => {
    return { id: ParticipantId.parse(id), title, emoji, role, model: 'opus', family: 'claude' };
  };
  const auditor = { role: 'auditor' as const, model: 'gpt', family: 'gpt' };
  return {
    type: 'start',
    designId: DESIGN_ID,
    topic: TOPIC,
    context: [],
    depth: options.depth ?? 'standard',
    startedBy: ANA,
    thread: options.inThread === false ? null : { platform: 'slack', channel: 'C1', thread: '' },
    participants: [
      ...personas.map(([id, title, emoji]) => profile(id, title, emoji, 'persona')),
      profile('synthesizer', 'Synthesizer', '🧵', 'synthesizer'),
      { ...profile('auditor', 'Auditor', '🔍', 'persona'), ...auditor },
    ],
    letters: personas.map(([id]) => ParticipantId.parse(id)).toReversed(),
    settings: {
      questions: 'ask',
      gates: 'ask',
      ...DESIGN_SETTINGS,
      budgetUsd: 5,
      ...options.settings,
    },
    repository:
      options.repository === true ? { name: 'shop', commit: '08aa129'.padEnd(40, '0') } : null,
    isRehearsal: options.isRehearsal ?? false,
    successorOf: null,
    replies: [],
  };
}

/** A decision as Markdown, short: what matters here is that other text has another hash. */
export function textOf({ sentence, context, why, steps }: SubmissionOf<'submit_decision'>): string {
  const lines = [...why, ...steps].map(({ text }) => `- ${text}`);
  return `## ${sentence}\n\n${context}\n\n${lines.join('\n')}\n`;
}

function citationsOf(
  design: Design,
  { participant }: Turn,
  { tool, input }: Submission,
  status: CheckedCitation['status'],
): CheckedCitation[] {
  if (tool !== 'submit_proposal' && tool !== 'submit_audit') return [];
  const letter = String.fromCharCode(65 + design.letters.indexOf(participant));
  const cited = tool === 'submit_proposal' ? input.claims : input.findings;
  return cited.flatMap(({ place }, index) => {
    const name = tool === 'submit_proposal' ? `${letter}-${index + 1}` : `F${index + 1}`;
    return place === '' ? [] : [{ name, place, status }];
  });
}
