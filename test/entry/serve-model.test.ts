import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openBundleFolder } from '../../src/record/bundle-folder.ts';
import { verifyBundle } from '../../src/record/verify.ts';
import { BARE } from '../support/designs/claims.ts';
import { temporaryFolder } from '../support/runner/temporary-folder.ts';
import {
  breaksOff,
  calls,
  callsMalformed,
  fails,
  says,
} from '../support/services/model-endpoint-answers.ts';
import { type Script, scriptedDaemon } from './scripted-endpoint.ts';

const TITLES = [
  'Archaeologist',
  'Contract keeper',
  'Failure analyst',
  'Migrationist',
  'Subtractor',
];
const THREE = ['archaeologist', 'failure-analyst', 'subtractor'];
const KEY = 'sk-ant-a-key-for-the-tests-0123456789';
const PASSWORD = 'correct-horse-battery';
/** Tokens of each kind; those that are configured come in through the environment. */
const SECRETS = {
  key: KEY,
  admin: 'the-admin-token-of-the-tests',
  password: PASSWORD,
  slack: 'xoxb-1234567890-abcdefghijklmnop',
  slackApp: 'xapp-1-A0123456789-abcdefghijkl',
  discord: 'MTE5ODYyMjQ4MzQ3MTkyNTI0OA.Cl2FMQ.abcdefghijklmnopqrstuvwxyz0',
};
const ALL_SECRETS = Object.values(SECRETS).join(' and ');

const judgement = { confidence: 0.7, rationale: 'It follows.' };
const wrongField = calls('pass', { rationale: 7 });
const tooLong = says('word '.repeat(50), 'max_tokens');

/** Each of the five meets something else, once in its question and once in its proposal. */
const PASSING: readonly Script[] = [
  [wrongField, fails(429, { 'retry-after': '1' })],
  [says('I think we should pass.'), fails(529)],
  [tooLong, fails(500)],
  [breaksOff('error_event'), breaksOff('cuts')],
  [breaksOff('stalls'), callsMalformed('submit_proposal')],
].flatMap(([question, proposal], index) => [
  script('passing faults', index, 'pass', question),
  script('passing faults', index, 'submit_proposal', proposal),
]);
/** Says back every secret that it can know of, in words that are stored and shown. */
const ECHO: readonly Script[] = [
  {
    topic: 'the model tells secrets',
    title: 'Archaeologist',
    tool: 'pass',
    answers: [
      says(`I read ${ALL_SECRETS}.`),
      calls('pass', { rationale: `I know ${ALL_SECRETS}.` }),
    ],
  },
  {
    topic: 'the model tells secrets',
    title: 'Failure analyst',
    tool: 'submit_proposal',
    answers: [
      calls('submit_proposal', {
        headline: `Use ${SECRETS.slack}`,
        summary: `It is ${ALL_SECRETS}.`,
        claims: [
          { kind: 'decision', text: `Connect with ${PASSWORD} and ${SECRETS.discord}.`, ...BARE },
        ],
        steps: [`Set ${KEY}.`],
        premortem: '',
        ...judgement,
      }),
    ],
  },
];

function script(
  topic: string,
  index: number,
  tool: string,
  fault: Script['answers'][number] | undefined,
): Script {
  return {
    topic,
    title: TITLES[index] ?? '',
    tool,
    answers: [fault ?? 'by default', 'by default'],
  };
}

/**
 * Impatient with a stream only: the bound of a turn for silence would count the time of its session
 * as well.
 */
const models = join(temporaryFolder(), 'models.yaml');
await writeFile(
  models,
  `
families: { claude: Claude }
models:
  claude-opus-5-5:
    { family: claude, wire: anthropic, clocks: { stall: 2 }, price: { as_of: 2026-11-01, input: 4, output: 20 } }
`,
);
const { daemon, endpoint, folder } = await scriptedDaemon([...PASSING, ...ECHO], {
  SLACK_BOT_TOKEN: SECRETS.slack,
  SLACK_APP_TOKEN: SECRETS.slackApp,
  // Nothing listens there: the errors about that are searched for the secrets as well.
  SLACK_API_URL: 'http://127.0.0.1:1/api/',
  CHARRETTE_MODELS: models,
  CHARRETTE_LOG_LEVEL: 'debug',
});

async function begin(
  about: string,
  personas: readonly string[],
  more: Record<string, unknown> = {},
): Promise<string> {
  return (await daemon.startDesign({ topic: `A design in which ${about}`, personas, ...more })).id;
}

/** Until it has ended, or waits for a person at a gate. */
async function untilDecided(id: string): Promise<void> {
  await daemon
    .events(id)
    .until('a gate or the end', ({ type }) => type === 'gate_opened' || type === 'design_ended');
}

async function decide(id: string, choice: string): Promise<void> {
  const { status } = await daemon.insist(`/designs/${id}/gates/gate-1`, { choice, author: 'ana' });
  expect(status).toBe(200);
  await daemon.untilEnded(id);
}

/** T1: one record for each turn that was started, and none is left open. */
async function expectOneRecordPerTurn(id: string): Promise<void> {
  const feed = daemon.events(id);
  const records = await daemon.turns(id);
  const ids = (type: 'turn_started' | 'turn_finished') =>
    feed
      .of(type)
      .map(({ turnId }) => String(turnId))
      .toSorted();
  expect(records.map(({ turnId }) => String(turnId)).toSorted()).toEqual(ids('turn_started'));
  expect(ids('turn_finished')).toEqual(ids('turn_started'));
}

describe.concurrent('a daemon with a model endpoint', () => {
  test('T4: a daemon runs a whole design, and shows the tokens and cost of its records', async () => {
    const id = await begin('nothing goes wrong', THREE);
    await untilDecided(id);
    const waiting = await daemon.design(id);
    expect(waiting).toMatchObject({
      status: 'awaiting_input',
      gate: { id: 'gate-1', reasons: ['difference_open'] },
    });
    await decide(id, 'accept');
    expect(await daemon.design(id)).toMatchObject({ status: 'completed', rehearsal: false });
    const brief = await daemon.text(`/designs/${id}/artifacts/brief.md`);
    expect(brief).not.toContain('REHEARSAL');
    await expectOneRecordPerTurn(id);
    const records = await daemon.turns(id);
    const { personas, outcome } = await daemon.design(id);
    const tokens = sum(records.map(({ usage }) => sum(Object.values(usage))));
    expect(sum(personas.map((persona) => persona.tokens))).toBe(tokens);
    expect(outcome?.costUsd).toBeCloseTo(
      sum(records.map(({ costUsd }) => costUsd ?? Number.NaN)),
      6,
    );
    expect(outcome?.costUsd).toBeGreaterThan(0);
    expect(tokens).toBeGreaterThan(1_000);
  });

  test('D6: no secret reaches a log, a record, a file or an answer, from any source', async () => {
    const id = await begin(
      `the model tells secrets such as ${SECRETS.slackApp}`,
      THREE.slice(0, 2),
      {
        context: [
          {
            name: `notes on ${SECRETS.discord}`,
            text: `DATABASE_URL=postgres://app:${PASSWORD}@db/app and ${ALL_SECRETS}`,
          },
        ],
      },
    );
    const feed = daemon.events(id);
    await feed.until(
      'a proposal under way',
      (event) => event.type === 'turn_started' && event.roundId === 'r2',
    );
    const reply = await daemon.insist(`/designs/${id}/replies`, {
      text: `Our token is ${ALL_SECRETS}`,
      author: 'ana',
    });
    expect(reply.status).toBe(201);
    // At the gate all sessions are parked, and none can be lost.
    const { personas } = await daemon.design(id);
    daemon.sessions.lose(personas[0]?.sessionId ?? '');
    const loss = await feed.until('the loss', ({ type }) => type === 'session_lost');
    await untilDecided(id);
    await decide(id, 'accept');

    const { artifacts } = await daemon.get<{ artifacts: { name: string }[] }>(
      `/designs/${id}/artifacts`,
    );
    const { diagnostics } = loss.cause as { diagnostics: string };
    const said = new Map<string, string>([
      ['log', daemon.output],
      ['reply', JSON.stringify(reply.body)],
      [
        'refusal',
        JSON.stringify((await daemon.post('/designs', { topic: 'x', personas: [KEY] })).body),
      ],
      ['not found', await daemon.text(`/nothing/${KEY}`)],
      ...(await Promise.all(
        [
          '',
          '/events',
          '/turns',
          `/${diagnostics}`,
          ...artifacts.map(({ name }) => `/artifacts/${name}`),
        ].map(
          async (path): Promise<[string, string]> => [
            path,
            await daemon.text(`/designs/${id}${path}`),
          ],
        ),
      )),
      ['list', await daemon.text('/designs')],
    ]);
    expect([...said.keys()]).toContain('/artifacts/transcript.md');
    for (const [where, text] of said) {
      const found = Object.entries(SECRETS).filter(([, secret]) => text.includes(secret));
      // The password is configured nowhere here: it is known by its form in a URL, and only there.
      expect([where, found.map(([kind]) => kind).filter((kind) => kind !== 'password')]).toEqual([
        where,
        [],
      ]);
      expect(text).not.toContain(`:${PASSWORD}@`);
    }
    expect(said.get('/artifacts/transcript.md')).toContain('[redacted]');
    expect(said.get('/turns')).toContain('[redacted]');
    // Redacted before it was hashed, so that the seals and the chain of what is on the disk hold.
    const bundle = await openBundleFolder(join(folder.path, 'designs', id));
    const { checks } = await verifyBundle(bundle);
    expect(checks.filter(({ result }) => result !== 'passed')).toEqual([]);
    // What the model was sent had none either.
    const prompts = endpoint.requests.filter(({ promptText }) =>
      promptText.includes('the model tells secrets'),
    );
    expect(prompts.length).toBeGreaterThan(5);
    expect(
      prompts.filter(({ body }) => JSON.stringify(body.system).includes(SECRETS.slack)),
    ).toEqual([]);
  });
});

test('a daemon sends the endpoint nothing that was out of order', () => {
  const scripted = endpoint.problems.filter((problem) => !problem.includes('as scripted'));
  expect(scripted).toEqual([]);
});

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
