import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { expect } from 'vitest';
import { TERMINAL_TOOLS, type TerminalTool } from '#core/vocabulary/submission.ts';
import { listToolSpecs } from '#turns/tools.ts';
import { needing } from '../../support/runner/needing.ts';

const { test } = await needing('a second opinion');

/** The part of XGrammar that is used here. */
interface Sizer {
  readonly Grammar: { fromJSONSchema(schema: string): Promise<{ toString(): string }> };
}

const PACKAGE = join(
  import.meta.dirname,
  '../../second-opinion/node_modules/@mlc-ai/web-xgrammar/lib/index.js',
);
/** One schema with 136 rules was refused in public, some twenty of which every schema has. */
const MOST_RULES = 60;
const MOST_RULES_OF_DECISION = 90;
const WRITES_DECISION: readonly TerminalTool[] = ['submit_composite', 'submit_revision'];

test('A20: the grammar that an engine makes of a tool has few rules', async () => {
  const { Grammar } = loaded();
  const sizes = await Promise.all(
    TERMINAL_TOOLS.map(async (tool) => {
      const [spec] = listToolSpecs({ terminalTools: [tool], readings: 0, hasRepository: true });
      const grammar = (await Grammar.fromJSONSchema(JSON.stringify(spec?.inputSchema))).toString();
      return { tool, rules: grammar.split('\n').filter((line) => line.includes('::=')).length };
    }),
  );
  // Every schema makes rules, and one with a field more makes more.
  expect(Math.min(...sizes.map(({ rules }) => rules))).toBeGreaterThan(10);
  const large = sizes.filter(({ tool, rules }) => {
    return rules > (WRITES_DECISION.includes(tool) ? MOST_RULES_OF_DECISION : MOST_RULES);
  });
  expect(large).toEqual([]);
});

/** The package says that it is a module, and is none. */
function loaded(): Sizer {
  const holder = { exports: {} };
  const wrapped = new Function(
    'exports',
    'module',
    'require',
    '__filename',
    '__dirname',
    readFileSync(PACKAGE, 'utf8'),
  );
  wrapped(holder.exports, holder, createRequire(PACKAGE), PACKAGE, dirname(PACKAGE));
  return holder.exports as Sizer;
}
