import { namesOf } from '../core/questions/author.ts';
import { differingOn, wordsTo } from '../core/questions/questions.ts';
import type { Design } from '../core/vocabulary/design.ts';
import type { QuestionId } from '../core/vocabulary/ids.ts';
import { listed } from '../core/vocabulary/text.ts';
import type { Control } from './controls.ts';
import {
  clickable,
  type Document,
  document,
  joined,
  type Line,
  line,
  lines,
  section,
  untrusted,
} from './format/document.ts';
import { shownAnswer } from './questions.ts';

/** Most buttons; the others write `Q2: …`. */
const BUTTONS = 5;
const NAME_CHARACTERS = 120;
const TERMINATORS = '.!?…';

/** Asks people who differ on a question who of them is right (J13). Once one gives way, it says so. */
export function differDocument(design: Design, id: QuestionId): Document {
  const people = differingOn(design, id);
  const isAsked = people.length > 0 && design.end === null;
  const words = (maxChars: number): Line => {
    if (people.length === 0) return line`Nobody differs on ${id} any more.`;
    const said = people.map((reply) => {
      const answer = shownAnswer(wordsTo(reply, id), maxChars);
      const stop = TERMINATORS.includes(answer.at(-1) ?? '.') ? '' : '.';
      return line`${untrusted(reply.author, NAME_CHARACTERS)}: “${untrusted(answer, maxChars)}”${stop}`;
    });
    const asked = isAsked ? line` Who is right?` : [];
    const who = untrusted(`${listed(namesOf(people))} differ on ${id}.`, maxChars, { bold: true });
    return line`${who} ${joined(said, ' ')}${asked}`;
  };
  const controls = people
    .slice(0, BUTTONS)
    .map((reply): Control => ({ kind: 'agree', questionId: id, name: reply.author, since: reply.since }));
  return document(words(NAME_CHARACTERS), (maxChars) => [section(lines(words(maxChars)))], {
    clickable: isAsked ? clickable(design.id, controls) : null,
  });
}
