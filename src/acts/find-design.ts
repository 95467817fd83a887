import { DesignId, isIdPart, SHORTEST_ID_PART } from '../core/vocabulary/ids.ts';
import { No } from '../foundation/no.ts';
import { cutLine } from '../presentation/format/plain.ts';
import type { ListAnswer, ListedDesign } from './listed.ts';

const PAGE = 100;
/** Designs to search for a part of an id. */
const MAX_SEARCHED = 2_000;
/** Designs to name if a part of an id matches several. */
const MAX_CANDIDATES = 5;
const TOPIC_CHARACTERS = 60;

interface Page {
  readonly limit: number;
  readonly before?: string;
}

/** The id in a text, or a part of one: escaped, in backticks, in a link, with a fragment. */
export function findId(text: string): string {
  const words =
    text
      .toLowerCase()
      .replaceAll('\\', '')
      .match(/[\w-]+/g) ?? [];
  return words.find((word) => DesignId.safeParse(word).success) ?? words[0] ?? '';
}

/**
 * Returns the design whose id has these characters, at least six; `null` for none, `No` for more
 * than one. `list` reads a page of the caller's designs, newest first.
 */
export async function findFittingDesign(
  part: string,
  list: (page: Page) => Promise<ListAnswer>,
): Promise<ListedDesign | No<string> | null> {
  if (part.length < SHORTEST_ID_PART) return null;
  const fitting: ListedDesign[] = [];
  let page: Page = { limit: PAGE };
  for (let count = 0; count < MAX_SEARCHED; count += PAGE) {
    const { designs, next } = await list(page);
    fitting.push(...designs.filter(({ id }) => isIdPart(id, part)));
    if (next === null || fitting.length >= MAX_CANDIDATES) break;
    page = { limit: PAGE, before: next };
  }
  const [only = null, ...others] = fitting;
  return others.length === 0 ? only : new No(explainSeveral(part, fitting));
}

export function explainSeveral(
  part: string,
  candidates: readonly Pick<ListedDesign, 'id' | 'topic'>[],
): string {
  const lines = candidates
    .slice(0, MAX_CANDIDATES)
    .map(({ id, topic }) => `\n  ${id}  ${cutLine(topic, TOPIC_CHARACTERS)}`.trimEnd());
  return `"${part}" matches more than one design. Give more of the id:${lines.join('')}`;
}
