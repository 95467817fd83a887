/**
 * What is posted: Markdown and the controls under it. Two links with schemes of our own, which `md`
 * alone makes: `[Ana](person:U123)` and `[11:12](time:1764500000)` (seconds).
 */

import type { Design } from '#design/state.ts';
import { exampleLine } from './example.ts';
import { blocks, type Markdown } from './md.ts';

export const ACTS = ['go_on', 'cancel', 'accept', 'send_back', 'stop', 'run_again'] as const;
export type Act = (typeof ACTS)[number];

export interface Control {
  readonly act: Act;
  readonly label: string;
  /** The gate that this control decides, if it decides one. */
  readonly gateId?: string;
}

export interface Message {
  readonly text: string;
  readonly controls: readonly Control[];
  /** The design's page, where a public address is set. */
  readonly watchUrl?: string;
}

/** That a rehearsal is one stands first in every message. */
export function compose(
  design: Design,
  controls: readonly Control[],
  ...parts: readonly (Markdown | null)[]
): Message {
  return { text: blocks(exampleLine(design), ...parts).text, controls };
}
