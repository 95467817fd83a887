CREATE TABLE "access_tokens" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"role" text NOT NULL,
	"channels" jsonb,
	"sha256" text NOT NULL,
	"created_at" bigint NOT NULL,
	"created_by" text NOT NULL,
	"expires_at" bigint,
	"last_used_at" bigint,
	"revoked_at" bigint,
	CONSTRAINT "access_tokens_sha256_unique" UNIQUE("sha256")
);
--> statement-breakpoint
CREATE TABLE "audit_log" (
	"position" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "audit_log_position_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"at" bigint NOT NULL,
	"entry" jsonb NOT NULL
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
CREATE TABLE "heads" (
	"position" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "heads_position_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"design_id" text NOT NULL,
	"count" integer NOT NULL,
	"head" text NOT NULL,
	"at" bigint NOT NULL,
	"hash" text NOT NULL,
	"key_id" text,
	"signature" text
);
--> statement-breakpoint
ALTER TABLE "design_events" ADD COLUMN "words" jsonb;--> statement-breakpoint
ALTER TABLE "designs" ADD COLUMN "set_aside" text;--> statement-breakpoint
ALTER TABLE "failures" ADD CONSTRAINT "failures_design_id_designs_id_fk" FOREIGN KEY ("design_id") REFERENCES "public"."designs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "audit_log_by_time" ON "audit_log" USING btree ("at");--> statement-breakpoint
CREATE INDEX "heads_by_design" ON "heads" USING btree ("design_id","position");