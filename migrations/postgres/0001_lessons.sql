CREATE TABLE "lessons" (
	"design_id" text PRIMARY KEY NOT NULL,
	"lesson" jsonb NOT NULL
);
--> statement-breakpoint
ALTER TABLE "lessons" ADD CONSTRAINT "lessons_design_id_designs_id_fk" FOREIGN KEY ("design_id") REFERENCES "public"."designs"("id") ON DELETE no action ON UPDATE no action;