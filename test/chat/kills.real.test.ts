/**
 * Two daemons on one store and one workspace, which are killed again and again while people write:
 * nothing acknowledged is lost, and nothing is posted twice. KILLS makes it longer.
 */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Thread } from '#design/events.ts';
import type { DesignId } from '#design/ids.ts';
import { openStore } from '#store/open.ts';
import { until } from '#test/support/platform.ts';
import { openDiscordWorld, openSlackWorld } from './gateway-world.ts';

const KILLS = Number(process.env.KILLS ?? 4);
const LONG_MS = 60_000;

test.each([
  ['Slack', openSlackWorld],
  ['Discord', openDiscordWorld],
] as const)(
  'P5: %s: with two daemons killed at any moment nothing acknowledged is lost or doubled',
  async (_name, open) => {
    const world = await open({ isAlone: true });
    const folder = await mkdtemp(join(tmpdir(), 'charrette-kills-'));
    const store = await openStore({ databaseUrl: undefined, dataDir: folder });
    const daemons: ChildProcess[] = [];
    const startDaemon = async (index: number): Promise<void> => {
      const { platform, server } = world;
      const args = ['test/chat/daemon.ts', platform, server.apiUrl, folder];
      const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
      daemons[index] = child;
      await once(child.stdout, 'data');
    };
    const kill = async (index: number): Promise<void> => {
      const child = daemons[index];
      if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    };

    try {
      await Promise.all([startDaemon(0), startDaemon(1)]);
      const people = ['Ana', 'Ben', 'Cleo'].map((name) => world.addPerson(name));
      const [ana = '', ben = ''] = people;
      const started: DesignId[] = [];
      const said = new Map<string, string>();
      const threads: Thread[] = [];
      for (const person of [ana, ben]) {
        expect(await world.command(person, 'depth=quick Redis or Postgres?')).toContain('On it.');
        const [newest] = await store.find({ limit: 1 });
        if (newest !== undefined) started.push(newest.id);
        // People may write as soon as they see the card, also before its owner knows the thread.
        const { platform, channel } = world;
        const thread = await until(
          'the card',
          () => world.openThreads(channel)[threads.length] ?? null,
          LONG_MS,
        );
        threads.push({ platform, channel, thread });
        for (const each of people) said.set(world.say(each, thread, 'at once'), thread);
      }
      const postOf = (id: DesignId, key: string): Promise<string> =>
        until(
          `the message ${key}`,
          async () => (await store.posts(id)).find((post) => post.key === key)?.messageId || null,
          LONG_MS,
        );
      const everybodyWrites = (text: string): void => {
        for (const { thread } of threads)
          for (const person of people) said.set(world.say(person, thread, text), thread);
      };
      const events = async (id: DesignId) => (await store.events(id)).map(({ event }) => event);
      const has = async (type: string) =>
        (await Promise.all(started.map(events))).every((all) =>
          all.some((event) => event.type === type),
        );

      // Each kill comes a little later in the work of whoever took over.
      for (let round = 0; round < KILLS; round += 1) {
        everybodyWrites(`answer ${round}`);
        await new Promise((resolve) => setTimeout(resolve, (round * 137) % 500));
        await kill(round % 2);
        everybodyWrites(`another ${round}`);
        await startDaemon(round % 2);
      }
      everybodyWrites('the last answer');
      await until(
        'every reply once',
        async () => {
          const all = (await Promise.all(started.map(events))).flat();
          const ids = all.flatMap((event) =>
            event.type === 'reply_recorded' ? event.reply.id : [],
          );
          return [...said.keys()].every((id) => ids.filter((each) => each === id).length === 1);
        },
        LONG_MS,
      );

      for (const [index, id] of started.entries()) {
        const thread = threads[index];
        const questions = await postOf(id, 'questions');
        if (thread === undefined) continue;
        expect(await world.press(people[index] ?? '', thread, questions, 'Go on')).toBe(
          'The personas go on.',
        );
      }
      await kill(0);
      await startDaemon(0);
      await kill(1);
      await until('both gates', () => has('gate_opened'), LONG_MS);
      await Promise.all(started.map((id) => postOf(id, 'decision')));
      for (const [index, id] of started.entries()) {
        const wanted = ['questions', 'proposals', 'differences', 'decision'];
        const posts = (await store.posts(id)).filter(({ key }) => wanted.includes(key));
        const seen = world.botPosts(world.channel, threads[index]?.thread ?? '');
        expect(seen).toHaveLength(posts.length);
        expect(new Set(seen)).toEqual(new Set(posts.map(({ messageId }) => messageId)));
      }
      expect(world.botPosts(world.channel, '')).toHaveLength(started.length);
      const problems = world.problems().filter((each) => !each.startsWith('late: '));
      expect(problems).toEqual([]);
    } finally {
      await Promise.all([kill(0), kill(1)]);
      await store.close();
      await world.stop();
      await rm(folder, { recursive: true, force: true });
    }
  },
  120_000 + KILLS * 10_000,
);
