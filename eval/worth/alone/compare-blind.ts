import type { Design } from '#core/vocabulary/design.ts';
import type { Decision } from '#core/vocabulary/submission.ts';
import { drawDecision } from '#presentation/decision/decision-document.ts';
import { writeMarkdownFile } from '#presentation/format/markdown.ts';
import { makeToolSpec } from '#turns/models/tool-spec.ts';
import { makeContextBlock, makeTopicBlock } from '#turns/prompt/material.ts';
import { wrapMaterial } from '#turns/prompt/material-text.ts';
import {
  type BaselineAnswer,
  BlindReading,
  COMPARE_ASK,
  COMPARE_DECISIONS,
  COMPARE_DESCRIPTION,
  COMPARING_RULES,
} from './answers.ts';
import { type SingleTurnParts, singleTurn } from './single-turn.ts';

const COMPARE_TOOL = makeToolSpec(COMPARE_DECISIONS, COMPARE_DESCRIPTION, BlindReading);

/**
 * Has a model compare two decisions on the topic of a design, once in each order, because the first
 * one read is favoured. It is shown what everybody was given, and of the decisions nothing that
 * tells how they were made. Rejects with `SingleTurnFault`.
 */
export async function compareBlind<Side extends string>(
  design: Design,
  decisions: readonly (readonly [Side, Decision])[],
  judge: { readonly model: string; readonly effort: string },
  parts: Omit<SingleTurnParts, 'repository'>,
  signal: AbortSignal,
) {
  const readings: { first: Side; better: Side | 'neither'; reason: string }[] = [];
  for (const order of [decisions, decisions.toReversed()]) {
    const shown = order.map(([, decision], index) => {
      const name = `the ${index === 0 ? 'first' : 'second'} decision`;
      return `# ${name.replace('the', 'The')}\n\n${wrapMaterial(name, blindMarkdown(design, decision))}`;
    });
    const texts = [COMPARING_RULES, makeTopicBlock(design), ...makeContextBlock(design), ...shown];
    const { better, reason } = await singleTurn(
      {
        ...judge,
        shared: texts.map((text) => ({ type: 'text' as const, text, cache: false })),
        ...{ persona: '', ask: COMPARE_ASK, readings: 0 },
        ...{ tools: [COMPARE_TOOL], terminalTool: COMPARE_DECISIONS, schema: BlindReading },
      },
      { ...parts, repository: null },
      signal,
    );
    const [first, second] = order.map(([side]) => side);
    if (first === undefined || second === undefined)
      throw new Error('broken invariant: two are compared');
    readings.push({
      first,
      better: { first, second, neither: 'neither' as const }[better],
      reason,
    });
  }
  return readings;
}

/**
 * Returns a decision without anything that tells how it was made: ids of claims, differences and
 * questions, names of people. So a reader of two does not see which one a design has brought.
 */
function comparable(decision: Decision): Decision {
  return {
    ...decision,
    rests: [],
    steps: decision.steps.map((step) => ({ ...step, rests: [] })),
    assumptions: decision.assumptions.map((each) => ({ ...each, question: '' })),
    open: decision.open.map((each) => ({ ...each, difference: '' })),
  };
}

function blindMarkdown(design: Design, decision: Decision): string {
  return writeMarkdownFile(
    drawDecision(plain(design), { decision: comparable(decision), quoted: [], unsupported: [] }),
  );
}

/** The design without anything that has come out of its deliberation. */
function plain(design: Design): Design {
  return { ...design, proposals: [], divergences: [], questions: [], rehearsal: false };
}

/** Returns the answer with nothing in it that only a design has. */
export function bareDecision(answer: BaselineAnswer): BaselineAnswer {
  return { ...answer, decision: comparable(answer.decision) };
}
