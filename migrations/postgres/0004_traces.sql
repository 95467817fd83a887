CREATE TABLE "trace_parts" (
	"position" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "trace_parts_position_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"turn_id" text NOT NULL,
	"design_id" text NOT NULL,
	"usd" double precision NOT NULL,
	"part" json NOT NULL
);
--> statement-breakpoint
ALTER TABLE "designs" ADD COLUMN "spent_usd" double precision DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "trace_parts" ADD CONSTRAINT "trace_parts_design_id_designs_id_fk" FOREIGN KEY ("design_id") REFERENCES "public"."designs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "trace_parts_by_turn" ON "trace_parts" USING btree ("turn_id","position");--> statement-breakpoint
CREATE INDEX "trace_parts_by_design" ON "trace_parts" USING btree ("design_id","position");--> statement-breakpoint
CREATE INDEX "designs_started" ON "designs" USING btree ("started_at") WHERE started_at is not null;