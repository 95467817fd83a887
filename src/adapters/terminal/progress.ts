import type { Design } from '../../core/vocabulary/design.ts';
import type { DesignEvent } from '../../core/vocabulary/events.ts';
import type { ParticipantId } from '../../core/vocabulary/ids.ts';
import { evolve } from '../../core/workflow/evolve.ts';

/** A design and what a display needs beyond its state. */
export interface Progress {
  readonly design: Design;
  /** Milliseconds of each turn in the newest round. */
  readonly tookMs: ReadonlyMap<ParticipantId, number>;
  readonly tools: ReadonlyMap<ParticipantId, string>;
}

export function follow(progress: Progress | null, event: DesignEvent): Progress {
  const design = evolve(progress?.design ?? null, event);
  const { tookMs, tools } = progress ?? { tookMs: new Map(), tools: new Map() };
  switch (event.type) {
    case 'round_opened':
      return { design, tookMs: new Map(), tools: new Map() };
    case 'tool_invoked':
      return { design, tookMs, tools: new Map(tools).set(event.participant, event.tool) };
    case 'turn_finished': {
      const began = design.turns.findLast((turn) => turn.id === event.turnId)?.startedAt ?? event.at;
      return { design, tookMs: new Map(tookMs).set(event.participant, event.at - began), tools };
    }
    default:
      return { design, tookMs, tools };
  }
}
