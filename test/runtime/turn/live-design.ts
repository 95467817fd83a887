import type { Command, StartDesign } from '../../../src/core/commands.ts';
import { type Decision, decide } from '../../../src/core/decide.ts';
import type { Design, Turn } from '../../../src/core/design.ts';
import type { DesignEvent, EventOf } from '../../../src/core/events.ts';
import { evolve } from '../../../src/core/evolve.ts';
import type { Submission } from '../../../src/core/submission.ts';
import { uuidsFrom } from '../../../src/runtime/ports/identifiers.ts';
import { MINUTE, startDesign } from '../../support/given-start.ts';

const SETTINGS = {
  roundMs: 10 * MINUTE,
  synthesisMs: 10 * MINUTE,
  gateMs: 10 * MINUTE,
  designMs: 90 * MINUTE,
};
export const JUDGEMENT = { confidence: 0.6, rationale: 'It follows from what was read.' };
const PERSONAS = [
  'subtractor',
  'archaeologist',
  'failure-analyst',
  'contract-keeper',
  'migrationist',
  'outsider',
];

/** A design that is really decided, in memory: commands go in, and listeners get the events. */
export class LiveDesign {
  readonly events: DesignEvent[] = [];
  #design: Design | null = null;
  #minted = 0;
  readonly #listeners: ((event: DesignEvent) => void)[] = [];

  /** `personas`: how many of those that ship, or which. */
  constructor(
    changes: Partial<StartDesign> = {},
    personas: number | readonly string[] = 3,
    settings: Partial<StartDesign['settings']> = {},
  ) {
    const names = typeof personas === 'number' ? PERSONAS.slice(0, personas) : personas;
    const { letters: _, ...start } = startDesign({
      personas: names,
      drawnOrder: names.toReversed(),
      settings: { ...SETTINGS, ...settings },
    });
    const context = [{ name: 'notes.md', text: 'The queue has 900 jobs a minute.' }];
    this.do({ ...start, context, ...changes });
  }

  get design(): Design {
    if (this.#design === null) throw new Error('the design did not start');
    return this.#design;
  }

  onEvent(listener: (event: DesignEvent) => void): void {
    this.#listeners.push(listener);
  }

  do(command: Command): Decision {
    const uuids = uuidsFrom({ uuid: () => this.#uuid() });
    const decision = decide(this.#design, command, { at: Date.now(), uuids });
    if (!decision.accepted) return decision;
    for (const event of decision.events) this.#design = evolve(this.#design, event);
    this.events.push(...decision.events);
    for (const event of decision.events) for (const listener of this.#listeners) listener(event);
    return decision;
  }

  /** The participant with this turn submits this. */
  submit(turn: Turn, submission: Submission, sha256 = ''): Decision {
    return this.do({ type: 'submit', turnId: turn.id, submission, sha256, citations: [], latencyMs: 0 });
  }

  /** Everybody who is asked has nothing to ask. */
  passed(more: { readonly notes?: string } = {}): this {
    for (const turn of this.openTurns())
      this.submit(turn, { tool: 'pass', input: { rationale: JUDGEMENT.rationale }, ...more });
    return this;
  }

  /** Every session that is starting becomes healthy. */
  ready(): this {
    for (const { sessions } of this.design.participants) {
      const last = sessions.at(-1);
      if (last?.state === 'starting')
        this.do({ type: 'report_session_ready', sessionId: last.id, pid: 4_711, process: '' });
    }
    return this;
  }

  openTurns(): Turn[] {
    return this.design.turns.filter((turn) => turn.outcome === 'open');
  }

  openTurn(participant?: string): Turn {
    const turn = this.openTurns().find(
      (each) => participant === undefined || each.participant === participant,
    );
    if (turn === undefined) throw new Error(`no open turn of ${participant ?? 'anybody'}`);
    return turn;
  }

  of<Type extends DesignEvent['type']>(type: Type): EventOf<Type>[] {
    return this.events.filter((event): event is EventOf<Type> => event.type === type);
  }

  #uuid(): string {
    this.#minted += 1;
    return `01938f00-0000-7000-8000-${this.#minted.toString(16).padStart(12, '0')}`;
  }
}
