import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Daemon, temporaryFolder } from '../test/entry/daemon.ts';
import { type SlackOptions, type SlackServer, startSlack } from '../test/support/slack/server.ts';
import type { Message } from '../test/support/slack/workspace.ts';

const BOUND_MS = 900_000;
const LOOK_MS = 5;
const PERSONAS = join(import.meta.dirname, '../personas');

/** A local Slack, and a daemon that serves it. */
export interface SlackBench {
  readonly slack: SlackServer;
  readonly daemon: Daemon;
  readonly ana: string;
  readonly general: string;
  /** Begins a design as Ana; resolves with its card. */
  begin(topic: string): Promise<Message>;
  newestDesign(): Promise<string>;
  close(): Promise<void>;
}

export async function openBench(options: {
  readonly slack: SlackOptions;
  /** All that ship, unless some are named. */
  readonly personas?: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}): Promise<SlackBench> {
  const slack = await startSlack({ triggerMs: 60_000, ...options.slack });
  const ana = slack.workspace.addPerson('Ana');
  const general = slack.workspace.addChannel('general');
  const folder = await temporaryFolder();
  const personas = await mkdtemp(join(tmpdir(), 'bench-slack-'));
  const named = options.personas?.concat('synthesizer', 'auditor') ?? null;
  await cp(PERSONAS, personas, {
    recursive: true,
    filter: (path) =>
      named === null || path === PERSONAS || named.some((name) => path.endsWith(`${name}.md`)),
  });
  const daemon = await Daemon.start(folder.path, {
    CHARRETTE_REHEARSAL: '1',
    CHARRETTE_PERSONAS_DIR: personas,
    CHARRETTE_ANSWER_SECONDS: '3600',
    CHARRETTE_SESSION_READY_SECONDS: '600',
    CHARRETTE_HEARTBEAT_SECONDS: '60',
    CHARRETTE_LOG_LEVEL: 'info',
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_APP_TOKEN: slack.appToken,
    SLACK_API_URL: slack.apiUrl,
    ...options.environment,
  });
  await until('the daemon is connected', () => daemon.output.includes('slack_connected'));
  return {
    slack,
    daemon,
    ana,
    general,
    begin: async (topic) => {
      const before = new Set(slack.visibleMessages(general));
      await slack.people.slash(ana, general, `/design ${topic}`);
      const cards = () => slack.visibleMessages(general).filter((each) => !before.has(each));
      await until('the card', () => cards().length > 0);
      const [card] = cards();
      if (card === undefined) throw new Error('there is no card');
      return card;
    },
    newestDesign: async () => {
      const { designs } = await daemon.get<{ designs: { id: string }[] }>('/designs?limit=1');
      return designs[0]?.id ?? '';
    },
    close: async () => {
      daemon.signal('SIGKILL');
      await daemon.ended();
      if (slack.record.violations.length > 0) throw new Error(slack.record.violations.join('\n'));
      await slack.close();
      await Promise.all([folder.remove(), rm(personas, { recursive: true })]);
    },
  };
}

/** Others change what is looked at, so this looks again and again. */
export async function until(what: string, look: () => boolean): Promise<void> {
  const dueAt = Date.now() + BOUND_MS;
  while (!look()) {
    if (Date.now() > dueAt) throw new Error(`${what}: not within ${BOUND_MS} ms`);
    await delay(LOOK_MS);
  }
}
