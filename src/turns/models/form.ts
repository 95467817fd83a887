import { hash } from 'node:crypto';
import { FORM_PARTS, type FormPart } from '../../core/vocabulary/sets.ts';
import { CHARRETTE_VERSION } from '../../foundation/version.ts';
import type { ModelEntry, Wire } from './entry.ts';

/** A part that requests go out without, and the endpoint's words that it was refused with, without secrets. */
export interface RefusedPart {
  readonly part: FormPart;
  readonly said: string;
}

/** Parts that requests on a wire never have. */
const NOT_ON: Readonly<Record<Wire, readonly FormPart[]>> = {
  anthropic: ['counting'],
  openai: ['cache', 'counting'],
  google: ['cache', 'counting', 'one_call'],
  'openai-compatible': ['cache'],
};

/** Returns the parts that requests to a model never have, by its wire and its entry. */
export function neverIn({ wire, tools, cache, efforts }: ModelEntry): FormPart[] {
  return [
    ...NOT_ON[wire],
    ...(cache ? [] : (['cache'] as const)),
    ...(efforts.length === 0 ? (['effort'] as const) : []),
    ...(tools === 'strict' ? [] : (['strict'] as const)),
    ...(tools === 'message' ? (['tool_calls', 'one_call'] as const) : []),
  ];
}

/** Returns a mark that is another one once the entry or Charrette has changed. */
export function markOf(entry: ModelEntry): string {
  return hash('sha256', JSON.stringify([CHARRETTE_VERSION, entry]));
}

/** Returns the part to leave out next of those that an endpoint has named; `null` where none is left. */
export function plainer(without: readonly FormPart[], named: readonly FormPart[]): FormPart | null {
  return FORM_PARTS.find((part) => named.includes(part) && !without.includes(part)) ?? null;
}

const TOOLS =
  /grammar|schema|\bstrict|\btools?\b|tool_(?:use|call|choice|result)|\bfunctions?\b|function_?(?:call|declaration|parameter)|too many states|additionalProperties|(?:max|min)(?:Length|Items)|(?:any|all|one)Of|\$(?:ref|schema)|['"`](?:type|properties|required|items|enum|const|pattern|format|minimum|maximum|default|title|description)['"`]/i;

/** Names of the parts in the words of endpoints and their libraries. */
const NAMES: Readonly<Record<FormPart, RegExp>> = {
  cache: /cache_?(?:control|point)|prompt_cach/i,
  counting: /stream_options|include_usage/i,
  output_length: /max_(?:completion_|output_|new_)?tokens|maxOutputTokens|number of output tokens/i,
  one_call: /parallel_tool|tool_choice/i,
  thoughts: /thinking` or|thinking block|\d\.thinking|signature|reasoning_content|reasoning'? item/i,
  effort:
    /effort|output_config|encrypted_content|reasoning(?!_content|'? item)|thinking[ _]?(?:config|level|budget)|(?:adaptive|extended) thinking|thinking(?: is|\.type|:)/i,
  strict: TOOLS,
  tool_calls: TOOLS,
};
/** Words of a refusal whose status alone could mean something else, as a spell of bad weather does. */
const CANNOT = /supports? (?:the )?(?:tool|function)|param requires|grammar/i;

/**
 * Returns the parts of a request that an endpoint's words name; none where they name nothing known. `isCertain`: its status says that
 * it refuses the request itself, and neither knows no such model nor has an error of its own.
 */
export function partsNamed(words: string, isCertain: boolean): FormPart[] {
  return isCertain || CANNOT.test(words) ? FORM_PARTS.filter((part) => NAMES[part].test(words)) : [];
}
