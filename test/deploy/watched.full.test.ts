import { expect, onTestFinished, test } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';
import { InProcess } from '../entry/in-process.ts';
import { needing } from '../support/runner/needing.ts';
import { temporaryFolder } from '../support/runner/temporary-folder.ts';
import { promtool, read, said } from './machine.ts';

const Rules = z.object({
  groups: z.array(z.object({ rules: z.array(z.object({ alert: z.string(), expr: z.string() })) })),
});
const Tests = z.object({
  tests: z.array(
    z.object({
      alert_rule_test: z.array(
        z.object({ alertname: z.string(), exp_alerts: z.array(z.unknown()) }),
      ),
    }),
  ),
});
const Dashboard = z.object({
  panels: z.array(
    z.object({ title: z.string(), targets: z.array(z.object({ expr: z.string() })) }),
  ),
});

const { test: testPromtool } = await needing('promtool');
const rules = Rules.parse(parse(read('alerts.yaml'))).groups.flatMap((group) => group.rules);

const namesIn = (expressions: readonly string[]): string[] =>
  expressions.flatMap((expression) => expression.match(/charrette_\w+/g) ?? []);

test('T4: every metric of the alerts and of the dashboard is one that a daemon gives out', async () => {
  const daemon = await InProcess.open(temporaryFolder(), {});
  onTestFinished(() => daemon.stop());
  const text = await (await daemon.request('/metrics')).text();
  const given = [...text.matchAll(/^# TYPE (\w+) /gm)].map(([, name]) => name);
  const drawn = Dashboard.parse(JSON.parse(read('dashboard.json'))).panels.flatMap(
    ({ targets }) => targets,
  );
  expect(namesIn(rules.map(({ expr }) => expr)).length).toBeGreaterThan(8);
  expect(namesIn(drawn.map(({ expr }) => expr)).length).toBeGreaterThan(12);
  const named = namesIn([...rules, ...drawn].map(({ expr }) => expr));
  expect(named.filter((name) => !given.includes(name))).toEqual([]);
});

test('each alert has a test in which it is raised', () => {
  const raised = Tests.parse(parse(read('alerts.test.yaml')))
    .tests.flatMap((each) => each.alert_rule_test)
    .filter(({ exp_alerts }) => exp_alerts.length > 0)
    .map(({ alertname }) => alertname);
  expect([...new Set(raised)].toSorted()).toEqual(rules.map(({ alert }) => alert).toSorted());
});

testPromtool('the alerts are raised when they should be, and not otherwise', async () => {
  const found = (await promtool()) ?? '';
  expect(await said(found, 'check', 'rules', 'alerts.yaml')).toContain(
    `${rules.length} rules found`,
  );
  expect(await said(found, 'test', 'rules', 'alerts.test.yaml')).toContain('SUCCESS');
});
