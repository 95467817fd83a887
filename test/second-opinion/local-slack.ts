import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterwards, until } from '../entry/waiting.ts';

const HERE = import.meta.dirname;
const PROGRAM = join(HERE, 'node_modules/local-slack-linux-x64/bin/local-slack');

export const [TEAM, BOT, ANA, BEN, CHANNEL] = ['T0OTHER', 'U0BOT', 'U0ANA', 'U0BEN', 'C0GENERAL'];
export const TOKENS = {
  SLACK_BOT_TOKEN: 'xoxb-second-opinion',
  SLACK_APP_TOKEN: 'xapp-second-opinion',
};

/** Messages as it keeps them. */
export interface OtherMessage {
  readonly ts: string;
  readonly user?: string;
  readonly subtype?: string;
  readonly text: string;
  readonly blocks?: readonly { readonly type: string; readonly elements?: readonly unknown[] }[];
  readonly files?: readonly { readonly name: string }[];
  readonly reactions?: readonly { readonly name: string }[];
}

/** What was called, and what was refused. */
interface Logged {
  readonly title?: string;
  readonly label?: string;
}

export interface OtherSlack {
  readonly apiUrl: string;
  /** Its own way to act as people do, and to look. */
  act(path: string, body: Readonly<Record<string, unknown>>): Promise<void>;
  messages(): Promise<readonly OtherMessage[]>;
  log(): Promise<readonly Logged[]>;
}

/**
 * The local Slack of parvalabs/local-slack, until the test is over. It listens on every address and
 * is not our program: it runs in a network of its own that has nothing but a loopback, writes
 * nowhere but in a folder of its own, and is reached by a relay.
 */
export async function startOtherSlack(): Promise<OtherSlack> {
  const folder = await mkdtemp(join(tmpdir(), 'second-opinion-'));
  afterwards(() => rm(folder, { recursive: true, force: true }));
  const socket = join(folder, 'relay');
  const open = new Set<Socket>();
  const near = createServer((client) => {
    const far = connect(socket);
    for (const each of [client, far]) {
      open.add(each);
      each
        .on('error', () => client.destroy())
        .on('close', () => [client, far].map((one) => one.destroy()));
    }
    client.pipe(far).pipe(client);
  });
  await new Promise<void>((resolve) => near.listen(0, '127.0.0.1', resolve));
  afterwards(async () => {
    for (const each of open) each.destroy();
    near.close();
  });
  const port = String((near.address() as AddressInfo).port);
  await writeFile(join(folder, 'workspace.json'), JSON.stringify(workspace()));
  const run = `"${PROGRAM}" --config workspace.json --port ${port} --base-host 127.0.0.1 & exec "${process.execPath}" "${join(HERE, 'relay.mjs')}" ${port} relay`;
  const shut = ['--unshare-all', '--die-with-parent', '--clearenv', '--ro-bind', '/', '/'];
  const own = [
    '--dev',
    '/dev',
    '--proc',
    '/proc',
    '--bind',
    folder,
    folder,
    '--setenv',
    'TMPDIR',
    folder,
    '--chdir',
    folder,
  ];
  const child = spawn('bwrap', [...shut, ...own, 'sh', '-c', run], { stdio: 'ignore' });
  afterwards(async () => {
    const gone = new Promise((resolve) => child.once('exit', resolve));
    if (child.kill('SIGKILL')) await gone;
  });
  const base = `http://127.0.0.1:${port}`;
  const read = async (path: string): Promise<unknown> =>
    (await fetch(`${base}/_control/${path}`)).json();
  await until('the other Slack answers', () =>
    read('state').then(
      () => true,
      () => false,
    ),
  );
  return {
    apiUrl: `${base}/api/`,
    act: async (path, body) => {
      const headers = { 'content-type': 'application/json' };
      const answer = await fetch(`${base}/_control/${path}`, {
        method: 'POST',
        headers,
        body: JSON.stringify(body),
      });
      if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    },
    messages: async () =>
      ((await read(`messages/${CHANNEL}`)) as { messages: OtherMessage[] }).messages,
    log: async () => ((await read('log')) as { log: Logged[] }).log,
  };
}

function workspace() {
  const person = (id: string, name: string) => ({ id, name, real_name: name });
  const { SLACK_BOT_TOKEN: botToken, SLACK_APP_TOKEN: appToken } = TOKENS;
  return {
    workspace: { name: 'Other', domain: 'other', teamId: TEAM },
    app: {
      appId: 'A0APP',
      botUserId: BOT,
      botName: 'charrette',
      botToken,
      appToken,
      mode: 'socket',
    },
    users: [person(ANA, 'Ana'), person(BEN, 'Ben')],
    channels: [{ id: CHANNEL, name: 'general', members: [ANA, BEN, BOT] }],
  };
}
