import { countOf } from '../../core/vocabulary/figures.ts';
import { type Document, document, line, lines } from '../format/document.ts';

interface Forgetting {
  readonly events: number;
  readonly turns: number;
  readonly folder: string;
  /** Empty for a design whose chain is lost. */
  readonly head: string;
  readonly goingOn: readonly string[];
  readonly outOfReach: string;
  readonly preview: boolean;
}

/** What is removed, or would be; what stays; and what cannot be reached. */
export function drawForgetting(forgetting: Forgetting): Document {
  const { events, turns, folder, head, goingOn, outOfReach, preview } = forgetting;
  const done = preview ? 'would be removed' : 'removed';
  const removed = `${countOf(events, 'event')}, ${countOf(turns, 'turn')} and ${folder} ${done}.`;
  const stays = head === '' ? '' : ` The head of its chain stays: ${head}.`;
  const others =
    goingOn.length === 0
      ? []
      : [line`These designs keep what they carried over from it: ${goingOn.join(', ')}.`];
  return document(removed, [lines(`${removed}${stays}`, ...others, outOfReach)]);
}
