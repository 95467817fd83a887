import * as z from 'zod';
import { Estimate } from '../core/vocabulary/estimate.ts';
import { FACTS } from '../core/vocabulary/sets.ts';
import { time, usd } from '../presentation/schema/field.ts';
import { DesignView } from '../presentation/schema/view.ts';
import { ListAnswer, Listed } from './listed.ts';

// The fields of answers that programs may rely on; each answer may have more.

export const DesignAnswer = DesignView;

const Estimated = Estimate.nullable().describe('null: a rehearsal, which costs nothing');
const BegunAnswer = DesignAnswer.extend({ estimate: Estimated });

export const EstimateAnswer = z.object({
  estimate: Estimated,
  budgetUsd: usd,
  earlier: z
    .array(Listed)
    .describe('decided or running designs on the same question, best match first'),
});

export const EventsAnswer = z.object({
  events: z.array(z.looseObject({ seq: z.number().int(), at: time })),
  next: z.number().int().describe('the value of since for the next page'),
});

const CourseAnswer = z.object({ events: z.array(z.looseObject({ seq: z.number().int() })) });

const TurnsAnswer = z.object({ turns: z.array(z.looseObject({ turnId: z.string() })) });
const TurnAnswer = z.looseObject({ number: z.number().int(), turnId: z.string() });
const ArtifactsAnswer = z.object({
  artifacts: z.array(z.object({ name: z.string(), bytes: z.number().int(), sha256: z.string() })),
});

const AskedAnswer = z.object({
  by: z.string(),
  question: z.string(),
  text: z.string(),
  sentences: z.array(
    z.object({
      text: z.string(),
      cites: z.array(z.object({ name: z.string(), source: z.string() })),
    }),
  ),
  note: z.string(),
  about: z.array(z.enum([...FACTS, 'record'])).describe('record, or the facts that code told'),
});

const RetryAnswer = z.object({
  retry: z.boolean(),
  reason: z.string(),
  words: z.string().describe('the reason for people; or what another run would reuse'),
  successor: z.string().optional(),
});

const PublicationAnswer = z.object({
  repository: z.string(),
  number: z.string(),
  path: z.string(),
  url: z.string().optional(),
  pull: z.number().optional(),
  isThere: z.boolean().optional(),
  files: z.array(z.object({ path: z.string(), text: z.string() })).optional(),
  preview: z.boolean(),
  designId: z.string(),
});

const ForgettingAnswer = z.looseObject({
  events: z.number(),
  turns: z.number(),
  head: z.string(),
  folder: z.string(),
  goingOn: z.array(z.string()),
  outOfReach: z.string(),
  preview: z.boolean(),
  designId: z.string(),
});

const Link = z.object({ id: z.string(), createdBy: z.string(), createdAt: time, endsAt: time });
const LinkAnswer = Link.extend({ url: z.string().nullable(), path: z.string() });
const LinksAnswer = z.object({ links: z.array(Link) });
const Token = z.looseObject({
  name: z.string(),
  role: z.string(),
  channels: z.array(z.string()).nullable(),
  holds: z.boolean(),
  createdAt: time,
  expiresAt: time,
  lastUsedAt: time.nullable(),
  revokedAt: time.nullable(),
  asleepSince: time.nullable(),
});
const TokenAnswer = Token.extend({ token: z.string() });
const TokensAnswer = z.object({ tokens: z.array(Token) });
const WokenTokenAnswer = Token.extend({ createdBy: z.string(), sleptSince: time });
const RevokedTokenAnswer = z.object({ name: z.string(), revoked: z.boolean() });
export const SignInLinkAnswer = z.object({ path: z.string(), endsAt: time });
const RevokedAnswer = z.object({ id: z.string(), revoked: z.boolean() });

const EmptyAnswer = z.object({});
const OpenApiAnswer = z.looseObject({ openapi: z.string() });

/** Any answer about something that was not done. */
export const ProblemAnswer = z.object({
  error: z.object({ code: z.string(), message: z.string(), details: z.looseObject({}) }),
});

/** By the names that rows and `openapi.json` give them. */
export const ANSWERS = {
  DesignAnswer,
  BegunAnswer,
  EstimateAnswer,
  EventsAnswer,
  CourseAnswer,
  TurnsAnswer,
  TurnAnswer,
  ArtifactsAnswer,
  AskedAnswer,
  RetryAnswer,
  PublicationAnswer,
  ForgettingAnswer,
  LinkAnswer,
  LinksAnswer,
  TokenAnswer,
  TokensAnswer,
  WokenTokenAnswer,
  RevokedTokenAnswer,
  SignInLinkAnswer,
  RevokedAnswer,
  EmptyAnswer,
  OpenApiAnswer,
  ProblemAnswer,
  ListAnswer,
};
