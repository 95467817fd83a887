import type { ReceivedRequest } from './model-endpoint.ts';
import { type Answer, answers, calls, says } from './model-endpoint-answers.ts';
import { type Json, objects } from './model-endpoint-validation.ts';

/** Words with which an endpoint refuses a request; `null` for one that it takes. */
export type Refuses = (body: Json) => string | null;

/** An answer with this status, with the endpoint's words in the form that most have. */
export function refusal(words: string, status = 400): Answer {
  const error = { type: 'invalid_request_error', message: words };
  const headers = { 'content-type': 'application/json' };
  return { kind: 'raw', status, headers, body: JSON.stringify({ type: 'error', error }) };
}

/** Answers as `answer` does what it does not refuse; by messages where it is given no tools. */
export function refusing(
  refuses: Refuses,
  answer: (request: ReceivedRequest) => Answer,
  refuse: (words: string) => Answer = refusal,
): (request: ReceivedRequest) => Answer {
  return (request) => {
    const words = refuses(request.body);
    if (words !== null) return refuse(words);
    const given = answer(request);
    return objects(request.body.tools).length > 0 ? given : asText(given);
  };
}

/** Says a tool call in words, as a model does that was told of its tools. */
function asText(answer: Answer): Answer {
  const call =
    answer.kind === 'message' ? answer.content.find(({ type }) => type === 'tool_use') : undefined;
  if (call?.type !== 'tool_use') return answer;
  return says(JSON.stringify({ tool: call.name, input: call.input }));
}

/** The model thinks, and reads. */
export function readsThoughtfully(input: Json): Answer {
  return answers([
    { type: 'thinking', thinking: 'I should look first.' },
    { type: 'tool_use', name: 'list_files', input },
  ]);
}

export const passes = () => calls('pass', { rationale: 'Nothing is open.' });

/** The number of strict tools of a request, on either wire that has them. */
export function strictTools({ tools }: Json): number {
  return objects(tools).filter(({ strict }) => strict === true).length;
}

/** True if a request holds this field, however deep. */
export function holds(body: unknown, field: string): boolean {
  return (JSON.stringify(body) ?? '').includes(`"${field}":`);
}
