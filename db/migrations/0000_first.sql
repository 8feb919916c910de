CREATE TABLE `assessments` (
	`slo_id` text PRIMARY KEY NOT NULL,
	`minute` integer NOT NULL,
	`figures` text NOT NULL,
	FOREIGN KEY (`slo_id`) REFERENCES `slos`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `breaches` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`slo_id` text NOT NULL,
	`kind` text NOT NULL,
	`origin` text NOT NULL,
	`opened_minute` integer NOT NULL,
	`closed_minute` integer,
	`close_reason` text,
	`worst` real,
	`bad_events` real NOT NULL,
	`total_events` real NOT NULL,
	`budget_spent` real,
	`target_version` integer NOT NULL,
	`decision_path` text,
	`decision_id` text,
	`adr_commit` text,
	FOREIGN KEY (`slo_id`) REFERENCES `slos`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `breaches_by_slo` ON `breaches` (`slo_id`,`opened_minute`);--> statement-breakpoint
CREATE INDEX `breaches_by_end` ON `breaches` (`closed_minute`);--> statement-breakpoint
CREATE UNIQUE INDEX `breaches_once` ON `breaches` (`slo_id`,`kind`,`opened_minute`);--> statement-breakpoint
CREATE TABLE `cursors` (
	`sli_id` integer PRIMARY KEY NOT NULL,
	`live_minute` integer NOT NULL,
	`first_live_minute` integer NOT NULL,
	`backfilled_to` integer NOT NULL,
	`backfill_floor` integer,
	`replayed` integer NOT NULL,
	`error` text,
	`breach_state` text,
	FOREIGN KEY (`sli_id`) REFERENCES `slis`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `engine_state` (
	`id` integer PRIMARY KEY NOT NULL,
	`asked_at` integer NOT NULL,
	`answered_at` integer,
	`error` text
);
--> statement-breakpoint
CREATE TABLE `generated_spans` (
	`from_at` integer PRIMARY KEY NOT NULL,
	`to_at` integer NOT NULL,
	`note` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `ledger` (
	`sli_id` integer NOT NULL,
	`minute` integer NOT NULL,
	`good` real NOT NULL,
	`total` real NOT NULL,
	`observed_seconds` integer NOT NULL,
	`buckets` text,
	`carried` integer NOT NULL,
	PRIMARY KEY(`sli_id`, `minute`),
	FOREIGN KEY (`sli_id`) REFERENCES `slis`(`id`) ON UPDATE no action ON DELETE no action
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `ledger_carried` ON `ledger` (`sli_id`,`minute`) WHERE carried = 1;--> statement-breakpoint
CREATE TABLE `problems` (
	`subject` text PRIMARY KEY NOT NULL,
	`message` text NOT NULL,
	`way_out` text
);
--> statement-breakpoint
CREATE TABLE `slis` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`slo_id` text NOT NULL,
	`version` integer NOT NULL,
	`definition` text NOT NULL,
	`edges` text,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`slo_id`) REFERENCES `slos`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `slis_by_version` ON `slis` (`slo_id`,`version`);--> statement-breakpoint
CREATE TABLE `slos` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`service` text NOT NULL,
	`tier` text,
	`team` text,
	`description` text,
	`runbook` text,
	`source` text NOT NULL,
	`created_at` integer NOT NULL,
	`retired_at` integer
);
--> statement-breakpoint
CREATE TABLE `target_versions` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`slo_id` text NOT NULL,
	`version` integer NOT NULL,
	`objective` real NOT NULL,
	`threshold_seconds` real,
	`window` text NOT NULL,
	`in_force_from` integer NOT NULL,
	`decision_path` text,
	`decision_id` text,
	`author` text NOT NULL,
	`reason` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`slo_id`) REFERENCES `slos`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `target_versions_by_version` ON `target_versions` (`slo_id`,`version`);