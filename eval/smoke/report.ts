import { counted, money } from '../../src/core/vocabulary/figures.ts';
import type { ModelEntry, Wire } from '../../src/turns/models/entry.ts';
import type { TraceStep, TurnRecord } from '../../src/turns/records/record.ts';

/** A participant's model, and its wire. */
export interface Speaker {
  readonly participant: string;
  readonly model: string;
  readonly wire: Wire;
  /** What the file of models says of it. */
  readonly claims: Pick<ModelEntry, 'tools' | 'cache'>;
}

/** What one wire brought. */
interface Row {
  readonly wire: Wire;
  readonly models: readonly string[];
  readonly claims: readonly Speaker['claims'][];
  readonly turns: readonly TurnRecord[];
}

/** Tells, by wire: what came back, what it cost, what was refused or asked again. */
export function smokeReport(turns: readonly TurnRecord[], speakers: readonly Speaker[]): string {
  const rows = [...Map.groupBy(speakers, ({ wire }) => wire)].map(([wire, its]): Row => {
    const ids = its.map(({ participant }) => participant);
    const models = [...new Set(its.map(({ model }) => model))];
    return {
      wire,
      models,
      claims: its.map(({ claims }) => claims),
      turns: turns.filter(({ participant }) => ids.includes(participant)),
    };
  });
  return rows.map(rowText).join('\n\n');
}

function rowText({ wire, models, claims, turns }: Row): string {
  const steps = turns.flatMap(({ trace }) => trace);
  const answers = of(steps, 'answer_received');
  const input = sum(
    answers.map(({ usage }) => usage.inputTokens + usage.cacheReadTokens + usage.cacheWriteTokens),
  );
  const cached = sum(answers.map(({ usage }) => usage.cacheReadTokens));
  const failed = of(steps, 'request_failed');
  const checked = of(steps, 'submission_checked');
  const refused = checked.filter(({ accepted }) => !accepted);
  const again = of(steps, 'asked_again');
  const costs = turns.map(({ costUsd }) => costUsd);
  const isKnown = costs.every((cost) => cost !== null);
  const isAtLeast = turns.some(({ costIsAtLeast }) => costIsAtLeast === true);
  const lines = [
    `${counted(turns.length, 'turn')}, of which ${turns.filter(({ outcome }) => outcome === 'spoke' || outcome === 'passed').length} came to an end`,
    `${counted(answers.length, 'answer')}: ${tally(answers.map(({ stop }) => stop))}`,
    `${counted(input, 'token')} in, ${input === 0 ? 0 : Math.round((100 * cached) / input)}% of them from a cache; ${counted(sum(answers.map(({ usage }) => usage.outputTokens)), 'token')} out`,
    `cost ${money(isKnown ? sum(costs.map((cost) => cost ?? 0)) : null, isAtLeast)}`,
    ...(answers.some(({ byMessage }) => byMessage) ? ['tools called by messages'] : []),
    `tools: claimed ${some(claims.map(({ tools }) => tools))}; tried: ${counted(checked.length, 'submission')}, of which ${refused.length} did not fit`,
    `cache: claimed ${some(claims.map(({ cache }) => (cache ? 'yes' : 'no')))}; tried: ${cached === 0 ? 'nothing was reported as read from it' : 'reads were reported'}`,
    ...(answers.some(({ atLeast }) => atLeast)
      ? ['answers without usage: their cost is the least that it can be']
      : []),
    ...told(
      'failed',
      failed.map(({ fault }) => fault),
    ),
    ...told(
      'refused',
      refused.map(({ tool, reason }) => `${tool}: ${reason.slice(0, 120)}`),
    ),
    ...told(
      'asked again',
      again.map(({ reason }) => reason.slice(0, 120)),
    ),
  ];
  return [`${wire} (${models.join(', ')})`, ...lines.map((line) => `  ${line}`)].join('\n');
}

type StepOf<Kind extends TraceStep['kind']> = Extract<TraceStep, { kind: Kind }>;

function of<Kind extends TraceStep['kind']>(steps: readonly TraceStep[], kind: Kind): StepOf<Kind>[] {
  return steps.filter((step): step is StepOf<Kind> => step.kind === kind);
}

function told(what: string, reasons: readonly string[]): string[] {
  return [`${what}: ${reasons.length === 0 ? 'nothing' : tally(reasons)}`];
}

function some(words: readonly string[]): string {
  return [...new Set(words)].join(' or ');
}

/** `tool_use 3, end_turn 1` */
function tally(words: readonly string[]): string {
  return [...Map.groupBy(words, (word) => word)].map(([word, its]) => `${word} ${its.length}`).join(', ');
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
