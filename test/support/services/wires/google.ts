import { isObject, type Json, objects } from '../model-endpoint-validation.ts';
import {
  type Asked,
  type Counted,
  frame,
  type Message,
  pieces,
  signature,
  type WireForm,
} from './wire.ts';

const FIELDS = ['contents', 'systemInstruction', 'tools', 'toolConfig', 'generationConfig'];
const STOPS: Readonly<Record<string, string>> = { max_tokens: 'MAX_TOKENS', refusal: 'SAFETY' };
const STATUS: Readonly<Record<number, string>> = {
  400: 'INVALID_ARGUMENT',
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'NOT_FOUND',
  429: 'RESOURCE_EXHAUSTED',
  500: 'INTERNAL',
  503: 'UNAVAILABLE',
};

/**
 * Google's `streamGenerateContent`: speakers alternate, results answer calls, and signed thoughts
 * come back.
 */
export const GOOGLE_WIRE: WireForm = {
  root: '/v1beta',
  problems: ({ url, headers, body }, signed) => [
    ...(/^\/v1beta\/models\/[\w.-]+:streamGenerateContent\?alt=sse$/.test(url)
      ? []
      : [`no ${url}`]),
    ...(String(headers['x-goog-api-key'] ?? '') === '' ? ['x-goog-api-key: missing'] : []),
    ...Object.keys(body)
      .filter((key) => !FIELDS.includes(key))
      .map((key) => `unknown name "${key}"`),
    ...contentProblems(objects(body.contents), signed),
  ],
  texts: (body) => {
    const contents = objects(body.contents);
    const spoke = contents.findLastIndex(({ role }) => role === 'model');
    const system = isObject(body.systemInstruction) ? [textOf(body.systemInstruction)] : [];
    return {
      all: [...system, ...contents.map(textOf)],
      last: contents.slice(spoke + 1).map(textOf),
    };
  },
  frames,
  error: (status, type) => ({
    error: { code: status, message: `as scripted: ${type}`, status: STATUS[status] ?? 'UNKNOWN' },
  }),
  errorFrame: frame({
    error: { code: 503, message: 'The model is overloaded.', status: 'UNAVAILABLE' },
  }),
};

function contentProblems(contents: readonly Json[], signed: ReadonlyMap<string, string>): string[] {
  const signatures = new Set(
    contents.flatMap(({ parts }) => objects(parts).map((part) => String(part.thoughtSignature))),
  );
  // Every signed call but those of an answer that is not in this conversation has to come back
  // signed.
  const given = contents
    .flatMap(({ parts }) => objects(parts))
    .filter(({ functionCall }) => isObject(functionCall));
  const missing = given.filter(({ functionCall, thoughtSignature }) => {
    const id = isObject(functionCall) ? String(functionCall.id) : '';
    const wanted = signed.get(id);
    return wanted !== undefined && thoughtSignature !== wanted && !signatures.has(wanted);
  });
  return [
    ...contents.flatMap(({ role }, index) => {
      const before = contents[index - 1];
      const answers = objects(before?.parts).some(({ functionResponse }) =>
        isObject(functionResponse),
      );
      return role === before?.role && !answers ? ['contents: speakers must alternate'] : [];
    }),
    ...missing.map(() => 'contents: a function call is missing a thought_signature'),
  ];
}

function textOf({ parts }: Json): string {
  return objects(parts)
    .map(
      ({ text, functionCall, functionResponse }) =>
        text ?? JSON.stringify(functionCall ?? functionResponse),
    )
    .map(String)
    .join('\n');
}

function frames(
  { content, stopReason, lies }: Message,
  { number, url }: Asked,
  usage: Counted | null,
): string[] {
  const modelVersion = lies?.model ?? url.replace(/^.*\/models\/|:.*$/g, '');
  const told =
    lies?.usage ??
    (usage === null
      ? undefined
      : {
          promptTokenCount: usage.input,
          cachedContentTokenCount: usage.cached,
          candidatesTokenCount: usage.output,
          totalTokenCount: usage.input + usage.output,
        });
  const isThought = content.some(({ type }) => type === 'thinking');
  const chunk = (parts: Json[], finishReason?: string) =>
    frame({
      candidates: [
        {
          index: 0,
          content: { role: 'model', parts },
          ...(finishReason === undefined ? {} : { finishReason }),
        },
      ],
      ...(finishReason === undefined || told === undefined ? {} : { usageMetadata: told }),
      modelVersion,
      responseId: `resp_${number}`,
    });
  return [
    ...content.flatMap((block, index) => {
      switch (block.type) {
        case 'text':
          return pieces(block.text).map((text) => chunk([{ text }]));
        case 'thinking':
          return [chunk([{ text: block.thinking, thought: true }])];
        case 'tool_use': {
          const call = { id: `call_${number}_${index}`, name: block.name, args: block.input };
          return [
            chunk([
              {
                functionCall: call,
                ...(isThought ? { thoughtSignature: signature(number, index) } : {}),
              },
            ]),
          ];
        }
        case 'raw_tool_use':
          // Arguments are an object on this wire: one that is broken breaks the event.
          return [
            `data: {"candidates":[{"content":{"parts":[{"functionCall":{"name":"${block.name}","args":${block.json}\n\n`,
          ];
        default:
          return [];
      }
    }),
    chunk([], STOPS[stopReason] ?? 'STOP'),
  ];
}
