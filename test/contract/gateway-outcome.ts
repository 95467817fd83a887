import type { DesignView } from '../../src/core/view.ts';
import type { PersonName } from './gateway.ts';
import { type Fact, words } from './gateway-facts.ts';

/** Every gateway has room for as much of a dissent; the whole of it is in the brief. */
const DISSENT_CHARACTERS = 120;
const FILES = ['brief.md', 'adr.md', 'transcript.md', 'manifest.json'];

/** Every question, and who has answered it or what is assumed instead. */
export function questionFacts(
  { questions }: DesignView,
  answered: Readonly<Record<string, readonly PersonName[]>>,
): Fact[] {
  return questions.flatMap((question): Fact[] => {
    const { id, text } = question;
    const assumption = 'assumption' in question ? question.assumption : '';
    const by = answered[id] ?? [];
    return [
      words(text),
      by.length > 0
        ? { kind: 'answered', question: id, text, by }
        : { kind: 'assumed', question: id, text, assumption },
    ];
  });
}

/** Who has sealed and proposed, and each difference with its end. */
export function deliberationFacts(view: DesignView): Fact[] {
  const title = (id: string) => view.personas.find((each) => each.id === id)?.title ?? id;
  return [
    ...view.seals.flatMap(({ persona, sha256 }): Fact[] => [
      { kind: 'sealed', title: title(persona), sha256 },
      { kind: 'proposed', title: title(persona) },
    ]),
    ...view.divergences.flatMap(({ id, impact, description, outcome }): Fact[] => {
      if (outcome === null) throw new Error(`${id} was not settled`);
      return [
        { kind: 'differed', id, impact, description },
        { kind: 'settled', id, outcome: outcome.outcome, by: outcome.by.map(title).join(' and ') },
      ];
    }),
  ];
}

/** The banner, the decision, the dissents in their own words, and the files. */
export function decisionFacts({ outcome, topic }: DesignView, headline: string): Fact[] {
  return [
    words('REHEARSAL: no model is called'),
    words('REHEARSAL: no model was called.'),
    words(headline),
    words(`lowest confidence ${outcome?.lowestConfidence}`),
    words('no model took part'),
    words('$0.00'),
    words(`On “${topic}”: take the first step only, and decide again with what it shows.`),
    ...(outcome?.dissents ?? []).map(({ dissent }) => words(dissent.slice(0, DISSENT_CHARACTERS))),
    ...FILES.map(words),
  ];
}
