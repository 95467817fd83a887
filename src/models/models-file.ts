/**
 * models.yaml: what can be called, where, with which key, at what price (docs/models.md). Checked at
 * each start, with file, line and reason (A9).
 */

import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import { Fault, messageOf } from '../support/fault.ts';
import type { Price } from './model.ts';

const usd = z.number().nonnegative();
const Entry = z.strictObject({
  /** As the endpoint names it. */
  name: z.string().regex(/^[\w.:/-]{1,100}$/, 'letters, digits and . : / - _'),
  provider: z.enum(['anthropic', 'openai', 'compatible']),
  /** Models of one family think alike. */
  family: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,39}$/, 'lower-case letters, digits and hyphens')
    .optional(),
  for: z.enum(['personas', 'facilitators']).optional(),
  endpoint: z.url({ protocol: /^https?$/, error: 'an http or https URL' }).optional(),
  key: z
    .string()
    .regex(
      /^(?:none|[A-Z][A-Z0-9_]{0,99})$/,
      'the name of the variable that holds the key, or none',
    )
    .optional(),
  price: z.union(
    [
      z.literal('none'),
      z.literal('unknown'),
      z.strictObject({
        input: usd,
        output: usd,
        cache_write: usd.optional(),
        cache_read: usd.optional(),
      }),
    ],
    'none, unknown, or { input, output, cache_write, cache_read } in USD per million tokens',
  ),
  tools: z.enum(['plain', 'strict']).optional(),
  effort: z.boolean().optional(),
  context: z.int().min(4_000).max(100_000_000).optional(),
});
const ModelsFile = z.strictObject({ models: z.array(Entry).min(1) });

export interface ModelEntry {
  readonly name: string;
  readonly provider: 'anthropic' | 'openai' | 'compatible';
  readonly family: string;
  readonly for: 'personas' | 'facilitators' | null;
  readonly endpoint: string;
  /** The variable that holds the key; `null`: it needs none. */
  readonly keyName: string | null;
  readonly price: Price | null;
  readonly tools: 'plain' | 'strict';
  readonly takesEffort: boolean;
  readonly contextTokens: number;
}

const USUAL = {
  anthropic: {
    endpoint: 'https://api.anthropic.com',
    key: 'ANTHROPIC_API_KEY',
    tools: 'strict',
    effort: true,
    context: 200_000,
  },
  openai: {
    endpoint: 'https://api.openai.com/v1',
    key: 'OPENAI_API_KEY',
    tools: 'strict',
    effort: true,
    context: 200_000,
  },
  compatible: { endpoint: null, key: null, tools: 'plain', effort: false, context: 128_000 },
} as const;

/**
 * @param anthropicUrl ANTHROPIC_BASE_URL, for entries of that provider without an endpoint.
 * @throws {Fault} `bad_file`
 */
export async function readModelsFile(path: string, anthropicUrl?: string): Promise<ModelEntry[]> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new Fault('bad_file', `${path} cannot be read: ${messageOf(cause)}`, { cause });
  });
  const { LineCounter, parseDocument } = await import('yaml');
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const complain = (offset: number, reason: string) =>
    new Fault('bad_file', `${path}:${lines.linePos(offset).line}: ${reason}`);
  /** Where a field stands, else what it would stand in. */
  const offsetOf = (fields: readonly PropertyKey[]): number => {
    for (let length = fields.length; length > 0; length -= 1) {
      const node: unknown = document.getIn(fields.slice(0, length), true);
      if (node instanceof Object && 'range' in node && Array.isArray(node.range))
        return Number(node.range[0]);
    }
    return 0;
  };

  const [wrong] = document.errors;
  if (wrong !== undefined) throw complain(wrong.pos[0], `not valid YAML: ${messageOf(wrong)}`);
  const parsed = ModelsFile.safeParse(document.toJS());
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const fields = issue?.path ?? [];
    throw complain(offsetOf(fields), `${fields.join('.')}: ${issue?.message}`);
  }
  const entries = parsed.data.models.map((entry, index): ModelEntry => {
    const usual = USUAL[entry.provider];
    const own = entry.provider === 'anthropic' ? (anthropicUrl ?? usual.endpoint) : usual.endpoint;
    const endpoint = entry.endpoint ?? own;
    const key = entry.key ?? usual.key;
    if (endpoint === null || key === null) {
      const missing = endpoint === null ? 'endpoint' : 'key (a variable, or none)';
      throw complain(offsetOf(['models', index]), `${entry.name}: ${missing} is missing`);
    }
    return {
      name: entry.name,
      provider: entry.provider,
      family: entry.family ?? familyIn(entry.name),
      for: entry.for ?? null,
      endpoint: endpoint.replace(/\/+$/, ''),
      keyName: key === 'none' ? null : key,
      price: priceOf(entry.price),
      tools: entry.tools ?? usual.tools,
      takesEffort: entry.effort ?? usual.effort,
      contextTokens: entry.context ?? usual.context,
    };
  });
  for (const [index, { name }] of entries.entries())
    if (entries.findIndex((entry) => entry.name === name) < index)
      throw complain(offsetOf(['models', index]), `${name} stands here twice`);
  return entries;
}

/** `claude` of `claude-opus-5-5`, `gpt` of `gpt-5.5`. */
function familyIn(name: string): string {
  return /[a-z]+/.exec(name.toLowerCase())?.[0].slice(0, 40) ?? 'unknown';
}

function priceOf(written: z.infer<typeof Entry>['price']): Price | null {
  if (written === 'unknown') return null;
  if (written === 'none') return { input: 0, output: 0, cacheWrite: 0, cacheRead: 0 };
  const { input, output, cache_write: cacheWrite = input, cache_read: cacheRead = input } = written;
  return { input, output, cacheWrite, cacheRead };
}
