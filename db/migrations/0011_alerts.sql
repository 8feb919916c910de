CREATE TABLE `alert_events` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`key` text NOT NULL,
	`event` text NOT NULL,
	`breach_id` integer,
	`detail` text,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`breach_id`) REFERENCES `breaches`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `alert_events_once` ON `alert_events` (`key`);--> statement-breakpoint
CREATE TABLE `alert_targets` (
	`target` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`tried_at` integer NOT NULL,
	`taken_at` integer,
	`failing_since` integer,
	`failures` integer NOT NULL,
	`error` text,
	`last_event_id` integer,
	`given_up` integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE `alerts` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`fingerprint` text NOT NULL,
	`starts_at` integer NOT NULL,
	`status` text NOT NULL,
	`ends_at` integer,
	`name` text NOT NULL,
	`severity` text,
	`labels` text NOT NULL,
	`annotations` text NOT NULL,
	`generator_url` text,
	`receiver` text NOT NULL,
	`external_url` text,
	`truncated` integer NOT NULL,
	`service` text,
	`slo_id` text,
	`own` integer NOT NULL,
	`breach_id` integer,
	`firing_heard_at` integer,
	`resolved_heard_at` integer,
	`heard_at` integer NOT NULL,
	`author` text NOT NULL,
	FOREIGN KEY (`slo_id`) REFERENCES `slos`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`breach_id`) REFERENCES `breaches`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `alerts_once` ON `alerts` (`fingerprint`,`starts_at`);--> statement-breakpoint
CREATE INDEX `alerts_by_time` ON `alerts` (`starts_at`);--> statement-breakpoint
CREATE INDEX `alerts_by_slo` ON `alerts` (`slo_id`,`starts_at`);--> statement-breakpoint
CREATE INDEX `alerts_by_service` ON `alerts` (`service`,`starts_at`);--> statement-breakpoint
CREATE INDEX `alerts_by_breach` ON `alerts` (`breach_id`);--> statement-breakpoint
CREATE TABLE `alerts_sent` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`target` text NOT NULL,
	`subject` text NOT NULL,
	`breach_id` integer,
	`starts_at` integer NOT NULL,
	`labels` text NOT NULL,
	`annotations` text NOT NULL,
	`taken_at` integer NOT NULL,
	`end_taken_at` integer,
	FOREIGN KEY (`breach_id`) REFERENCES `breaches`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `alerts_sent_open` ON `alerts_sent` (`target`,`subject`,`starts_at`);--> statement-breakpoint
CREATE INDEX `alerts_sent_by_breach` ON `alerts_sent` (`breach_id`);--> statement-breakpoint
CREATE TABLE `silences` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`target` text NOT NULL,
	`silence_id` text NOT NULL,
	`starts_at` integer NOT NULL,
	`ends_at` integer NOT NULL,
	`created_by` text NOT NULL,
	`comment` text NOT NULL,
	`fingerprint` text NOT NULL,
	`name` text NOT NULL,
	`breach_id` integer,
	FOREIGN KEY (`breach_id`) REFERENCES `breaches`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `silences_once` ON `silences` (`target`,`silence_id`,`fingerprint`);--> statement-breakpoint
CREATE INDEX `silences_by_breach` ON `silences` (`breach_id`);--> statement-breakpoint
CREATE INDEX `silences_by_fingerprint` ON `silences` (`fingerprint`);--> statement-breakpoint
CREATE TRIGGER `alert_event_of_opened` AFTER INSERT ON `breaches` WHEN NEW.`origin` = 'live' BEGIN
	INSERT OR IGNORE INTO `alert_events` (`key`, `event`, `breach_id`, `created_at`)
	VALUES ('breach-' || NEW.`id` || '-opened', 'breach-opened', NEW.`id`, CAST(unixepoch('subsec') * 1000 AS INTEGER));
	INSERT OR IGNORE INTO `alert_events` (`key`, `event`, `breach_id`, `created_at`)
	SELECT 'breach-' || NEW.`id` || '-closed', 'breach-closed', NEW.`id`, CAST(unixepoch('subsec') * 1000 AS INTEGER)
	WHERE NEW.`closed_minute` IS NOT NULL;
END;--> statement-breakpoint
CREATE TRIGGER `alert_event_of_closed` AFTER UPDATE OF `closed_minute` ON `breaches`
WHEN NEW.`origin` = 'live' AND OLD.`closed_minute` IS NULL AND NEW.`closed_minute` IS NOT NULL BEGIN
	INSERT OR IGNORE INTO `alert_events` (`key`, `event`, `breach_id`, `created_at`)
	VALUES ('breach-' || NEW.`id` || '-closed', 'breach-closed', NEW.`id`, CAST(unixepoch('subsec') * 1000 AS INTEGER));
END;
