import { TOKEN_NAME_CHARACTERS } from '../engine/ports/access-tokens.ts';

/** Names of code, personas and the admin, besides the personas' own. */
const TAKEN = ['charrette', 'admin', 'api', 'terminal', 'unknown', 'synthesizer', 'auditor', 'mapper'];

interface Named {
  readonly id: string;
  readonly title: string;
}

/**
 * Refusal for a token's name; `null` if allowed. The name appears beside acts in threads, documents and the audit log,
 * so it must be unlike any other there, in any spelling.
 */
export function refusalForTokenName(name: string, personas: readonly Named[]): string | null {
  if (name.trim() !== name || name === '' || name.length > TOKEN_NAME_CHARACTERS)
    return `A name has 1 to ${TOKEN_NAME_CHARACTERS} characters, and no blank at either end.`;
  if (/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/u.test(name))
    return 'A name is one line of characters that can be seen.';
  const core = bare(name);
  if (core === '') return 'A name has a letter or a digit.';
  const taken = [...TAKEN, ...personas.flatMap(({ id, title }) => [id, title])];
  const same = taken.find((each) => bare(each) === core);
  return same === undefined
    ? null
    : `The name ${same} stands for somebody else. Choose another, such as the token's use.`;
}

/** Letters and digits alone, without a leading article. */
function bare(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/^the\s+/, '')
    .replaceAll(/[^\p{L}\p{N}]/gu, '');
}
