/**
 * What people read, one file a subject. After a change of words:
 * `npx vitest run test/words -u`, then read the difference.
 */

import { describe, expect, it } from 'vitest';
import type { TurnError } from '#design/events.ts';
import type { Design, Step } from '#design/state.ts';
import { type Answer, BEN, MODEL_ERROR } from '#test/support/design-world.ts';
import { renderDecisionFile } from '#words/decision-file.ts';
import { DesignJson, designJson } from '#words/design-json.ts';
import { firstLineOf } from '#words/headline.ts';
import type { Message } from '#words/message.ts';
import { renderRecordFile } from '#words/record-file.ts';
import { messagesOf } from '#words/thread.ts';
import { answered, atGate, OUT_OF_MEMORY, type Scene, scene } from './scenes.ts';

const OPTIONS = {
  publicUrl: 'https://charrette.example',
  key: '0a'.repeat(16),
  isWaitingForPlace: false,
};
const STOPPED = { kind: 'killed', detail: 'killed by SIGKILL', diagnostics: '' } as const;

describe('what a thread reads', () => {
  it('the card', async () => {
    const proposing = answered().runTo('proposing').lose('failure-analyst', STOPPED);
    proposing.submit('subtractor');
    const dead = answered().runTo('proposing').kill('outsider', STOPPED);
    await golden('card', {
      'while sessions start': card(scene().design),
      'while questions are open': card(
        scene().runTo('answering').must({ type: 'report_questions_seen' }).design,
      ),
      'while proposals are written': card(proposing.design),
      'after a death': card(dead.design),
      'while one works alone': card(scene().runTo('mapping').design),
      'at a gate': card(atGate().design),
      'in a daemon without a free place': messagesOf(answered().design, {
        ...OPTIONS,
        isWaitingForPlace: true,
      })[0]?.message,
      'at the end': card(scene().runTo('ended').design),
      'of an example': card(scene({ isRehearsal: true }).runTo('proposing').design),
    });
  });

  it('the questions', async () => {
    const world = scene().runTo('answering');
    await golden('questions', {
      'before they can be seen': find(world.design, 'questions'),
      'while they are open': find(answered().design, 'questions'),
      'after Go on': find(
        scene()
          .runTo('answering')
          .must({ type: 'report_questions_seen' })
          .reply('900.', { by: BEN, questionId: 'Q1' })
          .goOn()
          .runTo('proposing').design,
        'questions',
      ),
    });
  });

  it('proposals and differences', async () => {
    const { design } = scene().runTo('composing');
    await golden('proposals', { 'once they are revealed': find(design, 'proposals') });
    await golden('differences', {
      'before the arguing': find(scene().runTo('arguing').design, 'differences'),
      'after it': find(design, 'differences'),
    });
  });

  it('the decision', async () => {
    const sentBack = atGate().decide('send_back', 'Say how long both may run.');
    await golden('decision', {
      'ready, with what is told': find(answered().runTo('ended').design, 'decision'),
      'with an open gate': find(atGate().design, 'decision'),
      'sent back': find(sentBack.design, 'decision'),
      'written again': find(sentBack.runTo('deciding').design, 'decision-2'),
      accepted: find(atGate().decide('accept').runTo('ended').design, 'decision'),
      'the line that says so': find(atGate().decide('accept').runTo('ended').design, 'accepted'),
      stopped: find(atGate().decide('stop', 'We buy a queue.').runTo('ended').design, 'decision'),
      'not decided in time': find(atGate().passTime().runTo('ended').design, 'decision'),
    });
  });
});

describe('ends without a decision', () => {
  it('J11: say why in the first line, and what to do', async () => {
    const answer = (words: string) => `the model's endpoint answered ${words}`;
    const early = (kind: string, message: string) =>
      failAll(scene(), 'asking', { class: kind, message, retryable: false });
    const crashed = scene().runTo('proposing');
    for (let crash = 0; crash < 5; crash++) crashed.resume(true).allReady();
    const dead = answered().runTo('proposing');
    dead.submit('subtractor').submit('outsider');
    const { participants } = dead.design;
    for (const { id, role } of participants)
      if (role === 'persona') dead.kill(id, id === 'outsider' ? STOPPED : OUT_OF_MEMORY);
    const alike = answered().runTo('proposing');
    for (const { id, role } of alike.design.participants)
      if (role === 'persona') alike.kill(id, OUT_OF_MEMORY);
    await goldenEnds({
      'the key is refused': early('bad_key', answer('401: invalid x-api-key')),
      'no credit': early('no_credit', answer('400: Your credit balance is too low.')),
      'the model is unknown': early('unknown_model', answer('404: model: opus-99')),
      'the model is away': early('away', '127.0.0.1:8080 cannot be reached: ECONNREFUSED'),
      'the model is overloaded': early('overloaded', answer('529: Overloaded')),
      'the context is too long': early(
        'context_too_long',
        answer('400: prompt is too long: 250000 tokens > 200000'),
      ),
      'the form of requests is refused': early(
        'refused_form',
        answer(`400: tools.0.input_schema: a property is not allowed ${'here '.repeat(20).trim()}`),
      ),
      'the model refuses': early('model_refused', 'opus refused to answer.'),
      'an error that nobody knows': early('bug', 'x is not a function'),
      'the money of the design': early(
        'no_money',
        'The budget of this design does not cover the next call.',
      ),
      'the money of the day': early(
        'no_money_today',
        'The money of this day does not cover the next call.',
      ),
      'no persona is left': dead.writeFiles(),
      'no persona is left, and all died alike': alike.writeFiles(),
      'our process was killed': crashed.writeFiles(),
      'a person cancels': answered()
        .cancel('We buy a queue.', { name: 'Dora', id: '', via: 'http' })
        .writeFiles(),
      'a person cancels, and says nothing': answered().cancel('').writeFiles(),
      'no design question': scene({ submissions: { framing: notAQuestion } }).runTo('ended'),
      'nobody could write the decision': failAll(answered(), 'composing', {
        class: 'overloaded',
        message: '529 Overloaded',
        retryable: true,
      }),
      'the money is used up before anybody signs': failAll(answered(), 'signing', {
        class: 'no_money',
        message: 'The budget of this design does not cover the next call.',
        retryable: false,
      }),
      'nobody could sign': failAll(answered(), 'signing', {
        class: 'overloaded',
        message: '529 Overloaded',
        retryable: true,
      }),
      'the files of a cancelled one could not be written': answered()
        .cancel('We buy a queue.')
        .must({ type: 'report_files_failed', detail: 'no space left on the disk' }),
      'the files without a decision could not be written': failAsked(answered(), 'composing').must({
        type: 'report_files_failed',
        detail: 'no space left on the disk',
      }),
      'the files could not be written': scene()
        .runTo('writing')
        .must({ type: 'report_files_failed', detail: 'no space left on the disk' }),
    });
  });
});

describe('files', () => {
  it('decision.md', async () => {
    await snapshot(
      'decision-file',
      renderDecisionFile(atGate().decide('accept').runTo('ended').design) ?? '',
    );
  });

  it('record.md', async () => {
    const world = atGate().decide('send_back', 'Say how long both may run.').runTo('deciding');
    await snapshot('record-file', renderRecordFile(world.decide('accept').runTo('ended').design));
  });

  it('a design as JSON', async () => {
    const { design } = atGate().decide('accept').runTo('ended');
    const json = designJson(design);
    expect(DesignJson.parse(json)).toEqual(json);
    expect(json.seals.map(({ sha256 }) => sha256)).toEqual(
      design.proposals.map(({ sha256 }) => sha256),
    );
    const seals = json.seals.map((seal) => ({ ...seal, sha256: '(of the sample)' }));
    await expect(`${JSON.stringify({ ...json, seals }, null, 2)}\n`).toMatchFileSnapshot(
      'golden/design-json.txt',
    );
  });
});

function find(design: Design, key: string): Message | undefined {
  return messagesOf(design, OPTIONS).find((message) => message.key === key)?.message;
}

function card(design: Design): Message | undefined {
  return find(design, 'card');
}

async function golden(name: string, scenes: Record<string, Message | undefined>): Promise<void> {
  const parts = Object.entries(scenes).map(([title, message]) => {
    const buttons = (message?.controls ?? []).map(({ label }) => `[ ${label} ]`);
    const watch = message?.watchUrl === undefined ? [] : ['[ Watch ]'];
    return `# ${title}\n\n${message?.text ?? '(no message)'}\n\n${[...buttons, ...watch].join(' ')}`.trim();
  });
  await snapshot(name, `${parts.join('\n\n')}\n`);
}

async function goldenEnds(ends: Record<string, Scene>): Promise<void> {
  const scenes = Object.entries(ends).map(([title, { design }]) => {
    expect(design.end, title).not.toBeNull();
    expect(firstLineOf(design).length, title).toBeLessThanOrEqual(160);
    return [title, messagesOf(design, OPTIONS).at(-1)?.message] as const;
  });
  await golden('ends', Object.fromEntries(scenes));
}

/** Whoever is asked from this step on fails with this error. */
function failAll(world: Scene, step: Step, error: TurnError): Scene {
  return failAsked(world, step, error).writeFiles();
}

function failAsked(world: Scene, step: Step, error: TurnError = MODEL_ERROR): Scene {
  world.runTo(step);
  for (;;) {
    const turn = world.design.turns.find(({ outcome }) => outcome === 'open');
    if (turn === undefined) return world;
    world.fail(turn.participant, error);
  }
}

const notAQuestion: Answer = (_design, _turn, sample) =>
  sample.tool === 'frame'
    ? {
        ...sample,
        input: {
          ...sample.input,
          isDesignQuestion: false,
          reason: 'It asks for a fact, which the documentation of Redis states.',
        },
      }
    : sample;

async function snapshot(name: string, text: string): Promise<void> {
  await expect(text).toMatchFileSnapshot(`golden/${name}.md`);
}
