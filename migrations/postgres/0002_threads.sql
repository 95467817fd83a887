ALTER TABLE "designs" ADD COLUMN "thread" jsonb;--> statement-breakpoint
CREATE INDEX "designs_thread" ON "designs" USING btree ((thread ->> 'channel'),(thread ->> 'thread'),"id") WHERE thread is not null;--> statement-breakpoint
CREATE INDEX "designs_starter" ON "designs" USING btree ((thread ->> 'starter'),"id") WHERE thread is not null;