import { join } from 'node:path';
import { v7 } from 'uuid';
import { loadParticipants } from '../../../src/adapters/personas/load.ts';
import { createRehearsalModel } from '../../../src/adapters/rehearsal/model.ts';
import type { Command } from '../../../src/core/commands.ts';
import { decide } from '../../../src/core/decide.ts';
import type { Design } from '../../../src/core/design.ts';
import { evolve } from '../../../src/core/evolve.ts';
import { DesignId, ParticipantId, type SessionId } from '../../../src/core/ids.ts';
import { type Submission, TERMINAL_TOOLS } from '../../../src/core/submission.ts';
import type { Persona } from '../../../src/runtime/persona.ts';
import type { Clock } from '../../../src/runtime/ports/clock.ts';
import { uuidsFrom } from '../../../src/runtime/ports/identifiers.ts';
import type { Model, ModelReply } from '../../../src/runtime/ports/model.ts';
import type { ToolUseBlock } from '../../../src/runtime/session/protocol.mjs';
import { type Ask, askFor } from '../../../src/runtime/turn/ask.ts';
import { checkSubmission } from '../../../src/runtime/turn/check-submission.ts';
import { TOOL_SPECS } from '../../../src/runtime/turn/tools.ts';
import { sealFor } from '../../support/given.ts';

export const shipped = await loadParticipants(join(import.meta.dirname, '../../../personas'));
const facilitators = shipped.filter(({ profile }) => profile.role !== 'persona');
const shippedPersonas = shipped.filter(({ profile }) => profile.role === 'persona');

/** The first of those that ship, and beyond them ones that a team may have written, with next to nothing in them. */
export function participants(personaCount: number): Persona[] {
  const own = Array.from(
    { length: Math.max(0, personaCount - shippedPersonas.length) },
    (_, index): Persona => {
      const id = ParticipantId.parse(`own-${String(index).padStart(2, '0')}`);
      return {
        profile: {
          id,
          title: `Own ${index}`,
          emoji: '🧪',
          role: 'persona',
          summary: 'Ours.',
          model: null,
          effort: null,
        },
        reads: [],
        sections: [
          { heading: 'Always ask', items: [`なぜ${index}?`], markdown: '' },
          { heading: 'First move', items: [], markdown: '' },
        ],
      };
    },
  );
  return [...shippedPersonas.slice(0, personaCount), ...own, ...facilitators];
}

export const CLOCKS = { connectMs: 60_000, firstTokenMs: 60_000, stallMs: 60_000, totalMs: 60_000 };
const REQUEST = { model: '', effort: '', maxOutputTokens: 1, system: [], tools: TOOL_SPECS, messages: [] };

/** Time that passes only when somebody waits for it. */
export function readyClock(): Clock & { waits: number[] } {
  let now = 1_000;
  const waits: number[] = [];
  return {
    waits,
    now: () => now,
    at(dueAt, callback) {
      let disposed = false;
      queueMicrotask(() => {
        if (disposed) return;
        waits.push(dueAt - now);
        now = dueAt;
        callback();
      });
      return {
        [Symbol.dispose]() {
          disposed = true;
        },
      };
    },
  };
}

export async function answered(
  model: Model,
  ask: Ask,
  {
    callNumber = 1,
    signal = new AbortController().signal,
    onProgress = (): void => undefined,
    kill = (): void => undefined,
  } = {},
): Promise<ModelReply> {
  return model.answer(REQUEST, { ask, callNumber, kill }, { signal, clocks: CLOCKS, onProgress });
}

export function toolUse(reply: ModelReply): ToolUseBlock {
  const block = reply.content.find((each) => each.type === 'tool_use');
  if (block === undefined) throw new Error('the reply uses no tool');
  return block;
}

export interface Played {
  readonly design: Design;
  readonly asks: readonly Ask[];
  readonly submissions: readonly Submission[];
}

/** Under no question, so that it has to be matched. */
const REMARK = { replyId: 'm1', author: 'Ana', text: 'Nobody knows that yet.', questionId: null } as const;

export interface PlayOptions {
  /** Neutral where nothing else is said. */
  readonly voice?: string;
  /** Somebody who dies for good when it is to propose. */
  readonly dies?: string;
  /** A person settles these while they are argued, by name. */
  readonly settles?: readonly { readonly divergenceId: `D${number}`; readonly position: string }[];
  /** Puts the personas, whose letters follow from it, into another order. */
  readonly drawn?: (ids: readonly ParticipantId[]) => ParticipantId[];
}

/** A whole design on the real core, with the model's answers checked where every model's are. */
export async function play(
  topic: string,
  personas: readonly Persona[],
  options: PlayOptions = {},
): Promise<Played> {
  const model = createRehearsalModel({ latencyMs: 0, clock: readyClock(), personas });
  const asks: Ask[] = [];
  const submissions: Submission[] = [];
  let design = carriedOut(null, startOf(topic, personas, options));
  const starting = design.participants.flatMap(({ sessions }) => sessions);
  for (const { id } of starting) {
    design = carriedOut(design, { type: 'report_session_ready', sessionId: id, pid: 1, process: '' });
  }
  for (let step = 0; design.settled === null; step += 1) {
    const turn = design.turns.find(({ outcome }) => outcome === 'open');
    if (step > 500) throw new Error('the rehearsal does not end');
    if (turn === undefined && design.replies.length === 0) {
      design = carriedOut(design, { type: 'record_reply', ...REMARK });
      continue;
    }
    const [settling] = (options.settles ?? []).filter(({ divergenceId }) =>
      design.divergences.some(({ id, settlement }) => id === divergenceId && settlement === null),
    );
    if (settling !== undefined && design.step === 'arguing') {
      design = carriedOut(design, { type: 'settle_divergence', ...settling, note: '', by: 'Ana' });
      continue;
    }
    const dying =
      turn !== undefined && design.step === 'proposing' ? liveSession(design, options.dies) : null;
    if (dying !== null) {
      const cause = { kind: 'killed' as const, detail: 'its process was killed', diagnostics: '' };
      design = carriedOut(design, { type: 'report_session_lost', sessionId: dying, cause });
      continue;
    }
    if (turn === undefined) {
      design = carriedOut(design, { type: 'finish_answering', by: 'somebody', skip: true });
      continue;
    }
    const ask = askFor(design, turn);
    const submission = accepted(toolUse(await answered(model, ask)));
    asks.push(ask);
    submissions.push(submission);
    design = carriedOut(design, {
      type: 'submit',
      citations: [],
      turnId: turn.id,
      submission,
      sha256: sealFor(design, submission),
      latencyMs: 0,
    });
  }
  return { design, asks, submissions };
}

function liveSession(design: Design, id: string | undefined): SessionId | null {
  const last = design.participants.find((each) => each.id === id)?.sessions.at(-1);
  return last === undefined || last.state === 'lost' ? null : last.id;
}

function startOf(
  topic: string,
  personas: readonly Persona[],
  { voice = 'rehearsal', drawn = (ids) => ids.toReversed() }: PlayOptions,
): Command {
  const profiles = personas.map(({ profile: { id, title, emoji, role } }) => ({
    id,
    title,
    emoji,
    role,
    model: voice,
  }));
  return {
    type: 'start_design',
    designId: DesignId.parse(`dsn_${v7()}`),
    topic,
    context: [],
    participants: profiles,
    drawnOrder: drawn(profiles.filter(({ role }) => role === 'persona').map(({ id }) => id)),
    settings: {
      questions: 'ask',
      gates: 'none',
      replacement: 'once',
      answerMs: 60_000,
      roundMs: 60_000,
      synthesisMs: 60_000,
      gateMs: 60_000,
      designMs: 3_600_000,
      budgetUsd: null,
    },
    repository: null,
    startedBy: 'somebody',
    thread: null,
    successorOf: null,
    carried: null,
    rehearsal: true,
  };
}

function accepted({ name, input }: ToolUseBlock): Submission {
  const tool = TERMINAL_TOOLS.find((each) => each === name);
  if (tool === undefined) throw new Error(`${name} is no terminal tool`);
  const checked = checkSubmission(tool, input, 1_000_000);
  if (!checked.ok) throw new Error(checked.reason);
  return checked.submission;
}

function carriedOut(design: Design | null, command: Command): Design {
  const uuids = uuidsFrom({ uuid: () => v7() });
  const decision = decide(design, command, { at: 1_000, uuids });
  if (!decision.accepted) throw new Error(`${command.type} was refused: ${decision.refusal.message}`);
  let state = design;
  for (const event of decision.events) state = evolve(state, event);
  if (state === null) throw new Error('a command without events made no design');
  return state;
}
