/**
 * Tools as every engine takes them (A20): each object closed, each field required, bounds as words in
 * the descriptions. Whether an endpoint enforces them is the field `tools` of models.yaml; zod judges
 * what comes back in any case.
 *
 * @example toolSpec('sign', 'Signs the text, or dissents.', SUBMISSIONS.sign)
 */

import * as z from 'zod';
import type { ToolSpec } from './model.ts';

/** Shorter texts are ids, whose form the description shows; no answer comes near a longer bound. */
const TOLD = { from: 20, to: 1_200 };
const KEPT = [
  'type',
  'description',
  'properties',
  'required',
  'additionalProperties',
  'items',
  'enum',
];

export function toolSpec(name: string, description: string, schema: z.ZodType): ToolSpec {
  const { $schema: _dialect, ...inputSchema } = z.toJSONSchema(schema, {
    io: 'input',
    override: ({ jsonSchema: node }) => {
      const told = [node.description, boundsOf(node)].filter(Boolean).join('; ');
      if (told !== '') node.description = told;
      if (node.properties !== undefined) node.required = Object.keys(node.properties);
      for (const keyword of Object.keys(node)) if (!KEPT.includes(keyword)) delete node[keyword];
    },
  });
  return { name, description, inputSchema };
}

function boundsOf({
  type,
  maxLength = 0,
  minItems = 0,
  maxItems,
  minimum,
  maximum,
}: z.core.JSONSchema.BaseSchema): string {
  if (maxLength >= TOLD.from && maxLength <= TOLD.to) return `at most ${maxLength} characters`;
  if (maxItems !== undefined)
    return minItems === 0 ? `at most ${maxItems}` : `${minItems} to ${maxItems}`;
  return type === 'number' && maximum !== undefined ? `${minimum} to ${maximum}` : '';
}
