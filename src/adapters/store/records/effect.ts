import { Effect } from '../../../core/effects.ts';
import type { DesignId } from '../../../core/ids.ts';
import { BrokenInvariant } from '../faults.ts';
import { conforming } from './json.ts';

/** More effects than an event has. */
const PLACES = 1_000;
const ENDING = /^\/(\d+)\.(\d{1,3})$/;

/**
 * Where an effect stands in its design's outbox: the order in which effects were committed, which their ids
 * (`<designId>/<seq of the event>.<n>`) say as well. Any other id is a broken invariant.
 */
export function positionOf(designId: DesignId, effectId: string): number {
  const [, seq, n] = (effectId.startsWith(designId) && ENDING.exec(effectId.slice(designId.length))) || [];
  if (seq === undefined) throw new BrokenInvariant(`${effectId} is no effect of design ${designId}`);
  return Number(seq) * PLACES + Number(n);
}

export function effectIdAt(designId: DesignId, position: number): string {
  return `${designId}/${Math.floor(position / PLACES)}.${position % PLACES}`;
}

export function readEffect(id: string, stored: unknown): Effect {
  return conforming(Effect, `the effect ${id}`, stored);
}
