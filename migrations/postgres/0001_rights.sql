CREATE TABLE "rights" (
	"id" integer PRIMARY KEY NOT NULL,
	"changes" integer NOT NULL
);
--> statement-breakpoint
ALTER TABLE "access_tokens" ADD COLUMN "asleep_since" bigint;