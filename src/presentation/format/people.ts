import { plainName, UNKNOWN_NAME } from '../../core/vocabulary/claimed-name.ts';
import type { Via } from '../../core/vocabulary/via.ts';
import { type Line, quotation, type Section, type Style, untrusted, WHOLE } from './document.ts';

/** A person's name, or *somebody* if it is empty. */
export function person(by: string, style?: Style): Line {
  return [untrusted(by === '' ? UNKNOWN_NAME : by, WHOLE, style)];
}

/** The recorded name; for unnamed people, what vouches for them: *an operator* for the admin's token. */
export function nameOnPage(by: string, via: Via | undefined): string {
  if (by !== '' && plainName(by, via) !== UNKNOWN_NAME) return by;
  if (via?.token === undefined) return by === '' ? UNKNOWN_NAME : by;
  return via.token === ADMIN ? 'an operator' : `somebody with the token ${via.token}`;
}

/** Token of the daemon's own operator. */
const ADMIN = 'admin';

/** A name at the start of a sentence; *Somebody* is capitalized. */
export function atBeginning(by: string): string {
  const name = by === '' ? UNKNOWN_NAME : by;
  return name.startsWith(UNKNOWN_NAME) ? `${name.charAt(0).toUpperCase()}${name.slice(1)}` : name;
}

export function note(text: string): Section {
  return text === '' ? [] : [quotation(text)];
}
