CREATE TABLE "lesson_dismissals" (
	"design_id" text PRIMARY KEY NOT NULL,
	"dismissed_at" bigint NOT NULL,
	"dismissed_by" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "lesson_dismissals" ADD CONSTRAINT "lesson_dismissals_design_id_designs_id_fk" FOREIGN KEY ("design_id") REFERENCES "public"."designs"("id") ON DELETE no action ON UPDATE no action;