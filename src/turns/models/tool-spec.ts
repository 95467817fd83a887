import * as z from 'zod';
import { keepDefined } from '../../foundation/keep-defined.ts';
import type { ReducedSchema, ToolSpec } from '../../ports/model.ts';

/**
 * Range of text bounds that the model is told: shorter texts are ids whose form is described, and
 * no answer reaches a longer bound.
 */
const TOLD_CHARACTERS = { from: 20, to: 1_000 } as const;
/** Largest list bound that the model is told: no answer comes near a larger one. */
const TOLD_TO_ENTRIES = 20;

/** JSON Schema including bounds, which not every engine accepts. */
const Whole = z.strictObject({
  $schema: z.string().optional(),
  type: z.enum(['object', 'array', 'string', 'number', 'integer', 'boolean']).optional(),
  description: z.string().optional(),
  get properties() {
    return z.record(z.string(), Whole).optional();
  },
  required: z.array(z.string()).optional(),
  additionalProperties: z.literal(false).optional(),
  get items() {
    return Whole.optional();
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
type Whole = z.infer<typeof Whole>;

/**
 * Describes a tool in a form that every engine accepts, so that adapters need not reduce it.
 * Answers are checked against the full schema. Throws for an unexpected keyword.
 */
export function makeToolSpec(name: string, description: string, schema: z.ZodType): ToolSpec {
  return {
    name,
    description,
    inputSchema: reduceSchema(Whole.parse(z.toJSONSchema(schema, { io: 'input' }))),
  };
}

/** Requires every property, allows no other, and moves bounds into the descriptions. */
function reduceSchema(schema: Whole): ReducedSchema {
  const { type, properties, items, enum: members } = schema;
  const description = [schema.description ?? '', boundOf(schema)]
    .filter((part) => part !== '')
    .join('; ');
  return {
    ...keepDefined({ type, description: description === '' ? undefined : description }),
    ...(properties === undefined ? {} : closeObject(properties)),
    ...keepDefined({ items: items && reduceSchema(items), enum: members }),
  };
}

function closeObject(properties: NonNullable<Whole['properties']>) {
  const fields = Object.entries(properties).map(([name, each]) => [name, reduceSchema(each)]);
  return {
    properties: Object.fromEntries(fields),
    required: Object.keys(properties),
    additionalProperties: false as const,
  };
}

/**
 * A bound that an answer may come near, in words. Fields that count lines or commits describe their
 * own bounds.
 */
function boundOf(schema: Whole): string {
  const { type, maxLength = 0, minItems = 0, maxItems, minimum, maximum } = schema;
  if (maxLength >= TOLD_CHARACTERS.from && maxLength <= TOLD_CHARACTERS.to)
    return `at most ${maxLength} characters`;
  if (maxItems !== undefined && maxItems <= TOLD_TO_ENTRIES)
    return minItems === 0 ? `at most ${maxItems}` : `${minItems} to ${maxItems}`;
  return type === 'number' && minimum !== undefined && maximum !== undefined
    ? `${minimum} to ${maximum}`
    : '';
}
