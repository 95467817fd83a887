import { afterAll } from 'vitest';
import { systemClock } from '../../src/adapters/system/clock.ts';
import {
  type ModelEndpoint,
  type ReceivedRequest,
  startModelEndpoint,
} from '../support/services/model-endpoint.ts';
import type { Answer, Pace } from '../support/services/model-endpoint-answers.ts';
import { defaultAnswer } from '../support/services/model-endpoint-responder.ts';
import { ownDataFolder } from './daemon.ts';
import { InProcess } from './in-process.ts';

/**
 * What one persona of one design is answered in one kind of turn: one after the other, the last one
 * for ever.
 */
export interface Script {
  /** Words of the design's topic. */
  readonly topic: string;
  readonly title: string;
  readonly tool: string;
  readonly answers: readonly (Answer | ((request: ReceivedRequest) => Answer) | 'by default')[];
}

/**
 * An endpoint that answers every ask of the real persona files in order, except where a script says
 * otherwise.
 */
export async function startScriptedEndpoint(scripts: readonly Script[]): Promise<ModelEndpoint> {
  const endpoint = await startModelEndpoint();
  const asked = new Map<Script, number>();
  endpoint.respondWith((request) => {
    const wanted = askedTools(request);
    const script = scripts.find(
      ({ topic, title, tool }) =>
        wanted.includes(`\`${tool}\``) &&
        request.promptText.includes(topic) &&
        request.promptText.includes(`You are the ${title}.`),
    );
    const plain = (): Answer => plainAnswer(request, 'pass', {});
    if (script === undefined) return plain();
    const turn = asked.get(script) ?? 0;
    asked.set(script, turn + 1);
    const answer = script.answers[Math.min(turn, script.answers.length - 1)] ?? 'by default';
    if (answer === 'by default') return plain();
    return typeof answer === 'function' ? answer(request) : answer;
  });
  return endpoint;
}

/**
 * A daemon with the real SDK against such an endpoint, whose requests keep the time outside, for
 * all tests of the file.
 */
export async function scriptedDaemon(
  scripts: readonly Script[],
  more: Readonly<Record<string, string>> = {},
) {
  const folder = await ownDataFolder();
  const endpoint = await startScriptedEndpoint(scripts);
  const environment = {
    ...folder.environment,
    ANTHROPIC_API_KEY: 'sk-ant-a-key-for-the-tests-0123456789',
    ANTHROPIC_BASE_URL: endpoint.url,
    ...more,
  };
  const daemon = await InProcess.start(folder.path, environment, systemClock);
  afterAll(async () => {
    await daemon.stop();
    await endpoint.close();
    await folder.remove();
  });
  return { daemon, endpoint, folder };
}

/** A valid answer to an ask of the real persona files. */
export function plainAnswer(
  request: ReceivedRequest,
  questions: 'ask' | 'pass',
  pace: Pace,
): Answer {
  return defaultAnswer({ ...request, lastText: askedTools(request) }, questions, pace);
}

/** Persona files name tools as well, so only the sentence that ends the ask counts. */
function askedTools({ lastText }: ReceivedRequest): string {
  const at = Math.max(
    lastText.lastIndexOf('End this turn with'),
    lastText.lastIndexOf('Submit now'),
  );
  return lastText.slice(Math.max(at, 0));
}
