CREATE TABLE "design_events" (
	"design_id" text NOT NULL,
	"seq" integer NOT NULL,
	"type" text NOT NULL,
	"payload" jsonb NOT NULL,
	"hash" text NOT NULL,
	CONSTRAINT "design_events_design_id_seq_pk" PRIMARY KEY("design_id","seq")
);
--> statement-breakpoint
CREATE TABLE "designs" (
	"id" text PRIMARY KEY NOT NULL,
	"epoch" integer NOT NULL,
	"version" integer NOT NULL,
	"topic" text,
	"status" text,
	"phase" text,
	"step" text,
	"started_at" bigint,
	"ended_at" bigint,
	"started_by" text,
	"successor_of" text,
	"timers" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "inbox" (
	"id" text PRIMARY KEY NOT NULL,
	"position" bigint GENERATED ALWAYS AS IDENTITY (sequence name "inbox_position_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"design_id" text NOT NULL,
	"command" jsonb NOT NULL,
	"received_at" bigint NOT NULL,
	"handled" boolean DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE TABLE "outbox" (
	"id" text PRIMARY KEY NOT NULL,
	"position" bigint GENERATED ALWAYS AS IDENTITY (sequence name "outbox_position_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"design_id" text NOT NULL,
	"effect" jsonb NOT NULL,
	"state" text DEFAULT 'pending' NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "readiness" (
	"id" smallint PRIMARY KEY NOT NULL,
	"checked_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "responses" (
	"key" text PRIMARY KEY NOT NULL,
	"status" integer NOT NULL,
	"body" text NOT NULL,
	"stored_at" timestamp with time zone DEFAULT now() NOT NULL
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
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_design_id_designs_id_fk" FOREIGN KEY ("design_id") REFERENCES "public"."designs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "turns" ADD CONSTRAINT "turns_design_id_designs_id_fk" FOREIGN KEY ("design_id") REFERENCES "public"."designs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "designs_by_status" ON "designs" USING btree ("status","id");--> statement-breakpoint
CREATE INDEX "designs_unfinished" ON "designs" USING btree ("id") WHERE status in ('running', 'awaiting_input');--> statement-breakpoint
CREATE INDEX "inbox_unhandled" ON "inbox" USING btree ("design_id","position") WHERE not handled;--> statement-breakpoint
CREATE INDEX "outbox_pending" ON "outbox" USING btree ("design_id","position") WHERE state in ('pending', 'attempted');--> statement-breakpoint
CREATE INDEX "turns_by_design" ON "turns" USING btree ("design_id","position");