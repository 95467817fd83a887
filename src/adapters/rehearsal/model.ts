import type { Persona } from '../../runtime/persona.ts';
import type { Clock } from '../../runtime/ports/clock.ts';
import type { Model, ModelContext, ModelReply, ModelRequest } from '../../runtime/ports/model.ts';
import { REPOSITORY_SCHEMAS } from '../../runtime/repository-tools.ts';
import type { ToolUseBlock } from '../../runtime/session/protocol.mjs';
import { naturalLatencyMs, perform } from './pace.ts';
import { speechFor } from './speech.ts';
import { MARK } from './words.ts';

export interface RehearsalOptions {
  /** Milliseconds for each answer; `null` for a pace that people can follow, 0 for at once. */
  readonly latencyMs: number | null;
  readonly clock: Clock;
  /** Everybody who may be asked; what they say is made of their files. */
  readonly personas: readonly Persona[];
}

/** Who answered, in every record of a rehearsal. */
export const REHEARSAL_MODEL = 'rehearsal';

/**
 * A model that is none: offline, without a key, always the same for the same persona files, topic and state of the
 * design, and marked as a rehearsal wherever a reader could take it for advice. It goes through the same sessions,
 * tools, checks and records as any other.
 */
export function createRehearsalModel({ latencyMs, clock, personas }: RehearsalOptions): Model {
  return {
    rehearsal: true,
    async answer(request, context, { signal, clocks, onProgress }): Promise<ModelReply> {
      const startedAt = clock.now();
      const block = toolUse(request, context, personas);
      const { firstTokenMs } = await perform({
        latencyMs: latencyMs ?? naturalLatencyMs(context.ask),
        characters: JSON.stringify(block.input).length,
        clock,
        clocks,
        signal,
        onProgress,
      });
      return {
        content: [{ type: 'text', text: MARK }, block],
        stop: 'tool_use',
        model: REHEARSAL_MODEL,
        usage: { inputTokens: 0, cacheWriteTokens: 0, cacheReadTokens: 0, outputTokens: 0 },
        costUsd: 0,
        firstTokenMs,
        totalMs: clock.now() - startedAt,
      };
    },
  };
}

/** A persona with a repository looks into it before it proposes, so that a rehearsal shows that too. */
function toolUse(
  { tools }: ModelRequest,
  { ask, callNumber }: ModelContext,
  personas: readonly Persona[],
): ToolUseBlock {
  const block = { type: 'tool_use', id: `rehearsal-${ask.turnId}-${callNumber}` } as const;
  const looksFirst = ask.kind === 'proposals' && ask.hasRepository && callNumber === 1;
  if (looksFirst && tools.some(({ name }) => name === 'list_files')) {
    return { ...block, name: 'list_files', input: REPOSITORY_SCHEMAS.list_files.parse({ path: '' }) };
  }
  const { tool, input } = speechFor(ask, personas);
  return { ...block, name: tool, input };
}
