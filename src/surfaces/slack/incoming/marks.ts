import { type Marks, readMarks } from '#acts/gateway/incoming/text-marks.ts';
import type { ShownText } from '#core/questions/quoting/shown.ts';

/**
 * Lines behind `>`, which Slack sends as `&gt;`. `>500` is an amount: where it is unclear, words
 * are words.
 */
const SLACK: Marks = {
  quotation: /(?:&gt;|>)(?![=\d])[^\n]*(?:\n(?:&gt;|>)(?![=\d])[^\n]*)*/y,
  tick: '`',
};

/** Slack's markup of text without blocks, with what Slack shows as code or as a quotation. */
export function readMrkdwn(markup: string): ShownText {
  return readMarks(markup, SLACK);
}
