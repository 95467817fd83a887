import type { FormPart } from '../../vocabulary/sets.ts';

/** Each follows *without* or *refused*. */
export const PART_WORDS: Record<FormPart, string> = {
  cache: 'cache marks',
  counting: 'a count of its tokens',
  output_length: 'a length for its answers',
  one_call: 'a limit of one call for an answer',
  thoughts: 'its earlier thoughts',
  effort: 'an effort',
  strict: 'strict tools',
  tool_calls: 'tool calls, which come as messages',
};

/** Tells in one line what a model's requests go out without, each with the words of its endpoint. */
export function plainerWords(refused: readonly { readonly part: FormPart; readonly said: string }[]): string {
  return refused.map(({ part, said }) => `${askedWithoutWords(part)}${said}`).join('; ');
}

/** `asked without strict tools, because the endpoint said: ` before the endpoint's words */
export function askedWithoutWords(part: FormPart): string {
  return `asked without ${PART_WORDS[part]}, because the endpoint said: `;
}
