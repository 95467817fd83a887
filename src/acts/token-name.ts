import { TOKEN_NAME_CHARACTERS } from '../engine/ports/access-tokens.ts';

/** Names of code, personas and the admin, besides the personas' own. */
const TAKEN = ['charrette', 'admin', 'api', 'terminal', 'unknown', 'synthesizer', 'auditor', 'mapper'];

interface Named {
  readonly id: string;
  readonly title: string;
}

/**
 * Refusal for a token's name; `null` if allowed. The name appears beside acts in threads, documents and the log,
 * so it must be unlike any other there, in any spelling.
 */
export function refusalForTokenName(name: string, personas: readonly Named[]): string | null {
  if (name.trim() !== name || name === '' || name.length > TOKEN_NAME_CHARACTERS)
    return `Use 1 to ${TOKEN_NAME_CHARACTERS} characters, without a space at either end.`;
  if (/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/u.test(name))
    return 'Use one line of visible characters.';
  const core = bare(name);
  if (core === '') return 'Use at least one letter or digit.';
  const taken = [...TAKEN, ...personas.flatMap(({ id, title }) => [id, title])];
  const same = taken.find((each) => bare(each) === core);
  return same === undefined
    ? null
    : `The name ${same} is taken. Choose another, for example the token's purpose.`;
}

/** Letters and digits alone, without a leading article. */
function bare(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/^the\s+/, '')
    .replaceAll(/[^\p{L}\p{N}]/gu, '');
}
