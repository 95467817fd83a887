CREATE TABLE "access_tokens" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"role" text NOT NULL,
	"channels" jsonb,
	"sha256" text NOT NULL,
	"created_at" bigint NOT NULL,
	"created_by" text NOT NULL,
	"expires_at" bigint NOT NULL,
	"last_used_at" bigint,
	"revoked_at" bigint,
	CONSTRAINT "access_tokens_sha256_unique" UNIQUE("sha256")
);
--> statement-breakpoint
CREATE TABLE "asked_questions" (
	"id" text PRIMARY KEY NOT NULL,
	"person" text NOT NULL,
	"asked_at" bigint NOT NULL,
	"usd" double precision NOT NULL
);
--> statement-breakpoint
CREATE TABLE "daemons" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "daemons_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"started_at" timestamp with time zone DEFAULT now() NOT NULL,
	"beat_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "daily_runs" (
	"name" text PRIMARY KEY NOT NULL,
	"ran_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "design_events" (
	"design_id" text NOT NULL,
	"seq" integer NOT NULL,
	"type" text NOT NULL,
	"payload" jsonb NOT NULL,
	"hash" text NOT NULL,
	"position" bigint,
	CONSTRAINT "design_events_design_id_seq_pk" PRIMARY KEY("design_id","seq")
);
--> statement-breakpoint
CREATE TABLE "designs" (
	"id" text PRIMARY KEY NOT NULL,
	"owner" integer,
	"epoch" bigint DEFAULT 0 NOT NULL,
	"due_at" bigint,
	"arrivals" integer DEFAULT 0 NOT NULL,
	"version" integer DEFAULT 0 NOT NULL,
	"topic" text,
	"status" text,
	"phase" text,
	"step" text,
	"started_at" bigint,
	"ended_at" bigint,
	"started_by" text,
	"successor_of" text,
	"follow_up_of" text,
	"rehearsal" boolean DEFAULT false NOT NULL,
	"decision" text,
	"standing" text,
	"thread" jsonb,
	"spent_usd" double precision DEFAULT 0 NOT NULL,
	"set_aside" text
);
--> statement-breakpoint
CREATE TABLE "event_positions" (
	"id" integer PRIMARY KEY NOT NULL,
	"last" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "failures" (
	"design_id" text NOT NULL,
	"name" text NOT NULL,
	"at" bigint NOT NULL,
	"text" text NOT NULL,
	CONSTRAINT "failures_design_id_name_pk" PRIMARY KEY("design_id","name")
);
--> statement-breakpoint
CREATE TABLE "forgotten" (
	"design_id" text PRIMARY KEY NOT NULL,
	"count" integer NOT NULL,
	"head" text NOT NULL,
	"forgotten_at" bigint NOT NULL,
	"forgotten_by" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "inbox" (
	"id" text PRIMARY KEY NOT NULL,
	"position" bigint GENERATED ALWAYS AS IDENTITY (sequence name "inbox_position_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"design_id" text NOT NULL,
	"command" jsonb NOT NULL,
	"received_at" bigint NOT NULL,
	"answer" jsonb
);
--> statement-breakpoint
CREATE TABLE "leaderships" (
	"name" text PRIMARY KEY NOT NULL,
	"daemon" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "model_forms" (
	"endpoint" text NOT NULL,
	"model" text NOT NULL,
	"mark" text NOT NULL,
	"left_out" jsonb NOT NULL,
	"at" bigint NOT NULL,
	CONSTRAINT "model_forms_endpoint_model_pk" PRIMARY KEY("endpoint","model")
);
--> statement-breakpoint
CREATE TABLE "outbox" (
	"design_id" text NOT NULL,
	"position" bigint NOT NULL,
	"effect" jsonb NOT NULL,
	"state" text DEFAULT 'pending' NOT NULL,
	"receipt" text DEFAULT '' NOT NULL,
	CONSTRAINT "outbox_design_id_position_pk" PRIMARY KEY("design_id","position")
);
--> statement-breakpoint
CREATE TABLE "passes" (
	"id" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"holder" jsonb NOT NULL,
	"design_id" text,
	"name" text NOT NULL,
	"way" text NOT NULL,
	"sha256" text NOT NULL,
	"created_at" bigint NOT NULL,
	"created_by" text NOT NULL,
	"ends_at" bigint NOT NULL,
	"revoked_at" bigint,
	CONSTRAINT "passes_sha256_unique" UNIQUE("sha256")
);
--> statement-breakpoint
CREATE TABLE "readiness" (
	"id" integer PRIMARY KEY NOT NULL,
	"checked_at" bigint DEFAULT (extract(epoch from now()) * 1000)::bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "responses" (
	"key" text PRIMARY KEY NOT NULL,
	"design_id" text,
	"status" integer NOT NULL,
	"body" text NOT NULL,
	"stored_at" bigint DEFAULT (extract(epoch from now()) * 1000)::bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "trace_parts" (
	"position" bigint GENERATED ALWAYS AS IDENTITY (sequence name "trace_parts_position_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"turn_id" text NOT NULL,
	"design_id" text NOT NULL,
	"usd" double precision NOT NULL,
	"part" json NOT NULL,
	CONSTRAINT "trace_parts_design_id_position_pk" PRIMARY KEY("design_id","position")
);
--> statement-breakpoint
CREATE TABLE "turns" (
	"turn_id" text PRIMARY KEY NOT NULL,
	"position" bigint GENERATED ALWAYS AS IDENTITY (sequence name "turns_position_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"design_id" text NOT NULL,
	"record" json NOT NULL
);
--> statement-breakpoint
ALTER TABLE "design_events" ADD CONSTRAINT "design_events_design_id_designs_id_fk" FOREIGN KEY ("design_id") REFERENCES "public"."designs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "failures" ADD CONSTRAINT "failures_design_id_designs_id_fk" FOREIGN KEY ("design_id") REFERENCES "public"."designs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "leaderships" ADD CONSTRAINT "leaderships_daemon_daemons_id_fk" FOREIGN KEY ("daemon") REFERENCES "public"."daemons"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "trace_parts" ADD CONSTRAINT "trace_parts_design_id_designs_id_fk" FOREIGN KEY ("design_id") REFERENCES "public"."designs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "turns" ADD CONSTRAINT "turns_design_id_designs_id_fk" FOREIGN KEY ("design_id") REFERENCES "public"."designs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "design_events_position" ON "design_events" USING btree ("position") WHERE position is not null;--> statement-breakpoint
CREATE INDEX "design_events_listed" ON "design_events" USING btree ("design_id","position") WHERE position is not null;--> statement-breakpoint
CREATE INDEX "designs_due" ON "designs" USING btree ("due_at","id") WHERE owner is null and due_at is not null;--> statement-breakpoint
CREATE INDEX "designs_owned" ON "designs" USING btree ("owner") WHERE owner is not null;--> statement-breakpoint
CREATE INDEX "designs_thread" ON "designs" USING btree ((thread ->> 'channel'),(thread ->> 'thread'),"id") WHERE thread is not null;--> statement-breakpoint
CREATE INDEX "designs_starter" ON "designs" USING btree ((thread ->> 'starter'),"id") WHERE thread is not null;--> statement-breakpoint
CREATE INDEX "designs_successor" ON "designs" USING btree ("successor_of") WHERE successor_of is not null;--> statement-breakpoint
CREATE INDEX "designs_status" ON "designs" USING btree ("status","id") WHERE status is not null;--> statement-breakpoint
CREATE INDEX "designs_started" ON "designs" USING btree ("started_at") WHERE started_at is not null;--> statement-breakpoint
CREATE INDEX "inbox_unhandled" ON "inbox" USING btree ("design_id","position") WHERE answer is null;--> statement-breakpoint
CREATE INDEX "passes_by_end" ON "passes" USING btree ("ends_at");--> statement-breakpoint
CREATE INDEX "responses_by_age" ON "responses" USING btree ("stored_at");--> statement-breakpoint
CREATE INDEX "responses_by_design" ON "responses" USING btree ("design_id") WHERE design_id is not null;--> statement-breakpoint
CREATE INDEX "turns_by_design" ON "turns" USING btree ("design_id","position");