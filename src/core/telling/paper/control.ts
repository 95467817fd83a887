import { checkOf } from '../../vocabulary/checked.ts';
import type { SoloAnswer } from '../../vocabulary/control.ts';
import type { Design } from '../../vocabulary/design.ts';
import type { EventOf } from '../../vocabulary/events.ts';
import type { Decision } from '../../vocabulary/submission.ts';
import { given, line, lines, list, ours, prose, proseBlock, title, under, WHOLE } from '../document.ts';
import { citationLine } from '../facts/citation.ts';
import { fileMarkdown } from '../render/markdown.ts';
import { decisionSection } from './decision.ts';

type Written = Pick<EventOf<'control_sealed'>, 'answer' | 'citations' | 'model'> & {
  readonly redacted?: true;
};

/**
 * `control.md`: the answer of one model alone, byte for byte what its SHA-256 is taken of (J15). Where words of it were removed, it
 * says so instead.
 */
export function controlMarkdown(design: Design, { answer, citations, model, redacted }: Written): string {
  if (redacted === true)
    return fileMarkdown([
      title(1, [ours('Redacted')]),
      lines(line`Words in this answer were taken back and are removed, so its text is not shown any more.`),
    ]);
  const grounds = answer.grounds.map(
    ({ text, citation }, index) =>
      line`${prose(text, WHOLE)}${cited(citationLine({ citation, check: checkOf(citations, index + 1) }))}`,
  );
  return fileMarkdown(
    [
      title(1, line`One model alone: ${prose(design.topic, WHOLE)}`),
      lines(
        line`${given(model, WHOLE)} has answered this alone, with what the personas were given to read. Nobody has audited or signed it.`,
      ),
    ],
    decisionSection(plain(design), { decision: comparable(answer.decision), accounts: [], layout: 5 }),
    under(title(3, [ours('What it rests on')]), list(grounds)),
    under(title(3, [ours('How sure it is')]), [
      lines(line`${String(answer.confidence)}, because:`),
      proseBlock(answer.rationale, WHOLE),
    ]),
  );
}

function cited(source: ReturnType<typeof citationLine>): ReturnType<typeof citationLine> {
  return source.length === 0 ? [] : line` (${source})`;
}

/**
 * Returns a decision without anything that tells how it was made: ids of claims, differences and questions, names of people. So a
 * reader of two does not see which one a council has written.
 */
export function comparable(decision: Decision): Decision {
  return {
    ...decision,
    options: decision.options.map((option) => ({ ...option, covers: [], claims: [] })),
    steps: decision.steps.map((step) => ({
      ...step,
      owner: '',
      date: '',
      named: { reply: '', quote: '' },
      rests: [],
    })),
    risks: decision.risks.map((risk) => ({ ...risk, rests: [] })),
    assumptions: decision.assumptions.map((each) => ({ ...each, question: '' })),
    open: decision.open.map((each) => ({ ...each, difference: '', rests: [] })),
  };
}

/** Returns a decision as a blind reader is given it. */
export function blindMarkdown(design: Design, decision: Decision): string {
  return fileMarkdown(
    decisionSection(plain(design), { decision: comparable(decision), accounts: [], layout: 5 }),
  );
}

/** The design without anything that has come out of its deliberation. */
function plain(design: Design): Design {
  return { ...design, proposals: [], divergences: [], questions: [], rehearsal: false };
}

/** Returns the answer with nothing in it that only a council has. */
export function soloDecision(answer: SoloAnswer): SoloAnswer {
  return { ...answer, decision: comparable(answer.decision) };
}
