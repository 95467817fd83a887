CREATE TABLE "milestones" (
	"position" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "milestones_position_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"design_id" text NOT NULL,
	"at" bigint NOT NULL,
	"milestone" jsonb NOT NULL
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
	"last_used_at" bigint,
	"revoked_at" bigint,
	CONSTRAINT "passes_sha256_unique" UNIQUE("sha256")
);
--> statement-breakpoint
CREATE INDEX "milestones_by_time" ON "milestones" USING btree ("at");--> statement-breakpoint
CREATE INDEX "milestones_by_design" ON "milestones" USING btree ("design_id");--> statement-breakpoint
CREATE INDEX "passes_by_end" ON "passes" USING btree ("ends_at");