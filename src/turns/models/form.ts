import { FORM_PARTS, type FormPart } from '../../core/vocabulary/sets.ts';
import { digestOf } from '../../foundation/digest.ts';
import { CHARRETTE_VERSION } from '../../foundation/version.ts';
import type { ModelEntry, Wire } from './entry.ts';

const NOT_ON: Readonly<Record<Wire, readonly FormPart[]>> = {
  anthropic: ['counting'],
  openai: ['cache', 'counting'],
  google: ['cache', 'counting', 'one_call'],
  'openai-compatible': ['cache'],
};

export function unsupportedPartsOf({ wire, tools, cache, efforts }: ModelEntry): FormPart[] {
  return [
    ...NOT_ON[wire],
    ...(cache ? [] : (['cache'] as const)),
    ...(efforts.length === 0 ? (['effort'] as const) : []),
    ...(tools === 'strict' ? [] : (['strict'] as const)),
    ...(tools === 'message' ? (['tool_calls', 'one_call'] as const) : []),
  ];
}

/** Fingerprint that changes when the entry or Charrette changes. */
export function fingerprintOf(entry: ModelEntry): string {
  return digestOf([CHARRETTE_VERSION, entry]);
}

/** The next of the named parts to leave out; `null` if none is left. */
export function choosePartToOmit(
  without: readonly FormPart[],
  parts: readonly FormPart[],
): FormPart | null {
  return FORM_PARTS.find((part) => parts.includes(part) && !without.includes(part)) ?? null;
}

const TOOLS =
  /grammar|schema|\bstrict|\btools?\b|tool_(?:use|call|choice|result)|\bfunctions?\b|function_?(?:call|declaration|parameter)|too many states|additionalProperties|(?:max|min)(?:Length|Items)|(?:any|all|one)Of|\$(?:ref|schema)|['"`](?:type|properties|required|items|enum|const|pattern|format|minimum|maximum|default|title|description)['"`]/i;

/** Beside its calls a message has no text, which calls by message have. */
const NO_TEXT =
  /(?:must|should) be a (?:valid )?string|expected a string|content.{0,80}\bnull\b|\bnull\b.{0,80}content/i;

/** Expressions that find a part in the words of endpoints and their libraries. */
const NAMES: Readonly<Record<FormPart, RegExp>> = {
  // Blocks of text are for cache marks; without those, texts are strings.
  cache:
    /cache_?(?:control|point)|prompt_cach|(?:must|should) be a (?:valid )?string|expected a string/i,
  counting: /stream_options|include_usage/i,
  output_length: /max_(?:completion_|output_|new_)?tokens|maxOutputTokens|number of output tokens/i,
  one_call: /parallel_tool|tool_choice/i,
  thoughts:
    /thinking` or|thinking block|\d\.thinking|signature|reasoning_content|reasoning'? item/i,
  effort:
    /effort|output_config|encrypted_content|reasoning(?!_content|'? item)|thinking[ _]?(?:config|level|budget)|(?:adaptive|extended) thinking|thinking(?: is|\.type|:)/i,
  system:
    /system (?:role|message|prompt|instruction)|developer instruction|roles must alternate|['"`]system['"`]/i,
  strict: TOOLS,
  tool_calls: new RegExp(`${TOOLS.source}|${NO_TEXT.source}`, 'i'),
};
/** Words that make it a refusal although its status could also mean an unavailable model. */
const CANNOT =
  /supports? (?:the )?(?:tool|function)|param requires|grammar|system role|roles must alternate/i;

/**
 * Parts of a request that an endpoint's words name. `isCertain`: the status says that the endpoint
 * refuses the request itself, not that the model is unknown or the endpoint failed.
 */
export function findNamedParts(words: string, isCertain: boolean): FormPart[] {
  return isCertain || CANNOT.test(words)
    ? FORM_PARTS.filter((part) => NAMES[part].test(words))
    : [];
}
