import type { Decided } from '../core/decision/decided.ts';
import type { DecisionStatus } from '../core/follow-up/decision-status.ts';
import type { Design } from '../core/vocabulary/design.ts';
import type { TouchedRecord } from '../core/vocabulary/event-parts.ts';
import type { DesignId } from '../core/vocabulary/ids.ts';
import { optionsIn } from './adr.ts';
import { bannerIn } from './caveats.ts';
import { type CitedLines, writeCitedRows, writeDissentRows } from './cited-lines.ts';
import { titleOfDecision, writeDecision } from './decision-document.ts';
import {
  type Content,
  codeSpan,
  type Line,
  line,
  lines,
  list,
  type Section,
  section,
  title,
  trust,
  under,
  untrusted,
  untrustedMarkdown,
  untrustedMarkdownBlock,
} from './format/document.ts';
import { writeMarkdownFile } from './format/markdown.ts';
import { RELATION_WORDS } from './related-records.ts';
import { dissentsIn, dissentsOf } from './signatures.ts';
import { viewOf } from './view/view.ts';

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
  const kept = words.join(' ').slice(0, SLUG_CHARACTERS).trimEnd();
  return kept === '' ? ['decision'] : kept.split(' ');
}

/** Field for the chain's head, outside the reach of those who control the store (P11). */
const HEAD_FIELD = 'charrette-head';
const HEAD_ROW = new RegExp(`^${HEAD_FIELD}: "([0-9a-f]{64})"$`, 'm');

export function headIn(record: string): string | null {
  const end = record.startsWith('---\n') ? record.indexOf('\n---\n') : -1;
  return HEAD_ROW.exec(record.slice(0, Math.max(0, end)))?.[1] ?? null;
}

export type RecordPart = 'status' | 'context' | 'options' | 'decision' | 'consequences' | 'more';

/** How a repository writes its records: in which words, and in which order. */
export interface RecordStyle {
  /** What stands before a title. */
  beforeTitle(number: string): string;
  /** One of them is the decision's. */
  readonly headings: readonly { readonly part: RecordPart; readonly words: string }[];
}

/** MADR 4. */
export const USUAL_STYLE: RecordStyle = {
  beforeTitle: (number) => `ADR-${number}: `,
  headings: [
    { part: 'context', words: 'Context and Problem Statement' },
    { part: 'options', words: 'Considered Options' },
    { part: 'decision', words: 'Decision Outcome' },
    { part: 'more', words: 'More Information' },
  ],
};

/** Another record of the repository, and what this one does to it. */
export interface RelatedRecord {
  readonly relation: TouchedRecord['relation'];
  readonly number: string;
  readonly path: string;
}

/**
 * The decision record for a repository: front matter of MADR 4 and the parts of its own style, with `decision.md` byte
 * for byte inside. `cited`: the lines that it rests on.
 */
export function writePublishedRecord(
  design: Design,
  decided: Decided,
  number: string,
  beside: {
    readonly related: readonly RelatedRecord[];
    readonly cited: readonly CitedLines[];
    readonly style: RecordStyle;
  },
): string {
  const { related, cited, style } = beside;
  const { headings } = style;
  const view = viewOf(design);
  const status = STATUSES[view.afterwards?.standing ?? 'decided'];
  const fields = {
    // Told twice, it would have to be changed twice.
    ...(headings.some((each) => each.part === 'status') ? {} : { status }),
    date: (view.endedAt ?? view.startedAt).slice(0, 10),
    'decision-makers': view.deciders.map(({ name }) => name).join(', ') || 'nobody yet',
    ...(design.head === null ? {} : { [HEAD_FIELD]: design.head }),
  };
  const matter = frontMatter(fields, [
    ...writeCitedRows(design.repository, cited),
    ...writeDissentRows(dissentsOf(view)),
  ]);
  const at = headings.findIndex((each) => each.part === 'decision');
  const outcome = headings[at]?.words ?? '';
  const texts: Readonly<Record<RecordPart, Content>> = {
    status: lines(`${status.charAt(0).toUpperCase()}${status.slice(1)}`),
    context: untrustedMarkdownBlock(design.topic),
    options: optionsIn(view),
    decision: null,
    consequences: untrustedMarkdownBlock(decided.decision.harder),
    more: section(
      list([
        ...related.map(drawRelatedLine),
        line`Decided by Charrette as ${codeSpan(design.id)}. The text under ${untrusted(outcome)} is the one that was signed: SHA-256 ${codeSpan(decided.sha256)}.`,
      ]),
      dissentsIn(view),
    ),
  };
  const parts = (those: RecordStyle['headings']) =>
    those.map((each) => under(title(2, [untrusted(each.words)]), texts[each.part]));
  const head: Section[] = [
    bannerIn(view),
    [title(1, line`${trust(style.beforeTitle(number))}${untrusted(titleOfDecision(design))}`)],
    ...parts(headings.slice(0, at)),
    [title(2, [untrusted(outcome)])],
  ];
  const tail = parts(headings.slice(at + 1));
  const text = writeDecision(design, decided);
  return `${matter}\n${writeMarkdownFile(head)}\n${text}\n${writeMarkdownFile(tail)}\n${decisionMark(design.id, number)}\n`;
}

function drawRelatedLine({ relation, number, path }: RelatedRecord): Line {
  const does = RELATION_WORDS[relation];
  return number === '' ? line`${does} ${codeSpan(path)}.` : line`${does} ADR-${number} (${codeSpan(path)}).`;
}

/** The words of MADR 4. */
const STATUSES: Readonly<Record<DecisionStatus, string>> = {
  decided: 'proposed',
  accepted: 'accepted',
  declined: 'rejected',
  superseded: 'superseded',
};

/** Fields as YAML, which takes JSON's quoted strings. */
function frontMatter(fields: Readonly<Record<string, string>>, more: readonly string[]): string {
  const rows = Object.entries(fields).map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
  return ['---', ...rows, ...more, '---', ''].join('\n');
}

/** `unchanged`: superseded records whose status could not be changed without a guess. */
export function writePullRequest(
  design: Design,
  decided: Decided,
  number: string,
  unchanged: readonly string[],
) {
  return {
    title: `ADR-${number}: ${titleOfDecision(design)}`,
    body: [
      [trust(viewOf(design).banner.headline)],
      untrustedMarkdown(decided.decision.sentence),
      line`The file contains the signed text of ${codeSpan(design.id)} byte for byte. Merging it accepts it as a record and changes nothing in Charrette.`,
      ...unchanged.map(
        (path) =>
          line`It supersedes ${codeSpan(path)}, whose status could not be changed without a guess: change it by hand.`,
      ),
    ],
    mark: decisionMark(design.id, number),
  };
}
