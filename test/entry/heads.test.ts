import { chmod, cp, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { newSigningKey } from '../../src/runtime/signing.ts';
import { Forgery } from '../support/forgery.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { calledHere } from './cli.ts';

/** One design that was run to its end in a data folder, as people leave it. */
const TOPIC = 'Should the invoices be sent at night?';
const dataDir = temporaryFolder();
let bundle: string;
let id: string;
const lastLine = (text: string) => text.trimEnd().split('\n').at(-1);

beforeAll(async () => {
  const answers = join(temporaryFolder(), 'answers.md');
  await writeFile(answers, 'Q1: One week.\n');
  const run = await calledHere(dataDir, [
    'design',
    TOPIC,
    '--personas',
    'subtractor,failure-analyst',
    '--answers',
    answers,
    '--json',
  ]);
  id = /dsn_[0-9a-f-]{36}/.exec(run.stdout)?.[0] ?? '';
  bundle = join(dataDir, 'designs', id);
}, 90_000);

/** A whole other run in the place of this one: everything in it fits. */
async function whollyForged(): Promise<string> {
  const forged = join(temporaryFolder(), 'forged');
  await cp(bundle, forged, { recursive: true });
  const it = new Forgery(forged);
  await it.rechain((events) =>
    events.map((event) => (event.type === 'files_written' ? { ...event, at: Number(event.at) + 1 } : event)),
  );
  await it.seal((manifest) => {
    const at = Date.parse(String(manifest.madeAt)) + 1;
    delete manifest.headSignature;
    Object.assign(manifest, { madeAt: new Date(at).toISOString() });
  });
  return forged;
}

describe('verify beside a store', () => {
  test('P11: compares the head without being asked', async () => {
    for (const path of [bundle, join(bundle, 'manifest.json'), id.slice(-8)]) {
      const { code, stdout } = await calledHere(dataDir, ['verify', path]);
      expect(stdout).toMatch(/passed +store +the store has the same end/);
      expect(stdout).toMatch(/passed +signature +the head is signed by the key [0-9a-f]{16}/);
      expect({ code, last: lastLine(stdout) }).toEqual({ code: 0, last: 'Nothing was changed.' });
    }
  });

  test('P11: elsewhere says that nothing was compared', async () => {
    const elsewhere = temporaryFolder();
    const { code, stdout } = await calledHere(elsewhere, ['verify', bundle]);
    expect(stdout).toMatch(/skipped +signature +signed by another key/);
    expect({ code, last: lastLine(stdout) }).toEqual({
      code: 0,
      last: 'Whole in itself; not compared with its thread.',
    });
  });

  test('P11: a wholly forged bundle fails beside the store that knows the true head, and with its id', async () => {
    const forged = await whollyForged();
    expect(lastLine((await calledHere(temporaryFolder(), ['verify', forged])).stdout)).toBe(
      'Whole in itself; not compared with its thread.',
    );
    const compared = await calledHere(dataDir, ['verify', forged]);
    expect(compared.stdout).toMatch(/failed +store +the chain of events ends in/);
    expect({ code: compared.code, last: lastLine(compared.stdout) }).toEqual({
      code: 1,
      last: 'This is not what Charrette wrote.',
    });
    const aside = join(temporaryFolder(), 'aside');
    await rename(bundle, aside);
    await rename(forged, bundle);
    expect((await calledHere(dataDir, ['verify', id])).code).toBe(1);
    await rename(bundle, forged);
    await rename(aside, bundle);
  });
});

describe('the signing key', () => {
  test('P11: is made once, for its owner alone, and doctor tells its public part', async () => {
    const path = join(dataDir, 'signing-key.pem');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await calledHere(dataDir, ['doctor'])).stdout).toMatch(
      /signing key +ok +[0-9a-f]{16} in .*; its public key: MC/,
    );
  });

  test.each([
    ['that others can read', newSigningKey(), 0o644, /can be read by others/],
    ['of another kind', 'x', 0o600, /holds no private key in PEM/],
  ])('P11: one %s is refused at the start', async (_, text, mode, words) => {
    const folder = temporaryFolder();
    const path = join(folder, 'signing-key.pem');
    await writeFile(path, text, { mode: 0o600 });
    await chmod(path, mode);
    const refused = await calledHere(folder, ['design', 'Why?', '--json']);
    expect(refused.code).not.toBe(0);
    expect(refused.stderr).toMatch(words);
  });

  test('P11: one that was changed leaves old signatures to be checked with the old public key', async () => {
    const other = join(temporaryFolder(), 'other');
    await cp(dataDir, other, { recursive: true });
    const old = join(other, 'old.pem');
    await rename(join(other, 'signing-key.pem'), old);
    await writeFile(join(other, 'signing-key.pem'), newSigningKey(), { mode: 0o600 });
    const folder = join(other, 'designs', id);
    expect((await calledHere(other, ['verify', folder])).stdout).toMatch(
      /skipped +signature +signed by another/,
    );
    const checked = await calledHere(other, ['verify', folder, '--key', old]);
    expect(checked.stdout).toMatch(/passed +signature/);
    const unknown = await calledHere(other, ['verify', folder, '--key', join(other, 'signing-key.pem')]);
    expect(unknown.stdout).toMatch(/not verified +signature +signed by another key/);
    expect(unknown.code).toBe(1);
  });
});

test('P11: heads prints the log, to be kept elsewhere', async () => {
  const { stdout } = await calledHere(dataDir, ['heads']);
  const manifest = JSON.parse(await readFile(join(bundle, 'manifest.json'), 'utf8'));
  expect(JSON.parse(stdout)).toMatchObject({ position: 1, designId: id, head: manifest.events.head });
  expect((await calledHere(dataDir, ['heads', '--since', '1'])).stdout).toBe('');
});
