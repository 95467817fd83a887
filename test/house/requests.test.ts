import { expect, test } from 'vitest';
import { ROUNDS } from '../../src/core/vocabulary/round.ts';
import { ROUND_KINDS, type RoundKind } from '../../src/core/vocabulary/sets.ts';
import { TERMINAL_TOOLS, type TerminalTool } from '../../src/core/vocabulary/submission.ts';
import { REPOSITORY_TOOLS } from '../../src/ports/repository.ts';
import { CONDUCT } from '../../src/turns/prompt/conduct.ts';
import { ASKS } from '../../src/turns/prompt/texts.ts';
import { listToolSpecs } from '../../src/turns/tools.ts';
import { bytesOf, leavesOf, schemaBytes } from '../support/designs/schema-size.ts';

/**
 * What a model can fill in with care: fields without fields of their own, and bytes of the schema.
 */
const OF_TOOL = { leaves: 20, bytes: 3_000 };
/** Tools that write the text of the decision. */
const OF_DECISION = { leaves: 30, bytes: 4_500 };
const WRITES_DECISION: readonly TerminalTool[] = ['submit_composite', 'submit_revision'];
const OF_REQUEST_BYTES = 8_000;
const OF_ASK_WORDS = 150;
/** Asks for a text that everything else stands on, with two examples. */
const OF_LONG_ASK_WORDS = 260;
const LONG_ASKS: readonly RoundKind[] = ['proposals', 'audit'];

test('A20: a terminal tool has few fields and a small schema', () => {
  const sizes = TERMINAL_TOOLS.map((tool) => {
    const most = WRITES_DECISION.includes(tool) ? OF_DECISION : OF_TOOL;
    const { inputSchema } = specOf(tool);
    const [leaves, bytes] = [leavesOf(inputSchema), bytesOf(inputSchema)];
    return { tool, leaves, bytes, isLarge: leaves > most.leaves || bytes > most.bytes };
  });
  const large = sizes.filter(({ isLarge }) => isLarge);
  expect(large).toEqual([]);
});

test('A20: a request carries the tools that its turn may use and no others, in few bytes', () => {
  const requests = ROUND_KINDS.map((kind) => {
    const { tools: terminalTools } = ROUNDS[kind];
    const { readings } = CONDUCT[kind];
    const reading = readings === 0 ? [] : REPOSITORY_TOOLS;
    const tools = listToolSpecs({ terminalTools, readings, hasRepository: true });
    expect(tools.map(({ name }) => name)).toEqual([...reading, ...terminalTools]);
    return { kind, bytes: schemaBytes(tools) };
  });
  const large = requests.filter(({ bytes }) => bytes > OF_REQUEST_BYTES);
  expect(large).toEqual([]);
});

test('A20: an ask is short', () => {
  const asks = ROUND_KINDS.map((kind) => {
    const most = LONG_ASKS.includes(kind) ? OF_LONG_ASK_WORDS : OF_ASK_WORDS;
    return { kind, words: ASKS[kind].split(/\s+/u).length, most };
  });
  expect(asks.filter(({ words, most }) => words > most)).toEqual([]);
});

function specOf(tool: TerminalTool) {
  const [spec] = listToolSpecs({ terminalTools: [tool], readings: 0, hasRepository: true });
  if (spec === undefined) throw new Error(`no tool ${tool}`);
  return spec;
}
