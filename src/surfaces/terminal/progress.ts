import type { Design } from '../../core/vocabulary/design.ts';
import type { DesignEvent } from '../../core/vocabulary/events.ts';
import type { ParticipantId } from '../../core/vocabulary/ids.ts';
import { evolve } from '../../core/workflow/evolve.ts';

/** A design and what a display needs beyond its state. */
export interface Progress {
  readonly design: Design;
  /** The tool that each used last in the newest round. */
  readonly tools: ReadonlyMap<ParticipantId, string>;
}

export function follow(progress: Progress | null, event: DesignEvent): Progress {
  const design = evolve(progress?.design ?? null, event);
  if (progress === null || event.type === 'round_opened') return { design, tools: new Map() };
  const { tools } = progress;
  const isUsed = event.type === 'tool_invoked';
  return { design, tools: isUsed ? new Map(tools).set(event.participant, event.tool) : tools };
}
