import type { Design } from '../../vocabulary/design.ts';

/** The texts of a design by who brought them: what a decision may repeat without making it up. */
export interface Brought {
  /** Words of people: the topic and what came with it, replies, notes and reasons. */
  readonly people: readonly string[];
  /** Lines of the repository that somebody cites, as code has read them, and quotations that stand there. */
  readonly cited: readonly string[];
  /** Words of personas and of the auditor. Those of the synthesizer, who has no opinion, count for nothing. */
  readonly personas: readonly string[];
}

export function broughtIn(design: Design): Brought {
  const { proposals, divergences, audit } = design;
  const argued = divergences.flatMap((divergence) => divergence.arguments);
  const checks = [
    ...proposals.flatMap(({ citations }) => citations),
    ...argued.flatMap(({ check }) => check ?? []),
    ...(audit?.citations ?? []),
  ];
  const { topic, context, answers, followUpDecision, lessons, replies, gates } = design;
  return {
    people: textsIn([
      [topic, context, answers, followUpDecision, lessons],
      replies.map(({ text }) => text),
      gates.map(({ decision }) => decision?.note),
      divergences.map(({ settlement }) => (settlement?.person ? settlement.reason : '')),
    ]),
    cited: textsIn(checks.filter(({ status }) => status === 'checked').map(({ excerpt }) => excerpt)),
    personas: textsIn([
      proposals.map(({ proposal }) => proposal),
      argued.map(({ text, citation }) => [text, citation]),
      design.questions,
      audit?.audit,
    ]),
  };
}

/** Returns every text within a value, however deep. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return value === '' ? [] : [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}
