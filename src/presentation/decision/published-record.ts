import type { Decided } from '../../core/decision/decided.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import type { Publication } from '../../core/vocabulary/event-parts.ts';
import type { DesignId } from '../../core/vocabulary/ids.ts';
import { compact } from '../../foundation/compact.ts';
import { cutText } from '../../foundation/cut-text.ts';
import { codeSpan, line, trust, untrustedMarkdown } from '../format/document.ts';
import { viewOf } from '../view/view.ts';
import { HEAD_FIELD, writeDecisionRecord } from './brief.ts';
import { titleOfDecision } from './decision-document.ts';

const SLUG_CHARACTERS = 60;

/** Hidden mark to find a pull request again, with its record's number. */
function decisionMark(id: DesignId, number: string): string {
  return `<!-- charrette:decision ${id} ${number} -->`;
}

/** Record numbers that pull requests have taken; none in text without marks. */
export function readMarkedNumbers(
  body: string,
): { readonly id: string; readonly number: string }[] {
  const marks = body.matchAll(/<!-- charrette:decision (dsn_[0-9a-f-]{36}) (\d{1,8}) -->/g);
  return [...marks].map(([, id = '', number = '']) => ({ id, number }));
}

/** Words of a record's title for the name of its file. */
export function sayRecord(design: Design): string {
  const words =
    titleOfDecision(design)
      .normalize('NFKD')
      .toLowerCase()
      .match(/[a-z0-9]+/g) ?? [];
  const kept = cutText(words.join(' '), SLUG_CHARACTERS).trimEnd();
  return kept.replaceAll(' ', '-') || 'decision';
}

const HEAD_ROW = new RegExp(`^${HEAD_FIELD}: "([0-9a-f]{64})"$`, 'm');

export function findHead(record: string): string | null {
  return HEAD_ROW.exec(frontMatterIn(record))?.[1] ?? null;
}

/** Up to the fence that closes it; empty without one. */
function frontMatterIn(record: string): string {
  const end = record.startsWith('---\n') ? record.indexOf('\n---\n') : -1;
  return record.slice(0, Math.max(0, end));
}

/** One word or several in one row. */
const STATUS_ROW = /^status: "?\w[\w ,-]*"?$(?!\n[ \t])/gm;

/**
 * A record that Charrette wrote, with the status that another supersedes it; `null` for any other
 * text, and for one whose status somebody has written otherwise.
 */
export function writeSuperseded(record: string, byNumber: string): string | null {
  const [row, ...others] = frontMatterIn(record).matchAll(STATUS_ROW);
  if (findHead(record) === null || row === undefined || others.length > 0) return null;
  const status = `status: ${JSON.stringify(`superseded by ADR-${byNumber}`)}`;
  return `${record.slice(0, row.index)}${status}${record.slice(row.index + row[0].length)}`;
}

/** The decision record for a repository, with its hidden mark. */
export function writePublishedRecord(
  design: Design,
  number: string,
  superseded: Pick<Publication, 'number' | 'path'> | null,
): string {
  return `${writeDecisionRecord(design, { number, superseded })}\n${decisionMark(design.id, number)}\n`;
}

/** `unmarked`: path of a superseded record whose status stays as it is. */
export function writePullRequest(
  design: Design,
  decided: Decided,
  number: string,
  unmarked: string | null,
) {
  return {
    title: `ADR-${number}: ${titleOfDecision(design)}`,
    body: compact(
      [trust(viewOf(design).banner.headline)],
      untrustedMarkdown(decided.decision.sentence),
      line`The file contains the signed text of ${codeSpan(design.id)} byte for byte. Merging it accepts it as a record and changes nothing in Charrette.`,
      unmarked !== null &&
        line`It supersedes ${codeSpan(unmarked)}, whose status is not as Charrette wrote it: change it by hand.`,
    ),
    mark: decisionMark(design.id, number),
  };
}
