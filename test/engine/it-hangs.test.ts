import { join } from 'node:path';
import { expect, test } from 'vitest';
import { frame } from '../../src/adapters/terminal/frame.ts';
import { linePlain, plainOf } from '../../src/core/presentation/format/plain-document.ts';
import { gateDocument } from '../../src/core/presentation/gates/gate-message.ts';
import { cardDocument } from '../../src/core/presentation/thread/card.ts';
import { viewOf } from '../../src/core/presentation/web/design-view.ts';
import type { Design } from '../../src/core/vocabulary/design.ts';
import { openGate } from '../../src/core/vocabulary/status.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { askOf, type Model, ModelFault, type ModelReply } from '../../src/engine/ports/model.ts';
import { createModelBroker } from '../../src/turns/model-broker.ts';
import { framingReply } from '../support/framing-reply.ts';
import { movedClock } from '../support/moved-clock.ts';
import { ownWorkshop } from './own-workshop.ts';
import { answering, begun, eventsUntil } from './running-engine.ts';
import { stalledModel } from './stalled-model.ts';

const HANGS_MS = 40_000;

type Begin = (engine: Engine) => Promise<Design['id']>;
interface Hanging {
  readonly model?: () => { readonly model: Model; readonly asked: Promise<void> };
  readonly begin: Begin;
  readonly capacity?: number;
}

const refusing = (kind: ConstructorParameters<typeof ModelFault>[0]) => () => ({
  model: {
    rehearsal: false,
    answer: () => Promise.reject(new ModelFault(kind, kind, false)),
  } satisfies Model,
  asked: Promise.resolve(),
});
/** Cannot be reached, and takes its time to say so again. `asked`: again by two participants. */
function away() {
  const asked = Promise.withResolvers<void>();
  const seen = new Set<string>();
  let again = 0;
  const answer: Model['answer'] = (_request, context, { signal }) => {
    const framed = framingReply(context);
    if (framed !== null) return Promise.resolve(framed);
    const { promise, reject } = Promise.withResolvers<ModelReply>();
    const { id } = askOf(context).participant;
    if (seen.has(id)) {
      again += 1;
      signal.addEventListener('abort', () => reject(new ModelFault('aborted', 'aborted', false)));
    } else reject(new ModelFault('unreachable', 'unreachable', true));
    seen.add(id);
    if (again === 2) asked.resolve();
    return promise;
  };
  return { model: { rehearsal: false, answer } satisfies Model, asked: asked.promise };
}
const atGate: Begin = async (engine) => {
  const id = await begun(engine);
  await eventsUntil(engine, id, ({ event }) => event.type === 'gate_opened');
  return id;
};

async function behindAnother(engine: Engine): Promise<Design['id']> {
  await answering(engine);
  return begun(engine);
}

const CAUSES: Record<string, Hanging> = {
  'The model sends nothing': { model: stalledModel, begin: begun },
  'The model refuses the key': { model: refusing('unauthorized'), begin: atGate },
  'The endpoint is gone': { model: away, begin: begun },
  'A person is waited for': { begin: answering },
  'It waits for its turn': { capacity: 1, begin: behindAnother },
};

async function hanging({
  model: makeModel,
  begin,
  capacity = 20,
}: Hanging): Promise<{ design: Design; now: number }> {
  const { startEngine } = await ownWorkshop();
  const { clock, pass } = movedClock();
  const made = makeModel?.();
  const overrides = made === undefined ? {} : { model: made.model };
  const callModel = made && createModelBroker({ model: made.model, clock });
  const { engine } = await startEngine({
    ...overrides,
    parts: { clock, capacity, ...(callModel === undefined ? {} : { callModel }) },
  });
  const id = await begin(engine);
  await made?.asked;
  pass(HANGS_MS);
  const design = await engine.design(id);
  if (design === null) throw new Error('there is no such design');
  return { design, now: clock.now() };
}

/** Puts the times of an example in the place of those of this run: it began to wait at 14:00, and ten minutes later that is over. */
function timeless(text: string): string {
  return text
    .replaceAll(/(since|began at) \d\d:\d\d UTC/g, '$1 14:00 UTC')
    .replaceAll(/trying until \d\d:\d\d UTC/g, 'trying until 14:08 UTC')
    .replaceAll(/next try at \d\d:\d\d UTC/g, 'next try at 14:02 UTC')
    .replaceAll(/, until \d\d:\d\d UTC/g, ', until 14:10 UTC')
    .replaceAll(
      /"(since|until|againAt|deadline)":"[^"]*Z"/g,
      (_, name) => `"${name}":"2026-11-24T${EXAMPLE[name]}:00.000Z"`,
    )
    .replaceAll(/\b0:4\d\b/g, '0:40')
    .replaceAll(/at most \d+:\d\d(:\d\d)? more/g, 'at most 9:20 more');
}

const EXAMPLE: Record<string, string> = {
  since: '14:00',
  againAt: '14:02',
  until: '14:08',
  deadline: '14:10',
};

function told(title: string, design: Design, now: number): string {
  const gate = openGate(design);
  const card = cardDocument(design).sections(3_000).map(plainOf).join('\n');
  const line = card.split('\n').filter((each) => /waiting|the model/i.test(each));
  const terminal = frame(
    { design, tookMs: new Map(), tools: new Map() },
    { columns: 160, now, paint: (_look, text) => text },
  );
  const footer = (terminal.split('\n').at(-1) ?? '').replace(/ {2,}Ctrl-C.*/, '').trim();
  const { status, silence, slotWait, gate: shownGate, answering: open } = viewOf(design);
  const api = {
    status,
    silence,
    slotWait,
    because: shownGate?.because,
    choices: shownGate?.choices,
    answering: open,
  };
  return [
    `## ${title}`,
    '',
    '```',
    `card      ${line.join('\n          ')}`,
    ...(gate === null ? [] : [`thread    ${linePlain(gateDocument(design, gate.id).notification)}`]),
    `terminal  ${footer}`,
    `API       ${JSON.stringify(api)}`,
    '```',
    '',
  ].join('\n');
}

test('A6: it-hangs.md says what card, terminal and API tell of each cause after 40 seconds', async () => {
  const parts: string[] = [];
  for (const [title, cause] of Object.entries(CAUSES)) {
    const { design, now } = await hanging(cause);
    parts.push(told(title, design, now));
  }
  const page = [
    '# It hangs',
    '',
    'A reference: five reasons for which nothing goes on, as they are told after 40 seconds. `test/engine/it-hangs.test.ts` brings each of',
    'them about and writes this page (`-u`); on a platform that counts by itself, *began at* is *began 40 seconds ago*.',
    'The times are those of an example: the wait began at 14:00, and its time is over at 14:10.',
    '',
    ...parts,
  ].join('\n');
  await expect(timeless(page)).toMatchFileSnapshot(join(import.meta.dirname, 'it-hangs.md'));
});
