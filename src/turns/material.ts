/** Small pieces of a prompt: what others wrote stands in fences that it cannot close, verbatim (J8). */

import { cut } from '#support/text.ts';

const LABEL_CHARACTERS = 120;

/** @example quote('R3, Ana', reply.text) */
export function quote(label: string, text: string): string {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${cut(oneLine(label), LABEL_CHARACTERS)}:\n${fence}text\n${text}\n${fence}`;
}

/** What a model or a name says outside of a fence: it opens no heading, list or fence of its own. */
export function oneLine(text: string): string {
  return text
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/`{3,}|~{3,}/g, "''")
    .trim();
}

/** Empty without a body. */
export function section(heading: string, ...body: readonly string[]): string {
  const parts = body.filter((part) => part !== '');
  return parts.length === 0 ? '' : [`# ${heading}`, ...parts].join('\n\n');
}

export function list(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join('\n');
}

export function joinParts(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('\n\n');
}
