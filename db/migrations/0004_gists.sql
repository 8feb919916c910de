CREATE TABLE `assessment_gists` (
	`slo_id` text PRIMARY KEY NOT NULL,
	`minute` integer NOT NULL,
	`total_seen` integer NOT NULL,
	`hour_total` real NOT NULL,
	`hour_coverage` real NOT NULL,
	`burn_6h` real,
	`exhausted_in_seconds` real,
	`remaining` real,
	`coverage` real NOT NULL,
	FOREIGN KEY (`slo_id`) REFERENCES `slos`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `definition_changes` (
	`id` integer PRIMARY KEY NOT NULL,
	`n` integer NOT NULL
);
--> statement-breakpoint
INSERT INTO `assessment_gists` SELECT `slo_id`, json_extract(`figures`, '$.minute'), json_extract(`figures`, '$.totalSeen'), json_extract(`figures`, '$.hour.total'), json_extract(`figures`, '$.hour.coverage'), json_extract(`figures`, '$.burn6h'), json_extract(`figures`, '$.exhaustedInSeconds'), json_extract(`figures`, '$.window.remaining'), json_extract(`figures`, '$.window.coverage') FROM `assessments`;
--> statement-breakpoint
INSERT INTO `definition_changes` VALUES (1, 0);
--> statement-breakpoint
CREATE TRIGGER `slos_insert` AFTER INSERT ON `slos` BEGIN UPDATE `definition_changes` SET `n` = `n` + 1; END;
--> statement-breakpoint
CREATE TRIGGER `slos_update` AFTER UPDATE ON `slos` BEGIN UPDATE `definition_changes` SET `n` = `n` + 1; END;
--> statement-breakpoint
CREATE TRIGGER `slos_delete` AFTER DELETE ON `slos` BEGIN UPDATE `definition_changes` SET `n` = `n` + 1; END;
--> statement-breakpoint
CREATE TRIGGER `slis_insert` AFTER INSERT ON `slis` BEGIN UPDATE `definition_changes` SET `n` = `n` + 1; END;
--> statement-breakpoint
CREATE TRIGGER `slis_update` AFTER UPDATE ON `slis` BEGIN UPDATE `definition_changes` SET `n` = `n` + 1; END;
--> statement-breakpoint
CREATE TRIGGER `slis_delete` AFTER DELETE ON `slis` BEGIN UPDATE `definition_changes` SET `n` = `n` + 1; END;
--> statement-breakpoint
CREATE TRIGGER `target_versions_insert` AFTER INSERT ON `target_versions` BEGIN UPDATE `definition_changes` SET `n` = `n` + 1; END;
--> statement-breakpoint
CREATE TRIGGER `target_versions_update` AFTER UPDATE ON `target_versions` BEGIN UPDATE `definition_changes` SET `n` = `n` + 1; END;
--> statement-breakpoint
CREATE TRIGGER `target_versions_delete` AFTER DELETE ON `target_versions` BEGIN UPDATE `definition_changes` SET `n` = `n` + 1; END;
--> statement-breakpoint
CREATE TRIGGER `cancelled_targets_insert` AFTER INSERT ON `cancelled_targets` BEGIN UPDATE `definition_changes` SET `n` = `n` + 1; END;
