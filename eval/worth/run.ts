import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { evolve } from '../../src/core/course/evolve.ts';
import { money } from '../../src/core/vocabulary/figures.ts';
import { Decision } from '../../src/core/vocabulary/submission.ts';
import { compose } from '../../src/entry/compose.ts';
import { readConfiguration } from '../../src/entry/config.ts';
import { compareBlind } from '../../src/runtime/control/compare-blind.ts';
import { judgeAmong } from '../../src/runtime/control/judge.ts';
import type { Parts } from '../../src/runtime/engine/parts.ts';
import { startCommand } from '../../src/runtime/engine/starting.ts';
import type { FamilyModel } from '../../src/runtime/models/catalog.ts';
import { createModelBroker } from '../../src/runtime/turn/model-broker.ts';
import { type Arm, answered, type Bench, requestOf, soloParts } from './arms.ts';
import type { Question } from './question.ts';
import { type AnswerRow, addRow, type Row, readRows, spentUsd } from './records.ts';
import { makeRepository } from './repository.ts';
import { pointsOf, scoreOf } from './score.ts';
import { type Script, scriptedModel } from './scripted.ts';

export interface Plan {
  readonly questions: readonly Question[];
  readonly arms: readonly Arm[];
  /** USD for one arm on one question, and for everything. */
  readonly usdEach: number;
  readonly maxUsd: number;
  /** The folder of records, designs and repositories; one that holds some already is continued. */
  readonly folder: string;
  readonly switches: Bench['switches'];
  /** `null`: real models, by the environment. */
  readonly script: Script | null;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly say: (line: string) => void;
}

/** Two arms that are read blind against each other: the whole against one model, and against no arguing. */
const PAIRS: readonly (readonly [Arm, Arm])[] = [
  ['whole', 'one_model'],
  ['whole', 'audited'],
];

export const recordsIn = (folder: string) => join(folder, 'records.jsonl');

/** Runs what is missing of a plan, one after the other, until it is done or the money is used up. Returns all rows. */
export async function run(plan: Plan): Promise<Row[]> {
  const { questions, arms, folder, maxUsd, usdEach, say } = plan;
  await mkdir(folder, { recursive: true });
  const file = recordsIn(folder);
  const rows = await readRows(file);
  const keep = async (row: Row) => {
    rows.push(row);
    await addRow(file, row);
  };
  const hasRoom = () => spentUsd(rows) + usdEach <= maxUsd;
  const bench = await opened(plan);
  try {
    for (const question of questions) {
      const path = join(folder, 'repositories', question.id);
      await rm(path, { recursive: true, force: true });
      await makeRepository(question, path);
      const repository = await bench.bring(path);
      for (const arm of arms) {
        if (rows.some((row) => row.type === 'answer' && row.question === question.id && row.arm === arm))
          continue;
        if (!hasRoom()) {
          say(
            `Stopped: ${money(spentUsd(rows))} of ${money(maxUsd)} are spent. Run it again with more to go on.`,
          );
          return rows;
        }
        const { answer, costUsd, minutes, designId, drafts } = await answered(
          arm,
          question,
          repository,
          bench,
        );
        const score = scoreOf(question, answer);
        const { id, kind, heldOut } = question;
        const { isReady, holdsInOrder, confidence, decision } = answer;
        const made = {
          score,
          points: pointsOf(score),
          isReady,
          holdsInOrder,
          confidence,
          costUsd,
          minutes,
          drafts,
          designId,
        };
        await keep({ type: 'answer', question: id, kind, heldOut, arm, ...made, decision });
        say(
          `${id}, ${arm}: ${score.letter || 'no letter'}, ${score.isRight ? 'right' : 'not right'}, ${money(costUsd)}`,
        );
      }
      for (const row of await readings(question, repository, rows, bench, hasRoom)) await keep(row);
    }
    return rows;
  } finally {
    await bench.engine.stop();
  }
}

interface Opened extends Bench {
  readonly bring: (path: string) => ReturnType<Awaited<ReturnType<typeof compose>>['repositories']['bring']>;
  readonly models: readonly FamilyModel[];
}

/** Opens an engine of its own data folder, with the models of the environment, or the scripted one. */
async function opened({ folder, script, questions, environment, usdEach, switches }: Plan): Promise<Opened> {
  const configuration = readConfiguration({
    ...environment,
    CHARRETTE_DATA_DIR: join(folder, 'data'),
    CHARRETTE_STANDBY: '0',
    CHARRETTE_BUDGET_USD_PER_DAY: 'none',
    ...(script === null ? {} : SCRIPTED_ENVIRONMENT),
  });
  let parts: Parts | null = null;
  const around = (given: Parts): Parts => {
    parts = script === null ? given : withScript(given, script, questions);
    return parts;
  };
  const { engine, repositories } = await compose({ ...configuration, logLevel: 'silent' }, { around });
  if (parts === null) throw new Error('broken invariant: an engine without parts');
  const known: Parts = parts;
  return {
    engine,
    parts: known,
    usdEach,
    switches,
    bring: (path) => repositories.bring(path),
    models: known.models ?? [],
  };
}

/** A key that nobody has, and a host that nothing is sent to: the scripted model takes every call. */
const SCRIPTED_ENVIRONMENT = {
  ANTHROPIC_API_KEY: 'scripted-and-sent-to-nobody',
  ANTHROPIC_BASE_URL: 'http://127.0.0.1:9',
  CHARRETTE_MODEL: 'scripted',
} as const;

function withScript(parts: Parts, script: Script, questions: readonly Question[]): Parts {
  const { personas, clock } = parts;
  const model = scriptedModel(script, questions, { personas, clock });
  return { ...parts, callModel: createModelBroker({ model, clock }), priceOf: () => 0 };
}

/** Reads each pair that has two decisions, blind and in both orders, and that was not read before. */
async function readings(
  question: Question,
  repository: Awaited<ReturnType<Opened['bring']>>,
  rows: readonly Row[],
  { parts, models }: Opened,
  hasRoom: () => boolean,
): Promise<Row[]> {
  const made: Row[] = [];
  for (const [one, other] of PAIRS) {
    const isRead = rows.some(
      (row) =>
        row.type === 'reading' && row.question === question.id && row.one === one && row.other === other,
    );
    const [ours, theirs] = [one, other].map((arm) => decisionIn(rows, question, arm));
    if (isRead || ours === undefined || theirs === undefined || !hasRoom()) continue;
    const tookPart = [parts.defaultModel, ...parts.personas.flatMap(({ profile }) => profile.model ?? [])];
    const { model, isOutside } = judgeAmong(models, tookPart, parts.defaultModel);
    let costUsd: number | null = 0;
    const { type: _, ...start } = startCommand(requestOf(question, repository, {}), parts);
    const design = evolve(null, { type: 'design_started', at: parts.clock.now(), ...start });
    const read = await compareBlind(
      design,
      { council: ours, control: theirs },
      { model, effort: parts.defaultEffort },
      {
        ...soloParts(parts),
        onSpent: (usd) => {
          costUsd = costUsd === null || usd === null ? null : costUsd + usd;
        },
      },
      new AbortController().signal,
    );
    const armOf = { council: one, control: other } as const;
    for (const [index, { first, better, reason }] of read.entries())
      made.push({
        type: 'reading',
        question: question.id,
        one,
        other,
        judge: model,
        isOutside,
        first: armOf[first],
        better: better === 'neither' ? better : armOf[better],
        reason,
        costUsd: index === 0 ? costUsd : 0,
      });
  }
  return made;
}

function decisionIn(rows: readonly Row[], { id }: Question, arm: Arm): Decision | undefined {
  const row = rows.find(
    (each): each is AnswerRow => each.type === 'answer' && each.question === id && each.arm === arm,
  );
  const parsed = Decision.safeParse(row?.decision);
  return parsed.success ? parsed.data : undefined;
}
