import { expect } from 'vitest';
import { calledHere } from '../entry/cli.ts';
import { type Api, FEW_PERSONAS, TOKEN } from '../entry/daemon.ts';
import { Browser } from '../surfaces/http/browser.ts';

export const REHEARSAL = {
  CHARRETTE_REHEARSAL: '1',
  CHARRETTE_REHEARSAL_LATENCY_MS: '0',
  ...FEW_PERSONAS,
};

/** Rights that a store had at a moment, and of which some are gone since. */
export interface Rights {
  /** The design that both links are for. */
  readonly id: string;
  readonly kept: string;
  readonly revoked: string;
  readonly keptLink: string;
  readonly revokedLink: string;
  readonly session: Browser;
  /** Revokes a token and a link, and ends a session. */
  revoke(api: Api): Promise<void>;
}

export async function grant(api: Api): Promise<Rights> {
  const { id } = await api.startDesign({ topic: 'Should the queue move?' });
  const token = async (name: string) =>
    (await api.post<{ token: string }>('/tokens', { name, role: 'read' })).body.token;
  const link = async () =>
    (await api.post<{ id: string; path: string }>(`/designs/${id}/links`, { days: 1 })).body;
  const [kept, revoked, keptLink, revokedLink] = [
    await token('kept'),
    await token('revoked'),
    await link(),
    await link(),
  ];
  const session = await signIn(api);
  const stolen = await signIn(api);
  const remove = async (to: Api, path: string) =>
    (
      await to.request(`/api/v1${path}`, {
        method: 'DELETE',
        headers: { 'content-type': 'application/json' },
        body: '{}',
      })
    ).status;
  return {
    id,
    kept,
    revoked,
    keptLink: keptLink.path,
    revokedLink: revokedLink.path,
    session,
    async revoke(to) {
      expect(await remove(to, '/tokens/revoked')).toBe(200);
      expect(await remove(to, `/designs/${id}/links/${revokedLink.id}`)).toBe(200);
      expect((await stolen.post('/sign-out', {})).status).toBe(303);
    },
  };
}

export async function signIn(api: Api): Promise<Browser> {
  const browser = new Browser(api.url);
  expect((await browser.post('/sign-in', { token: TOKEN, next: '/' })).status).toBe(303);
  return browser;
}

export async function answerTo(api: Api, token: string): Promise<{ status: number; text: string }> {
  const answer = await api.request('/api/v1/designs', {
    headers: { authorization: `Bearer ${token}` },
  });
  return { status: answer.status, text: await answer.text() };
}

export async function answerWith(api: Api, browser: Browser, path: string): Promise<number> {
  // Each daemon on a machine has a cookie of its own name.
  const name = `charrette-${new URL(api.url).port}`;
  const there = new Browser(api.url, {
    cookies: [...browser.cookies.values()].map((value) => [name, value]),
  });
  return (await there.get(path)).status;
}

/** What was given holds still, and what was revoked does not. */
export async function expectAwake(api: Api, rights: Rights): Promise<void> {
  expect((await answerTo(api, rights.kept)).status).toBe(200);
  expect((await answerTo(api, rights.revoked)).status).toBe(401);
  expect(await answerWith(api, new Browser(api.url), rights.keptLink)).toBe(303);
  expect(await answerWith(api, new Browser(api.url), rights.revokedLink)).toBe(401);
  expect(await answerWith(api, rights.session, '/operations')).toBe(200);
}

/** P16: nothing that was given holds, everybody is told, and an operator wakes a token by name. */
export async function expectAsleep(
  api: Api & { readonly output: string },
  rights: Rights,
  dataDir: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<void> {
  for (const token of [rights.kept, rights.revoked])
    expect(await answerTo(api, token)).toEqual({
      status: 401,
      text: expect.stringContaining('This token sleeps'),
    });
  for (const path of [rights.keptLink, rights.revokedLink])
    expect(await answerWith(api, new Browser(api.url), path)).toBe(401);
  expect(await answerWith(api, rights.session, '/operations')).not.toBe(200);
  expect(api.output).toMatch(
    /"tokens":\["(kept|revoked)","(kept|revoked)"\],.*"msg":"rights_asleep"/,
  );
  const call = (...words: string[]) => calledHere(dataDir, words, { ...REHEARSAL, ...environment });
  expect((await call('token', 'list')).stdout.match(/ · asleep since .* · made 2/g)).toHaveLength(
    2,
  );
  expect((await call('doctor')).stdout).toMatch(/^store +note .*sleep until token wake: .*kept/m);

  const operator = await signIn(api);
  const page = await operator.get('/operations');
  expect(page.text).toMatch(/Sleeping tokens[\s\S]*kept, made \d.* by .*, asleep since \d/);
  expect((await answerTo(api, TOKEN)).status).toBe(200);
  const woken = await call('token', 'wake', 'kept');
  expect(woken).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(
      /^kept · read .* · made \d.*\nAwake again, after it slept since \d.* made it\.\n$/,
    ),
  });
  expect(api.output).toMatch(/"what":"wake_token".*"detail":"kept: made \d.*, asleep since \d/);
  await expect.poll(async () => (await answerTo(api, rights.kept)).status).toBe(200);
  expect((await answerTo(api, rights.revoked)).status).toBe(401);
  expect(await call('token', 'wake', 'kept')).toMatchObject({ code: 2 });
  // The button, pressed twice.
  expect((await operator.post('/operations', { token: 'revoked' })).status).toBe(303);
  expect((await operator.post('/operations', { token: 'revoked' })).status).toBe(404);
  expect(api.output).toMatch(/"what":"wake_token".*"detail":"revoked: made \d.*, asleep since \d/);
  expect((await operator.get('/operations')).text).not.toContain('Sleeping tokens');
}
