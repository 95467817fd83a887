import { confidence } from '../../core/figures.ts';
import type { gateSubject } from '../../core/outcome/gate-subject.ts';
import { GATE_SUBJECT_WORDS } from '../../core/words.ts';
import { markdownLine as line, markdownText } from './markdown.ts';
import { oneLine } from './safe.ts';
import { TEXTS } from './texts.ts';

/** What a person decides about: what is open first, each position under the name that can be typed for it. */
export function gateLines(about: ReturnType<typeof gateSubject>): string[] {
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
