import * as z from 'zod';
import { present } from '../core/vocabulary/present.ts';
import {
  Citation,
  Notes,
  SUBMISSION_SCHEMAS,
  TERMINAL_TOOLS,
  type TerminalTool,
} from '../core/vocabulary/submission.ts';
import { keepDefined } from '../foundation/keep-defined.ts';
import type { ReducedSchema, ToolSpec } from '../ports/model.ts';
import { REPOSITORY_TOOLS } from '../ports/repository.ts';
import { REPOSITORY_DESCRIPTIONS, REPOSITORY_SCHEMAS } from '../ports/repository-tools.ts';
import { makeToolSpec } from './models/tool-spec.ts';
import type { Ask } from './prompt/ask.ts';
import { NOTES_OF_NO_READING, NOTHING_CITED, TOOL_DESCRIPTIONS } from './prompt/texts.ts';

/** Terminal tools without notes: later prompts contain everything that these tools submit. */
const WITHOUT_NOTES: readonly TerminalTool[] = [
  'frame',
  'match_answers',
  'submit_composite',
  'submit_audit',
  'submit_revision',
  'confirm_revision',
  'sign',
];

const READING_SPECS: readonly ToolSpec[] = REPOSITORY_TOOLS.map((name) => ({
  ...makeToolSpec(name, REPOSITORY_DESCRIPTIONS[name], REPOSITORY_SCHEMAS[name]),
  reads: true,
}));

const TERMINAL_SPECS: ReadonlyMap<TerminalTool, ToolSpec> = new Map(
  TERMINAL_TOOLS.map((name) => {
    const schema = SUBMISSION_SCHEMAS[name];
    const askedSchema = WITHOUT_NOTES.includes(name) ? schema : schema.extend({ notes: Notes });
    return [name, makeToolSpec(name, TOOL_DESCRIPTIONS[name], askedSchema)];
  }),
);

/**
 * All tools that a turn may use: those that may end it, and reading tools if it may read. They are
 * the same for everybody in a round and for the whole turn, because cached prompts begin with them.
 */
export function listToolSpecs({
  terminalTools,
  readings,
  hasRepository,
}: Pick<Ask, 'terminalTools' | 'readings' | 'hasRepository'>): ToolSpec[] {
  const ending = terminalTools.map(terminalSpec);
  if (!hasRepository) return ending.map(withoutReading);
  return readings === 0 ? ending : [...READING_SPECS, ...ending];
}

function terminalSpec(name: TerminalTool): ToolSpec {
  return present(TERMINAL_SPECS.get(name), `${name} is no terminal tool`);
}

const { inputSchema: NO_PLACE_TO_CITE } = makeToolSpec(
  'citation',
  '',
  z
    .strictObject({
      place: Citation.shape.place.describe('empty'),
      quote: Citation.shape.quote.describe('empty'),
    })
    .describe(NOTHING_CITED),
);

function withoutReading({ inputSchema, ...spec }: ToolSpec): ToolSpec {
  return { ...spec, inputSchema: describeOtherwise(inputSchema) };
}

/** Replaces descriptions that mention reading, at any depth of a schema. */
function describeOtherwise(schema: ReducedSchema): ReducedSchema {
  const { properties, items } = schema;
  return {
    ...schema,
    ...keepDefined({ items: items && describeOtherwise(items) }),
    ...(properties === undefined
      ? {}
      : {
          properties: Object.fromEntries(
            Object.entries(properties).map(([name, each]) => [name, fieldOtherwise(name, each)]),
          ),
        }),
  };
}

function fieldOtherwise(name: string, field: ReducedSchema): ReducedSchema {
  if (name === 'citation') return NO_PLACE_TO_CITE;
  return name === 'notes'
    ? { ...field, description: NOTES_OF_NO_READING }
    : describeOtherwise(field);
}
