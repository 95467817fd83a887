import { UNKNOWN_NAME } from '../../vocabulary/claimed-name.ts';
import type { Design } from '../../vocabulary/design.ts';
import type { ParticipantId } from '../../vocabulary/ids.ts';
import { participant } from '../../vocabulary/participants.ts';
import { joined, type Line, quotation, type Section, type Style, untrusted, WHOLE } from './document.ts';

/** A participant by name: on paper, names stand again where letters stood (J3). */
export function titleOf(design: Design, id: ParticipantId, style?: Style): Line {
  return [untrusted(participant(design, id).title, WHOLE, style)];
}

export function titlesOf(design: Design, ids: readonly ParticipantId[]): Line {
  return joined(
    ids.map((id) => titleOf(design, id)),
    ', ',
  );
}

/** A person, or another author: an empty name is nobody in particular. */
export function person(by: string, style?: Style): Line {
  return [untrusted(by === '' ? UNKNOWN_NAME : by, WHOLE, style)];
}

/** A name where a sentence begins: that of nobody in particular is a word of ours. */
export function atBeginning(by: string): string {
  const name = by === '' ? UNKNOWN_NAME : by;
  return name.startsWith(UNKNOWN_NAME) ? `${name.charAt(0).toUpperCase()}${name.slice(1)}` : name;
}

/** Somebody's words as they wrote them; nothing where there are none. */
export function note(text: string): Section {
  return text === '' ? [] : [quotation(text)];
}
