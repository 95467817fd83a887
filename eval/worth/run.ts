import { join } from 'node:path';
import { evolve } from '../../src/core/course/evolve.ts';
import { money } from '../../src/core/vocabulary/figures.ts';
import { Decision } from '../../src/core/vocabulary/submission.ts';
import { compose } from '../../src/entry/compose.ts';
import type { Configuration } from '../../src/entry/config.ts';
import type { Parts } from '../../src/runtime/engine/parts.ts';
import { startCommand } from '../../src/runtime/engine/starting.ts';
import { createModelBroker } from '../../src/runtime/turn/model-broker.ts';
import { compareBlind } from './alone/compare-blind.ts';
import { SoloFault } from './alone/solo-turn.ts';
import { type Arm, answered, type Bench, requestOf, Spent, soloParts, type Taken } from './arms.ts';
import { answersIn } from './findings.ts';
import { type Pair, type Plan, type Refused, ready } from './plan.ts';
import type { Question } from './question.ts';
import { type AnswerRow, addRow, type Row, readRows, recordsIn, spentUsd } from './records.ts';
import { makeRepositories, type Place, type Repository } from './repository.ts';
import { keepRun } from './run-file.ts';
import { pointsOf, scoreOf } from './score.ts';
import { type Script, scriptedModel } from './scripted.ts';

/** The rows of a plan's questions, after what was missing of it was run; or why nothing was. */
type Ran = { readonly ok: true; readonly rows: Row[] } | Refused;

/** Runs what is missing of a plan, one after the other, until it is done or the money is used up. */
export async function run(plan: Plan): Promise<Ran> {
  const prepared = await ready(plan);
  if (!prepared.ok) return prepared;
  const { questions, folder, packages, environment, say } = plan;
  await keepRun(folder, prepared.run);
  const records = await recordsOf(plan);
  const workshop = { cache: packages, folder: join(folder, 'repositories'), environment, say };
  const repositories = await makeRepositories(questions, workshop);
  const bench = await opened(plan, prepared.configuration);
  try {
    for (const question of questions) {
      const repository = repositories.get(question.package.name);
      const course = { plan, records, bench, pairs: prepared.pairs };
      if (repository !== undefined && !(await asked(question, repository, course))) break;
    }
  } finally {
    await bench.engine.stop();
  }
  const ids = new Set(questions.map(({ id }) => id));
  return { ok: true, rows: records.rows.filter((row) => ids.has(row.question)) };
}

interface Records {
  /** All of the folder, also of questions that this plan leaves out: their money counts. */
  readonly rows: readonly Row[];
  readonly keep: (row: Row) => Promise<void>;
  readonly hasRoom: () => boolean;
}

async function recordsOf({ folder, usdEach, maxUsd }: Plan): Promise<Records> {
  const file = recordsIn(folder);
  const rows = await readRows(file);
  const keep = async (row: Row) => {
    rows.push(row);
    await addRow(file, row);
  };
  return { rows, keep, hasRoom: () => spentUsd(rows) + usdEach <= maxUsd };
}

interface Course {
  readonly plan: Plan;
  readonly records: Records;
  readonly bench: Opened;
  readonly pairs: readonly Pair[];
}

/** Has every arm answer one question, and each pair read. Returns false where the money does not suffice. */
async function asked(question: Question, { path, places }: Repository, course: Course): Promise<boolean> {
  const { plan, records, bench, pairs } = course;
  const { arms, maxUsd, say } = plan;
  const repository = await bench.bring(path);
  for (const arm of arms) {
    if (answerIn(records.rows, question, arm) !== undefined) continue;
    if (!records.hasRoom()) {
      const spent = money(spentUsd(records.rows));
      say(`Stopped: ${spent} of ${money(maxUsd)} are spent. Run it again with more to go on.`);
      return false;
    }
    const row = rowOf(
      question,
      arm,
      places.get(question.id) ?? [],
      await answered(arm, question, repository, bench),
    );
    await records.keep(row);
    const said = row.failure === '' ? (row.score.isRight ? 'right' : 'not right') : row.failure;
    say(`${question.id}, ${arm}: ${row.score.letter || 'no letter'}, ${said}, ${money(row.costUsd)}`);
  }
  for (const pair of pairs) await read(pair, question, repository, course);
  return true;
}

function rowOf(
  question: Question,
  arm: Arm,
  places: readonly Place[],
  { answer, costUsd, minutes, designId, drafts, failure }: Taken,
): AnswerRow {
  const score = scoreOf(question, places, answer);
  const { id, kind } = question;
  const { isReady, confidence, decision } = answer;
  return {
    ...{ type: 'answer', question: id, kind, arm, score, points: pointsOf(score) },
    ...{ isReady, confidence, costUsd, minutes, drafts, designId, decision, failure },
  };
}

interface Opened extends Bench {
  readonly bring: (path: string) => ReturnType<Awaited<ReturnType<typeof compose>>['repositories']['bring']>;
}

/** Opens an engine of its own data folder, with the models of the configuration, or the scripted one. */
async function opened({ script, questions, usdEach }: Plan, configuration: Configuration): Promise<Opened> {
  let parts: Parts | null = null;
  const around = (given: Parts): Parts => {
    parts = script === null ? given : withScript(given, script, questions);
    return parts;
  };
  const { engine, repositories } = await compose({ ...configuration, logLevel: 'silent' }, { around });
  if (parts === null) throw new Error('broken invariant: an engine without parts');
  return { engine, parts, usdEach, bring: (path) => repositories.bring(path) };
}

function withScript(parts: Parts, script: Script, questions: readonly Question[]): Parts {
  const { personas, clock } = parts;
  const model = scriptedModel(script, questions, { personas, clock });
  return { ...parts, callModel: createModelBroker({ model, clock }), priceOf: () => 0 };
}

/** Reads a pair that has two decisions, blind and in both orders, unless that was tried before. */
async function read(
  pair: Pair,
  question: Question,
  repository: Awaited<ReturnType<Opened['bring']>>,
  { records: { rows, keep, hasRoom }, bench: { parts } }: Course,
): Promise<void> {
  const { one, other, judge: model } = pair;
  const isTried = rows.some(
    (row) => row.type !== 'answer' && row.question === question.id && row.one === one && row.other === other,
  );
  const [ours, theirs] = [one, other].map((arm) => decisionIn(rows, question, arm));
  if (isTried || ours === undefined || theirs === undefined || !hasRoom()) return;
  const { type: _, ...start } = startCommand(requestOf(question, repository, {}), parts);
  const design = evolve(null, { type: 'design_started', at: parts.clock.now(), ...start });
  const decisions = { council: ours, control: theirs };
  const spent = new Spent();
  const judge = { model, effort: parts.defaultEffort };
  const world = { ...soloParts(parts), onSpent: spent.add };
  const facts = { question: question.id, ...pair };
  try {
    const readings = await compareBlind(design, decisions, judge, world, new AbortController().signal);
    const armOf = { council: one, control: other } as const;
    for (const [index, { first, better, reason }] of readings.entries())
      await keep({
        ...{ type: 'reading', ...facts, first: armOf[first] },
        ...{ better: better === 'neither' ? better : armOf[better], reason },
        costUsd: index === 0 ? spent.usd : 0,
      });
  } catch (error) {
    if (!(error instanceof SoloFault)) throw error;
    await keep({ type: 'failed_reading', ...facts, failure: error.message, costUsd: spent.usd });
  }
}

function answerIn(rows: readonly Row[], { id }: Question, arm: Arm): AnswerRow | undefined {
  return answersIn(rows).find((row) => row.question === id && row.arm === arm);
}

function decisionIn(rows: readonly Row[], question: Question, arm: Arm): Decision | undefined {
  const parsed = Decision.safeParse(answerIn(rows, question, arm)?.decision);
  return parsed.success ? parsed.data : undefined;
}
