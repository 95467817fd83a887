/** Names of people: those that notify them, and those that do not. */

import type { Person } from '#design/events.ts';
import { nameOf } from '#design/people.ts';
import type { Design } from '#design/state.ts';
import { join, type Markdown, md, person } from './md.ts';

/** Calls people of the thread; anybody else is only named. */
export function call(design: Design, people: readonly Person[]): Markdown {
  const names = people.map((each) =>
    each.via === design.thread?.platform && each.id !== ''
      ? person(each.name, each.id)
      : md`${nameOf(each)}`,
  );
  return join(names, ', ');
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

/** `Ana, Ben and Cem` */
export function listNames(names: readonly string[]): string {
  return new Intl.ListFormat('en-GB').format(names);
}

export function titleOf({ participants }: Design, id: string): string {
  return participants.find((each) => each.id === id)?.title ?? id;
}

/** `✂️ Subtractor` */
export function markedTitleOf({ participants }: Design, id: string): string {
  const { emoji = '', title = id } = participants.find((each) => each.id === id) ?? {};
  return `${emoji} ${title}`.trim();
}
