import { tablesOf } from '../columns.ts';
import { dialect } from './dialect.ts';

export const {
  designs,
  designEvents,
  eventPositions,
  inbox,
  outbox,
  turns,
  traceParts,
  accessTokens,
  rights,
  logins,
  failures,
  forgotten,
  askedQuestions,
  dailyRuns,
  responses,
  readiness,
  modelForms,
} = tablesOf(dialect);
