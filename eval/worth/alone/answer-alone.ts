import { depthOf } from '#core/policy/depth.ts';
import type { Design } from '#core/vocabulary/design.ts';
import type { Log } from '#foundation/log.ts';
import { REPOSITORY_TOOLS } from '#ports/repository.ts';
import { REPOSITORY_DESCRIPTIONS, REPOSITORY_SCHEMAS } from '#ports/repository-tools.ts';
import type { Assignment } from '#sessions/child/protocol.mjs';
import { checkGiven } from '#turns/checks/check-citations.ts';
import { makeToolSpec } from '#turns/models/tool-spec.ts';
import { readingsOf } from '#turns/prompt/conduct.ts';
import { makeContextBlock, makeRepositoryBlock, makeTopicBlock } from '#turns/prompt/material.ts';
import { wrapMaterial } from '#turns/prompt/material-text.ts';
import type { Answer } from '../score.ts';
import {
  ANSWER_ALONE,
  ANSWER_ALONE_DESCRIPTION,
  BASELINE_RULES,
  BaselineAnswer,
  choiceAsk,
  draftAsk,
} from './answers.ts';
import { bareDecision } from './compare-blind.ts';
import {
  isOutage,
  SingleTurnFault,
  type SingleTurnParts,
  type SingleTurnTask,
  Spent,
  singleTurn,
} from './single-turn.ts';

const AT_ONCE = 3;
/** The choice reads every draft, and costs more than one. */
const CHOICE_COSTS_DRAFTS = 1.5;
const CHOICE_READINGS = 4;

export interface BaselinePlan {
  readonly model: string;
  readonly effort: string;
  readonly budgetUsd: number;
  /**
   * Whose words each draft is written by, empty for the model's own; a single one is an answer
   * without a choice.
   */
  readonly voices: readonly string[];
}

type CitingParts = SingleTurnParts & { readonly log: Log };

/** The answer, and what code found where it cites. */
interface Alone extends BaselineAnswer {
  readonly citations: Answer['citations'];
}

/**
 * Has one model answer alone: as many drafts as the money buys, written without each other, then
 * its own choice among them. Reads what the personas are given before anybody has said anything.
 * Rejects with `SingleTurnFault` if there is no answer at all.
 */
export async function answerAlone(
  design: Design,
  plan: BaselinePlan,
  parts: CitingParts,
  signal: AbortSignal,
): Promise<Alone> {
  const spent = new Spent();
  // Calls cost money also where they bring no answer.
  const onSpent = (usd: number | null) => {
    spent.add(usd);
    parts.onSpent(usd);
  };
  const ask = askingFor(design, plan, { ...parts, onSpent }, signal);
  const drafts: BaselineAnswer[] = [];
  let failure: unknown = null;
  for (let left = 1; left > 0; ) {
    const voices = plan.voices.slice(drafts.length, drafts.length + left);
    const wave = await Promise.allSettled(voices.map((voice) => ask.draft(voice)));
    for (const each of wave)
      if (each.status === 'fulfilled') drafts.push(each.value);
      else failure = each.reason;
    signal.throwIfAborted();
    if (isOutage(failure)) throw failure;
    // What failed once, as a model that refuses, fails again.
    left = wave.some(({ status }) => status === 'rejected')
      ? 0
      : nextWave(drafts.length, plan, spent);
  }
  const [first] = drafts;
  if (first === undefined)
    throw failure instanceof Error ? failure : new SingleTurnFault('no draft was finished');
  const chosen =
    drafts.length === 1
      ? first
      : await ask.choice(drafts).catch((error: unknown) => {
          if (isOutage(error)) throw error;
          // A draft is an answer as well.
          parts.log.warn('draft_not_chosen', { designId: design.id, error });
          return first;
        });
  signal.throwIfAborted();
  return { ...bareDecision(chosen), citations: (await citing(chosen, parts, signal)).citations };
}

/** Looks up what an answer cites, as the claims of a persona are. */
async function citing({ grounds }: BaselineAnswer, parts: CitingParts, signal: AbortSignal) {
  const given = grounds.map(({ citation }, at) => ({
    ...citation,
    item: at + 1,
    name: `ground ${at + 1}`,
  }));
  const cited = given.filter(({ place, quote }) => place !== '' || quote !== '');
  const checked = await checkGiven(cited, parts, signal);
  const quoteOf = (item: number) => checked.quotes.get(item) ?? given[item - 1]?.quote ?? '';
  return {
    refusal: checked.refusal,
    citations: checked.citations.map((each) => ({ ...each, quote: quoteOf(each.item) })),
  };
}

/**
 * Returns how many more drafts are begun now, after the first: as many as leave enough for the
 * choice.
 */
function nextWave(written: number, { budgetUsd, voices }: BaselinePlan, { usd }: Spent): number {
  const draftUsd = (usd ?? 0) / written;
  const affordable =
    draftUsd === 0
      ? AT_ONCE
      : Math.floor((budgetUsd - (usd ?? 0)) / draftUsd - CHOICE_COSTS_DRAFTS);
  return Math.max(0, Math.min(voices.length - written, AT_ONCE, affordable));
}

const ANSWER_TOOL = makeToolSpec(ANSWER_ALONE, ANSWER_ALONE_DESCRIPTION, BaselineAnswer);

const READING_TOOLS = REPOSITORY_TOOLS.map((name) =>
  makeToolSpec(name, REPOSITORY_DESCRIPTIONS[name], REPOSITORY_SCHEMAS[name]),
);

function askingFor(
  design: Design,
  { model, effort }: BaselinePlan,
  world: CitingParts,
  signal: AbortSignal,
) {
  const readings =
    design.repository === null ? 0 : readingsOf('proposals', depthOf(design.settings));
  const parts = [
    BASELINE_RULES,
    makeTopicBlock(design),
    ...makeContextBlock(design),
    ...makeRepositoryBlock(design),
  ];
  const shared = parts.map((text, index) => block(text, index === parts.length - 1));
  const task = {
    model,
    effort,
    tools: design.repository === null ? [ANSWER_TOOL] : [...READING_TOOLS, ANSWER_TOOL],
    terminalTool: ANSWER_ALONE,
    schema: BaselineAnswer,
    refuse: async (answer: BaselineAnswer) => (await citing(answer, world, signal)).refusal,
  } satisfies Partial<SingleTurnTask<BaselineAnswer>>;
  const put = (
    asked: Pick<SingleTurnTask<BaselineAnswer>, 'shared' | 'persona' | 'ask' | 'readings'>,
  ) => singleTurn({ ...task, ...asked }, world, signal);
  return {
    draft: (persona: string) => put({ shared, persona, ask: draftAsk(readings), readings }),
    choice: (drafts: readonly BaselineAnswer[]) => {
      const shown = drafts.map((draft, index) =>
        wrapMaterial(`draft ${index + 1}`, JSON.stringify(draft)),
      );
      const heading = `# Your drafts\n\n${shown.join('\n\n')}`;
      const ask = choiceAsk(drafts.length, CHOICE_READINGS);
      return put({
        shared: [...shared, block(heading, true)],
        ...{ persona: '', ask, readings: CHOICE_READINGS },
      });
    },
  };
}

function block(text: string, cache: boolean): Assignment['shared'][number] {
  return { type: 'text', text, cache };
}
