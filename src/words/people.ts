/** Names of people: those that notify them, and those that do not. */

import type { Person, Reply } from '#design/events.ts';
import type { Design } from '#design/state.ts';
import { join, type Markdown, md, person } from './md.ts';

/** A name that came with a request, and that nobody has checked, is shown as claimed (D8). */
export function nameOf(person: Pick<Person, 'name' | 'via'> | null): string {
  if (person === null || person.name.trim() === '') return 'Somebody';
  const isClaimed = person.via === 'http' || person.via === 'mcp';
  return isClaimed ? `${person.name} (name not checked)` : person.name;
}

export function nameOfAuthor({ author, via }: Pick<Reply, 'author' | 'via'>): string {
  return nameOf({ name: author, via });
}

/** Calls a person of the thread; anybody else is only named. */
export function call(design: Design, each: Person): Markdown {
  const { name, id, via } = each;
  return via === design.thread?.platform && id !== '' ? person(name, id) : md`${nameOf(each)}`;
}

/** Everybody who wrote a reply in the thread, each once, without the starter. */
export function answerersOf(design: Design): Person[] {
  const people = new Map<string, Person>();
  for (const { author, authorId, via } of design.replies) {
    if (via !== design.thread?.platform || authorId === '' || authorId === design.startedBy.id)
      continue;
    people.set(authorId, { name: author, id: authorId, via });
  }
  return [...people.values()];
}

export function callAll(design: Design, people: readonly Person[]): Markdown {
  return join(
    people.map((each) => call(design, each)),
    ', ',
  );
}

/** `Ana, Ben and Cem` */
export function listNames(names: readonly string[]): string {
  return names.length < 2
    ? (names[0] ?? '')
    : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

export function titleOf(design: Design, id: string): string {
  return participantOf(design, id)?.title ?? id;
}

/** `✂️ Subtractor` */
export function markedTitleOf(design: Design, id: string): string {
  return `${participantOf(design, id)?.emoji ?? ''} ${titleOf(design, id)}`.trim();
}

function participantOf({ participants }: Design, id: string) {
  return participants.find((each) => each.id === id);
}
