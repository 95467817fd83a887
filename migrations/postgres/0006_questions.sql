CREATE TABLE "asked_questions" (
	"id" text PRIMARY KEY NOT NULL,
	"person" text NOT NULL,
	"asked_at" bigint NOT NULL,
	"usd" double precision NOT NULL
);
--> statement-breakpoint
CREATE TABLE "held_starts" (
	"name" text PRIMARY KEY NOT NULL,
	"held_at" bigint NOT NULL,
	"start" jsonb NOT NULL
);
--> statement-breakpoint
ALTER TABLE "designs" ADD COLUMN "standing" text;