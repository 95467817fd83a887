import { REHEARSAL_VOICES } from '../../core/vocabulary/rehearsal.ts';
import { SUBMISSION_SCHEMAS, type TerminalTool } from '../../core/vocabulary/submission.ts';
import type { Model, ModelReply, ModelRequest, TurnContext } from '../../engine/ports/model.ts';
import type { Persona } from '../../engine/ports/persona.ts';
import { REPOSITORY_SCHEMAS } from '../../engine/ports/repository-tools.ts';
import type { Clock } from '../../foundation/clock.ts';
import type { ToolUseBlock } from '../../sessions/child/protocol.mjs';
import type { Ask } from '../../turns/prompt/ask.ts';
import { crashesInExample, passesInExample, playedReadings, playedSpeech } from './example/player.ts';
import { sceneFor } from './neutral/scene.ts';
import { hasQuestions, SPEECHES } from './neutral/speech.ts';
import { naturalLatencyMs, perform } from './pace.ts';
import { quotedRecord } from './quoted-record.ts';

interface RehearsalOptions {
  /** Milliseconds for each answer; `null` for a pace that people can follow, 0 for at once. */
  readonly latencyMs: number | null;
  readonly clock: Clock;
  /** Everybody who may be asked; what they say is made of their files. */
  readonly personas: readonly Persona[];
}

/**
 * A model that is none: offline, without a key, always the same for the same persona files, topic and state of the
 * design. For the topic of the written example it says what was written; for any other next to nothing. It goes through
 * the same sessions, tools, checks and records as any other; that it is a rehearsal is said by the banner.
 */
export function createRehearsalModel({ latencyMs, clock, personas }: RehearsalOptions): Model {
  return {
    rehearsal: true,
    async answer(request, context, { signal, onProgress }): Promise<ModelReply> {
      if (!('ask' in context)) {
        onProgress();
        return replyOf([quotedRecord(context)], request.model);
      }
      const { ask, callNumber, kill } = context;
      const blocks = toolUses(request, context, personas);
      const characters = blocks.reduce((sum, { input }) => sum + JSON.stringify(input).length, 0);
      if (playsExample(ask) && crashesInExample(ask, callNumber)) kill();
      const paceMs = latencyMs ?? naturalLatencyMs(ask, characters);
      await perform({ latencyMs: paceMs, clock, signal, onProgress });
      return replyOf(blocks, ask.participant.model);
    },
  };
}

function replyOf(content: ToolUseBlock[], model: string): ModelReply {
  const usage = { inputTokens: 0, cacheWriteTokens: 0, cacheReadTokens: 0, outputTokens: 0 };
  return { content, stop: 'tool_use', model, usage, costUsd: 0 };
}

/**
 * Who proposes with a repository looks into it first, so that a rehearsal shows that too: as it is written for the
 * example, and at the top of any other.
 */
function toolUses(
  { tools }: ModelRequest,
  { ask, callNumber }: TurnContext,
  personas: readonly Persona[],
): ToolUseBlock[] {
  const block = (tool: string, input: ToolUseBlock['input'], index = 0): ToolUseBlock => {
    return { type: 'tool_use', id: `rehearsal-${ask.turnId}-${callNumber}-${index}`, name: tool, input };
  };
  const looks = ask.kind === 'proposals' && tools.some(({ name }) => name === 'list_files');
  const atTheTop = callNumber === 1 ? [{ tool: 'list_files' as const, input: { path: '' } }] : [];
  const readings = playsExample(ask) ? playedReadings(ask, callNumber) : atTheTop;
  if (looks && readings.length > 0) {
    return readings.map(({ tool, input }, index) =>
      block(tool, REPOSITORY_SCHEMAS[tool].parse(input), index),
    );
  }
  const { tool, input } = speechFor(ask, personas);
  return [block(tool, input)];
}

/**
 * Returns the words of this participant for this ask: the same for the same persona files and the same ask. Always in the form
 * that its schema wants; anything else is a mistake in here, and throws. `notes` stand beside the schemas.
 */
function speechFor(ask: Ask, personas: readonly Persona[]) {
  const tool = toolFor(ask, personas);
  const written = playsExample(ask) ? playedSpeech(ask, tool) : null;
  const input = written?.input ?? SPEECHES[tool](sceneFor(ask, personas));
  SUBMISSION_SCHEMAS[tool].parse(input);
  return { tool, input: { ...input, notes: written?.notes ?? '' } };
}

function playsExample({ participant }: Ask): boolean {
  return participant.model === REHEARSAL_VOICES.example;
}

function toolFor(ask: Ask, personas: readonly Persona[]): TerminalTool {
  const speaking = ask.terminalTools.find((tool) => tool !== 'pass');
  if (speaking === undefined) return 'pass';
  if (speaking !== 'ask_questions') return speaking;
  const passes = playsExample(ask) ? passesInExample(ask) : !hasQuestions(sceneFor(ask, personas));
  return passes ? 'pass' : speaking;
}
