CREATE TABLE `accounts` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`provider_id` text NOT NULL,
	`user_id` text NOT NULL,
	`access_token` text,
	`refresh_token` text,
	`id_token` text,
	`access_token_expires_at` integer,
	`refresh_token_expires_at` integer,
	`scope` text,
	`password` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `accounts_by_person` ON `accounts` (`user_id`);--> statement-breakpoint
CREATE TABLE `api_tokens` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`prefix` text NOT NULL,
	`hash` text NOT NULL,
	`role` text NOT NULL,
	`services` text,
	`person_id` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`last_used_at` integer,
	`revoked_at` integer,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `api_tokens_hash_unique` ON `api_tokens` (`hash`);--> statement-breakpoint
CREATE INDEX `api_tokens_by_person` ON `api_tokens` (`person_id`);--> statement-breakpoint
CREATE TABLE `audit` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`at` integer NOT NULL,
	`actor_kind` text NOT NULL,
	`actor_id` text,
	`actor_name` text NOT NULL,
	`action` text NOT NULL,
	`subject_kind` text NOT NULL,
	`subject_id` text NOT NULL,
	`summary` text NOT NULL,
	`detail` text,
	`ip` text
);
--> statement-breakpoint
CREATE INDEX `audit_by_action` ON `audit` (`action`,`id`);--> statement-breakpoint
CREATE INDEX `audit_by_subject` ON `audit` (`subject_kind`,`subject_id`,`id`);--> statement-breakpoint
CREATE INDEX `audit_by_actor` ON `audit` (`actor_id`,`id`);--> statement-breakpoint
CREATE TABLE `cancelled_targets` (
	`target_id` integer PRIMARY KEY NOT NULL,
	`author` text NOT NULL,
	`reason` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`target_id`) REFERENCES `target_versions`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `one_time_links` (
	`hash` text PRIMARY KEY NOT NULL,
	`purpose` text NOT NULL,
	`person_id` text,
	`role` text NOT NULL,
	`services` text,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`used_at` integer,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `people` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`email` text NOT NULL,
	`email_verified` integer DEFAULT false NOT NULL,
	`image` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`two_factor_enabled` integer DEFAULT false,
	`role` text DEFAULT 'viewer' NOT NULL,
	`services` text,
	`disabled_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `people_email_unique` ON `people` (`email`);--> statement-breakpoint
CREATE TABLE `proposals` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`slo_id` text NOT NULL,
	`origin` text NOT NULL,
	`objective` real NOT NULL,
	`threshold` real,
	`window` text NOT NULL,
	`in_force_from` integer,
	`decision_path` text,
	`decision_id` text,
	`reason` text NOT NULL,
	`base_version` integer NOT NULL,
	`author` text NOT NULL,
	`author_id` text,
	`created_at` integer NOT NULL,
	`state` text NOT NULL,
	`decided_by` text,
	`decided_at` integer,
	`decided_reason` text,
	FOREIGN KEY (`slo_id`) REFERENCES `slos`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `proposals_by_slo` ON `proposals` (`slo_id`,`state`);--> statement-breakpoint
CREATE INDEX `proposals_by_state` ON `proposals` (`state`);--> statement-breakpoint
CREATE TABLE `sessions` (
	`id` text PRIMARY KEY NOT NULL,
	`token` text NOT NULL,
	`user_id` text NOT NULL,
	`expires_at` integer NOT NULL,
	`ip_address` text,
	`user_agent` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `sessions_token_unique` ON `sessions` (`token`);--> statement-breakpoint
CREATE INDEX `sessions_by_person` ON `sessions` (`user_id`);--> statement-breakpoint
CREATE TABLE `two_factors` (
	`id` text PRIMARY KEY NOT NULL,
	`secret` text NOT NULL,
	`backup_codes` text NOT NULL,
	`user_id` text NOT NULL,
	`verified` integer DEFAULT true,
	`failed_verification_count` integer DEFAULT 0,
	`locked_until` integer,
	FOREIGN KEY (`user_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `two_factors_by_person` ON `two_factors` (`user_id`);--> statement-breakpoint
CREATE TABLE `verifications` (
	`id` text PRIMARY KEY NOT NULL,
	`identifier` text NOT NULL,
	`value` text NOT NULL,
	`expires_at` integer NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `verifications_by_identifier` ON `verifications` (`identifier`);--> statement-breakpoint
ALTER TABLE `slos` ADD `document` text;--> statement-breakpoint
ALTER TABLE `slos` ADD `file_target` text;--> statement-breakpoint
ALTER TABLE `slos` ADD `target_locked` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `target_versions` ADD `adr_commit` text;--> statement-breakpoint
ALTER TABLE `target_versions` ADD `as_drift` integer DEFAULT false NOT NULL;--> statement-breakpoint
CREATE TRIGGER `audit_is_not_changed` BEFORE UPDATE ON `audit` BEGIN SELECT RAISE(ABORT, 'the audit log is only ever added to'); END;--> statement-breakpoint
CREATE TRIGGER `audit_is_not_deleted` BEFORE DELETE ON `audit` BEGIN SELECT RAISE(ABORT, 'the audit log is only ever added to'); END;--> statement-breakpoint
CREATE TRIGGER `target_versions_are_not_changed` BEFORE UPDATE ON `target_versions` BEGIN SELECT RAISE(ABORT, 'target versions are only ever added to'); END;--> statement-breakpoint
CREATE TRIGGER `target_versions_are_not_deleted` BEFORE DELETE ON `target_versions` BEGIN SELECT RAISE(ABORT, 'target versions are only ever added to'); END;--> statement-breakpoint
CREATE TRIGGER `cancelled_targets_are_not_changed` BEFORE UPDATE ON `cancelled_targets` BEGIN SELECT RAISE(ABORT, 'cancelled targets are only ever added to'); END;--> statement-breakpoint
CREATE TRIGGER `cancelled_targets_are_not_deleted` BEFORE DELETE ON `cancelled_targets` BEGIN SELECT RAISE(ABORT, 'cancelled targets are only ever added to'); END;--> statement-breakpoint
CREATE TRIGGER `audit_of_sign_in` AFTER INSERT ON `sessions` BEGIN
  INSERT INTO `audit` (`at`, `actor_kind`, `actor_id`, `actor_name`, `action`, `subject_kind`, `subject_id`, `summary`, `ip`)
  SELECT NEW.`created_at`, 'person', p.`id`, p.`name`, 'session.began', 'person', p.`id`, p.`name` || ' signed in.', NEW.`ip_address` FROM `people` p WHERE p.`id` = NEW.`user_id`;
END;--> statement-breakpoint
CREATE TRIGGER `audit_of_sign_out` AFTER DELETE ON `sessions` BEGIN
  INSERT INTO `audit` (`at`, `actor_kind`, `actor_id`, `actor_name`, `action`, `subject_kind`, `subject_id`, `summary`, `ip`)
  SELECT CAST(unixepoch('subsec') * 1000 AS INTEGER), 'person', p.`id`, p.`name`, 'session.ended', 'person', p.`id`, 'A session of ' || p.`name` || ' ended.', OLD.`ip_address` FROM `people` p WHERE p.`id` = OLD.`user_id`;
END;
