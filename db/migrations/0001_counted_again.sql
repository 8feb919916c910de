CREATE TABLE `exclusions` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`slo_id` text NOT NULL,
	`from_at` integer NOT NULL,
	`to_at` integer NOT NULL,
	`rrule` text,
	`time_zone` text,
	`reason` text NOT NULL,
	`author` text NOT NULL,
	`created_at` integer NOT NULL,
	`ended_at` integer,
	FOREIGN KEY (`slo_id`) REFERENCES `slos`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `exclusions_by_slo` ON `exclusions` (`slo_id`);--> statement-breakpoint
CREATE TABLE `gauge_values` (
	`sli_id` integer NOT NULL,
	`minute` integer NOT NULL,
	`value` real NOT NULL,
	PRIMARY KEY(`sli_id`, `minute`),
	FOREIGN KEY (`sli_id`) REFERENCES `slis`(`id`) ON UPDATE no action ON DELETE no action
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `recounts` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`sli_id` integer NOT NULL,
	`from_minute` integer NOT NULL,
	`to_minute` integer NOT NULL,
	`good_added` real NOT NULL,
	`total_added` real NOT NULL,
	`seconds_added` integer NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`sli_id`) REFERENCES `slis`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `recounts_by_sli` ON `recounts` (`sli_id`,`created_at`);--> statement-breakpoint
ALTER TABLE `slis` ADD `series_seen` text;
