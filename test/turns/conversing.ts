import { isBudgetUsedUp } from '../../src/core/policy/reserve.ts';
import type { Turn } from '../../src/core/vocabulary/design.ts';
import type { Clock } from '../../src/foundation/clock.ts';
import { No } from '../../src/foundation/no.ts';
import type { TurnRecord } from '../../src/ports/turn-record.ts';
import { Conversation } from '../../src/sessions/child/conversation.mjs';
import { ChildMessage, ParentMessage } from '../../src/sessions/child/protocol.mjs';
import { type CallModel, createModelBroker } from '../../src/turns/model-broker.ts';
import type { Model } from '../../src/turns/model-context.ts';
import { TURN_BOUNDS, type TurnBounds } from '../../src/turns/prompt/bounds.ts';
import { RunningTurn } from '../../src/turns/running-turn.ts';
import type { TurnParts } from '../../src/turns/turn-parts.ts';
import { given, type World } from '../support/designs/given.ts';
import type { Beginning } from '../support/designs/given-start.ts';
import { realClock } from '../support/processes/child-real-clock.ts';
import { keepLog } from '../support/processes/child-sessions.ts';
import { voice } from './voices.ts';

/** A design whose sessions are ready, and which turns move on while time passes. */
export function liveDesign(beginning: Beginning = {}, clock: Clock = realClock): World {
  return given(beginning, clock.now()).everyoneReady();
}

export const FAST = { retryBaseMs: 1, retryMaxMs: 5 } as const;

export function brokerFor(model: Model, clock: Clock = realClock): CallModel {
  return createModelBroker({ model, clock });
}

export interface TurnUnderTest {
  readonly running: RunningTurn;
  readonly sent: ParentMessage[];
  /** Every record that the design's events gave cause for; T1 wants exactly one. */
  readonly records: TurnRecord[];
  /** Resolves with the first record; rejects when the turn reports something broken. */
  readonly ended: Promise<TurnRecord>;
  readonly log: ReturnType<typeof keepLog>;
}

export interface TurnOverrides {
  readonly bounds?: Partial<TurnBounds>;
  readonly repository?: TurnParts['repository'];
  readonly redact?: (text: string) => string;
  /**
   * `silent`: the session takes its turn and says nothing; the test speaks for it. Or where its
   * messages go.
   */
  readonly session?: 'converses' | 'silent' | ((message: ParentMessage) => void);
  readonly clock?: TurnParts['clock'];
  readonly voiceOf?: TurnParts['voiceOf'];
  /** Resolves when the design may store the turn's reports; absent: at once. */
  readonly storing?: Promise<void>;
}

/**
 * Runs one turn of a live design: the real parent's side, and the real conversation as its session.
 */
export function takeTurn(
  live: World,
  turn: Turn,
  broker: CallModel,
  overrides: TurnOverrides = {},
): TurnUnderTest {
  const sent: ParentMessage[] = [];
  const records: TurnRecord[] = [];
  const log = keepLog();
  const { promise: ended, resolve, reject } = Promise.withResolvers<TurnRecord>();
  let conversation: Conversation | null = null;

  const running = new RunningTurn({
    design: live.design,
    turn,
    voiceOf: overrides.voiceOf ?? ((id) => voice(id, 'medium')),
    bounds: { ...TURN_BOUNDS, ...FAST, ...overrides.bounds },
    callModel: broker,
    endpoint: 'Anthropic',
    repository: overrides.repository ?? null,
    submit: async (command) => {
      await overrides.storing;
      live.now = (overrides.clock ?? realClock).now();
      return live.do(command);
    },
    clock: overrides.clock ?? realClock,
    log,
    redact: overrides.redact ?? ((text) => text),
    kill: () => undefined,
    send: (message) => {
      sent.push(ParentMessage.parse(message));
      if (overrides.session === 'silent') return;
      setImmediate(() =>
        (typeof overrides.session === 'function' ? overrides.session : deliver)(message),
      );
    },
    admit: async ({ maxOutputTokens, reserve }) => {
      if (isBudgetUsedUp(live.design)) return new No('design_used_up');
      reserve(0);
      return { maxOutputTokens };
    },
    onBroken: reject,
  });

  function deliver(message: ParentMessage): void {
    if (message.type === 'take_turn') {
      conversation = new Conversation(message.turnId, message.assignment, (said) => {
        running.receive(ChildMessage.parse(structuredClone(said)));
        return 'sent';
      });
    }
    if (message.type === 'model_answer') conversation?.modelAnswered(message);
    if (message.type === 'tool_answer') conversation?.toolAnswered(message);
    if (message.type === 'wrap_up') conversation?.wrapUp();
    if (message.type === 'abandon') conversation = null;
  }

  live.onEvent((event) => {
    if (event.type !== 'turn_finished' || event.turnId !== turn.id) return;
    records.push(running.trace.record(event.outcome, event.error, event.at));
    resolve(running.trace.record(event.outcome, event.error, event.at));
  });
  return { running, sent, records, ended, log };
}
