import type { Persona } from '../../runtime/persona.ts';
import type { Clock } from '../../runtime/ports/clock.ts';
import type { Model, ModelContext, ModelReply, ModelRequest } from '../../runtime/ports/model.ts';
import { REPOSITORY_SCHEMAS } from '../../runtime/repository-tools.ts';
import type { ToolUseBlock } from '../../runtime/session/protocol.mjs';
import { crashesInExample, exampleReadings } from './example/readings.ts';
import { naturalLatencyMs, perform } from './pace.ts';
import { playsExample, speechFor } from './speech.ts';

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
    async answer(request, context, { signal, clocks, onProgress }): Promise<ModelReply> {
      const { ask, callNumber, kill } = context;
      const blocks = toolUses(request, context, personas);
      const characters = blocks.reduce((sum, { input }) => sum + JSON.stringify(input).length, 0);
      if (playsExample(ask) && crashesInExample(ask, callNumber)) kill();
      await perform({
        latencyMs: latencyMs ?? naturalLatencyMs(ask, characters),
        clock,
        clocks,
        signal,
        onProgress,
      });
      return {
        content: blocks,
        stop: 'tool_use',
        model: ask.participant.model,
        usage: { inputTokens: 0, cacheWriteTokens: 0, cacheReadTokens: 0, outputTokens: 0 },
        costUsd: 0,
      };
    },
  };
}

/**
 * Who proposes with a repository looks into it first, so that a rehearsal shows that too: as it is written for the
 * example, and at the top of any other.
 */
function toolUses(
  { tools }: ModelRequest,
  { ask, callNumber }: ModelContext,
  personas: readonly Persona[],
): ToolUseBlock[] {
  const block = (tool: string, input: ToolUseBlock['input'], index = 0): ToolUseBlock => {
    return { type: 'tool_use', id: `rehearsal-${ask.turnId}-${callNumber}-${index}`, name: tool, input };
  };
  const looks =
    ask.kind === 'proposals' && ask.hasRepository && tools.some(({ name }) => name === 'list_files');
  const atTheTop = callNumber === 1 ? [{ tool: 'list_files' as const, input: { path: '' } }] : [];
  const readings = playsExample(ask) ? exampleReadings(ask, callNumber) : atTheTop;
  if (looks && readings.length > 0) {
    return readings.map(({ tool, input }, index) =>
      block(tool, REPOSITORY_SCHEMAS[tool].parse(input), index),
    );
  }
  const { tool, input } = speechFor(ask, personas);
  return [block(tool, input)];
}
