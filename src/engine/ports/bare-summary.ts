import { SET_ASIDE_TOPIC } from '../../core/presentation/run/set-aside.ts';
import type { DesignSummary } from './store.ts';

/**
 * Returns a row with nothing but a design's id (P11), for a design whose row cannot be read or shown. Its thread only
 * decides who may see it (A18).
 */
export function bareSummary({
  id,
  version,
  thread,
}: Pick<DesignSummary, 'id' | 'version' | 'thread'>): DesignSummary {
  return {
    id,
    topic: SET_ASIDE_TOPIC,
    status: 'failed',
    phase: 'spawning',
    step: 'spawning',
    version,
    startedAt: momentIn(id),
    endedAt: null,
    startedBy: '',
    successorOf: null,
    thread,
    rehearsal: false,
    decision: null,
    standing: null,
    followUpOf: null,
    costUsd: 0,
  };
}

/** Milliseconds since the epoch that a UUIDv7 begins with. */
function momentIn(id: DesignSummary['id']): number {
  const [, high = '0', low = '0'] = /^dsn_([0-9a-f]{8})-([0-9a-f]{4})/.exec(id) ?? [];
  return Number.parseInt(high + low, 16);
}
