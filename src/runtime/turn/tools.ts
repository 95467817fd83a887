import * as z from 'zod';
import {
  Citation,
  Notes,
  SUBMISSION_SCHEMAS,
  TERMINAL_TOOLS,
  type TerminalTool,
} from '../../core/vocabulary/submission.ts';
import type { ToolSpec } from '../ports/model.ts';
import { REPOSITORY_TOOLS } from '../ports/repository.ts';
import { REPOSITORY_DESCRIPTIONS, REPOSITORY_SCHEMAS } from '../repository-tools.ts';
import { FIELDS_WITHOUT_REPOSITORY, NOTHING_CITED, TOOL_DESCRIPTIONS } from './texts.ts';

/** Terminal tools after which there is nothing to remember: later material contains their content. */
const WITHOUT_NOTES: readonly TerminalTool[] = [
  'match_answers',
  'submit_audit',
  'submit_revision',
  'confirm_revision',
  'sign',
];

/**
 * Every tool that any turn of any participant may use in a design that reads a repository, always all of them and in this order.
 * The list stands first in the prompt, and one byte of difference would keep everybody of a design from sharing the cache behind
 * it. The ask says which of them may end a turn, and the parent judges.
 */
export const TOOL_SPECS: readonly ToolSpec[] = [
  ...REPOSITORY_TOOLS.map((name) => spec(name, REPOSITORY_DESCRIPTIONS[name], REPOSITORY_SCHEMAS[name])),
  ...terminalSpecs(),
];

/** The citation of a design that reads nothing. */
const { $schema: _, ...NO_PLACE_TO_CITE } = z.toJSONSchema(
  z
    .strictObject({
      place: Citation.shape.place.describe('empty'),
      quote: Citation.shape.quote.describe('empty'),
    })
    .describe(NOTHING_CITED),
  { io: 'input' },
);

/** The same for a design that reads none: no tool reads, and no field speaks of reading. */
const SPECS_WITHOUT_REPOSITORY: readonly ToolSpec[] = terminalSpecs().map((each) => ({
  ...each,
  inputSchema: describedOtherwise(each.inputSchema),
}));

/** Returns the tools of every turn of a design. */
export function toolSpecs({ hasRepository }: { readonly hasRepository: boolean }): readonly ToolSpec[] {
  return hasRepository ? TOOL_SPECS : SPECS_WITHOUT_REPOSITORY;
}

function terminalSpecs(): ToolSpec[] {
  return TERMINAL_TOOLS.map((name) =>
    spec(
      name,
      TOOL_DESCRIPTIONS[name],
      WITHOUT_NOTES.includes(name)
        ? SUBMISSION_SCHEMAS[name]
        : SUBMISSION_SCHEMAS[name].extend({ notes: Notes }),
    ),
  );
}

/** Every field is asked for, those as well that may be left out of what is submitted. */
function spec(name: string, description: string, schema: z.ZodType): ToolSpec {
  const inputSchema = z.toJSONSchema(schema, {
    io: 'output',
    override: ({ jsonSchema }) => {
      delete jsonSchema.default;
    },
  });
  return { name, description, inputSchema };
}

/** Describes the fields that speak of reading otherwise, however deep in a schema they stand. */
function describedOtherwise<Schema>(schema: Schema): Schema;
function describedOtherwise(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map((each) => describedOtherwise(each));
  if (typeof schema !== 'object' || schema === null) return schema;
  return Object.fromEntries(
    Object.entries(schema).map(([name, member]) => {
      if (name === 'citation') return [name, NO_PLACE_TO_CITE];
      const inner: unknown = describedOtherwise(member);
      const description = FIELDS_WITHOUT_REPOSITORY.get(name);
      const isField = typeof inner === 'object' && inner !== null && 'type' in inner;
      return [name, description === undefined || !isField ? inner : { ...inner, description }];
    }),
  );
}
