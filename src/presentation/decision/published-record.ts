import type { Decided } from '../../core/decision/decided.ts';
import type { DecisionStatus } from '../../core/follow-up/decision-status.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import type { Publication } from '../../core/vocabulary/event-parts.ts';
import type { DesignId } from '../../core/vocabulary/ids.ts';
import { compact } from '../../foundation/compact.ts';
import { cutText } from '../../foundation/cut-text.ts';
import {
  codeSpan,
  line,
  list,
  part,
  title,
  trust,
  untrusted,
  untrustedMarkdown,
  untrustedMarkdownBlock,
} from '../format/document.ts';
import { writeMarkdownFile } from '../format/markdown.ts';
import { bannerIn } from '../judged/caveats.ts';
import { dissentsIn } from '../judged/signatures.ts';
import { viewOf } from '../view/view.ts';
import { optionsIn } from './adr.ts';
import { titleOfDecision, writeDecision } from './decision-document.ts';

const SLUG_CHARACTERS = 60;

/** Hidden mark to find a pull request again, with its record's number. */
function decisionMark(id: DesignId, number: string): string {
  return `<!-- charrette:decision ${id} ${number} -->`;
}

/** Record numbers that pull requests have taken; none in text without marks. */
export function readMarkedNumbers(body: string): { readonly id: string; readonly number: string }[] {
  const marks = body.matchAll(/<!-- charrette:decision (dsn_[0-9a-f-]{36}) (\d{1,8}) -->/g);
  return [...marks].map(([, id = '', number = '']) => ({ id, number }));
}

/** Words of a record's title for the name of its file. */
export function sayRecord(design: Design): string[] {
  const words =
    titleOfDecision(design)
      .normalize('NFKD')
      .toLowerCase()
      .match(/[a-z0-9]+/g) ?? [];
  const kept = cutText(words.join(' '), SLUG_CHARACTERS).trimEnd();
  return kept === '' ? ['decision'] : kept.split(' ');
}

/** Field for the chain's head, outside the reach of those who control the store. */
const HEAD_FIELD = 'charrette-head';
const HEAD_ROW = new RegExp(`^${HEAD_FIELD}: "([0-9a-f]{64})"$`, 'm');

export function headIn(record: string): string | null {
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
 * A record that Charrette wrote, with the status that another supersedes it; `null` for any other text, and for one whose
 * status somebody has written otherwise.
 */
export function writeSuperseded(record: string, byNumber: string): string | null {
  const [row, ...others] = frontMatterIn(record).matchAll(STATUS_ROW);
  if (headIn(record) === null || row === undefined || others.length > 0) return null;
  const status = `status: ${JSON.stringify(`superseded by ADR-${byNumber}`)}`;
  return `${record.slice(0, row.index)}${status}${record.slice(row.index + row[0].length)}`;
}

/** A record that is there already. */
type EarlierRecord = Pick<Publication, 'number' | 'path'>;

/** Heading below which the signed text stands. */
const OUTCOME = 'Decision Outcome';

/** The decision record for a repository: front-matter and headings of MADR 4, with `decision.md` byte for byte inside. */
export function writePublishedRecord(
  design: Design,
  decided: Decided,
  number: string,
  superseded: EarlierRecord | null,
): string {
  const view = viewOf(design);
  const matter = frontMatter({
    status: STATUSES[view.afterwards?.standing ?? 'decided'],
    date: (view.endedAt ?? view.startedAt).slice(0, 10),
    'decision-makers': view.deciders.map(({ name }) => name).join(', ') || 'nobody yet',
    ...(design.head === null ? {} : { [HEAD_FIELD]: design.head }),
  });
  const head = writeMarkdownFile(
    bannerIn(view),
    [title(1, line`ADR-${number}: ${untrusted(titleOfDecision(design))}`)],
    part(2, 'Context and Problem Statement', untrustedMarkdownBlock(design.topic)),
    part(2, 'Considered Options', optionsIn(view)),
    [title(2, [trust(OUTCOME)])],
  );
  const tail = writeMarkdownFile(
    part(
      2,
      'More Information',
      list(
        compact(
          superseded !== null && line`Supersedes ADR-${superseded.number} (${codeSpan(superseded.path)}).`,
          line`Decided by Charrette as ${codeSpan(design.id)}. The text under ${OUTCOME} is the one that was signed: SHA-256 ${codeSpan(decided.sha256)}.`,
        ),
      ),
      dissentsIn(view),
    ),
  );
  const text = writeDecision(design, decided);
  return `${matter}\n${head}\n${text}\n${tail}\n${decisionMark(design.id, number)}\n`;
}

/** The words of MADR 4. */
const STATUSES: Readonly<Record<DecisionStatus, string>> = {
  decided: 'proposed',
  accepted: 'accepted',
  declined: 'rejected',
  superseded: 'superseded',
};

/** Fields as YAML, which takes JSON's quoted strings. */
function frontMatter(fields: Readonly<Record<string, string>>): string {
  const rows = Object.entries(fields).map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
  return ['---', ...rows, '---', ''].join('\n');
}

/** `unmarked`: path of a superseded record whose status stays as it is. */
export function writePullRequest(design: Design, decided: Decided, number: string, unmarked: string | null) {
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
