import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { systemClock } from '#adapters/system/clock.ts';
import { temporaryFolder } from '../../support/runner/temporary-folder.ts';
import type { ReceivedRequest } from '../../support/services/model-endpoint.ts';
import type { Answer } from '../../support/services/model-endpoint-answers.ts';
import { GOOGLE_WIRE } from '../../support/services/wires/google.ts';
import { OPENAI_WIRE } from '../../support/services/wires/openai.ts';
import { COMPATIBLE_WIRE } from '../../support/services/wires/openai-compatible.ts';
import {
  startVendorEndpoint,
  type VendorEndpoint,
} from '../../support/services/wires/vendor-endpoint.ts';
import { ownDataFolder } from '../daemon.ts';
import { InProcess } from '../in-process.ts';
import { plainAnswer } from '../scripted-endpoint.ts';
import { afterwards } from '../waiting.ts';

export const KEYS = {
  OPENAI_API_KEY: 'sk-a-key-of-openai-0123456789',
  GEMINI_API_KEY: 'AIza-a-key-of-google-0123456789',
};

/** A file of three models on three wires, of three families; the local one costs nothing. */
export function threeModels(urls: Readonly<Record<'gpt' | 'gemini' | 'llama', string>>): string {
  return `
families: { gpt: GPT, gemini: Gemini, llama: Llama }
models:
  gpt-6:
    family: gpt
    wire: openai
    base_url: ${urls.gpt}
    price: { as_of: 2026-11-01, input: 2, output: 8, cache_read: 0.2 }
  gemini-4:
    family: gemini
    wire: google
    base_url: ${urls.gemini}
    price: { as_of: 2026-11-01, input: 1, output: 4, cache_read: 0.1 }
  llama-4:
    family: llama
    wire: openai-compatible
    base_url: ${urls.llama}
    key: none
    tools: message
    at_once: 1
    price: none
`;
}

export interface Wires {
  readonly gpt: VendorEndpoint;
  readonly gemini: VendorEndpoint;
  readonly llama: VendorEndpoint;
}

/** Says a tool call as a message, for an endpoint that cannot call tools. */
export function asMessage(answer: Answer): Answer {
  if (answer.kind !== 'message') return answer;
  const call = answer.content.find((block) => block.type === 'tool_use');
  const text =
    call === undefined
      ? 'No tool was named.'
      : JSON.stringify({ tool: call.name, input: call.input });
  return { ...answer, content: [{ type: 'text', text }], stopReason: 'end_turn' };
}

export function plain(request: ReceivedRequest): Answer {
  return plainAnswer(request, 'pass', {});
}

/** A daemon with one model on each of three wires, until the end of the test. */
export async function daemonOnThreeWires() {
  const wires: Wires = {
    gpt: await startVendorEndpoint(OPENAI_WIRE),
    gemini: await startVendorEndpoint(GOOGLE_WIRE),
    llama: await startVendorEndpoint(COMPATIBLE_WIRE),
  };
  for (const wire of Object.values(wires)) afterwards(() => wire.close());
  wires.gpt.respondWith(plain);
  wires.gemini.respondWith(plain);
  wires.llama.respondWith((request) => asMessage(plain(request)));
  const { gpt, gemini, llama } = wires;
  const file = join(temporaryFolder(), 'models.yaml');
  await writeFile(file, threeModels({ gpt: gpt.url, gemini: gemini.url, llama: llama.url }));
  const folder = await ownDataFolder();
  const daemon = await InProcess.start(
    folder.path,
    { ...folder.environment, ...KEYS, CHARRETTE_MODELS: file, CHARRETTE_GATE_SECONDS: '1' },
    systemClock,
  );
  afterwards(async () => {
    await daemon.stop();
    await folder.remove();
  });
  return { daemon, folder, wires };
}
