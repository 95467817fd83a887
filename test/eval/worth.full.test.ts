import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { ALL_ARMS } from '../../eval/worth/arms.ts';
import { type Plan, prepared, ready } from '../../eval/worth/plan.ts';
import { answersIn, type Row, readRows, recordsIn } from '../../eval/worth/records.ts';
import { reportOf } from '../../eval/worth/report.ts';
import { run } from '../../eval/worth/run.ts';
import { keepRun } from '../../eval/worth/run-file.ts';
import { temporaryFolder } from '../support/runner/temporary-folder.ts';
import { fails, says } from '../support/services/model-endpoint-answers.ts';
import { answeringFamilies } from './answering-endpoint.ts';
import { packagesIn } from './sample-packages.ts';
import { HERE, planOf, sampleQuestion } from './sample-run.ts';

const packages = temporaryFolder();
const [lamp, wick] = packagesIn(packages, ['lamp', 'wick']);
if (lamp === undefined || wick === undefined) throw new Error('two packages were made');
const QUESTIONS = [sampleQuestion(lamp, 1), sampleQuestion(wick, 2)];
const ONE = QUESTIONS.slice(0, 1);

function plan(more: Partial<Plan>) {
  const said: string[] = [];
  return {
    said,
    ...planOf({ packages, questions: ONE, ...more }),
    say: (line: string) => void said.push(line),
  };
}

async function ran(given: Plan) {
  const prepared = await ready(given);
  if (!prepared.ok) throw new Error(prepared.refusal);
  return run(given, prepared);
}

/** Fixes a run as its first command does. */
async function fixed(given: Plan): Promise<void> {
  const prepared = await ready(given);
  if (!prepared.ok) throw new Error(prepared.refusal);
  await keepRun(given.folder, prepared.run);
}

test('a scripted run is continued where it stopped, behind a line that was cut', async () => {
  const given = plan({ arms: ['one_answer', 'protocol'], script: 'known_winner' });
  await fixed(given);
  const first = await ran({ ...given, maxUsd: 1.005 });
  expect(answersIn(first.rows).map(({ arm }) => arm)).toEqual(['one_answer']);
  expect(given.said.at(-1)).toMatch(
    /^Stopped: \$0\.01 of \$1\.0\d are spent, and the next answer may cost \$1\.00\. .*same command/,
  );
  await appendFile(recordsIn(given.folder), '{"type":"answer","ques');
  const all = await ran({ ...given, maxUsd: 1_000 });
  expect(answersIn(all.rows).map(({ arm }) => arm)).toEqual(['one_answer', 'protocol']);
  expect(await readRows(recordsIn(given.folder))).toEqual(all.rows);
  expect(answersIn(all.rows, 'protocol')[0]).toMatchObject({
    score: { letter: expect.stringMatching(/^[A-D]$/) },
    calls: expect.any(Number),
  });
  // Nobody is told on the way what is right.
  expect(given.said.join('\n')).not.toMatch(/right|wrong/);
  expect(await ran({ ...given, maxUsd: 1_000 })).toEqual(all);
}, 120_000);

test('several questions are under way at once, as many as the money surely pays for', async () => {
  const questions = [1, 2, 3, 4, 5].map((index) => sampleQuestion(lamp, index));
  const given = plan({ questions, atOnce: 4, maxUsd: 2.5, script: 'tie' });
  const { rows } = await ran({ ...given, maxUsd: 100 });
  const more = plan({ questions, atOnce: 4, maxUsd: 2.5, script: 'tie' });
  await fixed({ ...more, maxUsd: 100 });
  const short = await ran(more);
  expect([rows, short.rows].map((each) => mostUnderWay(each))).toEqual([4, 2]);
  for (const each of [rows, short.rows])
    expect(
      answersIn(each)
        .map(({ question }) => question)
        .toSorted(),
    ).toEqual(questions.map(({ id }) => id));
}, 120_000);

function mostUnderWay(rows: readonly Row[]): number {
  const counts = [0];
  for (const { type } of rows) counts.push((counts.at(-1) ?? 0) + (type === 'begun' ? 1 : -1));
  return Math.max(...counts);
}

test('a model that cannot be called for one of several questions ends the run when the others have ended', async () => {
  const questions = [sampleQuestion(lamp, 1), sampleQuestion(wick, 2), sampleQuestion(lamp, 3)];
  let hasCredit = false;
  const { environment } = await answeringFamilies(questions, (request, usual) =>
    hasCredit || !JSON.stringify(request.body).includes('limit 2 of wick') ? usual : fails(402),
  );
  const given = plan({
    arms: ['protocol', 'baseline'],
    questions,
    atOnce: 2,
    script: null,
    environment,
  });
  const stopped = await ran(given);
  expect(mostUnderWay(stopped.rows)).toBe(2);
  expect(stopped.rows.map((row) => [row.type, 'question' in row && row.question])).toContainEqual([
    'lost',
    'wick-2',
  ]);
  expect(answersIn(stopped.rows).map(({ question, arm }) => [question, arm])).toEqual([
    ['lamp-1', 'protocol'],
  ]);
  expect(given.said.filter((line) => line.startsWith('Stopped: '))).toHaveLength(1);
  hasCredit = true;
  const { rows } = await ran(given);
  expect(answersIn(rows)).toHaveLength(6);
  expect(rows.filter(({ type }) => type === 'reading')).toHaveLength(3 * 2 * 2);
}, 240_000);

test('all arms answer over the wire, in one form, and are read blind by two families', async () => {
  const { environment, wires } = await answeringFamilies(QUESTIONS);
  const given = plan({ arms: ALL_ARMS, questions: QUESTIONS, script: null, environment });
  const { rows, run: asPlanned } = await ran(given);
  expect(answersIn(rows).map(({ question, arm }) => [question, arm])).toEqual(
    QUESTIONS.flatMap(({ id }) => ALL_ARMS.map((arm) => [id, arm])),
  );
  for (const row of answersIn(rows))
    expect(row, `${row.arm} ${JSON.stringify(row.decision)}`).toMatchObject({
      failure: '',
      score: { isRight: true },
    });
  expect(answersIn(rows, 'personas')[0]?.calls).toBe(6 + 1);
  const [protocol, baseline] = (['protocol', 'baseline'] as const).map(
    (arm) => answersIn(rows, arm)[0],
  );
  expect(baseline?.costUsd).toBeLessThanOrEqual((protocol?.costUsd ?? 0) * 1.5);
  expect(rows.filter(({ type }) => type === 'reading')).toHaveLength(2 * 2 * 2);
  const page = reportOf(rows, asPlanned);
  expect(page).toContain('| gemini-4 | the protocol 0, one model, same money 0 | 0 | 2 |');
  for (const wire of Object.values(wires)) expect(wire.problems).toEqual([]);
}, 240_000);

test.each(['one_model', 'protocol'] as const)(
  'a key without credit stops %s in the middle: nothing counts as wrong, and the same command goes on',
  async (arm) => {
    let hasCredit = 3;
    const { environment } = await answeringFamilies(ONE, (_, usual) => {
      hasCredit -= 1;
      return hasCredit < 0 ? fails(402) : usual;
    });
    const given = plan({ arms: [arm], script: null, environment });
    const stopped = await ran(given);
    expect(answersIn(stopped.rows)).toEqual([]);
    expect(stopped.rows.at(-1)).toMatchObject({ type: 'lost', arm, costUsd: expect.any(Number) });
    expect(given.said.at(-1)).toMatch(
      /^Stopped: the model could not be called for \w+: .*same command again/,
    );
    hasCredit = 1_000;
    const done = await ran(given);
    expect(answersIn(done.rows)).toMatchObject([{ arm, failure: '' }]);
    expect(reportOf(done.rows, done.run)).toContain('1 try cut off');
  },
  240_000,
);

test('a judge that refuses is asked three times at most, and counts for neither', async () => {
  const questions = [1, 2, 3, 4].map((index) => sampleQuestion(lamp, index));
  let asked = 0;
  const { environment } = await answeringFamilies(questions, (_, usual, family) => {
    if (family !== 'gemini') return usual;
    asked += 1;
    return says('I would rather not say.');
  });
  const given = plan({ arms: ['protocol', 'baseline'], questions, script: null, environment });
  const { rows, run: asPlanned } = await ran(given);
  const failed = rows.filter(({ type }) => type === 'failed_reading');
  expect(failed).toHaveLength(3);
  for (const { costUsd } of failed) expect(costUsd).toBeGreaterThan(0);
  const before = asked;
  await ran(given);
  expect(asked).toBe(before);
  expect(reportOf(rows, asPlanned)).toContain('3 blind readings failed and count for neither.');
}, 240_000);

test('an answer that was cut off by the end of a run counts as money, and is asked for again', async () => {
  const given = plan({ arms: ['one_answer'] });
  await fixed(given);
  const { id: question } = ONE[0] ?? { id: '' };
  const begun = {
    type: 'begun',
    question,
    arm: 'one_answer',
    epoch: 1,
    designId: '',
    costUsd: 0,
  } as const;
  await appendFile(recordsIn(given.folder), `${JSON.stringify(begun)}\n`);
  const { rows } = await ran(given);
  expect(rows.map(({ type, costUsd }) => [type, costUsd])).toEqual([
    ['begun', 0],
    ['lost', 1],
    ['begun', 0],
    ['answer', 0.01],
  ]);
}, 60_000);

test('a design that was under way when its run was killed is waited for, and not begun again', async () => {
  let child: ReturnType<typeof spawn> | null = null;
  const { environment } = await answeringFamilies(ONE, (request, usual) => {
    if (request.lastText.includes('`submit_proposal`')) child?.kill('SIGKILL');
    return usual;
  });
  const given = plan({ arms: ['protocol'], script: null, environment });
  const program = join(import.meta.dirname, 'run-child.ts');
  child = spawn(process.execPath, [
    program,
    JSON.stringify({ ...given, say: undefined, said: undefined }),
  ]);
  await once(child, 'exit');
  child = null;
  const cut = await readRows(recordsIn(given.folder));
  expect(cut).toMatchObject([{ type: 'begun', designId: expect.stringMatching(/^dsn_/) }]);
  const { rows } = await ran(given);
  const [begun] = cut;
  expect(rows).toHaveLength(2);
  expect(rows[1]).toMatchObject({
    type: 'answer',
    designId: begun?.type === 'begun' ? begun.designId : '',
    failure: '',
  });
}, 240_000);

test('a baseline is told of a quotation that stands nowhere, and a right one of a deciding line counts', async () => {
  const [question] = ONE;
  const line = question?.key.evidence[0]?.line ?? '';
  const told: string[] = [];
  const { environment } = await answeringFamilies(ONE, (request, usual) => {
    if (usual.kind !== 'message' || !request.lastText.includes('answer_alone')) return usual;
    const isTold = request.lastText.includes('does not stand') || told.length > 0;
    told.push(request.lastText);
    const quote = isTold ? line : 'It is three, and nothing else.';
    const grounds = [{ text: 'It says so.', citation: { place: 'docs/limit-1.md:1', quote } }];
    const content = usual.content.map((block) =>
      block.type === 'tool_use'
        ? { ...block, input: Object.assign({}, block.input, { grounds }) }
        : block,
    );
    return { ...usual, content };
  });
  const { rows } = await ran(plan({ arms: ['one_answer'], script: null, environment }));
  expect(told).toHaveLength(2);
  expect(answersIn(rows)[0]).toMatchObject({ calls: 2, score: { isRight: true, facts: 1 } });
}, 120_000);

test('questions whose package is no longer served are left out once, and never later', async () => {
  const cache = temporaryFolder();
  const questions = packagesIn(cache, ['lamp', 'wick']).map((each, at) => sampleQuestion(each, at));
  const [lamp, wick] = questions;
  if (lamp === undefined || wick === undefined) throw new Error('there are two');
  const changed = {
    ...wick,
    package: { ...wick.package, versions: { '1.0.0': 'sha512-another' } },
  };
  const npm = join(temporaryFolder(), 'npm');
  await writeFile(npm, '#!/bin/sh\nexit 0\n', { mode: 0o755 });
  const environment = { ...HERE, PATH: `${dirname(npm)}:${HERE.PATH}` };
  const plan = planOf({ packages: cache, questions: [lamp, changed], environment });
  const first = await prepared(plan);
  if (!first.ok) throw new Error(first.refusal);
  expect(first.run).toMatchObject({ questions: ['lamp-0'], leftOut: ['wick-1'] });
  expect(first.run.rule).toContain('Put 1 question once');
  await keepRun(plan.folder, first.run);
  expect(await prepared(plan)).toMatchObject({ ok: true, run: first.run });
  const gone = { ...lamp, package: { ...lamp.package, versions: { '1.0.0': 'sha512-another' } } };
  expect(await prepared({ ...plan, questions: [gone, changed] })).toMatchObject({ ok: false });
  const away = planOf({ packages: temporaryFolder(), questions: [lamp], environment });
  await writeFile(npm, '#!/bin/sh\necho npm error code ENOTFOUND >&2\nexit 1\n');
  expect(await prepared(away)).toMatchObject({
    refusal: expect.stringMatching(
      /could not fetch lamp@1\.0\.0 \(ENOTFOUND\).*repeat the command/,
    ),
  });
});

test('one who has not read the repository is given no way to read it', async () => {
  const prompts: string[] = [];
  const { environment } = await answeringFamilies(ONE, (request, usual) => {
    prompts.push(JSON.stringify(request.body));
    return usual;
  });
  const { rows } = await ran(plan({ arms: ['unread'], script: null, environment }));
  expect(answersIn(rows)).toMatchObject([{ arm: 'unread', failure: '', calls: 1 }]);
  for (const prompt of prompts) expect(prompt).not.toMatch(/read_file|repository tools/);
}, 60_000);
