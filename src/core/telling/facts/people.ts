import { UNKNOWN_NAME } from '../../vocabulary/claimed-name.ts';
import type { Design } from '../../vocabulary/design.ts';
import type { ParticipantId } from '../../vocabulary/ids.ts';
import { participant } from '../../vocabulary/participants.ts';
import { given, joined, type Line, quotation, type Section, type Style, WHOLE } from '../document.ts';

/** A participant by name: on paper, names stand again where letters stood (J3). */
export function titleOf(design: Design, id: ParticipantId, style?: Style): Line {
  return [given(participant(design, id).title, WHOLE, style)];
}

export function titlesOf(design: Design, ids: readonly ParticipantId[]): Line {
  return joined(
    ids.map((id) => titleOf(design, id)),
    ', ',
  );
}

/** A person, or another author: an empty name is nobody in particular. */
export function person(by: string, style?: Style): Line {
  return [given(by === '' ? UNKNOWN_NAME : by, WHOLE, style)];
}

/** Somebody's words as they wrote them; nothing where there are none. */
export function note(text: string): Section {
  return text === '' ? [] : [quotation(text)];
}
