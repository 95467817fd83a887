import type { Persona } from '../../../engine/ports/persona.ts';
import type { Ask } from '../../../turns/prompt/ask.ts';

/** The speaker, and the number of all speakers: everything that a rehearsed line is made of. */
export interface Scene {
  readonly ask: Ask;
  readonly title: string;
  /** Place among the living personas, and how many these are. */
  readonly place: number;
  readonly count: number;
  readonly questions: readonly string[];
}

/** A persona whose file has no list of questions, or has gone since, has one too. */
const QUESTION = 'What would have to be true for this to be the wrong decision?';

export function sceneFor(ask: Ask, personas: readonly Persona[]): Scene {
  const persona = personas.find(({ profile }) => profile.id === ask.participant.id);
  const living = personas.filter(
    ({ profile }) => profile.role === 'persona' && ask.participantsAlive.includes(profile.id),
  );
  const questions = persona?.sections.find(({ heading }) => heading === 'Always ask')?.items ?? [];
  return {
    ask,
    title: ask.participant.title,
    place: living.findIndex(({ profile }) => profile.id === ask.participant.id),
    count: living.length,
    questions: questions.length > 0 ? questions : [QUESTION],
  };
}
