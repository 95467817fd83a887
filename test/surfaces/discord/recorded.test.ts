import { MessageFlags } from 'discord.js';
import { expect, test } from 'vitest';
import { Message } from '#surfaces/discord/calls/wire.ts';
import { readFormFields } from '#surfaces/discord/interactions/forms.ts';
import { InteractionPayload } from '#surfaces/discord/interactions/interaction-payload.ts';
import { differenceOf, pathsIn, recorded } from '../../platforms/recorded.ts';
import { forgedId } from '../drawn-controls.ts';
import { discordWith } from './local.ts';

const ACK_MS = 50;
const BUTTON = {
  type: 2,
  id: 2,
  style: 2,
  label: 'Go on',
  custom_id: `${forgedId('go_on')} example`,
} as const;
const INPUT = { type: 4, id: 2, custom_id: 'note', style: 2 } as const;
const COMMAND = {
  name: 'design',
  description: 'Designs',
  options: [
    {
      type: 1,
      name: 'start',
      description: 'Starts one',
      options: [{ type: 3, name: 'topic', description: 'What', required: true }],
    },
  ],
};

/**
 * Everything that the local Discord sends for the kinds of payload that are recorded; nobody
 * listens, and all is kept.
 */
async function sentLocally(): Promise<Readonly<Record<string, unknown>>> {
  const { discord, rest, general } = await discordWith({ ackMs: ACK_MS });
  const { people, guild, deliveries, applicationId } = discord;
  const ana = guild.addPerson('Ana', [guild.addRole('Makers')]);
  const last = () => deliveries.sent.at(-1)?.payload;
  const said = people.say(ana, general, 'Q1: about 900');
  const message_create = last();
  people.edit(said, 'Q1: about 950');
  const message_update = last();
  await rest.put(`/applications/${applicationId}/commands`, { body: [COMMAND] });
  await people.slash(ana, general, 'design start', { topic: 'Redis or Postgres?' });
  const command = last();
  const components = [{ type: 1 as const, id: 1, components: [BUTTON] }];
  const asked = guild.messages.post({
    channel: general,
    author: guild.bot.id,
    flags: MessageFlags.IsComponentsV2,
    components,
  });
  const { interaction } = await people.click(ana, asked, BUTTON.custom_id);
  const component = last();
  const label = { type: 18, id: 1, label: 'What should be different?', component: INPUT } as const;
  const modal = {
    custom_id: `${forgedId('send_back')} example`,
    title: 'Send it back',
    components: [label],
  };
  await people.submit(
    ana,
    { person: ana, interaction: interaction.id, modal },
    { note: 'Say who owns it.' },
  );
  return { message_create, message_update, command, component, modal: last() };
}

const SAME = { lacks: [], invents: [] };
const READERS: Readonly<Record<string, (payload: unknown) => unknown>> = {
  message_create: (payload) => Message.parse(payload),
  message_update: (payload) => Message.parse(payload),
  command: (payload) => InteractionPayload.parse(payload),
  component: (payload) => InteractionPayload.parse(payload),
  modal: (payload) => InteractionPayload.parse(payload),
};
const dataOf = (name: string) => recorded('discord', name).d;

test('what is read in each documented payload of Discord is what is read in the local one', async () => {
  const local = await sentLocally();
  for (const [name, read] of Object.entries(READERS)) {
    const [theirs, ours] = [read(dataOf(name)), read(local[name])];
    expect([name, differenceOf(theirs, ours)]).toEqual([name, SAME]);
    expect(pathsIn(ours).length).toBeGreaterThan(3);
  }
});

/** The last names of fields that Discord documents and the local one leaves out. */
const LEFT_OUT = [
  'entitlement_sku_ids',
  'unusual_dm_activity_until',
  'clan',
  'display_name_styles',
  'nonce',
];

test('payloads of the local Discord differ from documented ones in a few fields that nobody reads', async () => {
  const local = await sentLocally();
  for (const name of Object.keys(READERS)) {
    const { lacks, invents } = differenceOf(dataOf(name), local[name]);
    expect([name, invents]).toEqual([name, []]);
    expect(lacks.filter((path) => !LEFT_OUT.includes(path.split('.').at(-1) ?? ''))).toEqual([]);
  }
});

test('a documented interaction says what was chosen and written', () => {
  const modal = InteractionPayload.parse(dataOf('modal'));
  if (!('components' in modal.data)) throw new Error('this is no form');
  expect(readFormFields(modal.data.components).get('note')?.text).toBe('Say who owns the flag.');
  expect(InteractionPayload.parse(dataOf('component')).data).toMatchObject({
    custom_id: BUTTON.custom_id,
  });
  expect(InteractionPayload.parse(dataOf('command')).data).toMatchObject({ name: 'design' });
});
