import type { Ask } from '#turns/prompt/ask.ts';
import type { Persona } from '#turns/prompt/persona.ts';

export interface Scene {
  readonly ask: Ask;
  readonly title: string;
  /** Among the living personas, of which there are `count`. */
  readonly place: number;
  readonly count: number;
  readonly questions: readonly string[];
}

/** For a persona without questions of its own, or without its file. */
const QUESTION = 'What would have to be true for this to be the wrong decision?';

export function makeScene(ask: Ask, personas: readonly Persona[]): Scene {
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
