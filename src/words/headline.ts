/** The first line of a result and its caveats: the same on every surface. */

import { caveatsOf } from '#design/caveats.ts';
import { headlineOf } from '#design/outcome.ts';
import type { Design } from '#design/state.ts';
import { endLine } from './ending.ts';
import { shorten } from './figures.ts';
import { blocks, bullets, type Markdown, md } from './md.ts';

/** Why a design ended without a decision, or what the caveats come to. */
export function firstLineOf(design: Design): string {
  return endLine(design) ?? headlineOf(design).line;
}

/** `maxCharacters`: of each caveat in the thread; the files and the page have all of it. */
export function headlineBlock(design: Design, maxCharacters = 12_000): Markdown {
  const line = firstLineOf(design);
  const status = design.end?.status ?? design.settled?.status;
  const isDecided = status !== 'cancelled' && status !== 'failed' && design.decisions.length > 0;
  const caveats = isDecided ? caveatsOf(design) : [];
  // A long one is cut in the line, and stands in the list as a whole.
  const rest = caveats.filter(({ text }) => !line.includes(text.replaceAll(/\s+/g, ' ').trim()));
  const items = rest.map(({ text }) => md`${shorten(text, maxCharacters)}`);
  return blocks(
    md`**${shorten(line, maxCharacters)}**`,
    items.length === 0 ? null : bullets(items),
  );
}

/** A long topic in the one sentence that the synthesizer made of it. */
export function questionOf({ topic, frame }: Design): string {
  const isLong = topic.length > 200 && frame !== null && frame.restated !== '';
  return shorten(isLong ? frame.restated : topic, 300);
}
