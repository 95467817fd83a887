CREATE TABLE "seats" (
	"name" text PRIMARY KEY NOT NULL,
	"daemon" integer NOT NULL,
	"taken_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "seats" ADD CONSTRAINT "seats_daemon_daemons_id_fk" FOREIGN KEY ("daemon") REFERENCES "public"."daemons"("id") ON DELETE cascade ON UPDATE no action;