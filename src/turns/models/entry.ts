import type { Usage } from '../../core/vocabulary/event-parts.ts';
import type { EFFORTS } from '../prompt/persona.ts';

export const WIRES = ['anthropic', 'openai', 'google', 'openai-compatible'] as const;
export type Wire = (typeof WIRES)[number];

/**
 * Ways of calling tools, strictest first: with an enforced schema, with a schema as a hint, by a
 * message that is one JSON object.
 */
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
  /**
   * Day it was looked up: `2026-11-01`. `null` if the model is free, so that the price cannot be
   * out of date.
   */
  readonly asOf: string | null;
  /** Rates that apply instead when the whole prompt is longer than this. */
  readonly beyond: { readonly promptTokens: number; readonly rates: Rates } | null;
}

export interface ModelEntry {
  readonly name: string;
  readonly id: string;
  /** Name shared by models that think alike, on any cloud; `null` if unknown. */
  readonly family: string | null;
  /** Roles that it speaks for by default; `null`: any. */
  readonly speaksFor: (typeof SPEAKS_FOR)[number] | null;
  readonly wire: Wire;
  readonly baseUrl: string;
  /** The setting that holds `baseUrl`, for people. */
  readonly addressIn: string;
  /** Variable with the key; `null` if none is needed. */
  readonly key: string | null;
  /** In tokens; `null` if unknown. */
  readonly contextTokens: number | null;
  readonly outputTokens: number | null;
  /** Calls at once; `null` for no limit. */
  readonly atOnce: number | null;
  readonly tools: ToolWay;
  /** True if the endpoint caches prompts and reads them at a lower price. */
  readonly cache: boolean;
  /** Accepted words for effort, weakest first; empty if there is no such setting. */
  readonly efforts: readonly Effort[];
  /** Bounds that replace those of the settings, in milliseconds. */
  readonly clocks: {
    readonly connectMs?: number;
    readonly firstTokenMs?: number;
    readonly stallMs?: number;
  };
  /** Day on which its vendor ends it: `2027-01-22`. `null` if the vendor names none. */
  readonly endsOn: string | null;
  readonly price: Price | null;
}

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

/**
 * The strongest accepted effort up to the requested one, else the weakest; `null` if none is
 * accepted.
 */
export function chooseEffort(
  requestedEffort: string,
  { efforts }: Pick<ModelEntry, 'efforts'>,
): Effort | null {
  const effortOrder: readonly string[] = ORDER;
  const most = effortOrder.includes(requestedEffort)
    ? effortOrder.indexOf(requestedEffort)
    : effortOrder.indexOf('medium');
  return efforts.findLast((effort) => effortOrder.indexOf(effort) <= most) ?? efforts[0] ?? null;
}
const ORDER = ['low', 'medium', 'high', 'xhigh', 'max'] as const satisfies readonly Effort[];
