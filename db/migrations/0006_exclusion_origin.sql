ALTER TABLE `exclusions` ADD `origin` text DEFAULT 'person' NOT NULL;
--> statement-breakpoint
UPDATE `exclusions` SET `origin` = 'file' WHERE `author` LIKE '%.yaml' OR `author` LIKE '%.yml';
