import { BOUNDS } from './bounds.ts';
import { cutText } from './text.ts';
import type { Via } from './via.ts';

/**
 * The name under which a person stands on record. A chat platform knows its people; behind a token and at a terminal a name is
 * only claimed, and reads so (D8), once however often it passes here. `via` is absent where code acts.
 */
export function nameOnRecord(name: string, via: Via | undefined): string {
  const claim = claimWords(via);
  if (claim === '') return cutText(name, BOUNDS.personCharacters);
  return `${cutText(plainName(name, via), BOUNDS.personCharacters - claim.length)}${claim}`;
}

/** Name of people whose own cannot be found out, or has nothing in it that can be read. */
export const UNKNOWN_NAME = 'somebody';

/**
 * A key for whom a name on record stands: a name that is only claimed is the same person by every way in where nobody vouches for
 * it, and never one of the same name whom a platform knows. Nobody can tell unknown people apart from more than their way in.
 */
export function personOnRecord(by: string, via: Via | undefined): string {
  if (!isOnlyClaimed(via)) return `known ${by}`;
  const plain = plainName(by, via);
  return `claimed ${plain === UNKNOWN_NAME ? by : plain}`;
}

/** Tells if nobody vouches for the names of people who come this way. */
export function isOnlyClaimed(via: Via | undefined): boolean {
  return wayWords(via) !== '';
}

/** The name as it was claimed: without the words about that, on one line. */
export function plainName(name: string, via: Via | undefined): string {
  const claim = claimWords(via);
  if (claim === '') return name;
  const line = oneLine(name);
  return line.endsWith(claim) ? line.slice(0, -claim.length) : line;
}

/** Returns the name of the token behind which a name on record was claimed; `null` where there was none. */
export function tokenOnRecord(name: string): string | null {
  const claimed = [API, CONSOLE].map((words) => name.lastIndexOf(`${words}${TOKEN}`));
  const at = Math.max(...claimed);
  if (at < 0 || !name.endsWith(')')) return null;
  return name.slice(name.indexOf(TOKEN, at) + TOKEN.length, -1);
}

const TOKEN = ' (token ';
const [TERMINAL, API, CONSOLE] = [' (terminal)', ', by the API', ', in the console'];
const AGENT = ', by their agent';

/** *, by their agent claude-code (terminal)*. Empty where the platform vouches for the name, or where the way in is not known. */
function claimWords(via: Via | undefined): string {
  const agent = via?.agent === undefined ? '' : `${AGENT} ${oneLine(via.agent)}`;
  return `${agent}${wayWords(via)}`;
}

function wayWords(via: Via | undefined): string {
  switch (via?.way) {
    case 'api':
      return via.token === undefined ? API : `${API}${TOKEN}${oneLine(via.token)})`;
    case 'console':
      // A person who signed in has the name that the sign-in gives.
      return via.token === undefined ? '' : `${CONSOLE}${TOKEN}${oneLine(via.token)})`;
    case 'terminal':
      return TERMINAL;
    case 'slack':
    case 'discord':
    case undefined:
      return '';
  }
}

/** Returns `true` for a name with the words in it that code puts behind a claimed one. */
export function readsAsClaimed(name: string): boolean {
  const seen = name
    .normalize('NFKC')
    .replaceAll(/\p{Default_Ignorable_Code_Point}/gu, '')
    .toLowerCase();
  return [TERMINAL, API, CONSOLE, AGENT].some((words) => seen.includes(words.toLowerCase()));
}

/** Without line breaks, controls, and marks that turn the direction of the words behind them; a closed isolate keeps to itself. */
function oneLine(name: string): string {
  return name
    .replaceAll(/[\u061c\u200e\u200f\u202a-\u202e\u2066\u2067]/g, '')
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim();
}
