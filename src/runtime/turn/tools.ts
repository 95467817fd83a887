import * as z from 'zod';
import {
  Notes,
  SUBMISSION_SCHEMAS,
  TERMINAL_TOOLS,
  type TerminalTool,
} from '../../core/vocabulary/submission.ts';
import type { ToolSpec } from '../ports/model.ts';
import { REPOSITORY_TOOLS } from '../ports/repository.ts';
import { REPOSITORY_DESCRIPTIONS, REPOSITORY_SCHEMAS } from '../repository-tools.ts';
import { TOOL_DESCRIPTIONS } from './texts.ts';

/** Terminal tools after which there is nothing to remember: later material contains their content. */
const WITHOUT_NOTES: readonly TerminalTool[] = ['match_answers', 'submit_audit', 'submit_revision', 'sign'];

/**
 * Every tool that any turn of any participant may use, always all of them and in this order. The list stands first in the
 * prompt, and one byte of difference would keep everybody from sharing the cache behind it. The ask says which of them may end
 * a turn, and the parent judges.
 */
export const TOOL_SPECS: readonly ToolSpec[] = [
  ...REPOSITORY_TOOLS.map((name) => spec(name, REPOSITORY_DESCRIPTIONS[name], REPOSITORY_SCHEMAS[name])),
  ...TERMINAL_TOOLS.map((name) =>
    spec(
      name,
      TOOL_DESCRIPTIONS[name],
      WITHOUT_NOTES.includes(name)
        ? SUBMISSION_SCHEMAS[name]
        : SUBMISSION_SCHEMAS[name].extend({ notes: Notes }),
    ),
  ),
];

function spec(name: string, description: string, schema: z.ZodType): ToolSpec {
  return { name, description, inputSchema: z.toJSONSchema(schema, { io: 'input' }) };
}
