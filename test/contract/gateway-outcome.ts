import type { DesignView } from '../../src/core/presentation/format/design-schema.ts';
import { firstWords } from '../../src/core/presentation/format/document.ts';
import { type Fact, words } from './gateway-facts.ts';

const FILES = ['brief.md', 'adr.md', 'transcript.md', 'manifest.json'];

/** Every question, and who has answered it or what is assumed instead. */
export function questionFacts(
  { questions }: DesignView,
  answered: Readonly<Record<string, readonly string[]>>,
): Fact[] {
  return questions.flatMap((question): Fact[] => {
    const { id, text } = question;
    const { assumption = '' } = question;
    const by = answered[id] ?? [];
    return [
      words(text),
      by.length > 0
        ? { kind: 'answered', question: id, text, by }
        : { kind: 'assumed', question: id, text, assumption },
    ];
  });
}

/** Who has sealed a proposal, and that all of them are to be read. */
export function proposalFacts(view: DesignView): Fact[] {
  return view.seals.flatMap(({ persona, sha256 }): Fact[] => [
    { kind: 'sealed', title: titleOf(view, persona), sha256 },
    { kind: 'proposed', title: titleOf(view, persona) },
  ]);
}

/** Each difference, and how it ended. */
export function differenceFacts(view: DesignView): Fact[] {
  return view.divergences.flatMap(({ id, impact, description, outcome: settled }): Fact[] => {
    if (settled === null) throw new Error(`${id} was not settled`);
    const { outcome } = settled;
    const by = settled.by.map((each) => titleOf(view, each));
    return [
      { kind: 'differed', id, impact, description },
      { kind: 'settled', id, description, outcome, by },
    ];
  });
}

function titleOf({ personas }: DesignView, persona: string): string {
  return personas.find(({ id }) => id === persona)?.title ?? persona;
}

/** The banner, the decision, the dissents in their first words, and the files. */
export function decisionFacts({ outcome }: DesignView, headline: string): Fact[] {
  return [
    words('REHEARSAL: no model is called'),
    words('REHEARSAL: no model was called.'),
    words(headline),
    words('no model took part'),
    words('$0.00'),
    words('The decision would go here in one sentence.'),
    ...(outcome?.dissents ?? []).map(({ dissent }) => words(firstWords(dissent, dissent.length))),
    ...FILES.map(words),
  ];
}
