import { describe, test } from 'vitest';
import { gatewayContract } from '../../contract/gateway.ts';
import { STORIES } from '../../contract/gateway-stories.ts';
import { openPlain, TERMINAL, whyNoStage } from './terminal.ts';

const reason = await whyNoStage();

// Elsewhere than on Linux there may be no such terminal.
describe.skipIf(reason !== null)(reason ?? 'on a terminal of its own', () => {
  gatewayContract(TERMINAL);

  test('in plain lines, no answer is lost under a prompt that is redrawn', async () => {
    const [{ latencyMs, tell }] = STORIES;
    await tell(await openPlain({ latencyMs }));
  });
});
