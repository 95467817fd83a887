CREATE TABLE "daemons" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "daemons_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"started_at" timestamp with time zone DEFAULT now() NOT NULL,
	"beat_at" timestamp with time zone DEFAULT now() NOT NULL,
	"host" text NOT NULL,
	"pid" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "snapshots" (
	"design_id" text PRIMARY KEY NOT NULL,
	"fold" text NOT NULL,
	"version" integer NOT NULL,
	"hash" text NOT NULL,
	"state" json NOT NULL
);
--> statement-breakpoint
DROP INDEX "designs_unfinished";--> statement-breakpoint
DROP INDEX "outbox_pending";--> statement-breakpoint
ALTER TABLE "designs" ADD COLUMN "owner" integer;--> statement-breakpoint
ALTER TABLE "designs" ADD COLUMN "due_at" bigint DEFAULT 0;--> statement-breakpoint
ALTER TABLE "designs" ADD COLUMN "arrivals" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "inbox" ADD COLUMN "answer" jsonb;--> statement-breakpoint
ALTER TABLE "outbox" ADD COLUMN "receipt" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "snapshots" ADD CONSTRAINT "snapshots_design_id_designs_id_fk" FOREIGN KEY ("design_id") REFERENCES "public"."designs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "designs_due" ON "designs" USING btree ("due_at","id") WHERE owner is null and due_at is not null;--> statement-breakpoint
CREATE INDEX "designs_owned" ON "designs" USING btree ("owner") WHERE owner is not null;--> statement-breakpoint
CREATE INDEX "designs_successor" ON "designs" USING btree ("successor_of") WHERE successor_of is not null;--> statement-breakpoint
CREATE INDEX "outbox_by_design" ON "outbox" USING btree ("design_id","position");--> statement-breakpoint
INSERT INTO "designs" ("id", "epoch", "version", "timers") SELECT DISTINCT "design_id", 0, 0, '[]'::jsonb FROM "inbox" WHERE NOT "handled" ON CONFLICT DO NOTHING;--> statement-breakpoint
UPDATE "designs" SET "due_at" = NULL WHERE "status" IN ('completed', 'needs_review', 'cancelled', 'failed') AND NOT EXISTS (SELECT FROM "inbox" WHERE "inbox"."design_id" = "designs"."id" AND NOT "handled") AND NOT EXISTS (SELECT FROM "outbox" WHERE "outbox"."design_id" = "designs"."id" AND "state" IN ('pending', 'attempted'));
