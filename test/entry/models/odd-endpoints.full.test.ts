import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { systemClock } from '#adapters/system/clock.ts';
import {
  framesOf,
  half,
  type Odd,
  sendOdd,
  whole,
  withoutLast,
} from '../../adapters/models/odd-wires.ts';
import { temporaryFolder } from '../../support/runner/temporary-folder.ts';
import { type ReceivedRequest, startModelEndpoint } from '../../support/services/model-endpoint.ts';
import { lying } from '../../support/services/model-endpoint-answers.ts';
import { COMPATIBLE_WIRE } from '../../support/services/wires/openai-compatible.ts';
import { startVendorEndpoint } from '../../support/services/wires/vendor-endpoint.ts';
import { frame } from '../../support/services/wires/wire.ts';
import { ownDataFolder } from '../daemon.ts';
import { InProcess } from '../in-process.ts';
import { afterwards, until } from '../waiting.ts';
import { plain } from './three-wires.ts';

type Wire = 'anthropic' | 'openai-compatible';
type Change = (frames: readonly string[], request: ReceivedRequest) => Odd | null;

/** A design whose endpoint changes its answers so, those of the vendor where it does not. */
async function designBy(wire: Wire, change: Change, usage?: unknown) {
  const endpoint = await (wire === 'anthropic'
    ? startModelEndpoint()
    : startVendorEndpoint(COMPATIBLE_WIRE));
  afterwards(() => endpoint.close());
  endpoint.respondWith((request) => {
    const answer = usage === undefined ? plain(request) : lying(plain(request), { usage });
    const odd = answer.kind === 'message' ? change(framesOf(wire, answer, request), request) : null;
    return odd === null ? answer : sendOdd(odd);
  });
  const file = join(temporaryFolder(), 'models.yaml');
  const price = '{ as_of: 2026-11-01, input: 4, output: 20, cache_write: 5, cache_read: 0.2 }';
  const entry = `{ family: own, wire: ${wire}, base_url: "${endpoint.url}", key: none, price: ${price} }`;
  await writeFile(file, `families: { own: Own }\nmodels:\n  own: ${entry}\n`);
  const folder = await ownDataFolder();
  const environment = {
    ...folder.environment,
    CHARRETTE_MODELS: file,
    CHARRETTE_GATE_SECONDS: '1',
  };
  const daemon = await InProcess.start(folder.path, environment, systemClock);
  afterwards(async () => {
    await daemon.stop();
    await folder.remove();
  });
  const { id } = await daemon.startDesign({ topic: 'A queue on an island', depth: 'quick' });
  return { daemon, id, endpoint };
}

async function endedBy(...given: Parameters<typeof designBy>) {
  const { daemon, id, endpoint } = await designBy(...given);
  await daemon.untilEnded(id);
  const { decision, outcome } = await daemon.design(id);
  const { costUsd = null } = outcome ?? {};
  expect(decision?.sentence, daemon.output.slice(-4_000)).toBeTruthy();
  expect(daemon.output).not.toContain('session_lost');
  return { requests: endpoint.requests, costUsd: costUsd ?? 0, output: daemon.output };
}

const USAGES = {
  anthropic: { input_tokens: -1, cache_read_input_tokens: 900, output_tokens: 9.5 },
  'openai-compatible': {
    prompt_tokens: 900,
    prompt_tokens_details: { cached_tokens: 901 },
    completion_tokens: '-',
  },
};
/** A thought that nobody has signed, before all else. */
const UNSIGNED = [
  {
    type: 'content_block_start',
    index: 50,
    content_block: { type: 'thinking', thinking: null, signature: null },
  },
  { type: 'content_block_delta', index: 50, delta: { type: 'thinking_delta', thinking: 'So.' } },
  { type: 'content_block_stop', index: 50 },
];
const thinks: Change = ([first = '', ...rest]) => {
  const thought = UNSIGNED.map((event) => `event: ${event.type}\n${frame(event)}`);
  return { body: whole([first, ...thought, ...rest]) };
};
const isSigning = ({ lastText }: ReceivedRequest) => /`sign`/.test(lastText);

describe.each(['anthropic', 'openai-compatible'] as const)(
  'A26: a design by %s reaches its decision',
  (wire) => {
    let usualUsd = 0;
    test('as it should be', async () => {
      usualUsd = (await endedBy(wire, (frames) => ({ body: whole(frames) }))).costUsd;
      expect(usualUsd).toBeGreaterThan(0);
    });

    test.each([
      ['nothing says that an answer is over', (frames) => ({ body: withoutLast(frames) })],
      ['connections stay open', (frames) => ({ body: whole(frames), isHeld: true })],
    ] as readonly [string, Change][])('where %s, for no more money', async (_, change) => {
      const { costUsd } = await endedBy(wire, change);
      expect(costUsd).toBeCloseTo(usualUsd, 5);
    });

    test('where no figure can be a count', async () => {
      const { costUsd } = await endedBy(wire, (frames) => ({ body: whole(frames) }), USAGES[wire]);
      expect(costUsd).toBeGreaterThan(0);
    });

    if (wire === 'anthropic')
      test('where thoughts are unsigned', async () => {
        const { costUsd } = await endedBy(wire, thinks);
        expect(costUsd).toBeCloseTo(usualUsd, 5);
      });

    const THROTTLED = frame({ modelStreamErrorException: { message: 'The stream broke.' } });
    test.each([
      [
        'an unknown error is the whole first answer',
        ({ number }) => number === 1,
        () => ({ body: THROTTLED }),
      ],
      [
        'the first answer breaks off',
        ({ number }) => number === 1,
        (frames) => ({ body: half(frames) }),
      ],
      ['a signature breaks off', isSigning, (frames) => ({ body: half(frames) })],
      [
        'a signature ends in an error',
        isSigning,
        (frames) => ({ body: `${half(frames)}${THROTTLED}` }),
      ],
    ] as readonly [string, (request: ReceivedRequest) => boolean, Change][])(
      'where once %s',
      async (_, isHit, change) => {
        let wasHit = false;
        const { output } = await endedBy(wire, (frames, request) => {
          if (wasHit || !isHit(request)) return { body: whole(frames) };
          wasHit = true;
          return change(frames, request);
        });
        expect(wasHit).toBe(true);
        expect(output).toContain('"isTry":true');
      },
    );

    test('T7: answers that all break off are paid for three times a turn, then the design pauses', async () => {
      const { daemon, id, endpoint } = await designBy(wire, (frames) => ({ body: half(frames) }));
      await until('it pauses', async () => (await daemon.design(id)).paused !== null);
      const { paused } = await daemon.design(id);
      expect(paused?.cause).toBe('connection_lost');
      const asked = Map.groupBy(endpoint.requests, ({ promptText }) => promptText);
      expect(
        [...asked.values()].map(({ length }) => length).filter((length) => length > 3),
      ).toEqual([]);
      expect(daemon.output).not.toMatch(/session_lost|participant_died/);
    });
  },
);
