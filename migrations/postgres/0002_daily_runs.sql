CREATE TABLE "daily_runs" (
	"name" text PRIMARY KEY NOT NULL,
	"ran_at" bigint NOT NULL
);
