CREATE TABLE `access_tokens` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`role` text NOT NULL,
	`channels` text,
	`sha256` text NOT NULL,
	`created_at` integer NOT NULL,
	`created_by` text NOT NULL,
	`expires_at` integer NOT NULL,
	`last_used_at` integer,
	`revoked_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `access_tokens_sha256_unique` ON `access_tokens` (`sha256`);--> statement-breakpoint
CREATE TABLE `asked_questions` (
	`id` text PRIMARY KEY NOT NULL,
	`person` text NOT NULL,
	`asked_at` integer NOT NULL,
	`usd` real NOT NULL
);
--> statement-breakpoint
CREATE TABLE `daily_runs` (
	`name` text PRIMARY KEY NOT NULL,
	`ran_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `design_events` (
	`design_id` text NOT NULL,
	`seq` integer NOT NULL,
	`type` text NOT NULL,
	`payload` text NOT NULL,
	`hash` text NOT NULL,
	`position` integer,
	PRIMARY KEY(`design_id`, `seq`),
	FOREIGN KEY (`design_id`) REFERENCES `designs`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `design_events_position` ON `design_events` (`position`) WHERE position is not null;--> statement-breakpoint
CREATE INDEX `design_events_listed` ON `design_events` (`design_id`,`position`) WHERE position is not null;--> statement-breakpoint
CREATE TABLE `designs` (
	`id` text PRIMARY KEY NOT NULL,
	`owner` integer,
	`epoch` integer DEFAULT 0 NOT NULL,
	`due_at` integer,
	`arrivals` integer DEFAULT 0 NOT NULL,
	`version` integer DEFAULT 0 NOT NULL,
	`topic` text,
	`status` text,
	`phase` text,
	`step` text,
	`started_at` integer,
	`ended_at` integer,
	`started_by` text,
	`successor_of` text,
	`follow_up_of` text,
	`rehearsal` integer DEFAULT false NOT NULL,
	`decision` text,
	`standing` text,
	`thread` text,
	`spent_usd` real DEFAULT 0 NOT NULL,
	`set_aside` text
);
--> statement-breakpoint
CREATE INDEX `designs_due` ON `designs` (`due_at`,`id`) WHERE owner is null and due_at is not null;--> statement-breakpoint
CREATE INDEX `designs_owned` ON `designs` (`owner`) WHERE owner is not null;--> statement-breakpoint
CREATE INDEX `designs_thread` ON `designs` ((thread ->> 'channel'),(thread ->> 'thread'),`id`) WHERE thread is not null;--> statement-breakpoint
CREATE INDEX `designs_starter` ON `designs` ((thread ->> 'starter'),`id`) WHERE thread is not null;--> statement-breakpoint
CREATE INDEX `designs_successor` ON `designs` (`successor_of`) WHERE successor_of is not null;--> statement-breakpoint
CREATE INDEX `designs_status` ON `designs` (`status`,`id`) WHERE status is not null;--> statement-breakpoint
CREATE INDEX `designs_started` ON `designs` (`started_at`) WHERE started_at is not null;--> statement-breakpoint
CREATE TABLE `event_positions` (
	`id` integer PRIMARY KEY NOT NULL,
	`last` integer DEFAULT (cast(unixepoch('subsec') * 1000 as integer)) NOT NULL
);
--> statement-breakpoint
CREATE TABLE `failures` (
	`design_id` text NOT NULL,
	`name` text NOT NULL,
	`at` integer NOT NULL,
	`text` text NOT NULL,
	PRIMARY KEY(`design_id`, `name`),
	FOREIGN KEY (`design_id`) REFERENCES `designs`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `forgotten` (
	`design_id` text PRIMARY KEY NOT NULL,
	`count` integer NOT NULL,
	`head` text NOT NULL,
	`forgotten_at` integer NOT NULL,
	`forgotten_by` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `inbox` (
	`position` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`design_id` text NOT NULL,
	`command` text NOT NULL,
	`received_at` integer NOT NULL,
	`answer` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `inbox_id_unique` ON `inbox` (`id`);--> statement-breakpoint
CREATE INDEX `inbox_by_design` ON `inbox` (`design_id`,`position`);--> statement-breakpoint
CREATE INDEX `inbox_unhandled` ON `inbox` (`design_id`,`position`) WHERE answer is null;--> statement-breakpoint
CREATE TABLE `logins` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`holder` text NOT NULL,
	`design_id` text,
	`name` text NOT NULL,
	`way` text NOT NULL,
	`sha256` text NOT NULL,
	`created_at` integer NOT NULL,
	`created_by` text NOT NULL,
	`ends_at` integer NOT NULL,
	`revoked_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `logins_sha256_unique` ON `logins` (`sha256`);--> statement-breakpoint
CREATE INDEX `logins_by_end` ON `logins` (`ends_at`);--> statement-breakpoint
CREATE TABLE `model_forms` (
	`endpoint` text NOT NULL,
	`model` text NOT NULL,
	`mark` text NOT NULL,
	`left_out` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`endpoint`, `model`)
);
--> statement-breakpoint
CREATE TABLE `outbox` (
	`design_id` text NOT NULL,
	`position` integer NOT NULL,
	`effect` text NOT NULL,
	`state` text DEFAULT 'pending' NOT NULL,
	`receipt` text DEFAULT '' NOT NULL,
	PRIMARY KEY(`design_id`, `position`)
);
--> statement-breakpoint
CREATE TABLE `readiness` (
	`id` integer PRIMARY KEY NOT NULL,
	`checked_at` integer DEFAULT (cast(unixepoch('subsec') * 1000 as integer)) NOT NULL
);
--> statement-breakpoint
CREATE TABLE `responses` (
	`key` text PRIMARY KEY NOT NULL,
	`design_id` text,
	`status` integer NOT NULL,
	`body` text NOT NULL,
	`stored_at` integer DEFAULT (cast(unixepoch('subsec') * 1000 as integer)) NOT NULL,
	CONSTRAINT "responses_key" CHECK(length(key) <= 2000)
);
--> statement-breakpoint
CREATE INDEX `responses_by_age` ON `responses` (`stored_at`);--> statement-breakpoint
CREATE INDEX `responses_by_design` ON `responses` (`design_id`) WHERE design_id is not null;--> statement-breakpoint
CREATE TABLE `trace_parts` (
	`position` integer PRIMARY KEY NOT NULL,
	`turn_id` text NOT NULL,
	`design_id` text NOT NULL,
	`usd` real NOT NULL,
	`part` text NOT NULL,
	FOREIGN KEY (`design_id`) REFERENCES `designs`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `trace_parts_by_design` ON `trace_parts` (`design_id`,`position`);--> statement-breakpoint
CREATE TABLE `turns` (
	`position` integer PRIMARY KEY NOT NULL,
	`turn_id` text NOT NULL,
	`design_id` text NOT NULL,
	`record` text NOT NULL,
	FOREIGN KEY (`design_id`) REFERENCES `designs`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `turns_turn_id_unique` ON `turns` (`turn_id`);--> statement-breakpoint
CREATE INDEX `turns_by_design` ON `turns` (`design_id`,`position`);