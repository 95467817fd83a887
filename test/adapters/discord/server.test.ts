import { expect, test, vi } from 'vitest';
import { readableModal } from '../../platforms/discord/readable.ts';
import { WAIT } from '../engines.ts';
import { discordWith } from './local.ts';
import { register, startBot } from './small-bot.ts';

test('a command is answered privately and a message is posted, clicked and changed', async () => {
  const { discord, ana, general } = await discordWith();
  const { errors } = await startBot(discord);
  await register(discord);
  const seen = await discord.people.slash(ana, general, 'design start', { topic: 'Redis & Postgres?' });
  expect(seen).toMatchObject({ isAcknowledged: true, privately: ['Charrette: On it.'] });
  expect(discord.visible(general)).toEqual(['Charrette: # Redis & Postgres?\n[ Peek ] [ Ask ]']);

  const [card] = discord.visibleMessages(general);
  if (card === undefined) throw new Error('no card');
  await discord.people.click(ana, card, 'Peek');
  await vi.waitFor(() => expect(discord.visible(general)).toEqual(['Charrette: over']), WAIT);
  expect(discord.ephemeral(ana)).toEqual(['Charrette: On it.', 'Charrette: Two are writing.']);
  expect(discord.record.violations).toEqual([]);
  expect(errors).toEqual([]);
});

test('a modal is shown, filled in and answered', async () => {
  const { discord, ana, general } = await discordWith();
  const { errors } = await startBot(discord);
  await register(discord);
  await discord.people.slash(ana, general, 'start', { topic: 'one' });
  const [card] = discord.visibleMessages(general);
  if (card === undefined) throw new Error('no card');
  const { modal } = await discord.people.click(ana, card, 'ask');
  if (modal === null) throw new Error('no modal');
  expect(readableModal(modal)).toBe(
    '## An answer\nWhy?: [ … ]\nHow sure?: [ Quite / Not at all ▾ ]\n[ Submit ]',
  );
  await expect(discord.people.submit(ana, modal, { sure: 'quite' })).rejects.toThrow('more in "why"');
  await expect(discord.people.submit(ana, modal, { why: 'x', sure: 'very' })).rejects.toThrow(
    'does not offer',
  );
  const seen = await discord.people.submit(ana, modal, { why: 'Because', sure: 'quite' });
  expect(seen).toMatchObject({ isAcknowledged: true, privately: ['Charrette: Because, quite'] });
  expect(discord.record.violations).toEqual([]);
  expect(errors).toEqual([]);
});
