import type { KnownBlock } from '@slack/types';
import { cut, fitted, LIMITS } from './limits.ts';
import { notificationText, oneLine } from './safe.ts';

/** A message as it is to stand in Slack, as plain JSON: equal when nothing visible has changed. */
export interface Drawing {
  /** What a notification shows; never empty, and escaped. */
  readonly text: string;
  readonly blocks: readonly KnownBlock[];
  /** Nothing that a model wrote is fetched or previewed: the poster turns unfurling of links and media off. */
  readonly unfurl: false;
  readonly files: readonly DrawnFile[];
}

export interface DrawnFile {
  readonly name: string;
  /** `null`: the file of this name in the design's bundle. */
  readonly text: string | null;
}

/** `draw` gets the characters that one piece of text may take. */
export function drawing(
  notification: string,
  draw: (most: number) => KnownBlock[],
  files: readonly DrawnFile[] = [],
): Drawing {
  const shown = cut(oneLine(notification), LIMITS.notification);
  return { text: notificationText(shown === '' ? '…' : shown), blocks: fitted(draw), unfurl: false, files };
}
