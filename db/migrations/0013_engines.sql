CREATE TABLE `__new_engine_state` (
	`engine` text PRIMARY KEY NOT NULL,
	`asked_at` integer NOT NULL,
	`answered_at` integer,
	`error` text
);
--> statement-breakpoint
INSERT INTO `__new_engine_state`("engine", "asked_at", "answered_at", "error") SELECT 'default', "asked_at", "answered_at", "error" FROM `engine_state`;--> statement-breakpoint
DROP TABLE `engine_state`;--> statement-breakpoint
ALTER TABLE `__new_engine_state` RENAME TO `engine_state`;
