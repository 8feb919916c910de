CREATE TABLE `annotations` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`kind` text NOT NULL,
	`service` text,
	`slo_id` text,
	`title` text NOT NULL,
	`text` text,
	`url` text,
	`from_at` integer NOT NULL,
	`to_at` integer,
	`key` text,
	`generated` integer DEFAULT false NOT NULL,
	`author` text NOT NULL,
	`author_id` text,
	`created_at` integer NOT NULL,
	`removed_at` integer,
	`removed_by` text,
	FOREIGN KEY (`slo_id`) REFERENCES `slos`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `annotations_by_key` ON `annotations` (`key`);--> statement-breakpoint
CREATE INDEX `annotations_by_time` ON `annotations` (`from_at`);--> statement-breakpoint
CREATE TABLE `breach_entries` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`breach_id` integer NOT NULL,
	`what` text NOT NULL,
	`cause` text,
	`text` text,
	`author` text NOT NULL,
	`author_id` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`breach_id`) REFERENCES `breaches`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `breach_entries_by_breach` ON `breach_entries` (`breach_id`,`id`);--> statement-breakpoint
CREATE TABLE `contributions` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`breach_id` integer NOT NULL,
	`state` text NOT NULL,
	`from_minute` integer NOT NULL,
	`to_minute` integer NOT NULL,
	`answered` integer NOT NULL,
	`questions` integer NOT NULL,
	`result` text,
	`error` text,
	`author` text NOT NULL,
	`started_at` integer NOT NULL,
	`ended_at` integer,
	FOREIGN KEY (`breach_id`) REFERENCES `breaches`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `contributions_by_breach` ON `contributions` (`breach_id`,`id`);--> statement-breakpoint
CREATE TABLE `follow_ups` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`origin` text NOT NULL,
	`slo_id` text,
	`breach_id` integer,
	`decision_path` text,
	`decision_id` text,
	`text` text NOT NULL,
	`owner` text NOT NULL,
	`due_day` text NOT NULL,
	`author` text NOT NULL,
	`author_id` text NOT NULL,
	`created_at` integer NOT NULL,
	`closed_at` integer,
	`closed_by` text,
	`closed_note` text,
	FOREIGN KEY (`slo_id`) REFERENCES `slos`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`breach_id`) REFERENCES `breaches`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `follow_ups_by_end` ON `follow_ups` (`closed_at`,`due_day`);--> statement-breakpoint
CREATE INDEX `follow_ups_by_breach` ON `follow_ups` (`breach_id`);--> statement-breakpoint
CREATE TABLE `review_marks` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`subject` text NOT NULL,
	`state` text NOT NULL,
	`what` text NOT NULL,
	`text` text,
	`follow_up_id` integer,
	`takes_back` integer,
	`author` text NOT NULL,
	`author_id` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`follow_up_id`) REFERENCES `follow_ups`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `review_marks_by_subject` ON `review_marks` (`subject`,`id`);--> statement-breakpoint
CREATE INDEX `review_marks_by_time` ON `review_marks` (`created_at`);--> statement-breakpoint
CREATE TABLE `reviews` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`day` text NOT NULL,
	`started_at` integer,
	`finished_at` integer NOT NULL,
	`note` text,
	`view` text NOT NULL,
	`author` text NOT NULL,
	`author_id` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `reviews_by_day` ON `reviews` (`day`,`id`);--> statement-breakpoint
CREATE TABLE `saved_views` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`name` text NOT NULL,
	`query` text NOT NULL,
	`person_id` text,
	`author` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `saved_views_by_person` ON `saved_views` (`person_id`,`name`);--> statement-breakpoint
CREATE TRIGGER `review_marks_are_not_changed` BEFORE UPDATE ON `review_marks` BEGIN SELECT RAISE(ABORT, 'marks of reviews are only ever added to'); END;--> statement-breakpoint
CREATE TRIGGER `review_marks_are_not_deleted` BEFORE DELETE ON `review_marks` BEGIN SELECT RAISE(ABORT, 'marks of reviews are only ever added to'); END;--> statement-breakpoint
CREATE TRIGGER `reviews_are_not_changed` BEFORE UPDATE ON `reviews` BEGIN SELECT RAISE(ABORT, 'finished reviews are only ever added to'); END;--> statement-breakpoint
CREATE TRIGGER `reviews_are_not_deleted` BEFORE DELETE ON `reviews` BEGIN SELECT RAISE(ABORT, 'finished reviews are only ever added to'); END;--> statement-breakpoint
CREATE TRIGGER `breach_entries_are_not_changed` BEFORE UPDATE ON `breach_entries` BEGIN SELECT RAISE(ABORT, 'what was said of a breach is only ever added to'); END;--> statement-breakpoint
CREATE TRIGGER `breach_entries_are_not_deleted` BEFORE DELETE ON `breach_entries` BEGIN SELECT RAISE(ABORT, 'what was said of a breach is only ever added to'); END;
