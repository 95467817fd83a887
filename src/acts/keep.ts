import * as z from 'zod';
import {
  MAX_TOKEN_CHANNELS,
  MAX_TOKEN_DAYS,
  TOKEN_DAYS,
  TOKEN_ROLES,
  TokenChannel,
  TokenName,
} from '../ports/access-tokens.ts';
import { act } from './act.ts';
import { author } from './fields.ts';
import { person } from './person.ts';

const LINK_DAYS = 7;
const MAX_LINK_DAYS = 90;

const maker = person
  .optional()
  .describe('the name of the person who acts; default: the name of the token');

const path = z.string().min(1).max(4_000);

const KEEPS = { group: 'Keep' } as const;

export const KEEP = {
  make_link: act('run', {
    ...KEEPS,
    route: 'POST /designs/:id/links',
    summary: 'make a link that shows one design without a sign-in',
    least: 'operate',
    noted: 'make_link',
    isSecret: true,
    asksAgain: 'sign-in',
    body: z.strictObject({
      days: z
        .number()
        .int()
        .min(1)
        .max(MAX_LINK_DAYS)
        .default(LINK_DAYS)
        .describe('days until it expires'),
      author,
    }),
    status: 201,
    answer: 'LinkAnswer',
    run: async (...inputs) => (await import('./runs/links.ts')).makeLink(...inputs),
  }),
  revoke_link: act('run', {
    ...KEEPS,
    route: 'DELETE /designs/:id/links/:linkId',
    summary: 'revoke a link to a design',
    least: 'operate',
    noted: 'revoke_link',
    body: z.strictObject({ author }),
    answer: 'RevokedAnswer',
    run: async (...inputs) => (await import('./runs/links.ts')).revokeLink(...inputs),
  }),
  make_sign_in_link: act('run', {
    ...KEEPS,
    route: 'POST /sign-ins',
    summary: 'make a one-time sign-in link for the console',
    least: 'command line',
    noted: 'make_sign_in_link',
    isSecret: true,
    body: z.strictObject({ author: person }),
    status: 201,
    answer: 'SignInLinkAnswer',
    typed: [
      {
        synopsis: 'sign-in',
        summary: 'print a one-time sign-in link for the console, valid for ten minutes',
        examples: ['sign-in'],
      },
    ],
    run: async (parts, who) => (await import('./runs/links.ts')).makeSignInLink(parts, who),
  }),
  add_token: act('run', {
    ...KEEPS,
    route: 'POST /tokens',
    summary: 'add a named token',
    least: 'admin',
    noted: 'add_token',
    isSecret: true,
    asksAgain: 'token',
    body: z.strictObject({
      name: TokenName.describe('its name, which is recorded'),
      role: z.enum(TOKEN_ROLES).describe('what it may do'),
      channels: z
        .array(TokenChannel)
        .min(1)
        .max(MAX_TOKEN_CHANNELS)
        .nullable()
        .default(null)
        .describe('the channels whose designs it is for, as in slack/C0AB12; default: all'),
      days: z
        .number()
        .int()
        .min(1)
        .max(MAX_TOKEN_DAYS)
        .default(TOKEN_DAYS)
        .describe('days until it expires'),
      author: maker,
    }),
    status: 201,
    answer: 'TokenAnswer',
    typed: [
      {
        synopsis: 'token add <name>',
        examples: [
          'token add ci --role read --days 90',
          'token add "on-call board" --role take-part --channels slack/C0AB12,discord/456',
        ],
        alone: 'token',
        done: 'It is shown only this once: the store keeps only its hash.',
      },
    ],
    run: async (...inputs) => (await import('./runs/tokens.ts')).addToken(...inputs),
  }),
  revoke_token: act('run', {
    ...KEEPS,
    route: 'DELETE /tokens/:token',
    summary: 'revoke a named token',
    least: 'admin',
    noted: 'revoke_token',
    body: z.strictObject({ author: maker }),
    answer: 'RevokedTokenAnswer',
    run: async (...inputs) => (await import('./runs/tokens.ts')).revokeToken(...inputs),
    typed: [{ synopsis: 'token revoke <token>', examples: ['token revoke ci'] }],
    done: 'Revoked. Every daemon refuses it within seconds.',
  }),
  wake_token: act('run', {
    ...KEEPS,
    route: 'POST /tokens/:token/waking',
    summary: 'wake a token that sleeps because the store went back',
    // Whoever may not revoke a token may not undo that either.
    least: 'admin',
    noted: 'wake_token',
    asksAgain: 'sign-in',
    body: z.strictObject({ author: maker }),
    answer: 'WokenTokenAnswer',
    run: async ({ designs }, _, { names, detail }) =>
      (await import('./runs/tokens.ts')).wakeToken(designs.parts, names.token, detail),
    show: async (token) => (await import('../presentation/words/tokens.ts')).drawWoken(token),
    typed: [{ synopsis: 'token wake <token>', examples: ['token wake ci'] }],
  }),
  back_up: act('run', {
    ...KEEPS,
    route: 'POST /backup',
    summary: 'copy the embedded store to an empty file',
    least: 'command line',
    noted: 'back_up',
    body: z.strictObject({ file: path, into: path }),
    answer: 'EmptyAnswer',
    typed: [
      {
        synopsis: 'backup <folder>',
        summary:
          'make a data folder that starts: the embedded store and the files of designs, copied even while the daemon runs',
        examples: ['backup /var/backups/charrette-monday'],
      },
    ],
    run: async (...inputs) => (await import('./runs/back-up.ts')).backUp(...inputs),
  }),
};
