import { askedLine, verdictLine } from '../decision/decision-status.ts';
import { publishedLine } from '../follow-up/publishing.ts';
import { recheckedLine } from '../follow-up/recheck.ts';
import { line } from '../format/document.ts';
import { type Tellers, told } from '../format/told.ts';

/** After the end. */
export const AFTERWARDS = {
  decision_judged: (event) => told(verdictLine(event)),
  record_asked: (event) => told(askedLine(event)),
  decision_superseded: () => told(line`A later design decides otherwise.`),
  decision_published: (event) => told(publishedLine(event)),
  decision_rechecked: (event) => told(recheckedLine(event)),
} satisfies Partial<Tellers>;
