/**
 * models.yaml: what can be called, where, with which key, at what price. Checked at
 * each start, with file, line and reason (A9).
 */

import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import { Fault, messageOf } from '#support/fault.ts';

const ANTHROPIC = 'https://api.anthropic.com';
const url = z.url({ protocol: /^https?$/, error: 'an http or https URL' });
const variable = z
  .string()
  .regex(/^(none|[A-Z][A-Z0-9_]*)$/, 'the name of the variable that holds the key, or none');
const usd = z.number().nonnegative();
const Prices = z
  .strictObject({
    input: usd,
    output: usd,
    cache_write: usd.optional(),
    cache_read: usd.optional(),
  })
  .transform(
    ({ input, output, cache_write: cacheWrite = input, cache_read: cacheRead = input }) => {
      return { input, output, cacheWrite, cacheRead };
    },
  );
const Price = z
  .union(
    [z.literal('unknown'), Prices],
    'unknown, or { input, output, cache_write, cache_read } in USD per million tokens',
  )
  .transform((price) => (price === 'unknown' ? null : price));

const vendor = { tools: 'strict', effort: true, context: 200_000 };
const DEFAULTS: Readonly<Record<string, object>> = {
  anthropic: { ...vendor, endpoint: ANTHROPIC, key: 'ANTHROPIC_API_KEY' },
  openai: { ...vendor, endpoint: 'https://api.openai.com/v1', key: 'OPENAI_API_KEY' },
  compatible: { tools: 'plain', effort: false, context: 128_000 },
};
const Entry = z.preprocess(
  (raw) => {
    const provider = raw instanceof Object && 'provider' in raw ? String(raw.provider) : '';
    return raw instanceof Object ? { ...DEFAULTS[provider], ...raw } : raw;
  },
  z.strictObject({
    /** As the endpoint names it. */
    name: z.string().regex(/^[\w.:/-]{1,100}$/, 'letters, digits and . : / - _'),
    provider: z.enum(['anthropic', 'openai', 'compatible']),
    /** Models of one family think alike. */
    family: z.string().min(1).max(40).optional(),
    for: z.enum(['personas', 'facilitators']).optional(),
    endpoint: url,
    key: variable,
    price: Price,
    tools: z.enum(['plain', 'strict']),
    effort: z.boolean(),
    context: z.int().min(4_000),
  }),
);
const ModelsFile = z.strictObject({
  models: z
    .array(Entry)
    .min(1)
    .refine(
      (models) => new Set(models.map(({ name }) => name)).size === models.length,
      'two models have the same name',
    ),
});
export type ModelEntry = z.infer<typeof Entry> & { readonly family: string };

/**
 * @param anthropicUrl ANTHROPIC_BASE_URL, for entries of that provider without an endpoint.
 * @throws {Fault} `bad_file`
 */
export async function readModelsFile(
  path: string,
  anthropicUrl = ANTHROPIC,
): Promise<ModelEntry[]> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new Fault('bad_file', `${path} cannot be read: ${messageOf(cause)}`, { cause });
  });
  const { isNode, LineCounter, parseDocument } = await import('yaml');
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter });
  const complain = (offset: number, reason: string) =>
    new Fault('bad_file', `${path}:${lineCounter.linePos(offset).line}: ${reason}`);

  const [wrong] = document.errors;
  if (wrong !== undefined) throw complain(wrong.pos[0], `not valid YAML: ${messageOf(wrong)}`);
  const parsed = ModelsFile.safeParse(document.toJS());
  if (!parsed.success) {
    const { path: fields = [], message } = parsed.error.issues[0] ?? {};
    // Where the field stands, else what it would stand in.
    const nodes = fields.map((_, index) => document.getIn(fields.slice(0, index + 1), true));
    const offset = nodes.findLast(isNode)?.range?.[0] ?? 0;
    throw complain(offset, `${fields.join('.')}: ${message}`);
  }
  return parsed.data.models.map((entry) => ({
    ...entry,
    // `claude` of `claude-opus-5-5`, `gpt` of `gpt-5.5`.
    family:
      entry.family ?? /[a-z]+/i.exec(entry.name)?.[0].toLowerCase().slice(0, 40) ?? entry.name,
    endpoint: entry.endpoint === ANTHROPIC ? anthropicUrl : entry.endpoint,
  }));
}
