import { fromMarkdown } from 'mdast-util-from-markdown';
import { expect, test } from 'vitest';
import type { DesignEvent } from '#core/vocabulary/events.ts';
import { writeBrief } from '#presentation/decision/brief.ts';
import { escapeInline } from '#presentation/format/escape.ts';
import { writeTranscript } from '#presentation/history/transcript.ts';
import { writeRecordMarkdown } from '#presentation/record/record.ts';
import { World } from '../../support/designs/given.ts';
import { finding } from '../../support/designs/given-submission.ts';
import { playToEnd } from '../../support/designs/sample-design.ts';

const HOSTILE =
  ' <img src=x onerror=alert(1)> ![seen](http://evil.example/p.png) [here](javascript:evil)';
/** Fields that hold what models and people wrote. */
const WRITTEN = new Set(
  'topic text why assumption headline summary statement description answer strongest dissent rationale changesMind premortem author reason'.split(
    ' ',
  ),
);

/** The same value, with every written text made hostile. */
function hostile(value: unknown, field = ''): unknown {
  if (typeof value === 'string')
    return WRITTEN.has(field) && value !== '' ? `${value}${HOSTILE}` : value;
  if (Array.isArray(value)) return value.map((each) => hostile(each, field));
  if (typeof value !== 'object' || value === null) return value;
  // Their reason is one of a closed set.
  if ('type' in value && value.type === 'answering_closed') return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, hostile(each, name)]),
  );
}

interface Node {
  readonly type: string;
  readonly url?: string;
  readonly value?: string;
  readonly children?: readonly Node[];
}

function nodesOf(node: Node): Node[] {
  return [node, ...(node.children ?? []).flatMap(nodesOf)];
}

const findings = [
  finding({ kind: 'blind_spot', severity: 'minor', text: 'Nobody asked operations.' }),
];
const told = playToEnd({
  difference: 'conceded',
  dissent: 'No.',
  reply: 'Q1: 900',
  findings: [...findings],
});
const world = World.after(told.history.map((event) => hostile(event) as DesignEvent));

test.each([
  ['brief', () => writeBrief(world.design) ?? ''],
  ['record', () => writeRecordMarkdown(world.design)],
  ['transcript', () => writeTranscript(world.design, world.history)],
])('nothing that somebody wrote becomes an image, a script or a tag in the %s', (_, write) => {
  const text = write();
  expect(text).toContain('evil');
  const found = nodesOf(fromMarkdown(text) as Node).filter(
    ({ type, url = '', value = '' }) =>
      type === 'image' ||
      url.startsWith('javascript:') ||
      (type === 'html' && value.includes('img')),
  );
  expect(found.map(({ type, url, value }) => ({ type, url, value }))).toEqual([]);
});

test('A23: a span of code stays as its author wrote it', () => {
  expect(escapeInline('Run `npm install @acme/shop` for @acme')).toBe(
    'Run `npm install @acme/shop` for @\u2060acme',
  );
});
