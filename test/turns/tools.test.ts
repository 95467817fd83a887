import { expect, test } from 'vitest';
import { ROUND_KINDS } from '#design/events.ts';
import { SUBMISSIONS } from '#design/submissions.ts';
import { conductOf } from '#turns/conduct.ts';
import { toolsOf } from '#turns/tools.ts';

const ALL = ROUND_KINDS.flatMap((kind) => toolsOf(conductOf(kind, 'standard', true)));

function countLeaves(schema: unknown): number {
  if (typeof schema !== 'object' || schema === null) return 0;
  if ('properties' in schema)
    return Object.values(schema.properties ?? {}).reduce((sum, each) => sum + countLeaves(each), 0);
  return 'items' in schema ? countLeaves(schema.items) : 1;
}

test('a form has at most 3 kB and 20 fields, the decision 4.5 kB and 30', () => {
  expect(new Set(ALL.map(({ name }) => name))).toEqual(
    new Set([...Object.keys(SUBMISSIONS), 'read_lines', 'search', 'list_files', 'history']),
  );
  for (const { name, inputSchema } of ALL) {
    const isDecision = name === 'submit_decision';
    const json = JSON.stringify(inputSchema);
    expect(Buffer.byteLength(json), name).toBeLessThanOrEqual(isDecision ? 4_500 : 3_000);
    expect(countLeaves(inputSchema), name).toBeLessThanOrEqual(isDecision ? 30 : 20);
  }
});

test('A2: where a judgement is asked, its reasons come first, and it comes last', () => {
  const judged = ALL.filter(({ inputSchema }) =>
    JSON.stringify(inputSchema).includes('"confidence"'),
  );
  expect(new Set(judged.map(({ name }) => name))).toEqual(
    new Set(['submit_proposal', 'argue', 'submit_decision', 'submit_audit', 'sign']),
  );
  for (const { inputSchema } of judged)
    expect(inputSchema).toMatchObject({ required: expect.toSatisfy(endsWithJudgement) });
});

function endsWithJudgement(required: unknown): boolean {
  return Array.isArray(required) && required.slice(-2).join() === 'rationale,confidence';
}

test('A3: no form asks for what the framework knows', () => {
  for (const { name, inputSchema } of ALL)
    expect(JSON.stringify(inputSchema), name).not.toMatch(
      /"(participant|persona|round|turn|session|design|sha256|id|status)\w*":\{/,
    );
});

test('only who writes or attacks a text reads much, and quick reads a third', () => {
  const readings = (depth: 'quick' | 'standard', hasRepository = true) =>
    ROUND_KINDS.map((kind) => conductOf(kind, depth, hasRepository).readings);
  expect(readings('standard')).toEqual([0, 3, 0, 8, 0, 2, 0, 4, 0, 0]);
  expect(readings('quick')).toEqual([0, 1, 0, 3, 0, 1, 0, 2, 0, 0]);
  expect(readings('standard', false)).toEqual(ROUND_KINDS.map(() => 0));
  const forMapping = toolsOf(conductOf('mapping', 'standard', true));
  expect(forMapping.map(({ name }) => name)).toEqual(['map_divergences']);
});
