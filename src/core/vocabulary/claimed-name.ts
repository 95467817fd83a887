import { cutText } from '../../foundation/cut-text.ts';
import { BOUNDS } from './bounds.ts';
import type { Via } from './via.ts';

/**
 * A person's name on record. A chat platform vouches for its names. Behind a token or at a terminal
 * a name is only claimed, and the record adds how, once. `via` is absent if code acted.
 */
export function nameOnRecord(name: string, via: Via | undefined): string {
  const claim = describeClaim(via);
  if (claim === '') return cutText(name, BOUNDS.personCharacters);
  return `${cutText(plainNameOf(name, via), BOUNDS.personCharacters - claim.length)}${claim}`;
}

/** Replaces a name that is not readable. */
export const UNKNOWN_NAME = 'somebody';

/**
 * Key of a person on record. A claimed name is one person, in capitals or not, by whichever API,
 * page or terminal it was claimed, and never the person whom a platform knows by that name. Unnamed
 * people differ only by their way in.
 */
export function personKeyOf(by: string, via: Via | undefined): string {
  if (!isOnlyClaimed(via)) return `known ${by}`;
  const plain = plainNameOf(by, via);
  return `claimed ${plain === UNKNOWN_NAME ? by : claimedNameOf(plain)}`;
}

/**
 * A claimed name to compare, without words on how it was claimed, which may be part of the claim.
 */
export function claimedNameOf(name: string): string {
  const folded = foldName(name);
  const ends = CLAIMS.map((words) => folded.indexOf(words)).filter((at) => at > 0);
  return folded.slice(0, Math.min(folded.length, ...ends)).trim();
}

/** Ends a name on record: a number, how it was claimed, what its owner added to it. */
const ADDED = /\s[-|·•–—/([<{]|[|([<{]/u;

/** A name on record as others write it: without how it was claimed and what stands behind it. */
export function spokenNameOf(name: string): string {
  const lower = name.toLowerCase();
  const ends = [...CLAIMS.map((words) => lower.indexOf(words)), name.search(ADDED)].filter(
    (at) => at > 0,
  );
  return name.slice(0, Math.min(name.length, ...ends)).trim();
}

/** `true` if no one vouches for people's names on this way in. */
export function isOnlyClaimed(via: Via | undefined): boolean {
  return describeWay(via) !== '';
}

/** Somebody by what they cannot choose: their token or way in, if their name is only claimed. */
export function unclaimedNameOf(name: string, via: Via | undefined): string {
  return isOnlyClaimed(via) ? `${via?.way} ${via?.token ?? ''}` : name;
}

/** The name on one line, without the words on how it was claimed. */
export function plainNameOf(name: string, via: Via | undefined): string {
  const claim = describeClaim(via);
  if (claim === '') return name;
  const line = joinLines(name);
  return line.endsWith(claim) ? line.slice(0, -claim.length) : line;
}

/** The token in a claimed name on record, or `null`. */
export function findToken(name: string): string | null {
  const claimed = [API, CONSOLE].map((words) => name.lastIndexOf(`${words}${TOKEN}`));
  const at = Math.max(...claimed);
  if (at < 0 || !name.endsWith(')')) return null;
  return name.slice(name.indexOf(TOKEN, at) + TOKEN.length, -1);
}

/**
 * The name on record where there is little room: whoever gave none goes by the token that they
 * used.
 */
export function shortNameOf(name: string): string {
  const token = name.startsWith(`${UNKNOWN_NAME},`) ? findToken(name) : null;
  return token === null ? name : `token ${token}`;
}

const TOKEN = ' (token ';
const TERMINAL = ' (terminal)';
const API = ', by the API';
const CONSOLE = ', in the console';
const AGENT = ', by their agent';
const CLAIMS = [TERMINAL, API, CONSOLE, AGENT].map((words) => words.toLowerCase());

/**
 * `, by their agent claude-code (terminal)`. Empty where the platform vouches for the name or the
 * way in is unknown.
 */
function describeClaim(via: Via | undefined): string {
  const agent = via?.agent === undefined ? '' : `${AGENT} ${joinLines(via.agent)}`;
  return `${agent}${describeWay(via)}`;
}

function describeWay(via: Via | undefined): string {
  switch (via?.way) {
    case 'api':
      return via.token === undefined ? API : `${API}${TOKEN}${joinLines(via.token)})`;
    case 'console':
      // A person who signed in has the name that the sign-in gives.
      return via.token === undefined ? '' : `${CONSOLE}${TOKEN}${joinLines(via.token)})`;
    case 'terminal':
      return TERMINAL;
    case 'slack':
    case 'discord':
    case undefined:
      return '';
  }
}

/** `true` for a name with the words that code appends to claimed names. */
export function readsAsClaimed(name: string): boolean {
  const folded = foldName(name);
  return CLAIMS.some((words) => folded.includes(words));
}

/** Folds case and form and drops invisible marks, to compare names. */
export function foldName(name: string): string {
  return name
    .normalize('NFKC')
    .replaceAll(/\p{Default_Ignorable_Code_Point}/gu, '')
    .toLowerCase();
}

/** One line, without controls or marks that reverse the direction of the text after it. */
function joinLines(name: string): string {
  return name
    .replaceAll(/[\u061c\u200e\u200f\u202a-\u202e\u2066\u2067]/g, '')
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim();
}
