import { systemClock } from '../../src/adapters/system/clock.ts';
import type { Clock } from '../../src/foundation/clock.ts';
import { InProcess } from '../entry/in-process.ts';
import { afterwards } from '../entry/waiting.ts';
import { startSlack } from '../platforms/slack/server.ts';
import { eventually } from '../support/runner/eventually.ts';
import { temporaryFolder } from '../support/runner/temporary-folder.ts';

/** A daemon of the running test, to which its Slack sends requests, and that has heard from it. */
export async function slackByHttp(clock: Clock = systemClock) {
  const slack = await startSlack({ rateSpeed: 0 });
  afterwards(() => slack.close());
  const environment = {
    CHARRETTE_REHEARSAL: '1',
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_SIGNING_SECRET: slack.signingSecret,
    SLACK_API_URL: slack.apiUrl,
  };
  const daemon = await InProcess.start(temporaryFolder(), environment, clock);
  afterwards(() => daemon.stop());
  await eventually(() => daemon.output).toContain('slack_known');
  return { slack, daemon };
}
export type SlackByHttp = Awaited<ReturnType<typeof slackByHttp>>;
