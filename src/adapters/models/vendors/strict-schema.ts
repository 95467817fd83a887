/** Keywords that strict tools take. Whatever else a schema says stands in its description, for the model to read. */
const TAKEN = new Set([
  'type',
  'properties',
  'required',
  'additionalProperties',
  'items',
  'enum',
  'const',
  'anyOf',
  'description',
]);

type Schema = Readonly<Record<string, unknown>>;

/**
 * Reduces a JSON Schema to the part that strict tools take: every property required, none added, and no bounds on lengths and
 * numbers, which move into the descriptions. The full schema still judges the answer. The schemas are our own, a few levels deep.
 */
export function strictSchema(schema: Schema): Record<string, unknown> {
  const entries = Object.entries(schema);
  const bounds = entries.filter(([keyword]) => !TAKEN.has(keyword));
  const told = bounds.map(([keyword, value]) => `${keyword}: ${JSON.stringify(value)}`).join(', ');
  const description = [schema.description, told === '' ? undefined : `{${told}}`].filter(
    (each) => each !== undefined,
  );
  const taken = entries
    .filter(([keyword]) => TAKEN.has(keyword) && keyword !== 'description')
    .map(([keyword, value]) => [keyword, within(keyword, value)]);
  return {
    ...Object.fromEntries(taken),
    ...(isSchema(schema.properties)
      ? { required: Object.keys(schema.properties), additionalProperties: false }
      : {}),
    ...(description.length === 0 ? {} : { description: description.join(' ') }),
  };
}

function within(keyword: string, value: unknown): unknown {
  if (keyword === 'items' && isSchema(value)) return strictSchema(value);
  if (keyword === 'anyOf' && Array.isArray(value))
    return value.map((each) => (isSchema(each) ? strictSchema(each) : each));
  if (keyword !== 'properties' || !isSchema(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, isSchema(each) ? strictSchema(each) : each]),
  );
}

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
