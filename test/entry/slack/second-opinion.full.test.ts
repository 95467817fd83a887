import { expect } from 'vitest';
import { NEUTRAL_DECISION } from '#core/vocabulary/rehearsal.ts';
import {
  ANA,
  BEN,
  BOT,
  CHANNEL,
  type OtherMessage,
  startOtherSlack,
  TOKENS,
} from '../../second-opinion/local-slack.ts';
import { needing } from '../../support/runner/needing.ts';
import { findDrawn } from '../../surfaces/drawn-controls.ts';
import { FEW_PERSONAS, ownDataFolder } from '../daemon.ts';
import { InProcess } from '../in-process.ts';
import { afterwards, until } from '../waiting.ts';

const { test } = await needing('a second opinion');

test('a local Slack that others wrote takes a whole design: command, answer, click, reactions, files, decision', async () => {
  const slack = await startOtherSlack();
  const folder = await ownDataFolder();
  afterwards(folder.remove);
  const daemon = await InProcess.start(folder.path, {
    CHARRETTE_REHEARSAL: '1',
    CHARRETTE_REHEARSAL_LATENCY_MS: '0',
    SLACK_API_URL: slack.apiUrl,
    ...TOKENS,
    ...FEW_PERSONAS,
    ...folder.environment,
  });
  afterwards(() => daemon.stop());
  await until('the connection', () => daemon.output.includes('slack_connected'));
  const topic = 'Should the job queue move from Redis to Kafka?';
  await slack.act('command', { channel: CHANNEL, user: ANA, command: '/design', text: topic });
  let thread: readonly OtherMessage[] = [];
  const shows = (words: string) =>
    until(`"${words}" in the thread`, async () => {
      thread = await slack.messages();
      return thread.some(({ blocks }) => JSON.stringify(blocks ?? []).includes(words));
    }).catch((error) => {
      throw new Error(`${JSON.stringify(thread, null, 1)}\n${daemon.output}`, { cause: error });
    });
  await shows('Go on');
  const card = thread.find(({ user, subtype }) => user === BOT && subtype === undefined);
  const words = {
    channel: CHANNEL,
    user: BEN,
    text: 'Q1: At most 900 a minute.',
    thread_ts: card?.ts,
  };
  await slack.act('message', words);
  await shows('Ben');
  const buttons = thread.flatMap((message) =>
    (message.blocks ?? [])
      .flatMap(
        ({ elements = [] }) => elements as { action_id?: string; value?: string; type: string }[],
      )
      .filter(({ action_id: id }) => id === findDrawn(message.blocks, 'go_on'))
      .map((button) => ({ button, message })),
  );
  const { button, message } = buttons.at(-1) ?? {};
  const click = { channel: CHANNEL, messageTs: message?.ts, user: ANA, action: button };
  await slack.act('interact', click);
  await shows(NEUTRAL_DECISION);
  const { designs } = await daemon.get<{ designs: { id: string }[] }>('/designs');
  const id = designs[0]?.id ?? '';
  await until('the end', async () => (await daemon.design(id)).endedAt !== null);
  expect(await daemon.design(id)).toMatchObject({ status: 'completed' });
  thread = await slack.messages();
  const marks = thread.find(({ user }) => user === BEN)?.reactions?.map(({ name }) => name);
  expect(marks?.toSorted()).toEqual(['eyes', 'white_check_mark']);
  expect(daemon.output).not.toMatch(/post_left_out|thread_unreachable|not_shown|"level":"error"/);
});
