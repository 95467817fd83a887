import { line } from './document.ts';
import { askedLine, verdictLine } from './facts/afterwards.ts';
import { publishedLine } from './facts/publishing.ts';
import { recheckedLine } from './facts/recheck.ts';
import { type Tellers, told } from './told.ts';

/** After the end. */
export const AFTERWARDS = {
  decision_judged: (event) => told(verdictLine(event)),
  record_asked: (event) => told(askedLine(event)),
  decision_superseded: () => told(line`A later design decides otherwise.`),
  decision_published: (event) => told(publishedLine(event)),
  decision_rechecked: (event) => told(recheckedLine(event)),
} satisfies Partial<Tellers>;
