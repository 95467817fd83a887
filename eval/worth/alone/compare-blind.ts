import type { Design } from '../../../src/core/vocabulary/design.ts';
import type { Decision } from '../../../src/core/vocabulary/submission.ts';
import { toolSpec } from '../../../src/turns/models/tool-spec.ts';
import { contextBlock, topicBlock } from '../../../src/turns/prompt/material.ts';
import { material } from '../../../src/turns/prompt/material-text.ts';
import { BlindReading, COMPARE_DECISIONS, type ControlReading, SIDES, type Side } from './answers.ts';
import { blindMarkdown } from './blind.ts';
import { COMPARE_ASK, COMPARE_DESCRIPTION, COMPARING_RULES } from './solo-texts.ts';
import { type SoloParts, soloTurn } from './solo-turn.ts';

const COMPARE_TOOL = toolSpec(COMPARE_DECISIONS, COMPARE_DESCRIPTION, BlindReading);

/**
 * Has a model compare two decisions on the topic of a design, once in each order, because the first one read is favoured. It is shown
 * what everybody was given, and of the decisions nothing that tells how they were made. Rejects with `SoloFault`.
 */
export async function compareBlind(
  design: Design,
  decisions: Readonly<Record<Side, Decision>>,
  judge: { readonly model: string; readonly effort: string },
  parts: Omit<SoloParts, 'repository'>,
  signal: AbortSignal,
): Promise<ControlReading[]> {
  const readings: ControlReading[] = [];
  for (const first of SIDES) {
    const second: Side = first === 'council' ? 'control' : 'council';
    const shown = (side: Side, name: string) =>
      `# The ${name} decision\n\n${material(`the ${name} decision`, blindMarkdown(design, decisions[side]))}`;
    const texts = [
      COMPARING_RULES,
      topicBlock(design),
      ...contextBlock(design),
      shown(first, 'first'),
      shown(second, 'second'),
    ];
    const { better, reason } = await soloTurn(
      {
        ...judge,
        shared: texts.map((text) => ({ type: 'text' as const, text, cache: false })),
        persona: '',
        ask: COMPARE_ASK,
        readings: 0,
        tools: [COMPARE_TOOL],
        terminalTool: COMPARE_DECISIONS,
        schema: BlindReading,
      },
      { ...parts, repository: null },
      signal,
    );
    const preferred = better === 'neither' ? better : better === 'first' ? first : second;
    readings.push({ first, better: preferred, reason });
  }
  return readings;
}
