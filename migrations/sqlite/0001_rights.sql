CREATE TABLE `rights` (
	`position` integer PRIMARY KEY NOT NULL,
	`id` text DEFAULT (lower(hex(randomblob(16)))) NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `rights_id_unique` ON `rights` (`id`);--> statement-breakpoint
ALTER TABLE `access_tokens` ADD `asleep_since` integer;--> statement-breakpoint
INSERT INTO `rights` DEFAULT VALUES;