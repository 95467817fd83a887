import { decisionInForce } from '../core/outcome/outcome.ts';
import { offersRetry } from '../core/outcome/policy/should-retry.ts';
import type { Design } from '../core/vocabulary/design.ts';
import type { EventOf } from '../core/vocabulary/events.ts';
import { FACTS, type Fact } from '../core/vocabulary/sets.ts';
import { answerLine, answerMark, sourcesWords } from './afterwards.ts';
import { askControls, type Control, runAgainControl } from './controls.ts';
import { FACT_LABELS, factWords } from './facts.ts';
import {
  bold,
  clickable,
  type Document,
  document,
  line,
  lines,
  section,
  small,
  untrusted,
  untrustedMarkdown,
} from './format/document.ts';
import { person } from './format/people.ts';
import { TEXTS } from './run/texts.ts';

type Asked = EventOf<'record_asked'>;

const SMALL_CHARACTERS = 600;

/** The answer to a question about the decision, with its sources and next steps (J14). */
export function answerDocument(design: Design, asked: Asked): Document {
  const sources = sourcesWords(design, asked);
  const sections = (maxChars: number) => [
    section(
      lines(
        line`${person(asked.by, { bold: true })}: ${untrustedMarkdown(asked.question, maxChars, { italic: true })}`,
      ),
    ),
    section(lines(answerLine(asked, maxChars))),
    section(
      ...(sources === '' ? [] : [small(sources, Math.min(maxChars, SMALL_CHARACTERS))]),
      small(answerMark(asked), SMALL_CHARACTERS),
    ),
  ];
  return document(answerLine(asked), sections, { clickable: clickable(design.id, nextControls(design)) });
}

/** Facts told by code; the record can still be asked. */
export function factsDocument(design: Design, facts: readonly Fact[]): Document {
  const told = facts.map((fact) => factWords(design, fact));
  return document(
    told.join(' '),
    (maxChars) =>
      facts.map((fact, at) =>
        section(lines([bold(FACT_LABELS[fact])], [untrusted(told[at] ?? '', maxChars)])),
      ),
    { clickable: clickable(design.id, askControls(design)) },
  );
}

/** What can be asked: facts by code, all else of the record, at its price. `priceWords`: empty for none. */
export function askDocument(design: Design, priceWords: string): Document {
  const controls: Control[] = [
    ...FACTS.map((fact) => ({ kind: 'fact', fact }) as const),
    { kind: 'ask_record' },
  ];
  const words = `${TEXTS.askFacts} ${TEXTS.askHint(priceWords)}`;
  return document(words, (maxChars) => [section(lines([untrusted(words, maxChars)]))], {
    clickable: clickable(design.id, controls),
  });
}

function nextControls(design: Design): Control[] {
  const asking = askControls(design);
  if (design.end === null) return asking;
  if (decisionInForce(design) !== null) return [{ kind: 'follow_up' }, ...asking];
  return offersRetry(design) ? [runAgainControl(design)] : [];
}

/** For programs: facts that code told. */
export function factsViewOf(design: Design, question: string, facts: readonly Fact[]) {
  const told = facts.map((fact) => ({ text: factWords(design, fact), cites: [] }));
  return {
    question,
    text: told.map(({ text }) => text).join(' '),
    sentences: told,
    note: TEXTS.toldByCode,
    about: facts,
    costUsd: 0,
  };
}
