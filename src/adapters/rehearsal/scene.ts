import type { Persona, SectionHeading } from '../../runtime/persona.ts';
import type { Ask } from '../../runtime/turn/ask.ts';
import { firstSentence, quotedTopic } from './words.ts';

/** Who speaks, about what: everything that a rehearsed speech is made of. */
export interface Scene {
  readonly ask: Ask;
  /** The topic, short and in quotation marks. */
  readonly topic: string;
  readonly title: string;
  /** Place among the living personas, and how many these are. */
  readonly place: number;
  readonly count: number;
  readonly firstMove: string;
  readonly questions: readonly string[];
  readonly movedBy: string;
  readonly distrusts: string;
  readonly concedes: string;
  readonly ownsPremortem: boolean;
}

/** A facilitator that stands in for a persona, or a persona whose file has gone since, has words too. */
const IN_GENERAL = {
  firstMove: 'Write down what is known, what is assumed, and what would change the decision.',
  question: 'What would have to be true for this to be the wrong decision?',
  movedBy: 'A measurement taken here.',
  distrusts: 'The first answer that came to mind.',
  concedes: 'The evidence is against it.',
} as const;

export function sceneFor(ask: Ask, personas: readonly Persona[]): Scene {
  const persona = personas.find(({ profile }) => profile.id === ask.participant.id);
  const living = personas.filter(
    ({ profile }) => profile.role === 'persona' && ask.participantsAlive.includes(profile.id),
  );
  const questions = items(persona, 'Always ask');
  return {
    ask,
    topic: quotedTopic(ask.topic),
    title: ask.participant.title,
    place: living.findIndex(({ profile }) => profile.id === ask.participant.id),
    count: living.length,
    firstMove: firstSentence(paragraphs(persona, 'First move')[0] ?? IN_GENERAL.firstMove),
    questions: questions.length > 0 ? questions : [IN_GENERAL.question],
    movedBy: firstItem(persona, 'What moves you') ?? IN_GENERAL.movedBy,
    distrusts: firstItem(persona, 'Distrust in yourself') ?? IN_GENERAL.distrusts,
    concedes: firstItem(persona, 'Concede when') ?? IN_GENERAL.concedes,
    ownsPremortem: persona?.body.includes('`premortem`') ?? false,
  };
}

function paragraphs(persona: Persona | undefined, heading: SectionHeading): readonly string[] {
  return persona?.sections.find((section) => section.heading === heading)?.paragraphs ?? [];
}

function items(persona: Persona | undefined, heading: SectionHeading): readonly string[] {
  return persona?.sections.find((section) => section.heading === heading)?.items ?? [];
}

/** The first entry of the section's list, or its first paragraph where it has no list. */
function firstItem(persona: Persona | undefined, heading: SectionHeading): string | undefined {
  return items(persona, heading)[0] ?? paragraphs(persona, heading)[0];
}
