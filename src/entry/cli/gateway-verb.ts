import type { GatewayVerb } from '../../acts/gateway/port.ts';
import { cleanText } from '../../surfaces/terminal/safe.ts';
import { createCliContext } from './cli-context.ts';
import { output } from './output.ts';
import type { VerbFile } from './verb.ts';

export function createGatewayVerb(platform: string, verb: GatewayVerb<unknown>): VerbFile {
  return {
    configure(command) {
      for (const [flags, description] of verb.options) command.option(flags, description);
    },
    async run(options: unknown) {
      const { configuration } = createCliContext();
      const gateway = configuration.gateways.find(({ kind }) => kind.name === platform);
      const { output: text, remark } = await verb.run(options, gateway?.settings ?? null);
      output.write(cleanText(text));
      process.stderr.write(cleanText(remark));
    },
  };
}
