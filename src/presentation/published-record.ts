import type { Decided } from '../core/decision/decided.ts';
import type { DecisionStatus } from '../core/follow-up/decision-status.ts';
import type { Design } from '../core/vocabulary/design.ts';
import type { Publication } from '../core/vocabulary/event-parts.ts';
import type { DesignId } from '../core/vocabulary/ids.ts';
import { compact } from '../foundation/compact.ts';
import { optionsIn } from './adr.ts';
import { bannerIn } from './caveats.ts';
import { type CitedLines, citedRows, dissentRows } from './cited-lines.ts';
import { decisionMarkdown, decisionTitle } from './decision-document.ts';
import {
  codeSpan,
  line,
  list,
  part,
  type Section,
  title,
  trusted,
  untrusted,
  untrustedMarkdown,
  untrustedMarkdownBlock,
} from './format/document.ts';
import { fileMarkdown } from './format/markdown.ts';
import { dissentsIn, dissentsOf } from './signatures.ts';
import { viewOf } from './view/view.ts';

const SLUG_CHARACTERS = 60;

/** Hidden mark to find a pull request again, with its record's number. */
function decisionMark(id: DesignId, number: string): string {
  return `<!-- charrette:decision ${id} ${number} -->`;
}

/** Record numbers that pull requests have taken; none in text without marks. */
export function markedNumbers(body: string): { readonly id: string; readonly number: string }[] {
  const marks = body.matchAll(/<!-- charrette:decision (dsn_[0-9a-f-]{36}) (\d{1,8}) -->/g);
  return [...marks].map(([, id = '', number = '']) => ({ id, number }));
}

/** Words of a record's title for the name of its file. */
export function recordWords(design: Design): string[] {
  const words =
    decisionTitle(design)
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

/**
 * The decision record for a repository: front matter of MADR 4, with `decision.md` byte for byte inside. `replaces`: the
 * published record that it supersedes; `cited`: the lines that it rests on.
 */
export function publishedRecord(
  design: Design,
  decided: Decided,
  number: string,
  beside: {
    readonly replaces: Publication | null;
    readonly cited: readonly CitedLines[];
  },
): string {
  const { replaces, cited } = beside;
  const view = viewOf(design);
  const fields = {
    status: STATUSES[view.afterwards?.standing ?? 'decided'],
    date: (view.endedAt ?? view.startedAt).slice(0, 10),
    'decision-makers': view.deciders.map(({ name }) => name).join(', ') || 'nobody yet',
    ...(design.head === null ? {} : { [HEAD_FIELD]: design.head }),
  };
  const matter = frontMatter(fields, [
    ...citedRows(design.repository, cited),
    ...dissentRows(dissentsOf(view)),
  ]);
  const head: Section[] = [
    bannerIn(view),
    [title(1, line`ADR-${number}: ${untrusted(decisionTitle(design))}`)],
    part(2, 'Context and Problem Statement', untrustedMarkdownBlock(design.topic)),
    part(2, 'Considered Options', optionsIn(view)),
    [title(2, line`Decision Outcome`)],
  ];
  const more = part(
    2,
    'More Information',
    list(
      compact(
        replaces !== null && line`Supersedes ADR-${replaces.number} (${codeSpan(replaces.path)}).`,
        line`Decided by Charrette as ${codeSpan(design.id)}. The text under Decision Outcome is the one that was signed: SHA-256 ${codeSpan(decided.sha256)}.`,
      ),
    ),
    dissentsIn(view),
  );
  const text = decisionMarkdown(design, decided);
  return `${matter}\n${fileMarkdown(head)}\n${text}\n${fileMarkdown(more)}\n${decisionMark(design.id, number)}\n`;
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

/** Another record with a new status in its front matter; `null` if it has none to replace, or has this one already. */
export function withStatus(text: string, number: string): string | null {
  const [open = '', ...rest] = text.split('\n');
  const end = rest.indexOf('---');
  const at = rest.findIndex((row) => row.startsWith('status:'));
  if (open.trim() !== '---' || end === -1 || at === -1 || at > end) return null;
  const status = `status: ${JSON.stringify(`superseded by ADR-${number}`)}`;
  return rest[at] === status ? null : [open, ...rest.with(at, status)].join('\n');
}

export function pullText(design: Design, decided: Decided, number: string) {
  return {
    title: `ADR-${number}: ${decisionTitle(design)}`,
    body: [
      [trusted(viewOf(design).banner.headline)],
      untrustedMarkdown(decided.decision.sentence),
      line`The file contains the signed text of ${codeSpan(design.id)} byte for byte. Merging it accepts it as a record and changes nothing in Charrette.`,
    ],
    mark: decisionMark(design.id, number),
  };
}
