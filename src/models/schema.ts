/**
 * Tools as every engine takes them (A20): each object closed, each field required, bounds as words in
 * the descriptions. Whether an endpoint enforces them is the field `tools` of models.yaml; zod judges
 * what comes back in any case.
 *
 * @example toolSpec('sign', 'Signs the text, or dissents.', SUBMISSIONS.sign)
 */

import * as z from 'zod';
import type { ToolSpec } from './model.ts';

/** What our own schemas are made of; anything else is a mistake in one of them. */
const Node = z.strictObject({
  $schema: z.string().optional(),
  type: z.enum(['object', 'array', 'string', 'number', 'integer', 'boolean']),
  description: z.string().optional(),
  get properties() {
    return z.record(z.string(), Node).optional();
  },
  required: z.array(z.string()).optional(),
  additionalProperties: z.literal(false).optional(),
  get items() {
    return Node.optional();
  },
  enum: z.array(z.string()).optional(),
  default: z.unknown().optional(),
  minLength: z.number().optional(),
  maxLength: z.number().optional(),
  minItems: z.number().optional(),
  maxItems: z.number().optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
});
type Node = z.infer<typeof Node>;

export function toolSpec(name: string, description: string, schema: z.ZodType): ToolSpec {
  const whole = Node.parse(z.toJSONSchema(schema, { io: 'input' }));
  return { name, description, inputSchema: reduce(whole) };
}

function reduce(node: Node): Record<string, unknown> {
  const description = [node.description, boundsOf(node)].filter(Boolean).join('; ');
  return {
    type: node.type,
    ...(description === '' ? {} : { description }),
    ...(node.enum === undefined ? {} : { enum: node.enum }),
    ...(node.items === undefined ? {} : { items: reduce(node.items) }),
    ...(node.properties === undefined ? {} : closed(node.properties)),
  };
}

function closed(properties: Record<string, Node>): Record<string, unknown> {
  return {
    properties: Object.fromEntries(
      Object.entries(properties).map(([name, node]) => [name, reduce(node)]),
    ),
    required: Object.keys(properties),
    additionalProperties: false,
  };
}

/** Shorter texts are ids, whose form the description shows; no answer comes near a longer bound. */
const TOLD = { from: 20, to: 1_200 };

function boundsOf({ type, maxLength, minItems = 0, maxItems, minimum, maximum }: Node): string {
  if (maxLength !== undefined && maxLength >= TOLD.from && maxLength <= TOLD.to)
    return `at most ${maxLength} characters`;
  if (maxItems !== undefined)
    return minItems === 0 ? `at most ${maxItems}` : `${minItems} to ${maxItems}`;
  if (type === 'number' && minimum !== undefined && maximum !== undefined)
    return `${minimum} to ${maximum}`;
  return '';
}
