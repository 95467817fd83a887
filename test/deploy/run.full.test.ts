import { existsSync, globSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import * as z from 'zod';
import { readConfiguration } from '../../src/entry/models.ts';
import { VARIABLES } from '../../src/entry/variables.ts';
import { packageOf } from '../second-opinion/package-of.ts';
import { needing } from '../support/runner/needing.ts';
import { ROOT, read, said } from './machine.ts';

/** Exposure by `systemd-analyze security`, from 0 to 10: above it a service counts as exposed. */
const MAX_EXPOSURE = 4;
const TEXTS = [
  'Dockerfile',
  'compose.yaml',
  'kubernetes.yaml',
  'charrette.service',
  'settings.example.env',
];

/** The lines of a Dockerfile's last stage, with each instruction on one. */
const image =
  read('Dockerfile')
    .replaceAll('\\\n', ' ')
    .split(/^FROM /m)
    .at(-1) ?? '';

test('every setting that a file of deploy names is one, and has an allowed value', () => {
  const named = TEXTS.flatMap((name) => read(name).match(/\bCHARRETTE_[A-Z_]+/g) ?? []);
  expect(named.length).toBeGreaterThan(10);
  expect(named.filter((name) => !Object.hasOwn(VARIABLES, name))).toEqual([]);
  const set = Object.fromEntries(
    [...image.matchAll(/(?:ENV)?\s(CHARRETTE_[A-Z_]+)=(\S+)/g)].map(([, name, value]) => [
      name,
      value,
    ]),
  );
  expect(readConfiguration(set)).toMatchObject({ dataDir: '/data', httpHost: '0.0.0.0' });
});

describe('the image', () => {
  test('the image runs as a numeric user, what a package holds, with what it calls', () => {
    expect(image).toMatch(/^USER [1-9]\d+:[1-9]\d+$/m);
    for (const program of ['git', 'libatomic1']) expect(image).toContain(program);
    expect(image).toMatch(/^ENTRYPOINT \["\/opt\/charrette\/bin\/start.sh"\]$/m);
    expect(existsSync(join(ROOT, 'bin/start.sh'))).toBe(true);
  });

  test('copies all that the package holds, besides what is made while it is built', () => {
    const { files } = JSON.parse(read('../package.json'));
    const made = ['dist', 'npm-shrinkwrap.json'];
    const wanted = z
      .array(z.string())
      .parse(files)
      .filter((name) => !made.includes(name) && !name.startsWith('!'));
    const copied = [...read('Dockerfile').matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(
      ([, names = '']) => names.split(' '),
    );
    expect(wanted).toContain('models.yaml');
    const isCopied = (name: string) =>
      copied.some((from) => name === from || name.startsWith(`${from}/`));
    expect(wanted.filter((name) => !isCopied(name))).toEqual([]);
  });

  test('D6: the image gets nothing into its context that could be a secret', () => {
    const allowed = read('Dockerfile.dockerignore')
      .split('\n')
      .filter((line) => line.startsWith('!'));
    expect(read('Dockerfile.dockerignore')).toMatch(/^\*$/m);
    expect(allowed.filter((line) => /^!(?:\.env|data|\.git|node_modules)$/.test(line))).toEqual([]);
    const copied = [...read('Dockerfile').matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(
      ([, names = '']) => names.split(' '),
    );
    expect(
      copied.filter(
        (name) => !allowed.includes(`!${name}`) || globSync(name, { cwd: ROOT }).length === 0,
      ),
    ).toEqual([]);
  });
});

test('compose: each daemon is read-only and without privileges, and waits for a Postgres that is ready', () => {
  const Compose = z.object({ services: z.record(z.string(), z.looseObject({})) });
  const { services } = Compose.parse(parse(read('compose.yaml'), { merge: true }));
  const daemons = Object.entries(services).filter(([name]) => name.startsWith('charrette-'));
  expect(daemons).toHaveLength(2);
  for (const [, daemon] of daemons) {
    expect(daemon).toMatchObject({
      read_only: true,
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
      depends_on: { postgres: { condition: 'service_healthy' } },
      stop_grace_period: '15s',
    });
  }
  const proxied = read('Caddyfile').match(/\{\$(\w+)\}/g) ?? [];
  const given = Object.keys(z.record(z.string(), z.string()).parse(services.proxy?.environment));
  expect(new Set(proxied)).toEqual(new Set(given.map((name) => `{$${name}}`)));
});

test('the shipped proxy is trusted, so failed sign-ins are counted by the address of their sender', () => {
  const Part = z.looseObject({
    environment: z.record(z.string(), z.string()),
    networks: z.object({ default: z.object({ ipv4_address: z.string() }) }).optional(),
  });
  const { services } = z
    .object({ services: z.object({ 'charrette-1': Part, 'charrette-2': Part, proxy: Part }) })
    .parse(parse(read('compose.yaml'), { merge: true }));
  const own = services.proxy.networks?.default.ipv4_address;
  for (const name of ['charrette-1', 'charrette-2'] as const) {
    const { CHARRETTE_TRUSTED_PROXIES } = services[name].environment;
    expect(readConfiguration({ CHARRETTE_TRUSTED_PROXIES }).proxies.addresses).toEqual([own]);
  }
  const settings = parseAllDocuments(read('kubernetes.yaml'))
    .map((each) => each.toJS())
    .find((each) => each.kind === 'ConfigMap').data;
  const { proxies, dataDir } = readConfiguration(settings);
  // A folder of its own in the volume, which is writable for its group.
  expect(dataDir).toBe('/data/charrette');
  expect(proxies.addresses).toHaveLength(1);
});

const { test: testSystemd } = await needing('systemd-analyze');

describe('the unit', () => {
  testSystemd('the unit is one that systemd knows, and that is not exposed', async () => {
    const systemd = 'systemd-analyze';
    const words = await said(
      systemd,
      'security',
      '--offline=true',
      '--no-pager',
      'charrette.service',
    );
    const exposure = Number(
      /Overall exposure level for charrette.service: ([\d.]+)/.exec(words)?.[1],
    );
    expect(exposure, words).toBeLessThanOrEqual(MAX_EXPOSURE);
    // Nothing but the program's place, which is not that of this clone, is amiss.
    const verified = await said(systemd, 'verify', 'charrette.service').catch(
      (error: { stderr: string }) => error.stderr,
    );
    const amiss = verified.split('\n').filter((line) => line.includes('charrette.service'));
    expect(amiss.filter((line) => !line.includes('/srv/charrette/bin/start.sh'))).toEqual([]);
  });

  test('the unit forbids namespaces and mounts, and leaves V8 its code, and a stop its ten seconds', () => {
    const unit = read('charrette.service');
    expect(unit).toMatch(/^RestrictNamespaces=true$/m);
    expect(unit).toMatch(/^SystemCallFilter=@system-service$/m);
    expect(unit).not.toMatch(/^MemoryDenyWriteExecute=/m);
    expect(Number(/^TimeoutStopSec=(\d+)$/m.exec(unit)?.[1])).toBeGreaterThan(10);
  });
});

const GROUPS: Readonly<Record<string, string>> = {
  ConfigMap: 'v1',
  Deployment: 'apps/v1',
  Ingress: 'networking.k8s.io/v1',
  Namespace: 'v1',
  PodDisruptionBudget: 'policy/v1',
  Service: 'v1',
};
type Schemas = Readonly<Record<string, new (document: object) => { validate(): void }>>;

/** Rejects what the schema of its kind does not allow. */
async function validated(document: { readonly kind: string }): Promise<void> {
  const { kind } = document;
  const { [kind]: Schema } = await packageOf<Schemas>(`kubernetes-models/${GROUPS[kind]}/${kind}`);
  if (Schema === undefined) throw new Error(`there is no schema of ${kind}`);
  new Schema(document).validate();
}

const { test: testSchemas } = await needing('a second opinion');

describe('the manifest', () => {
  const documents = parseAllDocuments(read('kubernetes.yaml'), { merge: true }).map((each) =>
    each.toJS(),
  );
  const ofKind = (kind: string) => documents.find((each) => each.kind === kind);

  testSchemas('the manifest keeps to the official schemas', async () => {
    expect(documents.length).toBeGreaterThan(5);
    for (const document of documents)
      await expect(validated(document), document.kind).resolves.toBe(undefined);
    const broken = structuredClone(ofKind('Deployment'));
    broken.spec.replicas = 'two';
    await expect(validated(broken)).rejects.toThrow();
  });

  test('probes what a daemon answers, and keeps one running', () => {
    const { spec } = ofKind('Deployment');
    const [container] = spec.template.spec.containers;
    expect(container.readinessProbe.httpGet.path).toBe('/readyz');
    expect(container.livenessProbe.httpGet.path).toBe('/healthz');
    expect(container.securityContext).toMatchObject({
      readOnlyRootFilesystem: true,
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
    });
    expect(spec.template.spec.securityContext).toMatchObject({
      runAsNonRoot: true,
      seccompProfile: { type: 'RuntimeDefault' },
    });
    expect(spec.template.spec.terminationGracePeriodSeconds).toBeGreaterThan(10);
    expect(ofKind('PodDisruptionBudget').spec).toMatchObject({
      minAvailable: 1,
      selector: spec.selector,
    });
    expect(ofKind('Service').spec.selector).toEqual(spec.selector.matchLabels);
  });

  test('the manifest is of the version of the package', () => {
    const [container] = ofKind('Deployment').spec.template.spec.containers;
    const { version } = JSON.parse(read('../package.json'));
    expect(container.image).toMatch(new RegExp(`:${version}$`));
  });
});
