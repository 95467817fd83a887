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

export function plainerWords(refused: readonly { readonly part: FormPart; readonly said: string }[]): string {
  return refused.map(({ part, said }) => `${askedWithoutWords(part)}${said}`).join('; ');
}

/** Precedes the endpoint's words. */
export function askedWithoutWords(part: FormPart): string {
  return `asked without ${PART_WORDS[part]}, because the endpoint said: `;
}
