import type { ModelEntry, Price, Rates, Wire } from '../../turns/models/entry.ts';
import { EFFORTS } from '../../turns/prompt/persona.ts';
import type { WrittenModel } from './schema.ts';

type ByWire = Pick<ModelEntry, 'key' | 'tools' | 'cache' | 'efforts'> & {
  readonly baseUrl: string | null;
};

const BY_WIRE: Readonly<Record<Exclude<Wire, 'openai-compatible'>, ByWire>> = {
  anthropic: {
    baseUrl: null,
    key: 'ANTHROPIC_API_KEY',
    tools: 'strict',
    cache: true,
    efforts: EFFORTS,
  },
  openai: {
    baseUrl: 'https://api.openai.com/v1',
    key: 'OPENAI_API_KEY',
    tools: 'strict',
    cache: true,
    efforts: ['low', 'medium', 'high'],
  },
  google: {
    baseUrl: 'https://generativelanguage.googleapis.com/v1beta',
    key: 'GEMINI_API_KEY',
    tools: 'plain',
    cache: true,
    efforts: ['low', 'medium', 'high'],
  },
};
export const ANTHROPIC_SETTING = 'ANTHROPIC_BASE_URL';
/** The variable that manuals of gateways name for its key, which is sent as a bearer. */
export const BEARER = 'ANTHROPIC_AUTH_TOKEN';
const ADDED: Readonly<Record<Wire, RegExp>> = {
  anthropic: /\/v1(?:\/messages)?$/,
  openai: /\/responses$/,
  google: /\/models$/,
  'openai-compatible': /\/chat\/completions$/,
};
const FREE: Price = { asOf: null, input: 0, output: 0, cacheWrite: 0, cacheRead: 0, beyond: null };
const SECOND_MS = 1_000;

/** Fills in a wire's defaults. Returns a problem as a string, to follow the model's name. */
export function makeEntry(
  name: string,
  written: WrittenModel,
  families: Readonly<Record<string, string>>,
  anthropicUrl: string,
): ModelEntry | string {
  const { family: familyId, wire, context, output } = written;
  const family = Object.hasOwn(families, familyId) ? families[familyId] : undefined;
  if (family === undefined)
    return `unknown family "${familyId}"; known are ${Object.keys(families).join(', ') || 'none'}`;
  if (wire === 'openai-compatible') {
    if (written.base_url === undefined)
      return `base_url is missing; the wire ${wire} has no default`;
    if (written.key === undefined) return `key is missing; name the variable of the key, or none`;
  }
  if (wire === 'anthropic' && written.base_url === undefined && isOther(written.key))
    return written.key === BEARER
      ? `base_url is missing; for the endpoint in ${ANTHROPIC_SETTING} leave key out: it is sent ${BEARER} without it`
      : `base_url is missing; ${written.key} must not be sent to the address in ANTHROPIC_BASE_URL`;
  const most = written.efforts === 'none' ? undefined : written.efforts?.at(-1);
  if (wire === 'google' && (most === 'xhigh' || most === 'max'))
    return `efforts of the wire google are low, medium and high`;
  if (context !== undefined && output !== undefined && output >= context)
    return `output is ${output} tokens, and must be less than context, which is ${context}`;
  const usual: ByWire =
    wire === 'openai-compatible'
      ? { baseUrl: null, key: null, tools: 'plain', cache: false, efforts: [] }
      : BY_WIRE[wire];
  return {
    name,
    id: written.id ?? name,
    family,
    speaksFor: written.for ?? null,
    wire,
    baseUrl: baseOf(written.base_url ?? usual.baseUrl ?? anthropicUrl, wire),
    addressIn:
      (written.base_url ?? usual.baseUrl) === null
        ? ANTHROPIC_SETTING
        : `models.${name}.base_url of models.yaml`,
    key: written.key === 'none' ? null : (written.key ?? usual.key),
    contextTokens: context ?? null,
    outputTokens: output ?? null,
    atOnce: written.at_once ?? null,
    tools: written.tools ?? usual.tools,
    cache: written.cache ?? usual.cache,
    efforts:
      written.efforts === 'none'
        ? []
        : EFFORTS.filter((each) => (written.efforts ?? usual.efforts).includes(each)),
    clocks: clocksOf(written.clocks),
    endsOn: written.ends_on ?? null,
    price: priceOf(written.price),
  };
}

/** A model that the file does not list, at another endpoint for the Messages API. */
export function makeUnlistedEntry(name: string, anthropicUrl: string): ModelEntry {
  return {
    ...BY_WIRE.anthropic,
    name,
    id: name,
    family: null,
    speaksFor: null,
    wire: 'anthropic',
    baseUrl: baseOf(anthropicUrl, 'anthropic'),
    addressIn: ANTHROPIC_SETTING,
    contextTokens: null,
    outputTokens: null,
    atOnce: null,
    clocks: {},
    endsOn: null,
    price: null,
  };
}

function isOther(key: string | undefined): boolean {
  return key !== undefined && key !== 'none' && key !== BY_WIRE.anthropic.key;
}

/** The address without what the client of its wire adds: people copy the whole of it. */
function baseOf(url: string, wire: Wire): string {
  return url.replace(/\/+$/, '').replace(ADDED[wire], '');
}

function clocksOf({
  connect,
  first_token,
  stall,
}: NonNullable<WrittenModel['clocks']> = {}): ModelEntry['clocks'] {
  return {
    ...(connect === undefined ? {} : { connectMs: connect * SECOND_MS }),
    ...(first_token === undefined ? {} : { firstTokenMs: first_token * SECOND_MS }),
    ...(stall === undefined ? {} : { stallMs: stall * SECOND_MS }),
  };
}

function priceOf(written: WrittenModel['price']): Price | null {
  if (written === 'unknown') return null;
  if (written === 'none') return FREE;
  const { as_of: asOf, beyond } = written;
  return {
    asOf,
    ...ratesOf(written),
    beyond:
      beyond === undefined ? null : { promptTokens: beyond.prompt_tokens, rates: ratesOf(beyond) },
  };
}

type WrittenRates = Exclude<WrittenModel['price'], string>;

/** Cache prices default to the price of input. */
function ratesOf({ input, output, cache_write, cache_read }: Omit<WrittenRates, 'as_of'>): Rates {
  return { input, output, cacheWrite: cache_write ?? input, cacheRead: cache_read ?? input };
}
