import type { GatewayVerb } from '../../acts/gateway/port.ts';
import { cleanText } from '../../surfaces/terminal/safe.ts';
import { createCliContext } from './cli-context.ts';
import { output } from './output.ts';
import type { VerbFile } from './verb.ts';

export function createGatewayVerb(platform: string, verb: GatewayVerb<unknown>): VerbFile {
  return {
    async run() {
      const { configuration } = createCliContext();
      const gateway = configuration.gateways.find(({ kind }) => kind.name === platform);
      const { output: text, remark } = await verb.run(gateway?.settings ?? null);
      output.write(cleanText(text));
      process.stderr.write(cleanText(remark));
    },
  };
}
