import type { Design } from '../../vocabulary/design.ts';

/** The texts of a design by source, which a decision may repeat without inventing anything. */
export interface Brought {
  readonly people: readonly string[];
  /** Cited repository lines, as code read them. */
  readonly cited: readonly string[];
  /** Personas and the auditor, but not the synthesizer, which has no opinion of its own. */
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

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return value === '' ? [] : [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}
