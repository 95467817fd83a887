import { spawnSync } from 'node:child_process';
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { temporaryFolder } from '../support/runner/temporary-folder.ts';
import { ROOT } from './source.ts';

const read = (name: string): string => readFileSync(join(ROOT, name), 'utf8');
const workflow = (name: string) => parse(read(`.github/workflows/${name}.yml`));

function run(script: string, ...words: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(ROOT, '.ci', script), ...words],
    {
      encoding: 'utf8',
    },
  );
  return { status, stdout, stderr };
}

describe('the aim of a benchmark', () => {
  function judge(figure: string, ...words: readonly string[]) {
    const machine = JSON.stringify(join(ROOT, 'bench/machine.ts'));
    const script = `import(${machine}).then(({ judgeAim }) => console.log(judgeAim(${figure}, '≤', 1_500, ' ms')))`;
    const { status, stdout } = spawnSync(process.execPath, ['-e', script, '--', ...words], {
      encoding: 'utf8',
    });
    return { status, said: stdout.trim() };
  }

  test('makes it fail if it is missed, and never at its least', () => {
    expect(judge('1_500')).toEqual({ status: 0, said: '≤ 1,500 ms' });
    expect(judge('1_501')).toEqual({ status: 1, said: '≤ 1,500 ms, missed' });
    expect(judge('1_501', '--least')).toEqual({ status: 0, said: '≤ 1,500 ms' });
  });

  test('says of a figure that is none that it was not measured', () => {
    expect(judge('Number.NaN')).toEqual({ status: 0, said: '≤ 1,500 ms, not measured' });
  });
});

describe('the count of a CI run', () => {
  /** Writes a result as the runner does, of these tests with their states. */
  function resultOf(tests: Readonly<Record<string, string>>, isSuccess = true): string {
    const file = join(temporaryFolder(), 'result.json');
    const inState = (state: string) => Object.values(tests).filter((each) => each === state).length;
    const assertionResults = Object.entries(tests).map(([fullName, status]) => ({
      fullName,
      status,
      failureMessages: [],
    }));
    const [numPassedTests, numFailedTests] = [inState('passed'), inState('failed')];
    const testResults = [{ name: 'a.test.ts', message: '', assertionResults }];
    writeFileSync(
      file,
      JSON.stringify({ numPassedTests, numFailedTests, success: isSuccess, testResults }),
    );
    return file;
  }

  test('passes where every test passed', () => {
    expect(run('count.cjs', resultOf({ one: 'passed' }))).toMatchObject({
      status: 0,
      stdout: '1 passed, 0 failed\n',
    });
  });

  test('fails where a test failed, was skipped, or did not load', () => {
    for (const result of [
      resultOf({ one: 'passed', two: 'failed' }, false),
      resultOf({ one: 'passed', two: 'skipped' }),
      resultOf({ one: 'passed' }, false),
      join(temporaryFolder(), 'missing.json'),
    ])
      expect(run('count.cjs', resultOf({ three: 'passed' }), result)).toMatchObject({
        status: 1,
        stdout: expect.stringContaining(', 1 failed\n'),
      });
  });

  test('passes where a test was skipped in one run and passed in another', () => {
    const results = [resultOf({ one: 'passed', two: 'skipped' }), resultOf({ two: 'passed' })];
    expect(run('count.cjs', ...results)).toMatchObject({
      status: 0,
      stdout: '2 passed, 0 failed\n',
    });
  });
});

describe('the notes of a release', () => {
  const changelog = join(temporaryFolder(), 'CHANGELOG.md');
  writeFileSync(
    changelog,
    '# Changelog\n\n## 1.1.0 (2027-01-02)\n\n- Newer.\n\n### For operators\n\n- A task.\n\n## 1.0.0 (2026-12-01)\n\n- First.\n\n## 0.9.0\n',
  );

  test('hold what the changelog says of that version, and of no other', () => {
    expect(run('notes.cjs', '1.1.0', changelog).stdout).toBe(
      '- Newer.\n\n### For operators\n\n- A task.\n',
    );
    expect(run('notes.cjs', '1.0.0', changelog).stdout).toBe('- First.\n');
  });

  test('the notes of a release are refused for a version without a section, or with an empty one', () => {
    for (const version of ['1.0', '2.0.0', '0.9.0'])
      expect(run('notes.cjs', version, changelog)).toMatchObject({ status: 1, stdout: '' });
  });
});

describe('the workflows', () => {
  test('check, then the quick tests, then the rest', () => {
    const { jobs } = workflow('ci');
    expect(jobs).toMatchObject({
      check: { with: { part: 'check' } },
      quick: { needs: 'check', with: { part: 'quick' } },
      rest: { needs: 'quick', with: { command: '.ci/run rest' } },
    });
  });

  test('every part that a workflow runs is one of .ci/run', () => {
    const commands = globSync('.github/workflows/*.yml', { cwd: ROOT }).flatMap((file) => [
      ...read(file).matchAll(/(?:part: |\.ci\/run )([a-z]+)$/gm),
    ]);
    const parts = commands.map(([, part = '']) => part);
    expect(parts.toSorted()).toEqual(['archive', 'check', 'quick', 'rest']);
    for (const part of parts) expect(read('.ci/run')).toContain(`\n${part}() {\n`);
  });

  test('a release packs once, and publishes the archive that was tried after all tests', () => {
    const release = read('.github/workflows/release.yml');
    expect(workflow('release').jobs.publish.needs).toEqual(['tests', 'supply-chain', 'archive']);
    expect(release).not.toContain('npm pack');
    expect(release).toContain('npm publish ./charrette-*.tgz ');
    expect(release).toContain('--notes-file notes.md ');
    expect(read('.ci/run').match(/npm pack --/g)).toHaveLength(1);
  });

  test('the page of systems calls untried each one that CI does not wait for', () => {
    const { untried } = workflow('ci').jobs;
    expect(untried['continue-on-error']).toBe(true);
    for (const system of ['macOS', 'Windows']) {
      expect(untried.strategy.matrix.system.join()).toContain(system.toLowerCase());
      expect(read('docs/systems.md')).toMatch(new RegExp(`^\\| ${system}.*\\| untried`, 'm'));
    }
  });
});
