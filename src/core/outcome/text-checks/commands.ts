import type { Brought } from './brought.ts';

const URL_OR_MAIL =
  /\b(?:https?|ftp|ssh|git):\/\/[^\s<>()"'`|]{1,300}|\bwww\.[\w.-]{1,200}|\b[\w.+-]{1,64}@[\w-]{1,100}(?:\.[\w-]{1,60}){1,6}|\b(?!127\.|0\.0\.0\.0)\d{1,3}(?:\.\d{1,3}){3}\b/gi;
/** Commands that run what they fetch, act as root or delete: a persona's word is not enough. */
const DANGEROUS =
  /\b(?:curl|wget|iwr|irm|invoke-webrequest)\b[^|`\n]{0,300}\|\s*(?:sudo\s+)?(?:ba|z|da)?(?:sh|iex|python3?|node|perl)\b|\bsudo\s+[\w./-]+[^.;`\n]{0,80}|\brm\s+-[a-z]*[rf][a-z]*\s+[^\s`]{1,200}|\bchmod\s+(?:-R\s+)?[0-7]{3,4}\s+[^\s`]{1,200}/gi;
const CODE = /`([^`\n]{1,400})`/g;
const TOOLS = new Set(
  'apt apt-get aws az bash brew chmod chown curl docker gcloud git helm irm iwr kill kubectl make mysql node npm npx pip pip3 pnpm powershell psql python python3 redis-cli rm scp sh ssh sudo systemctl terraform wget yarn yum'.split(
    ' ',
  ),
);

/**
 * Commands and addresses of a sentence without a source. A plain command may come from a persona; an address or dangerous command
 * must come from a person or a cited line.
 */
export function unsupportedCommands(sentence: string, { people, cited, personas }: Brought): string[] {
  const outside = [...people, ...cited];
  const isIn = (texts: readonly string[], words: string) =>
    texts.some((text) => text.toLowerCase().includes(words.toLowerCase()));
  const strict = [...matches(sentence, DANGEROUS), ...matches(sentence, URL_OR_MAIL).map(withoutEnd)].filter(
    (words) => !isIn(outside, words),
  );
  const typed = [...sentence.matchAll(CODE)]
    .map(([, code = '']) => code.trim())
    .filter((code) => /\s/.test(code) && TOOLS.has(code.split(/\s+/)[0] ?? ''))
    .filter((code) => !isIn([...outside, ...personas], code));
  const found = [...new Set([...typed, ...strict])];
  return found.filter((words) => !found.some((other) => other !== words && other.includes(words)));
}

function matches(text: string, expression: RegExp): string[] {
  return [...text.matchAll(expression)].map(([words]) => words.trim());
}

/** Removes punctuation of the sentence around it. */
function withoutEnd(address: string): string {
  return address.replace(/[.,;:!?]+$/, '');
}
