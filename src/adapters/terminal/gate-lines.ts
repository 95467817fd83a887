import * as z from 'zod';
import { confidence } from '../../core/figures.ts';
import { GATE_SUBJECT_WORDS } from '../../core/words.ts';
import { markdownLine as line, markdownText } from './markdown.ts';
import { oneLine } from './safe.ts';
import { TEXTS } from './texts.ts';

/** What a gate is about, as the API gives it and as the core computes it. */
export const GateAbout = z.looseObject({
  differences: z.array(
    z.looseObject({
      id: z.string(),
      description: z.string(),
      outcome: z.string(),
      positions: z.array(
        z.looseObject({
          label: z.string(),
          text: z.string(),
          arguments: z.array(z.looseObject({ title: z.string(), text: z.string(), source: z.string() })),
        }),
      ),
    }),
  ),
  settled: z.array(z.looseObject({ description: z.string(), text: z.string(), by: z.string() })),
  dissents: z.array(z.looseObject({ title: z.string(), text: z.string() })),
  findings: z.array(z.looseObject({ text: z.string(), leftOpen: z.string() })),
  citations: z.array(z.looseObject({ text: z.string(), source: z.string() })),
  unsure: z.array(z.looseObject({ title: z.string(), confidence: z.number() })),
});
export type GateAbout = z.infer<typeof GateAbout>;

/** What a person decides about: what is open first, each position under the name that can be typed for it. */
export function gateLines(about: GateAbout): string[] {
  const words = GATE_SUBJECT_WORDS;
  return [
    ...about.differences.flatMap(({ outcome, description, positions }) => [
      line(`${words[outcome === 'conceded' ? 'conceded' : 'unresolved']}: ${description}`),
      ...positions.flatMap(({ label, text, arguments: given }) => [
        `  ${line(`${label} ${text}`)}`,
        ...given.map(
          ({ title, text: said, source }) =>
            `     ${line(`${title}: ${said}${source === '' ? '' : ` (${source})`}`)}`,
        ),
      ]),
    ]),
    ...about.settled.map(({ description, text, by }) =>
      line(`${words.settled}: ${description} ${text} (${by})`),
    ),
    ...about.findings.map(({ text, leftOpen }) => line(`${words.finding}: ${text} ${leftOpen}`)),
    ...about.citations.map(({ text, source }) => line(`${words.citation}: ${text} (${source})`)),
    ...about.unsure.map(({ title, confidence: sure }) =>
      line(`${words.unsure}: ${title} (${confidence(sure)})`),
    ),
    ...about.dissents.map(({ title, text }) => `${TEXTS.dissents(oneLine(title))}: “${markdownText(text)}”`),
  ];
}
