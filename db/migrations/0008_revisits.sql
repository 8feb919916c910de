CREATE TABLE `revisit_entries` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`quarter` text NOT NULL,
	`what` text NOT NULL,
	`path` text,
	`decision_id` text,
	`follow_up_id` integer,
	`text` text NOT NULL,
	`author` text NOT NULL,
	`author_id` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`quarter`) REFERENCES `revisits`(`quarter`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`follow_up_id`) REFERENCES `follow_ups`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `revisit_entries_by_quarter` ON `revisit_entries` (`quarter`,`id`);--> statement-breakpoint
CREATE TABLE `revisit_outcomes` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`quarter` text NOT NULL,
	`path` text NOT NULL,
	`decision_id` text NOT NULL,
	`outcome` text NOT NULL,
	`reason` text NOT NULL,
	`names` text NOT NULL,
	`next_due` text,
	`file_due` text,
	`successor_title` text,
	`successor_path` text,
	`follow_up_id` integer,
	`evidence` text NOT NULL,
	`corrects` integer,
	`author` text NOT NULL,
	`author_id` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`quarter`) REFERENCES `revisits`(`quarter`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`follow_up_id`) REFERENCES `follow_ups`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `revisit_outcomes_by_decision` ON `revisit_outcomes` (`path`,`decision_id`,`id`);--> statement-breakpoint
CREATE INDEX `revisit_outcomes_by_quarter` ON `revisit_outcomes` (`quarter`,`id`);--> statement-breakpoint
CREATE TABLE `revisits` (
	`quarter` text PRIMARY KEY NOT NULL,
	`started_at` integer NOT NULL,
	`started_by` text NOT NULL,
	`started_by_id` text NOT NULL,
	`cut_off_minute` integer NOT NULL,
	`agenda` text NOT NULL,
	`finished_at` integer,
	`finished_by` text
);
--> statement-breakpoint
CREATE TABLE `trigger_firings` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`path` text NOT NULL,
	`decision_id` text,
	`trigger_id` text NOT NULL,
	`terms` text NOT NULL,
	`occasion` text NOT NULL,
	`reason` text NOT NULL,
	`measured` text NOT NULL,
	`fired_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `trigger_firings_once` ON `trigger_firings` (`path`,`trigger_id`,`terms`,`occasion`);--> statement-breakpoint
CREATE TABLE `trigger_states` (
	`path` text NOT NULL,
	`trigger_id` text NOT NULL,
	`terms` text NOT NULL,
	`standing` text NOT NULL,
	`says` text NOT NULL,
	`holds_since` integer,
	`checked_minute` integer,
	`looked_at` integer NOT NULL,
	PRIMARY KEY(`path`, `trigger_id`)
);
--> statement-breakpoint
CREATE TRIGGER `trigger_firings_are_not_changed` BEFORE UPDATE ON `trigger_firings` BEGIN SELECT RAISE(ABORT, 'firings of triggers are only ever added to'); END;--> statement-breakpoint
CREATE TRIGGER `trigger_firings_are_not_deleted` BEFORE DELETE ON `trigger_firings` BEGIN SELECT RAISE(ABORT, 'firings of triggers are only ever added to'); END;--> statement-breakpoint
CREATE TRIGGER `revisit_outcomes_are_not_changed` BEFORE UPDATE ON `revisit_outcomes` BEGIN SELECT RAISE(ABORT, 'outcomes of revisits are only ever added to'); END;--> statement-breakpoint
CREATE TRIGGER `revisit_outcomes_are_not_deleted` BEFORE DELETE ON `revisit_outcomes` BEGIN SELECT RAISE(ABORT, 'outcomes of revisits are only ever added to'); END;--> statement-breakpoint
CREATE TRIGGER `revisit_entries_are_not_changed` BEFORE UPDATE ON `revisit_entries` BEGIN SELECT RAISE(ABORT, 'what was said at revisits is only ever added to'); END;--> statement-breakpoint
CREATE TRIGGER `revisit_entries_are_not_deleted` BEFORE DELETE ON `revisit_entries` BEGIN SELECT RAISE(ABORT, 'what was said at revisits is only ever added to'); END;--> statement-breakpoint
CREATE TRIGGER `revisits_are_not_deleted` BEFORE DELETE ON `revisits` BEGIN SELECT RAISE(ABORT, 'revisits are not deleted'); END;--> statement-breakpoint
CREATE TRIGGER `finished_revisits_are_not_changed` BEFORE UPDATE ON `revisits` WHEN old.finished_at IS NOT NULL BEGIN SELECT RAISE(ABORT, 'a finished revisit is not changed'); END;
