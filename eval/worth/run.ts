import { join } from 'node:path';
import { formatMoney } from '../../src/core/vocabulary/figures.ts';
import { Decision } from '../../src/core/vocabulary/submission.ts';
import type { Parts } from '../../src/engine/parts/parts.ts';
import { compose } from '../../src/entry/compose.ts';
import type { Configuration } from '../../src/entry/models.ts';
import { createModelBroker } from '../../src/turns/model-broker.ts';
import { compareBlind } from './alone/compare-blind.ts';
import { isOutage, SingleTurnFault, Spent } from './alone/single-turn.ts';
import {
  ALL_ARMS,
  ARMS,
  type Arm,
  answered,
  type Bench,
  callsFor,
  designOf,
  partsFor,
  requestOf,
  singleTurnParts,
} from './arms.ts';
import type { Pair, Plan, Ready } from './plan.ts';
import type { Question } from './question.ts';
import {
  type AnswerRow,
  addRow,
  answersIn,
  type Row,
  readRows,
  recordsIn,
  spentUsd,
} from './records.ts';
import { makeRepositories, type Repository } from './repository.ts';
import { keepRun, type RunFile } from './run-file.ts';
import { scoreOf } from './score.ts';
import { type Script, scriptedModel } from './scripted.ts';

/** The run and its rows, after what was missing of it was run. */
interface Ran {
  readonly run: RunFile;
  readonly rows: readonly Row[];
}

/**
 * Why a run ends before it is done, in words for the person who started it. What is recorded is
 * kept.
 */
class Stopped extends Error {
  override readonly name = 'Stopped';
}

/**
 * Runs what is missing of a plan, some questions at once, until it is done, the money is used up or
 * a model cannot be called.
 */
export async function run(plan: Plan, prepared: Ready): Promise<Ran> {
  const { folder, packages, environment, atOnce, say } = plan;
  await keepRun(folder, prepared.run);
  const course = new Course(plan, prepared, await readRows(recordsIn(folder)));
  const workshop = { cache: packages, folder: join(folder, 'repositories'), environment };
  const repositories = await makeRepositories(prepared.questions, workshop);
  const waiting = inTurn(plan, prepared);
  const lane = async () => {
    for (const { question, epoch } of waiting) {
      const repository = repositories.get(question.package.name);
      if (repository !== undefined) await course.put(question, repository, epoch);
    }
  };
  await Promise.allSettled(Array.from({ length: atOnce }, lane));
  const { aborted, reason } = course.end.signal;
  if (aborted && !(reason instanceof Stopped)) throw reason;
  if (aborted)
    say(
      `Stopped: ${reason.message} What is answered is kept: run the same command again to go on.`,
    );
  return { run: prepared.run, rows: course.rows };
}

function* inTurn({ epochs }: Plan, { questions }: Ready) {
  for (let epoch = 1; epoch <= epochs; epoch++)
    for (const question of questions) yield { question, epoch };
}

/** Readings of one judge that fail in a row, after which it is not asked again in this run. */
const FAILURES_OF_A_JUDGE = 3;

class Course {
  readonly rows: Row[];
  /** Aborted by the first failure. What is under way then still ends, because it is paid for. */
  readonly end = new AbortController();
  readonly #underWay = new Set<Promise<void>>();
  readonly #plan: Plan;
  readonly #prepared: Ready;

  constructor(plan: Plan, prepared: Ready, rows: Row[]) {
    this.rows = rows;
    this.#plan = plan;
    this.#prepared = prepared;
  }

  /** Has every arm answer one question, and each pair read. Throws `Stopped`. */
  async put(question: Question, repository: Repository, epoch: number): Promise<void> {
    try {
      for (const arm of ALL_ARMS.filter((each) => this.#plan.arms.includes(each)))
        if (this.#answerOf(question, arm, epoch) === undefined)
          await this.#ask(question, repository, arm, epoch);
      if (epoch === 1)
        for (const pair of this.#prepared.pairs) await this.#read(pair, question, repository);
    } catch (error) {
      this.end.abort(error);
      throw error;
    }
  }

  /**
   * Begins work as soon as the money left for it does not depend on what is under way. Throws
   * `Stopped` if too little is left.
   */
  async #paid(work: () => Promise<void>): Promise<void> {
    const { usdEach, maxUsd } = this.#plan;
    while (spentUsd(this.rows) + usdEach * (this.#underWay.size + 1) > maxUsd) {
      if (this.#underWay.size === 0)
        throw new Stopped(
          `${formatMoney(spentUsd(this.rows))} of ${formatMoney(maxUsd)} are spent, and the next answer may cost ${formatMoney(usdEach)}.`,
        );
      await Promise.race(this.#underWay);
    }
    this.end.signal.throwIfAborted();
    const doing = work().finally(() => this.#underWay.delete(doing));
    this.#underWay.add(doing);
    await doing;
  }

  #keep(row: Row): void {
    this.rows.push(row);
    addRow(recordsIn(this.#plan.folder), row);
  }

  async #ask(
    question: Question,
    { path, places }: Repository,
    arm: Arm,
    epoch: number,
  ): Promise<void> {
    const cell = { question: question.id, arm, epoch };
    const usd = this.#usdFor(question, arm, epoch);
    const cut = this.#cutOff(question, arm, epoch);
    const isDesign = 'auditor' in ARMS[arm].runs;
    if (cut !== undefined && !isDesign) {
      const failure = `The run was stopped while it answered; it may have cost ${formatMoney(usd)}.`;
      this.#keep({ type: 'lost', ...cell, failure, costUsd: usd });
    }
    const begun = isDesign ? (cut?.designId ?? '') : '';
    const began = (designId: string) =>
      this.#keep({ type: 'begun', ...cell, designId, costUsd: 0 });
    await this.#paid(async () => {
      if (!isDesign) began('');
      const task = { arm, question, path, usd, begun, onStarted: began };
      const { answer, outage, ...taken } = await this.#with(
        arm,
        `${question.id}-${epoch}`,
        (bench) => answered(task, bench),
      );
      if (outage !== '') {
        this.#keep({ type: 'lost', ...cell, failure: outage, costUsd: taken.costUsd });
        throw new Stopped(`the model could not be called for ${arm}: ${outage}`);
      }
      const score = scoreOf(question, places.get(question.id) ?? [], answer);
      const { isReady, decision } = answer;
      this.#keep({
        ...{ type: 'answer', ...cell, kind: question.kind, repository: question.package.name },
        ...{ score, isReady, decision },
        ...taken,
      });
      // Nothing of what is right: nobody decides by it whether to go on.
      const which = `${question.id}, ${arm}${epoch === 1 ? '' : `, ${epoch}`}`;
      this.#plan.say(`${which}: ${taken.failure || 'answered'}, ${formatMoney(taken.costUsd)}`);
    });
  }

  /**
   * The money of an arm for a question; that of the baseline is what the protocol has spent there.
   */
  #usdFor(question: Question, arm: Arm, epoch: number): number {
    const { usdEach } = this.#plan;
    if (!('spends' in ARMS[arm])) return usdEach;
    const spent = this.#answerOf(question, 'protocol', epoch)?.costUsd ?? usdEach;
    return Math.min(usdEach, spent);
  }

  #answerOf({ id }: Question, arm: Arm, epoch: number): AnswerRow | undefined {
    return answersIn(this.rows, arm).find((row) => row.question === id && row.epoch === epoch);
  }

  /** The try that was under way when the run was stopped. */
  #cutOff({ id }: Question, arm: Arm, epoch: number) {
    const last = this.rows.findLast(
      (row) => 'epoch' in row && row.question === id && row.arm === arm && row.epoch === epoch,
    );
    return last?.type === 'begun' ? last : undefined;
  }

  /**
   * Opens an engine for the models of an arm, in a data folder of its own: no answer learns from an
   * earlier one.
   */
  async #with<Result>(
    arm: Arm,
    name: string,
    work: (bench: Bench) => Promise<Result>,
  ): Promise<Result> {
    const { script, questions, folder } = this.#plan;
    const dataDir = join(folder, 'data', arm, name);
    const configuration: Configuration = {
      ...this.#prepared.configuration,
      dataDir,
      logLevel: 'silent',
    };
    let parts: Parts | null = null;
    let calls = 0;
    const around = (given: Parts): Parts => {
      const own =
        partsFor(arm, script === null ? given : withScript(given, script, { arm, questions })) ??
        given;
      const call = callsFor(arm, own);
      const callModel: Parts['callModel'] = (order) => {
        calls += 1;
        return call(order);
      };
      parts = { ...own, callModel };
      return parts;
    };
    const { engine, repositories } = await compose(configuration, { around });
    if (parts === null) throw new Error('broken invariant: an engine without parts');
    try {
      // A design that was under way when the run was stopped goes on.
      await engine.adoptDueDesigns();
      return await work({
        engine,
        parts,
        bring: (path) => repositories.bring(path),
        calls: () => calls,
      });
    } finally {
      await engine.stop();
    }
  }

  /**
   * Reads a pair that has two decisions, blind and in both orders, unless that was tried before.
   */
  async #read(
    { one, other, judge: model }: Pair,
    question: Question,
    { path }: Repository,
  ): Promise<void> {
    const own = this.rows.filter((row) => 'judge' in row && row.judge === model);
    const isTried = own.some((row) => row.question === question.id);
    const isSilent =
      own.length >= FAILURES_OF_A_JUDGE &&
      own.slice(-FAILURES_OF_A_JUDGE).every(({ type }) => type === 'failed_reading');
    const [ours, theirs] = [one, other].map((arm) => decisionIn(this.#answerOf(question, arm, 1)));
    if (isTried || isSilent || ours === undefined || theirs === undefined) return;
    await this.#paid(async () => {
      const spent = new Spent();
      const facts = { question: question.id, one, other, judge: model };
      try {
        const decisions = [
          [one, ours],
          [other, theirs],
        ] as const;
        const readings = await this.#with(
          one,
          `readings-${question.id}`,
          async ({ parts, bring }) => {
            const request = requestOf(question, await bring(path), this.#plan.usdEach);
            const design = designOf(request, parts);
            const world = { ...singleTurnParts(parts), onSpent: spent.add };
            const judge = { model, effort: parts.defaultEffort };
            return compareBlind(design, decisions, judge, world, new AbortController().signal);
          },
        );
        for (const [index, reading] of readings.entries())
          this.#keep({
            ...{ type: 'reading', ...facts, ...reading, costUsd: index === 0 ? spent.usd : 0 },
          });
      } catch (error) {
        if (!(error instanceof SingleTurnFault)) throw error;
        const failure = error.message;
        if (isOutage(error)) {
          const cell = { question: question.id, arm: one, epoch: 1 };
          this.#keep({ type: 'lost', ...cell, failure, costUsd: spent.usd });
          throw new Stopped(`the judge ${model} could not be called: ${failure}`);
        }
        this.#keep({ type: 'failed_reading', ...facts, failure, costUsd: spent.usd });
        this.#plan.say(`${question.id}: ${model} compared nothing: ${failure}`);
      }
    });
  }
}

function withScript(
  parts: Parts,
  script: Script,
  { arm, questions }: { readonly arm: Arm; readonly questions: readonly Question[] },
): Parts {
  const { personas, clock } = parts;
  const side = arm === 'merged' ? arm : 'protocol';
  const model = scriptedModel(script, questions, { side, personas, clock });
  return { ...parts, callModel: createModelBroker({ model, clock }), priceOf: () => 0 };
}

function decisionIn(row: AnswerRow | undefined): Decision | undefined {
  const parsed = Decision.safeParse(row?.decision);
  return parsed.success ? parsed.data : undefined;
}
