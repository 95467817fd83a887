import type { GatewayVerb } from '../../acts/gateway/port.ts';
import { plainText } from '../../surfaces/terminal/safe.ts';
import { createCliContext } from './cli-context.ts';
import { EXIT } from './exit-codes.ts';
import { output } from './output.ts';
import type { VerbFile } from './verb.ts';

export function createGatewayVerb(platform: string, verb: GatewayVerb<unknown>): VerbFile {
  return {
    configure(command) {
      for (const [flags, description] of verb.options) command.option(flags, description);
    },
    async run(options: unknown) {
      const { configuration, log } = createCliContext();
      const gateway = configuration.gateways.find(({ kind }) => kind.name === platform);
      const { output: text, remark, isComplete } = await verb.run(options, gateway?.settings ?? null, log);
      output.write(plainText(text));
      process.stderr.write(plainText(remark));
      return isComplete ? EXIT.completed : EXIT.other;
    },
  };
}
