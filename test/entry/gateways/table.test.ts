import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { GATEWAYS as KINDS } from '../../../src/entry/gateways.ts';
import { STORIES, type StoryName } from '../../contract/gateway-stories.ts';
import { DISCORD, SLACK } from './chat.ts';
import { TERMINAL } from './terminal.ts';

const DOCUMENT = new URL('./README.md', import.meta.url);
const GATEWAYS = [SLACK, DISCORD, TERMINAL];

test('the table of gateways in README.md has every story, and the reason for each that is missing', () => {
  const without = (name: string, story: string): string | undefined =>
    GATEWAYS.find((each) => each.name === name)?.without[story as StoryName];
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const rows = STORIES.map(({ name: story }) =>
    row([story, ...GATEWAYS.map(({ name }) => (without(name, story) === undefined ? '✓' : '–'))]),
  );
  const names = GATEWAYS.map(({ name }) => name);
  const table = [row(['story', ...names]), `|${'---|'.repeat(names.length + 1)}`, ...rows].join('\n');
  const document = readFileSync(DOCUMENT, 'utf8');
  expect(document).toContain(table);
  expect(names).toEqual(expect.arrayContaining(KINDS.map(({ title }) => title)));
  const reasons = GATEWAYS.flatMap((each) => Object.values(each.without));
  expect(reasons.filter((reason) => !document.replaceAll('\n', ' ').includes(reason))).toEqual([]);
});
