import type { Usage } from '../../core/vocabulary/events.ts';
import type { EFFORTS } from '../../engine/ports/persona.ts';

/** Protocols that endpoints speak, by the names that `models.yaml` has for them. */
export const WIRES = ['anthropic', 'openai', 'google', 'openai-compatible'] as const;
export type Wire = (typeof WIRES)[number];

/** Ways of calling tools, from the strictest: by a checked schema, by a schema as a hint, by a message that is one object. */
export const TOOL_WAYS = ['strict', 'plain', 'message'] as const;
type ToolWay = (typeof TOOL_WAYS)[number];

export const SPEAKS_FOR = ['personas', 'facilitators'] as const;

type Effort = (typeof EFFORTS)[number];

/** USD per million tokens. */
export interface Rates {
  readonly input: number;
  readonly output: number;
  readonly cacheWrite: number;
  readonly cacheRead: number;
}
export interface Price extends Rates {
  /** The day on which somebody looked it up: `2026-11-01`. `null`: nothing is paid, so that no price can be out of date. */
  readonly asOf: string | null;
  /** Rates that apply instead when the whole prompt is longer than this. */
  readonly beyond: { readonly promptTokens: number; readonly rates: Rates } | null;
}

/** One model of `models.yaml`. */
export interface ModelEntry {
  /** Its name here: in persona files, settings and records. */
  readonly name: string;
  /** Its name at the endpoint. */
  readonly id: string;
  /** Models that think alike, on any cloud, by the family's name for people; `null` where it is not known. */
  readonly family: string | null;
  /** Whom it speaks for where nobody names a model; `null`: for anybody. */
  readonly speaksFor: (typeof SPEAKS_FOR)[number] | null;
  readonly wire: Wire;
  readonly baseUrl: string;
  /** Variable that holds the key; `null` for an endpoint that wants none. */
  readonly key: string | null;
  /** Tokens; `null` where it is not known. */
  readonly contextTokens: number | null;
  readonly outputTokens: number | null;
  /** Calls at once; `null` for no limit. */
  readonly atOnce: number | null;
  readonly tools: ToolWay;
  /** The endpoint keeps prompts and reads them at a smaller price. */
  readonly cache: boolean;
  /** Words for the effort that the endpoint takes, weakest first; none where it takes no such setting. */
  readonly efforts: readonly Effort[];
  /** Bounds that replace those of the settings, in milliseconds. */
  readonly clocks: { readonly connectMs?: number; readonly firstTokenMs?: number; readonly stallMs?: number };
  /** `null`: not known. */
  readonly price: Price | null;
}

/** Returns USD; `null` where the price is not known (T7). */
export function costOf(price: Price | null, usage: Usage): number | null {
  if (price === null) return null;
  const { inputTokens, cacheWriteTokens, cacheReadTokens, outputTokens } = usage;
  const promptTokens = inputTokens + cacheWriteTokens + cacheReadTokens;
  const { beyond } = price;
  const rates = beyond !== null && promptTokens > beyond.promptTokens ? beyond.rates : price;
  const millionths =
    inputTokens * rates.input +
    cacheWriteTokens * rates.cacheWrite +
    cacheReadTokens * rates.cacheRead +
    outputTokens * rates.output;
  return millionths / 1_000_000;
}

/** Returns the endpoint's word for an effort: the strongest that is not above it, else its weakest; `null` if it takes none. */
export function effortFor(asked: string, { efforts }: Pick<ModelEntry, 'efforts'>): Effort | null {
  const known: readonly string[] = ORDER;
  const most = known.includes(asked) ? known.indexOf(asked) : known.indexOf('medium');
  return efforts.findLast((effort) => known.indexOf(effort) <= most) ?? efforts[0] ?? null;
}
const ORDER = ['low', 'medium', 'high', 'xhigh', 'max'] as const satisfies readonly Effort[];
